//! The state of the target before and after a refused request.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{JsonPointer, RequirementId};
use crate::exchange::Response;

use super::collector::ViolationCollector;
use super::fingerprint::mask_list_indices;
use super::optional_value::deserialize_present_value;
use super::violation::BreachProperties;
use super::wording::{MISSING, describe_json_type, describe_value_pair};
use super::{
    BreachDescription, BreachPlace, CauseContext, Fingerprint, JudgeContext, StateChange,
    Violation, VolatileValueRedactor, find_state_change,
};

/// A change of state by a request that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum SideEffectBreach {
    /// The state can no longer be read, or can be read only now.
    Status {
        /// The target of the request that reads the state: `/members/abcdef`.
        read: String,
        /// The status code before.
        before: u16,
        /// The status code after.
        after: u16,
    },
    /// A value has changed.
    Value {
        /// The target of the request that reads the state.
        read: String,
        /// The status code of both reads.
        status: u16,
        /// The place of the first value that differs; `None` if one of the bodies is no JSON.
        at: Option<JsonPointer>,
        /// The value before, or the beginning of the body; `None` if there was none.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "deserialize_present_value"
        )]
        before: Option<Value>,
        /// The value after, or the beginning of the body; `None` if there is none.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "deserialize_present_value"
        )]
        after: Option<Value>,
    },
}

impl SideEffectBreach {
    fn from_change(read: String, change: StateChange) -> Self {
        match change {
            StateChange::Status { before, after } => Self::Status {
                read,
                before,
                after,
            },
            StateChange::Value {
                status,
                at,
                before,
                after,
            } => Self::Value {
                read,
                status,
                at,
                before,
                after,
            },
        }
    }

    fn target_of_state_read(&self) -> &str {
        match self {
            Self::Status { read, .. } | Self::Value { read, .. } => read,
        }
    }

    /// Describes the types of both sides, without values and list indices, which differ from target to target.
    fn describe_types(&self) -> BreachDescription {
        match self {
            Self::Status { before, after, .. } => {
                BreachDescription::new(format!("status {before}"), format!("status {after}"))
            }
            Self::Value {
                status,
                at: pointer,
                before,
                after,
                ..
            } => {
                let pointer = pointer.as_ref().map(mask_list_indices);
                let pointer = pointer.map_or_else(String::new, |own| format!(", at {own}"));
                let side = |own: &Option<Value>| {
                    let kind = own.as_ref().map_or(MISSING, describe_json_type);
                    format!("status {status}{pointer}, value {kind}")
                };
                BreachDescription::new(side(before), side(after))
            }
        }
    }
}

impl BreachProperties for SideEffectBreach {
    fn requirement_id(&self) -> RequirementId {
        RequirementId::RefusalChangesNothing
    }

    fn place(&self) -> BreachPlace {
        BreachPlace::Effect(self.target_of_state_read().to_owned())
    }

    fn describe(&self) -> BreachDescription {
        match self {
            Self::Status { before, after, .. } => BreachDescription::new(
                format!("status {before}, as before"),
                format!("status {after}"),
            ),
            Self::Value {
                at, before, after, ..
            } => {
                let place = at.as_ref().map(|at| format!(" at `{at}`"));
                let BreachDescription { expected, got } =
                    describe_value_pair(before.as_ref(), after.as_ref());
                let place = place.unwrap_or_default();
                BreachDescription::new(format!("{expected}{place}, as before"), got)
            }
        }
    }

    fn expected_and_actual_text(&self) -> Option<(&str, &str)> {
        match self {
            Self::Value {
                before: Some(Value::String(one)),
                after: Some(Value::String(other)),
                ..
            } => Some((one.as_str(), other.as_str())),
            Self::Status { .. } | Self::Value { .. } => None,
        }
    }

    fn fingerprint(&self, redactor: &VolatileValueRedactor) -> Fingerprint {
        Fingerprint::new(&self.place(), self.describe_types(), redactor)
    }

    fn cause_key(&self, _: &CauseContext<'_>) -> String {
        match self {
            Self::Status { before, after, .. } => format!("{before}, {after}"),
            Self::Value { status, .. } => format!("{status}, {status}"),
        }
    }
}

/// The judgement of the state around a refused request: whether it changed, and the violation if the contract lists the requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideEffectJudgement {
    /// `true` if the state differs, whether or not the contract lists the requirement.
    pub state_changed: bool,
    /// The violation, if the contract lists the requirement.
    pub violations: Vec<Violation>,
}

