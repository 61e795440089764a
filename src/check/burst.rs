//! A burst of requests: the limit is enforced, granted, truthful and the scope's own.
//!
//! *Refused* is an answer with the status of a rate-limit row; *served* is every other answer. That a refusal looks as
//! documented, and that nothing else went wrong, is judged answer by answer with [`judge`](super::judge()).
//!
//! How a server counts, and by what, is not documented. A burst of R and a refill of R per window, a fair reading of
//! "R per window", lets up to 2R through; so only of more than that, sent within one window, one must be refused.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{RowName, Scope};
use crate::exchange::Exchange;

use super::collector::ViolationCollector;
use super::reading::Reading;
use super::{BurstBreach, Rules, Violation};

/// Requests sent from rest to one scope as fast as they would go, and what followed.
#[derive(Clone, Copy, Debug)]
pub struct Burst<'a> {
    /// The scope that the requests belong to.
    pub scope: &'a Scope,
    /// The requests that were answered, in any order.
    pub exchanges: &'a [&'a Exchange],
    /// How many more were sent and never answered; they may have been served.
    pub lost: u32,
    /// The same request once more, after the time that the latest refusal promised and silence in between.
    pub after: Option<&'a Exchange>,
    /// Requests to other scopes, at rest until then, sent while this one was used up.
    pub others: &'a [&'a Exchange],
}

/// What a burst breaks, and what it could not show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BurstJudgement {
    /// Whether it broke anything, whether or not the contract lists it: to try it again would show nothing else.
    pub is_broken: bool,
    /// Every breach, in the order of the requirements.
    pub violations: Vec<Violation>,
    /// What stays open; empty where the burst was conclusive.
    pub open: Vec<Open>,
}

/// What a burst could not show, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Open {
    /// None was refused, but they were sent over longer than a window.
    SentTooSlowly {
        /// From the first request to the last answer, in milliseconds: the server saw each request somewhere in between.
        took_ms: u64,
        /// What would have been quick enough, in milliseconds.
        window_ms: u64,
    },
    /// None was refused, but fewer were answered than it takes to be sure.
    TooFewAnswered {
        /// How many were answered.
        answered: usize,
        /// How many it takes.
        needed: u64,
    },
    /// The request after the wait was sent before the promised time was over.
    WaitedTooShort {
        /// The time from the refusal's arrival to that request, in milliseconds.
        waited_ms: u64,
        /// The time that was promised, in milliseconds.
        promised_ms: u64,
    },
}

impl fmt::Display for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SentTooSlowly { took_ms, window_ms } => {
                write!(
                    f,
                    "it took {took_ms} ms, longer than the window of {window_ms} ms"
                )
            }
            Self::TooFewAnswered { answered, needed } => {
                write!(f, "{answered} were answered, and it takes {needed}")
            }
            Self::WaitedTooShort {
                waited_ms,
                promised_ms,
            } => write!(f, "the wait was {waited_ms} ms of {promised_ms} ms"),
        }
    }
}

/// When a refusal promises that the next request is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// When the refusal had arrived, as UNIX time in milliseconds.
    pub given_unix_ms: u64,
    /// How long to wait from then on, in milliseconds.
    pub wait_ms: u64,
}

/// How many requests to send within one window so that one must be refused: two more than twice the limit.
#[must_use]
pub fn burst_size(scope: &Scope) -> u64 {
    2 * u64::from(scope.limit) + 2
}

/// The promise to hold a server to: that of the refusal that arrived last, the longer one where two arrived at once.
///
/// `None` where none was refused, or where that refusal promises nothing that lies within the window.
#[must_use]
pub fn promise(rules: &Rules<'_>, exchanges: &[&Exchange]) -> Option<Promise> {
    let refusals = exchanges.iter().filter(|sent| is_refused(rules, sent));
    let last = refusals.max_by_key(|sent| (sent.timing.received_unix_ms, wait(rules, sent)))?;
    let wait_ms = wait(rules, last)?;
    let window = rules.limits.map_or(u64::MAX, |limits| limits.window_ms);
    (1..=window).contains(&wait_ms).then_some(Promise {
        given_unix_ms: last.timing.received_unix_ms,
        wait_ms,
    })
}

