//! The decision that turns violations into a verdict.

use super::{FailureGate, InconclusiveReason, RecordedViolation, Verdict};
use crate::contract::RequirementId;

/// Decides the verdict of a case that was tried to its end.
///
/// A violation that the gate names fails the case, whatever the control showed; a control that does not succeed makes the case inconclusive.
#[must_use]
pub fn decide_verdict(
    violations: &[RecordedViolation],
    is_replaced: bool,
    gate: FailureGate,
) -> Verdict {
    let breaks = violations.iter().any(|violation| {
        violation.requirement != RequirementId::ControlSucceeds && gate.fails_case(violation.level)
    });
    if breaks || (is_replaced && gate.fails_replacement()) {
        return Verdict::Fail;
    }
    let failed = violations
        .iter()
        .find_map(RecordedViolation::failed_control);
    failed.map_or(Verdict::Pass, |control| Verdict::Inconclusive {
        because: InconclusiveReason::Control(control.clone().into()),
    })
}

#[cfg(test)]
mod tests {
    use super::decide_verdict;
    use crate::check::{LocatedValue, ResponseSummary};
    use crate::contract::Level;
    use crate::outcome::testing::{
        failed_control_breach, json_pointer, response_summary, violation, wrong_message_violation,
        wrong_row_violation,
    };
    use crate::outcome::{FailOn, FailureGate, InconclusiveReason, RecordedViolation, Verdict};

    #[test]
    fn an_answer_without_breaches_passes() {
        assert_eq!(
            decide_verdict(&[], false, FailureGate::default()),
            Verdict::Pass
        );
    }

    #[test]
    fn a_broken_should_fails_only_where_the_gate_names_it() {
        let violations = [RecordedViolation {
            level: Level::Should,
            ..wrong_message_violation("one", "two")
        }];
        assert_eq!(
            decide_verdict(&violations, false, FailureGate::default()),
            Verdict::Pass
        );
        assert_eq!(
            decide_verdict(
                &violations,
                false,
                FailureGate::from_list(&[FailOn::Should])
            ),
            Verdict::Fail
        );
    }

    #[test]
    fn a_replacement_fails_only_where_the_gate_names_it() {
        assert_eq!(
            decide_verdict(&[], true, FailureGate::default()),
            Verdict::Pass
        );
        assert_eq!(
            decide_verdict(&[], true, FailureGate::from_list(&[FailOn::Replacement])),
            Verdict::Fail
        );
    }

    #[test]
    fn a_failed_control_leaves_a_right_answer_unproven() {
        let gone = LocatedValue {
            at: json_pointer("/message"),
            value: "Gone.".into(),
        };
        let answer = ResponseSummary {
            message: Some(gone),
            ..response_summary(404, 7)
        };
        let control = failed_control_breach(1, answer);
        let violations = [violation(control.clone())];
        let because = InconclusiveReason::Control(control.into());
        assert_eq!(
            because.to_string(),
            "the control did not succeed: expected status 200 or 204, got status 404, code 7, message \"Gone.\""
        );
        assert_eq!(
            decide_verdict(&violations, false, FailureGate::default()),
            Verdict::Inconclusive { because }
        );
    }

    #[test]
    fn a_breach_fails_even_where_the_control_failed_too() {
        let violations = [
            wrong_row_violation(),
            violation(failed_control_breach(1, response_summary(404, 7))),
        ];
        assert_eq!(
            decide_verdict(&violations, false, FailureGate::default()),
            Verdict::Fail
        );
    }
}