/// Judges whether the state that `request` reads is the same before and after a refused request.
///
/// `request` is the target of the read, by which reports name the state: `/members/abcdef`. `before` and `after` are its reads as
/// [`find_state_change`] takes them.
#[must_use]
pub fn judge_side_effect(
    rules: &JudgeContext<'_>,
    request: &str,
    before: &[&Response],
    after: &[&Response],
) -> SideEffectJudgement {
    let mut collector = ViolationCollector::new(&rules.levels);
    if let Some(change) = find_state_change(before, after) {
        collector.add(SideEffectBreach::from_change(request.to_owned(), change));
    }
    SideEffectJudgement {
        state_changed: collector.has_any_breach(),
        violations: collector.into_violations(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::testing::{JSON, TestJudge, build_exchange, requirement_ids};
    use super::*;
    use crate::contract::RequirementId as Id;

    fn judge_two_reads(before: (u16, &str), after: (u16, &str)) -> SideEffectJudgement {
        judge_two_reads_by(&TestJudge::new(), before, after)
    }

    fn judge_two_reads_by(
        rig: &TestJudge,
        before: (u16, &str),
        after: (u16, &str),
    ) -> SideEffectJudgement {
        judge_side_effect(
            &rig.judge_context(),
            "GET /members/abcdef",
            &[&build_exchange(before.0, &[JSON], before.1).response],
            &[&build_exchange(after.0, &[JSON], after.1).response],
        )
    }

    #[rstest]
    #[case::the_same((200, r#"{"name":"a","color":null}"#), (200, r#"{"name":"a","color":null}"#))]
    #[case::another_order((200, r#"{"name":"a","color":null}"#), (200, r#"{"color":null,"name":"a"}"#))]
    #[case::no_body((204, ""), (204, ""))]
    #[case::a_list_in_another_order((200, r#"[{"id":"a"},{"id":"b"}]"#), (200, r#"[{"id":"b"},{"id":"a"}]"#))]
    fn a_state_that_stays_passes(#[case] before: (u16, &str), #[case] after: (u16, &str)) {
        let judgement = judge_two_reads(before, after);
        assert!(!judgement.state_changed);
        assert_eq!(judgement.violations, []);
    }

    #[rstest]
    #[case::a_value(
        (200, r#"{"name":"a"}"#), (200, r#"{"name":"b"}"#),
        r#""a" at `/name`, as before"#, r#""b""#,
    )]
    #[case::a_new_entry(
        (200, "[]"), (200, r#"[{"id":"x"}]"#),
        "nothing at `/0`, as before", "id x",
    )]
    #[case::an_entry_for_another(
        (200, r#"["a","a"]"#), (200, r#"["a","b"]"#),
        r#""a" at `/1`, as before"#, r#""b""#,
    )]
    #[case::every_entry_for_another(
        (200, r#"["a","b"]"#), (200, r#"["c","d"]"#),
        r#""a" at `/0`, as before"#, r#""c""#,
    )]
    #[case::null_for_a_value(
        (200, r#"{"name":"a"}"#), (200, r#"{"name":null}"#),
        r#""a" at `/name`, as before"#, "null",
    )]
    #[case::nothing_for_null(
        (200, r#"{"name":null}"#), (200, "{}"),
        "null at `/name`, as before", "nothing",
    )]
    #[case::gone((200, "{}"), (404, "{}"), "status 200, as before", "status 404")]
    #[case::gone_with_another_body((200, "{}"), (404, "x"), "status 200, as before", "status 404")]
    #[case::no_json(
        (200, "a"), (200, "b"),
        r#""a", as before"#, r#""b""#,
    )]
    fn a_state_that_changed_is_a_breach(
        #[case] before: (u16, &str),
        #[case] after: (u16, &str),
        #[case] expected: &str,
        #[case] got: &str,
    ) {
        let judgement = judge_two_reads(before, after);
        assert!(judgement.state_changed);
        let found = judgement.violations;
        assert_eq!(requirement_ids(&found), [Id::RefusalChangesNothing]);
        assert_eq!(
            found[0].place(),
            BreachPlace::Effect("GET /members/abcdef".to_owned())
        );
        let words = found[0].describe();
        assert_eq!(
            (words.expected.as_str(), words.got.as_str()),
            (expected, got)
        );
    }
    #[test]
    fn a_change_that_is_not_judged_is_a_change_all_the_same() {
        let rig = TestJudge::new().without_requirements(&[Id::RefusalChangesNothing]);
        let judgement = judge_two_reads_by(&rig, (200, "[]"), (200, "[1]"));
        assert!(judgement.state_changed);
        assert_eq!(judgement.violations, []);
    }
}
