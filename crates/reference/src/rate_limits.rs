//! The rate limits of the reference server, and their notation.

use std::fmt;
use std::str::FromStr;

/// The documented requests per second: reads, then messages, then updates.
pub(super) const DOCUMENTED_RATES: (u32, u32, u32) = (10, 10, 3);

/// The number of requests per second that are granted, per scope and caller.
///
/// Written as `documented`, `none`, or a list such as `get=20,update=5`, in which a missing scope keeps its
/// documented limit.
///
/// ```
/// use badreq_reference::ServerRateLimits;
///
/// let limits: ServerRateLimits = "update=5".parse()?;
/// assert_eq!(limits, ServerRateLimits::PerSecond { get: 10, update: 5, message: 10 });
/// # Ok::<(), badreq_reference::ServerRateLimitsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerRateLimits {
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

/// The reason why a text is not a [`ServerRateLimits`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServerRateLimitsError {
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

impl FromStr for ServerRateLimits {
    type Err = ServerRateLimitsError;

    fn from_str(text: &str) -> Result<Self, ServerRateLimitsError> {
        match text {
            "documented" => return Ok(Self::Documented),
            "none" => return Ok(Self::None),
            _ => {}
        }
        let (mut get, mut update, mut message) = (None, None, None);
        for item in text.split(',') {
            let Some((scope, number)) = item.trim().split_once('=') else {
                return Err(ServerRateLimitsError::Malformed {
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
                    return Err(ServerRateLimitsError::UnknownScope {
                        scope: scope.to_owned(),
                    });
                }
            };
            if slot.replace(parse_rate(scope, number)?).is_some() {
                return Err(ServerRateLimitsError::GivenTwice {
                    scope: scope.to_owned(),
                });
            }
        }
        Ok(Self::PerSecond {
            get: get.unwrap_or(DOCUMENTED_RATES.0),
            message: message.unwrap_or(DOCUMENTED_RATES.1),
            update: update.unwrap_or(DOCUMENTED_RATES.2),
        })
    }
}

fn parse_rate(scope: &str, number: &str) -> Result<u32, ServerRateLimitsError> {
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    match number.parse().ok().filter(|_| digits) {
        Some(0) => Err(ServerRateLimitsError::Zero {
            scope: scope.to_owned(),
        }),
        Some(rate) => Ok(rate),
        None => Err(ServerRateLimitsError::NotANumber {
            scope: scope.to_owned(),
            number: number.to_owned(),
        }),
    }
}

impl fmt::Display for ServerRateLimits {
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

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::documented("documented", ServerRateLimits::Documented)]
    #[case::none("none", ServerRateLimits::None)]
    #[case::one("get=5", ServerRateLimits::PerSecond { get: 5, update: 3, message: 10 })]
    #[case::all("get=1,update=2,message=3", ServerRateLimits::PerSecond { get: 1, update: 2, message: 3 })]
    fn limits_are_read_and_a_missing_scope_is_documented(
        #[case] text: &str,
        #[case] limits: ServerRateLimits,
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
        assert_eq!(
            text.parse::<ServerRateLimits>().unwrap_err().to_string(),
            message
        );
    }
}
