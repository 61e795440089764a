//! The control: the valid twin of a bad request.
//!
//! | requirement | place | expected | actual |
//! |---|---|---|---|
//! | `control-succeeds` | the control | `{statuses}`: the statuses of success | the answer, as `row` has it |

use serde_json::{Value, json};

use crate::contract::RequirementId;
use crate::exchange::Exchange;
use crate::outcome::{Place, Violation};

use super::Rules;
use super::findings::Findings;
use super::reading::Reading;

/// A control, judged: the fact first, then what the contract makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlJudgement {
    /// Why the control did not succeed, whether or not the contract lists the requirement.
    pub failure: Option<ControlFailure>,
    /// The breach, where the contract lists the requirement.
    pub violations: Vec<Violation>,
}

impl ControlJudgement {
    /// Returns whether the control was answered with one of its statuses.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.failure.is_none()
    }
}

/// A control that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlFailure {
    /// The statuses of success, as a violation has them.
    pub expected: Value,
    /// The answer, as a violation has it.
    pub actual: Value,
}

/// Judges whether control `number`, counted from 1, was answered with one of these statuses.
///
/// Only the status is asked for: what a successful answer holds is no part of an error contract.
#[must_use]
pub fn control(
    rules: &Rules<'_>,
    number: usize,
    statuses: &[u16],
    exchange: &Exchange,
) -> ControlJudgement {
    let mut findings = Findings::new(&rules.levels);
    let failure = (!statuses.contains(&exchange.response.status)).then(|| ControlFailure {
        expected: json!({"statuses": statuses}),
        actual: Reading::of(rules, exchange).summary(),
    });
    if let Some(failure) = &failure {
        findings.add(
            RequirementId::ControlSucceeds,
            Place::Control(number),
            failure.expected.clone(),
            &failure.actual,
        );
    }
    ControlJudgement {
        failure,
        violations: findings.finish(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{JSON, Rig, body, breaches, exchange};
    use super::*;
    use crate::contract::RequirementId as Id;
    use rstest::rstest;

    #[rstest]
    #[case::the_status(200, &[200])]
    #[case::one_of_them(204, &[200, 204])]
    fn a_control_that_succeeds_passes(#[case] status: u16, #[case] statuses: &[u16]) {
        let answer = exchange(status, &[JSON], "{}");
        let judgement = control(&Rig::new().rules(), 1, statuses, &answer);
        assert!(judgement.succeeded());
        assert_eq!(judgement.violations, []);
    }

    #[rstest]
    #[case::refused(404, body(20002), json!({"status": 404, "row": "20002", "code": 20002, "message": "Member not found."}))]
    #[case::another_success(201, "{}".to_owned(), json!({"status": 201}))]
    #[case::no_json(502, "Bad gateway".to_owned(), json!({"status": 502, "body": "Bad gateway"}))]
    fn a_control_that_does_not_succeed_is_a_breach(
        #[case] status: u16,
        #[case] body: String,
        #[case] actual: Value,
    ) {
        let answer = exchange(status, &[JSON], body);
        let judgement = control(&Rig::new().rules(), 2, &[200, 204], &answer);
        assert!(!judgement.succeeded());
        let found = judgement.violations;
        assert_eq!(breaches(&found), [Id::ControlSucceeds]);
        assert_eq!(found[0].place, Place::Control(2));
        assert_eq!(found[0].expected, json!({"statuses": [200, 204]}));
        assert_eq!(found[0].actual, actual);
    }
    #[test]
    fn a_control_that_is_not_judged_has_failed_all_the_same() {
        let rig = Rig::new().without(&[Id::ControlSucceeds]);
        let answer = exchange(404, &[JSON], body(20002));
        let judgement = control(&rig.rules(), 1, &[200], &answer);
        assert!(!judgement.succeeded());
        assert_eq!(judgement.violations, []);
    }
}
