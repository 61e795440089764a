//! A burst of requests, which shows that a rate limit is enforced, granted, reported truthfully and separate for each scope.
//!
//! A response is *refused* if it has the status code of a rate-limit row, otherwise *served*. [`judge_response`](super::judge_response()) checks, response by
//! response, that a refusal looks as documented and that nothing else went wrong.
//!
//! The documentation does not say how a server counts. A burst of R and a refill of R per window, a fair reading of
//! "R per window", lets up to 2R through. So one must be refused only of more than 2R requests sent within one window. R is the limit that the responses
//! announce, if it is above the documented one ([`AnnouncedLimits`]).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::contract::{ErrorId, RateLimitScope};
use crate::exchange::Exchange;

use super::collector::ViolationCollector;
use super::parsed_response::ParsedResponse;
use super::{AnnouncedLimits, BurstBreach, JudgeContext, Violation};

/// A burst: requests sent to one idle scope as fast as possible, and the requests that followed.
#[derive(Clone, Copy, Debug)]
pub struct RecordedBurst<'a> {
    /// The scope that the requests belong to.
    pub scope: &'a RateLimitScope,
    /// The exchanges with a response, in any order.
    pub exchanges: &'a [&'a Exchange],
    /// The number of further requests without a response. They may have been served.
    pub lost_requests: u32,
    /// The same request once more, sent after the wait that the latest refusal promised, with no request in between.
    pub after_wait: Option<&'a Exchange>,
    /// Requests to other, until then idle scopes, sent while this scope was used up.
    pub other_scopes: &'a [&'a Exchange],
}

/// The violations of a burst, and the reasons why it was inconclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BurstJudgement {
    /// `true` if the burst broke any requirement, listed by the contract or not. Another attempt would show nothing new.
    pub is_broken: bool,
    /// The violations, in the order of the requirements.
    pub violations: Vec<Violation>,
    /// The reasons why the burst was inconclusive; empty if it was conclusive.
    pub inconclusive: Vec<BurstInconclusiveReason>,
}

/// A reason why a burst was inconclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum BurstInconclusiveReason {
    /// No request was refused, but sending them took longer than a window.
    SentTooSlowly {
        /// The time from the first request to the last response, in milliseconds. The server received each request within it.
        took_ms: u64,
        /// The longest time that would have been conclusive, in milliseconds.
        window_ms: u64,
    },
    /// No request was refused, but too few had a response.
    TooFewAnswered {
        /// The number of responses.
        answered: usize,
        /// The number of responses that is needed.
        needed: u64,
    },
    /// The request after the wait was sent before the promised wait was over.
    WaitedTooShort {
        /// The time from the arrival of the refusal to that request, in milliseconds.
        waited_ms: u64,
        /// The promised wait, in milliseconds.
        promised_ms: u64,
    },
}

impl fmt::Display for BurstInconclusiveReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SentTooSlowly { took_ms, window_ms } => {
                write!(
                    f,
                    "it took {took_ms} ms, longer than the window of {window_ms} ms"
                )
            }
            Self::TooFewAnswered { answered, needed } => {
                write!(
                    f,
                    "{answered} requests got a response, and {needed} are needed"
                )
            }
            Self::WaitedTooShort {
                waited_ms,
                promised_ms,
            } => write!(
                f,
                "the wait was {waited_ms} ms of the promised {promised_ms} ms"
            ),
        }
    }
}

/// The wait after which a refusal promises to serve the next request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PromisedWait {
    /// The time at which the refusal arrived, as UNIX time in milliseconds.
    pub received_unix_ms: u64,
    /// The wait from then on, in milliseconds.
    pub wait_ms: u64,
}

/// Returns the number of requests to send within one window so that one must be refused: two more than twice the limit.
#[must_use]
pub fn burst_size(limit: u32) -> u64 {
    2 * u64::from(limit) + 2
}

/// Returns the promise that a server must keep: that of the refusal that arrived last, the longer one if two arrived at once.
///
/// `None` if no request was refused, or if that refusal promises no wait within the window.
#[must_use]
pub fn find_latest_promised_wait(
    rules: &JudgeContext<'_>,
    exchanges: &[&Exchange],
) -> Option<PromisedWait> {
    let refusals = exchanges.iter().filter(|sent| is_rate_refusal(rules, sent));
    let last =
        refusals.max_by_key(|sent| (sent.timing.received_unix_ms, retry_after_ms(rules, sent)))?;
    let wait_ms = retry_after_ms(rules, last)?;
    let window = rules.limits.map_or(u64::MAX, |limits| limits.window_ms);
    (1..=window).contains(&wait_ms).then_some(PromisedWait {
        received_unix_ms: last.timing.received_unix_ms,
        wait_ms,
    })
}

/// Judges a burst and the requests that followed it.
///
/// Judges nothing if the contract documents no limits.
#[must_use]
pub fn judge_burst(rules: &JudgeContext<'_>, burst: &RecordedBurst<'_>) -> BurstJudgement {
    let mut collector = ViolationCollector::new(&rules.levels);
    let mut open = Vec::new();
    if let Some(limits) = rules.limits {
        let refused = count_rate_refusals(rules, burst.exchanges);
        let announced = AnnouncedLimits::find(limits, burst.scope, burst.exchanges);
        open.extend(check_limit_enforced(
            burst,
            refused,
            announced,
            limits.window_ms,
            &mut collector,
        ));
        check_limit_granted(burst, refused, announced, &mut collector);
        open.extend(check_promised_wait(rules, burst, &mut collector));
        check_scopes_separate(rules, burst, &mut collector);
    }
    BurstJudgement {
        is_broken: collector.has_any_breach(),
        violations: collector.into_violations(),
        inconclusive: open,
    }
}

