//! The decision that turns violations into a verdict.

use super::{InconclusiveReason, RecordedViolation, Strictness, Verdict};
use crate::contract::RequirementId;

/// Decides the verdict of a case that was tried to its end.
///
/// A violation by the response fails the case, whatever the control showed; a control that does not succeed makes the case inconclusive.
#[must_use]
pub fn decide_verdict(
    violations: &[RecordedViolation],
    is_alternative: bool,
    strictness: Strictness,
) -> Verdict {
    let breaks = violations.iter().any(|violation| {
        violation.requirement != RequirementId::ControlSucceeds
            && strictness.fails_on(violation.level)
    });
    if breaks || (is_alternative && strictness == Strictness::Strict) {
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
        failed_control, pointer, response_summary, violation, wrong_message, wrong_row,
    };
    use crate::outcome::{InconclusiveReason, RecordedViolation, Strictness, Verdict};

    #[test]
    fn an_answer_without_breaches_passes() {
        assert_eq!(decide_verdict(&[], false, Strictness::Fair), Verdict::Pass);
    }

    #[test]
    fn a_broken_should_fails_only_a_strict_run() {
        let violations = [RecordedViolation {
            level: Level::Should,
            ..wrong_message("one", "two")
        }];
        assert_eq!(
            decide_verdict(&violations, false, Strictness::Fair),
            Verdict::Pass
        );
        assert_eq!(
            decide_verdict(&violations, false, Strictness::Strict),
            Verdict::Fail
        );
    }

    #[test]
    fn an_accepted_alternative_fails_only_a_strict_run() {
        assert_eq!(decide_verdict(&[], true, Strictness::Fair), Verdict::Pass);
        assert_eq!(decide_verdict(&[], true, Strictness::Strict), Verdict::Fail);
    }

    #[test]
    fn a_failed_control_leaves_a_right_answer_unproven() {
        let gone = LocatedValue {
            at: pointer("/message"),
            value: "Gone.".into(),
        };
        let answer = ResponseSummary {
            message: Some(gone),
            ..response_summary(404, 7)
        };
        let control = failed_control(1, answer);
        let violations = [violation(control.clone())];
        let because = InconclusiveReason::Control(control.into());
        assert_eq!(
            because.to_string(),
            "the control did not succeed: expected status 200 or 204, got status 404, code 7, message \"Gone.\""
        );
        assert_eq!(
            decide_verdict(&violations, false, Strictness::Fair),
            Verdict::Inconclusive { because }
        );
    }

    #[test]
    fn a_breach_fails_even_where_the_control_failed_too() {
        let violations = [
            wrong_row(),
            violation(failed_control(1, response_summary(404, 7))),
        ];
        assert_eq!(
            decide_verdict(&violations, false, Strictness::Fair),
            Verdict::Fail
        );
    }
}
