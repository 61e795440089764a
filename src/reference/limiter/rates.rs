//! The number of requests that each scope grants.

use super::scope::Scope;
use crate::reference::options::{DOCUMENTED, Limits, LimitsError};

/// The requests per second of each scope, none of them 0.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates {
    get: u32,
    message: u32,
    update: u32,
}

impl Rates {
    pub(crate) const DOCUMENTED: Self = Self {
        get: DOCUMENTED.0,
        message: DOCUMENTED.1,
        update: DOCUMENTED.2,
    };

    /// Returns the rates to enforce; `None` for no limits.
    ///
    /// # Errors
    ///
    /// Returns [`LimitsError::Zero`] for a scope that would refuse every request.
    pub(crate) fn of(limits: Limits) -> Result<Option<Self>, LimitsError> {
        let (get, message, update) = match limits {
            Limits::Documented => DOCUMENTED,
            Limits::None => return Ok(None),
            Limits::PerSecond {
                get,
                update,
                message,
            } => (get, message, update),
        };
        for (scope, rate) in [("get", get), ("message", message), ("update", update)] {
            if rate == 0 {
                return Err(LimitsError::Zero {
                    scope: scope.to_owned(),
                });
            }
        }
        Ok(Some(Self {
            get,
            message,
            update,
        }))
    }

    pub(super) const fn of_scope(self, scope: Scope) -> u32 {
        match scope {
            Scope::Get => self.get,
            Scope::Message => self.message,
            Scope::Update => self.update,
        }
    }
}