fn count_rate_refusals(rules: &JudgeContext<'_>, exchanges: &[&Exchange]) -> usize {
    exchanges
        .iter()
        .filter(|sent| is_rate_refusal(rules, sent))
        .count()
}

fn check_limit_enforced(
    burst: &RecordedBurst<'_>,
    refused: usize,
    announced: AnnouncedLimits,
    window_ms: u64,
    collector: &mut ViolationCollector<'_>,
) -> Option<BurstInconclusiveReason> {
    if refused > 0 {
        return None;
    }
    let answered = burst.exchanges.len();
    let needed = burst_size(announced.greatest);
    if u64::try_from(answered).is_ok_and(|answered| answered < needed) {
        return Some(BurstInconclusiveReason::TooFewAnswered { answered, needed });
    }
    // A request may reach the server long after it was sent if a connection has to be opened for it.
    let times = || burst.exchanges.iter().map(|sent| sent.timing);
    let first = times().map(|timing| timing.sent_unix_ms).min();
    let last = times().map(|timing| timing.received_unix_ms).max();
    let took_ms = last.unwrap_or(0).saturating_sub(first.unwrap_or(0));
    if took_ms > window_ms {
        return Some(BurstInconclusiveReason::SentTooSlowly { took_ms, window_ms });
    }
    collector.add(BurstBreach::NeverRefused { sent: answered });
    None
}

fn check_limit_granted(
    burst: &RecordedBurst<'_>,
    refused: usize,
    announced: AnnouncedLimits,
    collector: &mut ViolationCollector<'_>,
) {
    let served = burst.exchanges.len() - refused;
    let perhaps = u64::try_from(served)
        .unwrap_or(u64::MAX)
        .saturating_add(burst.lost_requests.into());
    if refused > 0 && perhaps < announced.least.into() {
        collector.add(BurstBreach::RefusedTooEarly {
            limit: announced.least,
            sent: burst.exchanges.len(),
            served,
            refused,
        });
    }
}

fn check_promised_wait(
    rules: &JudgeContext<'_>,
    burst: &RecordedBurst<'_>,
    collector: &mut ViolationCollector<'_>,
) -> Option<BurstInconclusiveReason> {
    let (promise, after) = (
        find_latest_promised_wait(rules, burst.exchanges)?,
        burst.after_wait?,
    );
    let waited_ms = after
        .timing
        .sent_unix_ms
        .saturating_sub(promise.received_unix_ms);
    if waited_ms < promise.wait_ms {
        return Some(BurstInconclusiveReason::WaitedTooShort {
            waited_ms,
            promised_ms: promise.wait_ms,
        });
    }
    if is_rate_refusal(rules, after) {
        collector.add(BurstBreach::UntrueWait {
            promised_ms: promise.wait_ms,
            waited_ms,
            answer: ParsedResponse::from_exchange(rules, after).summarize_response(),
        });
    }
    None
}

fn check_scopes_separate(
    rules: &JudgeContext<'_>,
    burst: &RecordedBurst<'_>,
    collector: &mut ViolationCollector<'_>,
) {
    for other in burst.other_scopes {
        let scope = rules
            .limits
            .and_then(|limits| {
                limits.scope_for_request(&other.request.method, &other.request.target)
            })
            .filter(|scope| scope.name != burst.scope.name);
        if let Some(scope) = scope
            && is_rate_refusal(rules, other)
        {
            collector.add(BurstBreach::SharedScopes {
                used_up: burst.scope.name.clone(),
                refused: scope.name.clone(),
                answer: ParsedResponse::from_exchange(rules, other).summarize_response(),
            });
        }
    }
}

/// Reports whether a response is a refusal for the rate.
///
/// Such a response has the status code of a rate-limit row and is no other documented row. A refusal with a broken body is still a refusal.
pub(super) fn is_rate_refusal(rules: &JudgeContext<'_>, exchange: &Exchange) -> bool {
    let limits_rate = |name: ErrorId| rules.model.rate_limit_rows.contains(&name);
    let reading = ParsedResponse::from_exchange(rules, exchange);
    match reading.exact_row {
        Some(row) => limits_rate(row.id()),
        None => {
            let mut same_status = rules
                .rows
                .iter()
                .filter(|row| row.status == reading.status_code())
                .peekable();
            same_status.peek().is_some() && same_status.all(|row| limits_rate(row.id()))
        }
    }
}

/// Returns the wait in milliseconds that a response requires, if it states one.
pub(super) fn retry_after_ms(rules: &JudgeContext<'_>, exchange: &Exchange) -> Option<u64> {
    let reading = ParsedResponse::from_exchange(rules, exchange);
    rules.model.wait.as_ref()?.read_ms(reading.body.as_ref()?)
}

#[cfg(test)]
#[path = "burst_tests.rs"]
mod tests;
