//! The options of the reference server: address, limits, triggers, recording, seed.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::str::FromStr;

use super::fault::Fault;
use super::variant::Variant;

/// The documented requests per second: reads, then messages, then updates.
pub(super) const DOCUMENTED: (u32, u32, u32) = (10, 10, 3);

/// The options of a reference server.
///
/// ```
/// use badreq::reference::{Limits, Options};
///
/// let options = Options { limits: Limits::None, ..Options::default() };
/// assert_eq!(options.addr.to_string(), "127.0.0.1:0");
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to listen on; with port 0 the operating system chooses a port.
    pub addr: SocketAddr,
    /// The rate limits per scope and caller.
    pub limits: Limits,
    /// The choice whether a request may trigger errors that can't be provoked from outside.
    pub hooks: Hooks,
    /// The choice whether every request is kept as it arrived.
    pub recording: Recording,
    /// The choice whether the server keeps the contract.
    pub conduct: Conduct,
    /// The variant that the server implements within the contract; `None` for the usual one.
    pub variant: Option<Variant>,
    /// The seed of tokens and ids: the same seed gives the same ones.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            limits: Limits::Documented,
            hooks: Hooks::Off,
            recording: Recording::Off,
            conduct: Conduct::Sound,
            variant: None,
            seed: 0,
        }
    }
}

/// The number of requests per second that are granted, per scope and caller.
///
/// Written as `documented`, `none`, or a list such as `get=20,update=5`, in which a missing scope keeps its
/// documented limit.
///
/// ```
/// use badreq::reference::Limits;
///
/// let limits: Limits = "update=5".parse()?;
/// assert_eq!(limits, Limits::PerSecond { get: 10, update: 5, message: 10 });
/// # Ok::<(), badreq::reference::LimitsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limits {
    /// The documented limits: 10 reads, 10 messages, 3 updates.
    Documented,
    /// No limit, and no rate limit headers.
    None,
    /// These limits, in requests per second; none of them may be 0.
    PerSecond {
        /// The limit for reads other than messages (`generic_get`).
        get: u32,
        /// The limit for creations, changes and deletions (`generic_update`).
        update: u32,
        /// The limit for messages (`message`).
        message: u32,
    },
}

/// The reason why a text is not a [`Limits`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitsError {
    /// An item of the list is not `scope=number`.
    #[error(
        "cannot read `{item}` as a rate limit; write `documented`, `none`, or a list such as `get=10,update=3,message=10`"
    )]
    Malformed {
        /// The item as it was given.
        item: String,
    },
    /// The scope is not one of the three.
    #[error("no rate limit scope is called `{scope}`; the scopes are get, update and message")]
    UnknownScope {
        /// The scope as it was given.
        scope: String,
    },
    /// The same scope is given twice.
    #[error("the rate limit scope `{scope}` is given twice; give it once")]
    GivenTwice {
        /// The scope as it was given.
        scope: String,
    },
    /// The limit is not a number of requests per second.
    #[error(
        "the rate limit of `{scope}` is `{number}`, which is no whole number from 1 to {}",
        u32::MAX
    )]
    NotANumber {
        /// The scope as it was given.
        scope: String,
        /// The number as it was given.
        number: String,
    },
    /// The limit is 0, which would refuse every request.
    #[error(
        "the rate limit of `{scope}` is 0, which lets nothing in; give at least 1, or `none` for no limits"
    )]
    Zero {
        /// The scope as it was given.
        scope: String,
    },
}

impl FromStr for Limits {
    type Err = LimitsError;

