//! The time that an answer takes.
//!
//! | requirement | place | expected | actual |
//! |---|---|---|---|
//! | `answer-in-time` | the time | the budget in milliseconds | the milliseconds that it took, rounded up |

use serde_json::json;

use crate::contract::RequirementId;
use crate::outcome::Place;

use super::findings::Findings;
use super::reading::Reading;

pub(super) fn check(reading: &Reading<'_>, findings: &mut Findings<'_>) {
    let Some(budget) = reading.rules.terms.budget else {
        return;
    };
    let timing = reading.exchange.timing;
    if timing.elapsed() > budget {
        findings.add(
            RequirementId::AnswerInTime,
            Place::Time,
            json!(u64::try_from(budget.as_millis()).unwrap_or(u64::MAX)),
            &json!(timing.elapsed_us.div_ceil(1000)),
        );
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rstest::rstest;
    use serde_json::json;

    use super::super::testing::{JSON, Rig, body, breaches, exchange, right};
    use crate::contract::{Level, RequirementId as Id};

    #[rstest]
    #[case::in_time(Some(1000), 999_999, true)]
    #[case::just_in_time(Some(1000), 1_000_000, true)]
    #[case::too_late(Some(1000), 1_000_001, false)]
    #[case::two_seconds(Some(1000), 2_000_000, false)]
    #[case::nothing_is_asked(None, 60_000_000, true)]
    fn an_error_comes_within_its_budget(
        #[case] budget_ms: Option<u64>,
        #[case] elapsed_us: u64,
        #[case] passes: bool,
    ) {
        let mut rig = Rig::new();
        rig.terms.budget = budget_ms.map(Duration::from_millis);
        let mut sent = exchange(404, &[JSON], body(20002));
        sent.timing.elapsed_us = elapsed_us;
        let found = rig.judge(&sent, &right(20002));
        let expected: &[Id] = if passes { &[] } else { &[Id::AnswerInTime] };
        assert_eq!(breaches(&found), expected);
        assert!(found.iter().all(|v| v.level == Level::Should));
    }

    #[test]
    fn the_time_is_told_in_milliseconds() {
        let mut rig = Rig::new();
        rig.terms.budget = Some(Duration::from_secs(1));
        let mut sent = exchange(404, &[JSON], body(20002));
        sent.timing.elapsed_us = 2_000_001;
        let found = rig.judge(&sent, &right(20002));
        assert_eq!(found[0].expected, json!(1000));
        assert_eq!(found[0].actual, json!(2001));
    }
}
