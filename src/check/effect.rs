//! The state behind a refused request, before and after.
//!
//! | requirement | place | expected | actual |
//! |---|---|---|---|
//! | `refusal-changes-nothing` | the effect, by the request that reads it | `{status, at?, value?}` before | the same after |
//!
//! `at` is the JSON pointer of the first value that differs, `value` that value; where one of the bodies is no JSON, `at`
//! is left out and `value` is an excerpt of the body. Where the status differs, both are left out.

use serde_json::{Value, json};

use crate::contract::RequirementId;
use crate::exchange::Response;
use crate::outcome::{Place, Violation};

use super::Rules;
use super::findings::Findings;
use super::same;

/// The state behind a refused request, judged: the fact first, then what the contract makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectJudgement {
    /// Whether the state differs, whether or not the contract lists the requirement.
    pub changed: bool,
    /// The breach, where the contract lists the requirement.
    pub violations: Vec<Violation>,
}

impl EffectJudgement {
    fn unchanged() -> Self {
        Self {
            changed: false,
            violations: Vec::new(),
        }
    }
}

/// Judges whether the state that `request` reads is the same before and after a refused request.
///
/// `request` names it in reports: `GET /members/abcdef`. Compared are status and body, the body as JSON where both are.
/// Two answers that are errors of the same kind are equal and prove nothing: see to it that `before` is a success.
#[must_use]
pub fn effect(
    rules: &Rules<'_>,
    request: &str,
    before: &Response,
    after: &Response,
) -> EffectJudgement {
    let mut findings = Findings::new(&rules.levels);
    let (mut expected, mut actual) = (state(before), state(after));
    let difference = same::difference(&before.body, &after.body);
    if before.status == after.status {
        match difference {
            None => return EffectJudgement::unchanged(),
            Some(_) if is_reordered(before, after) => return EffectJudgement::unchanged(),
            Some(found) => {
                if let Some(pointer) = found.pointer {
                    expected["at"] = json!(pointer);
                    actual["at"] = json!(pointer);
                }
                expected["value"] = found.first;
                actual["value"] = found.second;
            }
        }
    }
    findings.add(
        RequirementId::RefusalChangesNothing,
        Place::Effect(request.to_owned()),
        expected,
        &actual,
    );
    EffectJudgement {
        changed: true,
        violations: findings.finish(),
    }
}

/// Whether both are lists of the same items: a store that is asked for no order may give another one each time.
fn is_reordered(before: &Response, after: &Response) -> bool {
    let items = |response: &Response| -> Option<Vec<Value>> {
        serde_json::from_slice(&response.body.0).ok()
    };
    let (Some(before), Some(mut left)) = (items(before), items(after)) else {
        return false;
    };
    before.len() == left.len()
        && before.iter().all(|item| {
            let place = left.iter().position(|other| other == item);
            place.map(|place| left.swap_remove(place)).is_some()
        })
}

fn state(response: &Response) -> Value {
    json!({"status": response.status})
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::testing::{JSON, Rig, breaches, exchange};
    use super::*;
    use crate::contract::RequirementId as Id;

    fn judged(before: (u16, &str), after: (u16, &str)) -> EffectJudgement {
        judged_by(&Rig::new(), before, after)
    }

    fn judged_by(rig: &Rig, before: (u16, &str), after: (u16, &str)) -> EffectJudgement {
        effect(
            &rig.rules(),
            "GET /members/abcdef",
            &exchange(before.0, &[JSON], before.1).response,
            &exchange(after.0, &[JSON], after.1).response,
        )
    }

    #[rstest]
    #[case::the_same((200, r#"{"name":"a","color":null}"#), (200, r#"{"name":"a","color":null}"#))]
    #[case::another_order((200, r#"{"name":"a","color":null}"#), (200, r#"{"color":null,"name":"a"}"#))]
    #[case::no_body((204, ""), (204, ""))]
    #[case::a_list_in_another_order((200, r#"[{"id":"a"},{"id":"b"}]"#), (200, r#"[{"id":"b"},{"id":"a"}]"#))]
    fn a_state_that_stays_passes(#[case] before: (u16, &str), #[case] after: (u16, &str)) {
        assert_eq!(judged(before, after), EffectJudgement::unchanged());
    }

    #[rstest]
    #[case::a_value(
        (200, r#"{"name":"a"}"#), (200, r#"{"name":"b"}"#),
        json!({"status": 200, "at": "/name", "value": "a"}), json!({"status": 200, "at": "/name", "value": "b"}),
    )]
    #[case::a_new_entry(
        (200, "[]"), (200, r#"[{"id":"x"}]"#),
        json!({"status": 200, "at": "/0", "value": null}), json!({"status": 200, "at": "/0", "value": {"id": "x"}}),
    )]
    #[case::an_entry_for_another(
        (200, r#"["a","a"]"#), (200, r#"["a","b"]"#),
        json!({"status": 200, "at": "/1", "value": "a"}), json!({"status": 200, "at": "/1", "value": "b"}),
    )]
    #[case::every_entry_for_another(
        (200, r#"["a","b"]"#), (200, r#"["c","d"]"#),
        json!({"status": 200, "at": "/0", "value": "a"}), json!({"status": 200, "at": "/0", "value": "c"}),
    )]
    #[case::gone((200, "{}"), (404, "{}"), json!({"status": 200}), json!({"status": 404}))]
    #[case::gone_with_another_body((200, "{}"), (404, "x"), json!({"status": 200}), json!({"status": 404}))]
    #[case::no_json(
        (200, "a"), (200, "b"),
        json!({"status": 200, "value": "a"}), json!({"status": 200, "value": "b"}),
    )]
    fn a_state_that_changed_is_a_breach(
        #[case] before: (u16, &str),
        #[case] after: (u16, &str),
        #[case] expected: Value,
        #[case] actual: Value,
    ) {
        let judgement = judged(before, after);
        assert!(judgement.changed);
        let found = judgement.violations;
        assert_eq!(breaches(&found), [Id::RefusalChangesNothing]);
        assert_eq!(
            found[0].place,
            Place::Effect("GET /members/abcdef".to_owned())
        );
        assert_eq!(found[0].expected, expected);
        assert_eq!(found[0].actual, actual);
    }
    #[test]
    fn a_change_that_is_not_judged_is_a_change_all_the_same() {
        let rig = Rig::new().without(&[Id::RefusalChangesNothing]);
        let judgement = judged_by(&rig, (200, "[]"), (200, "[1]"));
        assert!(judgement.changed);
        assert_eq!(judgement.violations, []);
    }
}
