//! The response time.

use serde::{Deserialize, Serialize};

use crate::contract::RequirementId;

use super::parsed_response::ParsedResponse;
use super::violation::BreachProperties;
use super::{BreachDescription, BreachPlace, CauseContext, Fingerprint, VolatileValueRedactor};

/// An error response that took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ResponseTimeBreach {
    /// The longest time that an error response may take, in milliseconds.
    pub budget_ms: u64,
    /// The time that the response took, in milliseconds, rounded up.
    pub took_ms: u64,
}

impl BreachProperties for ResponseTimeBreach {
    fn requirement_id(&self) -> RequirementId {
        RequirementId::AnswerInTime
    }

    fn place(&self) -> BreachPlace {
        BreachPlace::Time
    }

    fn describe(&self) -> BreachDescription {
        BreachDescription::new(
            format!("at most {} ms", self.budget_ms),
            format!("{} ms", self.took_ms),
        )
    }

    fn fingerprint(&self, redactor: &VolatileValueRedactor) -> Fingerprint {
        let words = BreachDescription::new("in time", "too late");
        Fingerprint::new(&self.place(), words, redactor)
    }

    fn cause_key(&self, _: &CauseContext<'_>) -> String {
        "too late".to_owned()
    }
}

/// Checks that an error response arrived in time; `None` if the requirement does not apply to this response.
pub(super) fn judge_response_time(
    reading: &ParsedResponse<'_>,
) -> Option<Option<ResponseTimeBreach>> {
    let budget = reading.rules.options.max_response_time?;
    if reading.status_code() < 400 {
        return None;
    }
    let timing = reading.exchange.timing;
    Some((timing.elapsed() > budget).then(|| ResponseTimeBreach {
        budget_ms: u64::try_from(budget.as_millis()).unwrap_or(u64::MAX),
        took_ms: timing.elapsed_us.div_ceil(1000),
    }))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rstest::rstest;

    use super::super::testing::{
        JSON, TestJudge, build_error_body, build_exchange, requirement_ids,
    };
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
        let mut rig = TestJudge::new();
        rig.terms.max_response_time = budget_ms.map(Duration::from_millis);
        let mut sent = build_exchange(404, &[JSON], build_error_body(20002));
        sent.timing.elapsed_us = elapsed_us;
        let found = rig.list_every_response_violations(&sent);
        let expected: &[Id] = if passes { &[] } else { &[Id::AnswerInTime] };
        assert_eq!(requirement_ids(&found), expected);
        assert!(found.iter().all(|v| v.level == Level::Should));
    }

    #[test]
    fn the_time_is_told_in_milliseconds() {
        let mut rig = TestJudge::new();
        rig.terms.max_response_time = Some(Duration::from_secs(1));
        let mut sent = build_exchange(404, &[JSON], build_error_body(20002));
        sent.timing.elapsed_us = 2_000_001;
        let found = rig.list_every_response_violations(&sent);
        let words = found[0].describe();
        assert_eq!(
            (words.expected.as_str(), words.got.as_str()),
            ("at most 1000 ms", "2001 ms")
        );
    }
}
