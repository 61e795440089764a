//! From violations to a verdict.

use super::{Strictness, Unproven, Verdict, Violation};
use crate::contract::RequirementId;

/// The verdict of a case that was tried to its end.
///
/// A breach of the answer fails it, whatever became of the control; a control that does not succeed leaves it unproven.
#[must_use]
pub fn verdict(violations: &[Violation], is_alternative: bool, strictness: Strictness) -> Verdict {
    let breaks = violations.iter().any(|violation| {
        violation.requirement != RequirementId::ControlSucceeds && strictness.fails(violation.level)
    });
    if breaks || (is_alternative && strictness == Strictness::Strict) {
        return Verdict::Fail;
    }
    violations
        .iter()
        .find(|violation| violation.requirement == RequirementId::ControlSucceeds)
        .map_or(Verdict::Pass, |violation| Verdict::Unproven {
            because: Unproven::Control(format!(
                "the control did not succeed: expected {}, got {}",
                violation.expected, violation.actual
            )),
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::verdict;
    use crate::contract::{Level, RequirementId};
    use crate::outcome::{Place, Strictness, Unproven, Verdict, Violation};

    fn violation(requirement: RequirementId, level: Level) -> Violation {
        Violation {
            requirement,
            level,
            place: Place::Status,
            expected: json!([200]),
            actual: json!(404),
        }
    }

    #[test]
    fn an_answer_without_breaches_passes() {
        assert_eq!(verdict(&[], false, Strictness::Fair), Verdict::Pass);
    }

    #[test]
    fn a_broken_should_fails_only_a_strict_run() {
        let violations = [violation(RequirementId::MessageText, Level::Should)];
        assert_eq!(verdict(&violations, false, Strictness::Fair), Verdict::Pass);
        assert_eq!(
            verdict(&violations, false, Strictness::Strict),
            Verdict::Fail
        );
    }

    #[test]
    fn an_accepted_alternative_fails_only_a_strict_run() {
        assert_eq!(verdict(&[], true, Strictness::Fair), Verdict::Pass);
        assert_eq!(verdict(&[], true, Strictness::Strict), Verdict::Fail);
    }

    #[test]
    fn a_failed_control_leaves_a_right_answer_unproven() {
        let violations = [violation(RequirementId::ControlSucceeds, Level::Must)];
        let because =
            Unproven::Control("the control did not succeed: expected [200], got 404".to_owned());
        assert_eq!(
            verdict(&violations, false, Strictness::Fair),
            Verdict::Unproven { because }
        );
    }

    #[test]
    fn a_breach_fails_even_where_the_control_failed_too() {
        let violations = [
            violation(RequirementId::RowExpected, Level::Must),
            violation(RequirementId::ControlSucceeds, Level::Must),
        ];
        assert_eq!(verdict(&violations, false, Strictness::Fair), Verdict::Fail);
    }
}
