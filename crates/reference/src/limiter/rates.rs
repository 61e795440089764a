//! The number of requests that each scope grants.

use super::scope::LimiterScope;
use crate::rate_limits::{DOCUMENTED_RATES, ServerRateLimits, ServerRateLimitsError};

/// The requests per second of each scope, none of them 0.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ScopeRates {
    get: u32,
    message: u32,
    update: u32,
}

impl ScopeRates {
    pub(crate) const DOCUMENTED: Self = Self {
        get: DOCUMENTED_RATES.0,
        message: DOCUMENTED_RATES.1,
        update: DOCUMENTED_RATES.2,
    };

    /// Returns the rates to enforce; `None` for no limits.
    ///
    /// # Errors
    ///
    /// Returns [`ServerRateLimitsError::Zero`] for a scope that would refuse every request.
    pub(crate) fn from_limits(
        limits: ServerRateLimits,
    ) -> Result<Option<Self>, ServerRateLimitsError> {
        let (get, message, update) = match limits {
            ServerRateLimits::Documented => DOCUMENTED_RATES,
            ServerRateLimits::None => return Ok(None),
            ServerRateLimits::PerSecond {
                get,
                update,
                message,
            } => (get, message, update),
        };
        for (scope, rate) in [("get", get), ("message", message), ("update", update)] {
            if rate == 0 {
                return Err(ServerRateLimitsError::Zero {
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

    pub(super) const fn for_scope(self, scope: LimiterScope) -> u32 {
        match scope {
            LimiterScope::Get => self.get,
            LimiterScope::Message => self.message,
            LimiterScope::Update => self.update,
        }
    }
}
