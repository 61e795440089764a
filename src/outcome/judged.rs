//! From violations to a verdict.

use serde_json::Value;

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
            because: control_failed(&violation.expected, &violation.actual),
        })
}

/// Says that a control did not succeed, from the expected statuses and the answer as violations have them.
#[must_use]
pub fn control_failed(expected: &Value, actual: &Value) -> Unproven {
    Unproven::Control(format!(
        "the control did not succeed: expected {}, got {}",
        told(expected),
        told(actual)
    ))
}

/// An answer in words, as far as a reason takes them.
fn told(answer: &Value) -> String {
    match answer {
        Value::Object(entries) => {
            // The row says no more than status and code.
            let entries = entries.iter().filter(|(key, _)| *key != "row");
            let parts = entries.map(|(key, own)| match key.as_str() {
                "statuses" => format!("status {}", told(own)),
                key => format!("{key} {}", told(own)),
            });
            parts.collect::<Vec<_>>().join(", ")
        }
        Value::Array(items) => items.iter().map(told).collect::<Vec<_>>().join(" or "),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => answer.to_string(),
    }
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
        let violations = [Violation {
            expected: json!({"statuses": [200, 204]}),
            actual: json!({"status": 404, "row": "7", "code": 7, "message": "Gone."}),
            ..violation(RequirementId::ControlSucceeds, Level::Must)
        }];
        let because = Unproven::Control(
            "the control did not succeed: expected status 200 or 204, got status 404, code 7, message \"Gone.\"".to_owned(),
        );
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