/// Judges a burst and what followed it.
///
/// Nothing is judged where the contract documents no limits.
#[must_use]
pub fn burst(rules: &Rules<'_>, burst: &Burst<'_>) -> BurstJudgement {
    let mut collector = ViolationCollector::new(&rules.levels);
    let mut open = Vec::new();
    if let Some(limits) = rules.limits {
        let refused = count(rules, burst.exchanges);
        open.extend(enforced(burst, refused, limits.window_ms, &mut collector));
        granted(burst, refused, &mut collector);
        open.extend(promise_kept(rules, burst, &mut collector));
        separate(rules, burst, &mut collector);
    }
    BurstJudgement {
        is_broken: collector.is_broken(),
        violations: collector.finish(),
        open,
    }
}

fn count(rules: &Rules<'_>, exchanges: &[&Exchange]) -> usize {
    exchanges
        .iter()
        .filter(|sent| is_refused(rules, sent))
        .count()
}

fn enforced(
    burst: &Burst<'_>,
    refused: usize,
    window_ms: u64,
    collector: &mut ViolationCollector<'_>,
) -> Option<Open> {
    if refused > 0 {
        return None;
    }
    let answered = burst.exchanges.len();
    let needed = burst_size(burst.scope);
    if u64::try_from(answered).is_ok_and(|answered| answered < needed) {
        return Some(Open::TooFewAnswered { answered, needed });
    }
    // A request may reach the server long after it was sent, where a connection has to be opened for it.
    let times = || burst.exchanges.iter().map(|sent| sent.timing);
    let first = times().map(|timing| timing.sent_unix_ms).min();
    let last = times().map(|timing| timing.received_unix_ms).max();
    let took_ms = last.unwrap_or(0).saturating_sub(first.unwrap_or(0));
    if took_ms > window_ms {
        return Some(Open::SentTooSlowly { took_ms, window_ms });
    }
    collector.add(BurstBreach::NeverRefused { sent: answered });
    None
}

fn granted(burst: &Burst<'_>, refused: usize, collector: &mut ViolationCollector<'_>) {
    let served = burst.exchanges.len() - refused;
    let perhaps = u64::try_from(served)
        .unwrap_or(u64::MAX)
        .saturating_add(burst.lost.into());
    if refused > 0 && perhaps < burst.scope.limit.into() {
        collector.add(BurstBreach::RefusedTooEarly {
            limit: burst.scope.limit,
            sent: burst.exchanges.len(),
            served,
            refused,
        });
    }
}

fn promise_kept(
    rules: &Rules<'_>,
    burst: &Burst<'_>,
    collector: &mut ViolationCollector<'_>,
) -> Option<Open> {
    let (promise, after) = (promise(rules, burst.exchanges)?, burst.after?);
    let waited_ms = after
        .timing
        .sent_unix_ms
        .saturating_sub(promise.given_unix_ms);
    if waited_ms < promise.wait_ms {
        return Some(Open::WaitedTooShort {
            waited_ms,
            promised_ms: promise.wait_ms,
        });
    }
    if is_refused(rules, after) {
        collector.add(BurstBreach::UntrueWait {
            promised_ms: promise.wait_ms,
            waited_ms,
            answer: Reading::of(rules, after).summary(),
        });
    }
    None
}

fn separate(rules: &Rules<'_>, burst: &Burst<'_>, collector: &mut ViolationCollector<'_>) {
    for other in burst.others {
        let scope = rules
            .limits
            .and_then(|limits| limits.scope_of(&other.request.method, &other.request.target))
            .filter(|scope| scope.name != burst.scope.name);
        if let Some(scope) = scope
            && is_refused(rules, other)
        {
            collector.add(BurstBreach::SharedScopes {
                used_up: burst.scope.name.clone(),
                refused: scope.name.clone(),
                answer: Reading::of(rules, other).summary(),
            });
        }
    }
}

/// Whether an answer refuses for the rate.
///
/// It has the status of a rate-limit row and is no other documented row: a refusal with a broken body refuses all the same.
pub(super) fn is_refused(rules: &Rules<'_>, exchange: &Exchange) -> bool {
    let limits_rate = |name: RowName| rules.model.rate_limit_rows.contains(&name);
    let reading = Reading::of(rules, exchange);
    match reading.pair {
        Some(row) => limits_rate(row.name()),
        None => {
            let mut same_status = rules
                .rows
                .iter()
                .filter(|row| row.status == reading.status())
                .peekable();
            same_status.peek().is_some() && same_status.all(|row| limits_rate(row.name()))
        }
    }
}

/// The milliseconds that a response asks to wait, where it says so.
pub(super) fn wait(rules: &Rules<'_>, exchange: &Exchange) -> Option<u64> {
    Reading::of(rules, exchange)
        .value(&rules.model.retry_after)
        .and_then(Value::as_u64)
}

#[cfg(test)]
#[path = "burst_tests.rs"]
mod tests;
