//! The control: the valid counterpart of a bad request.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::contract::RequirementId;
use crate::exchange::Exchange;

use super::collector::ViolationCollector;
use super::parsed_response::ParsedResponse;
use super::violation::BreachProperties;
use super::{
    BreachDescription, BreachPlace, CauseContext, Fingerprint, JudgeContext, ResponseSummary,
    Violation, VolatileValueRedactor,
};

/// A control that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ControlBreach {
    /// The number of the control in the case, counted from 1.
    pub number: usize,
    /// The status codes of success.
    pub statuses: Vec<u16>,
    /// The response.
    pub answer: ResponseSummary,
}

impl BreachProperties for ControlBreach {
    fn requirement_id(&self) -> RequirementId {
        RequirementId::ControlSucceeds
    }

    fn place(&self) -> BreachPlace {
        BreachPlace::Control(self.number)
    }

    fn describe(&self) -> BreachDescription {
        BreachDescription::new(self.describe_expected(), self.answer.describe())
    }

    fn fingerprint(&self, redactor: &VolatileValueRedactor) -> Fingerprint {
        let words = BreachDescription::new(self.describe_expected(), self.answer.describe_stably());
        Fingerprint::new(&self.place(), words, redactor)
    }

    fn cause_key(&self, case: &CauseContext<'_>) -> String {
        let answer = self.response_cause_key();
        match case.operation {
            // Two operations that fail share no more than that.
            Some(operation) if self.answer.status >= 500 => format!("{answer}, {operation}"),
            Some(_) | None => answer,
        }
    }

    fn failed_control(&self) -> Option<&ControlBreach> {
        Some(self)
    }
}

impl fmt::Display for ControlBreach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BreachDescription { expected, got } = self.describe();
        write!(
            f,
            "the control did not succeed: expected {expected}, got {got}"
        )
    }
}

impl ControlBreach {
    /// Returns a key that is the same for all controls that fail for the same reason.
    #[must_use]
    pub fn response_cause_key(&self) -> String {
        self.answer.cause_key()
    }

    fn describe_expected(&self) -> String {
        let statuses: Vec<String> = self.statuses.iter().map(u16::to_string).collect();
        format!("status {}", statuses.join(" or "))
    }
}

/// The judgement of a control: the reason why it did not succeed, and the violation if the contract lists the requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlJudgement {
    /// The reason why the control did not succeed, whether or not the contract lists the requirement.
    pub failure: Option<ControlBreach>,
    /// The violation, if the contract lists the requirement.
    pub violations: Vec<Violation>,
}

impl ControlJudgement {
    /// Reports whether the response has one of the status codes of success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.failure.is_none()
    }
}

/// Judges whether the response to control `number`, counted from 1, has one of these status codes.
///
/// Only the status code is checked: the content of a successful response is no part of an error contract.
#[must_use]
pub fn judge_control(
    rules: &JudgeContext<'_>,
    number: usize,
    statuses: &[u16],
    exchange: &Exchange,
) -> ControlJudgement {
    let mut collector = ViolationCollector::new(&rules.levels);
    let failure = (!statuses.contains(&exchange.response.status)).then(|| ControlBreach {
        number,
        statuses: statuses.to_vec(),
        answer: ParsedResponse::from_exchange(rules, exchange).summarize_response(),
    });
    if let Some(failure) = &failure {
        collector.add(failure.clone());
    }
    ControlJudgement {
        failure,
        violations: collector.into_violations(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::testing::{
        JSON, TestJudge, build_error_body, build_exchange, requirement_ids,
    };
    use super::*;
    use crate::contract::RequirementId as Id;

    #[rstest]
    #[case::the_status(200, &[200])]
    #[case::one_of_them(204, &[200, 204])]
    fn a_control_that_succeeds_passes(#[case] status: u16, #[case] statuses: &[u16]) {
        let answer = build_exchange(status, &[JSON], "{}");
        let judgement = judge_control(&TestJudge::new().judge_context(), 1, statuses, &answer);
        assert!(judgement.is_success());
        assert_eq!(judgement.violations, []);
    }

    #[rstest]
    #[case::refused(
        404,
        build_error_body(20002),
        "status 404, code 20002, message \"Member not found.\""
    )]
    #[case::another_success(201, "{}".to_owned(), "status 201")]
    #[case::no_json(502, "Bad gateway".to_owned(), "status 502, body \"Bad gateway\"")]
    fn a_control_that_does_not_succeed_is_a_breach(
        #[case] status: u16,
        #[case] body: String,
        #[case] got: &str,
    ) {
        let answer = build_exchange(status, &[JSON], body);
        let judgement = judge_control(&TestJudge::new().judge_context(), 2, &[200, 204], &answer);
        assert!(!judgement.is_success());
        let found = judgement.violations;
        assert_eq!(requirement_ids(&found), [Id::ControlSucceeds]);
        assert_eq!(found[0].place(), BreachPlace::Control(2));
        let words = found[0].describe();
        assert_eq!(
            (words.expected.as_str(), words.got.as_str()),
            ("status 200 or 204", got)
        );
    }
    #[test]
    fn a_control_that_is_not_judged_has_failed_all_the_same() {
        let rig = TestJudge::new().without_requirements(&[Id::ControlSucceeds]);
        let answer = build_exchange(404, &[JSON], build_error_body(20002));
        let judgement = judge_control(&rig.judge_context(), 1, &[200], &answer);
        assert!(!judgement.is_success());
        assert_eq!(judgement.violations, []);
    }
}