    fn from_str(text: &str) -> Result<Self, LimitsError> {
        match text {
            "documented" => return Ok(Self::Documented),
            "none" => return Ok(Self::None),
            _ => {}
        }
        let (mut get, mut update, mut message) = (None, None, None);
        for item in text.split(',') {
            let Some((scope, number)) = item.trim().split_once('=') else {
                return Err(LimitsError::Malformed {
                    item: item.to_owned(),
                });
            };
            // The documentation names them `generic_get` and `generic_update`.
            let scope = scope.strip_prefix("generic_").unwrap_or(scope);
            let slot = match scope {
                "get" => &mut get,
                "update" => &mut update,
                "message" => &mut message,
                _ => {
                    return Err(LimitsError::UnknownScope {
                        scope: scope.to_owned(),
                    });
                }
            };
            if slot.replace(read_rate(scope, number)?).is_some() {
                return Err(LimitsError::GivenTwice {
                    scope: scope.to_owned(),
                });
            }
        }
        Ok(Self::PerSecond {
            get: get.unwrap_or(DOCUMENTED.0),
            message: message.unwrap_or(DOCUMENTED.1),
            update: update.unwrap_or(DOCUMENTED.2),
        })
    }
}

fn read_rate(scope: &str, number: &str) -> Result<u32, LimitsError> {
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    match number.parse().ok().filter(|_| digits) {
        Some(0) => Err(LimitsError::Zero {
            scope: scope.to_owned(),
        }),
        Some(rate) => Ok(rate),
        None => Err(LimitsError::NotANumber {
            scope: scope.to_owned(),
            number: number.to_owned(),
        }),
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Documented => formatter.write_str("documented"),
            Self::None => formatter.write_str("none"),
            Self::PerSecond {
                get,
                update,
                message,
            } => {
                write!(formatter, "get={get},update={update},message={message}")
            }
        }
    }
}

/// The choice whether the server obeys the header `X-Reference-Hook`.
///
/// `internal-error` makes the server return the internal error row; `rate-limit` applies the documented limits to the request,
/// in buckets of its own, whatever the server's limits are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hooks {
    /// The server ignores the header.
    #[default]
    Off,
    /// The server obeys the header.
    On,
}

/// The choice whether the server keeps the contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Conduct {
    /// The server keeps it.
    #[default]
    Sound,
    /// The server breaks it in these ways.
    Broken(Vec<Fault>),
    /// The server keeps it and records which faults a request came near, for [`Server::take_reached`](super::Server::take_reached).
    Traced,
}

/// The choice whether requests are kept as they arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recording {
    /// No request is kept.
    #[default]
    Off,
    /// Every request is kept until the recording is cleared.
    On,
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::documented("documented", Limits::Documented)]
    #[case::none("none", Limits::None)]
    #[case::one("get=5", Limits::PerSecond { get: 5, update: 3, message: 10 })]
    #[case::all("get=1,update=2,message=3", Limits::PerSecond { get: 1, update: 2, message: 3 })]
    fn limits_are_read_and_a_missing_scope_is_documented(
        #[case] text: &str,
        #[case] limits: Limits,
    ) {
        assert_eq!(text.parse(), Ok(limits));
        assert_eq!(limits.to_string().parse(), Ok(limits));
    }

    #[rstest]
    #[case::zero(
        "get=0",
        "the rate limit of `get` is 0, which lets nothing in; give at least 1, or `none` for no limits"
    )]
    #[case::unknown(
        "put=1",
        "no rate limit scope is called `put`; the scopes are get, update and message"
    )]
    #[case::twice(
        "get=1,get=2",
        "the rate limit scope `get` is given twice; give it once"
    )]
    #[case::negative(
        "get=-1",
        "the rate limit of `get` is `-1`, which is no whole number from 1 to 4294967295"
    )]
    #[case::signed(
        "get=+1",
        "the rate limit of `get` is `+1`, which is no whole number from 1 to 4294967295"
    )]
    #[case::bare(
        "fast",
        "cannot read `fast` as a rate limit; write `documented`, `none`, or a list such as `get=10,update=3,message=10`"
    )]
    fn a_wrong_limit_is_refused_with_its_reason(#[case] text: &str, #[case] message: &str) {
        assert_eq!(text.parse::<Limits>().unwrap_err().to_string(), message);
    }
}
