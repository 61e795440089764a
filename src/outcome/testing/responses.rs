//! Findings about every response, for tests.

use std::collections::BTreeMap;

use super::violation;
use crate::check::{Breach, RateHeaderBreach, RecordedViolation};
use crate::exchange::Actor;
use crate::outcome::{EveryResponseFinding, ResponseExample, combine_status_counts};

/// Returns a finding about reset headers in seconds. Each item has a status code, the number of broken responses, and the number of all responses.
pub(crate) fn reset_header_finding(statuses: &[(u16, u64, u64)]) -> EveryResponseFinding {
    let breach: Breach = RateHeaderBreach::Reset {
        name: "x-reset".to_owned(),
        earliest_ms: 1_700_000_000_000,
        latest_ms: 1_700_000_001_000,
        values: vec!["1700000000".to_owned()],
    }
    .into();
    let RecordedViolation {
        requirement,
        level,
        cause,
        fingerprint,
        breach,
        ..
    } = violation(breach);
    let of = |at: usize| {
        let counts = statuses.iter();
        counts
            .map(|(status, broken, asked)| (*status, [*broken, *asked][at]))
            .collect::<BTreeMap<u16, u64>>()
    };
    EveryResponseFinding {
        requirement,
        level,
        cause,
        fingerprint,
        breach,
        examples: vec![ResponseExample {
            method: "GET".to_owned(),
            target: "/things/a".to_owned(),
            actor: Actor::Owner,
            status: 200,
        }],
        statuses: combine_status_counts(&of(1), &of(0)),
        known: None,
    }
}
