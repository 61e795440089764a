//! The wait of a rate-limit refusal (`retry_after`): present on rate-limit refusals only, at least 1, and within the window.
//!
//! The form of the body requires that it is an integer. A burst shows whether it is true.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{JsonPointer, RequirementId, WaitUnit};

use super::collector::ViolationCollector;
use super::parsed_response::ParsedResponse;
use super::shorten::shorten_value;
use super::violation::BreachProperties;
use super::wording::{classify_value_type, describe_body_value, describe_typed_value};
use super::{
    BreachDescription, BreachPlace, CauseContext, ExpectedValueMark, Fingerprint,
    VolatileValueRedactor,
};

/// A `retry_after` of an error body that is missing, misplaced or outside the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum BodyRetryAfterBreach {
    /// A refusal for the rate states no wait.
    Missing {
        /// The place where the wait belongs.
        at: JsonPointer,
    },
    /// Another row states a wait.
    Misplaced {
        /// The place of the wait.
        at: JsonPointer,
        /// The value of the wait.
        actual: Value,
    },
    /// The wait is not within the window.
    OutsideWindow {
        /// The place of the wait.
        at: JsonPointer,
        /// The window in milliseconds; `None` if the contract has no limits.
        window_ms: Option<u64>,
        /// The wait that was received, in milliseconds.
        actual: serde_json::Number,
    },
}

impl BodyRetryAfterBreach {
    /// Names the side on which a wait misses the window. Its number differs from run to run.
    fn classify_wait(actual: &serde_json::Number) -> &'static str {
        match (actual.as_u64(), actual.as_i64()) {
            (Some(0), _) => "0",
            (None, Some(_)) => "less than 0",
            (Some(_), _) | (None, None) => "longer than the window",
        }
    }
}

impl BreachProperties for BodyRetryAfterBreach {
    fn requirement_id(&self) -> RequirementId {
        match self {
            Self::Missing { .. } => RequirementId::RetryAfterPresent,
            Self::Misplaced { .. } => RequirementId::RetryAfterOnlyOnRateLimit,
            Self::OutsideWindow { .. } => RequirementId::RetryAfterWithinWindow,
        }
    }

    fn place(&self) -> BreachPlace {
        match self {
            Self::Missing { at } | Self::Misplaced { at, .. } | Self::OutsideWindow { at, .. } => {
                BreachPlace::BodyAt(at.clone())
            }
        }
    }

    fn describe(&self) -> BreachDescription {
        match self {
            Self::Missing { .. } => BreachDescription::new("an integer", "no such key"),
            Self::Misplaced { actual, .. } => {
                BreachDescription::new("no such key", describe_typed_value(actual))
            }
            Self::OutsideWindow {
                window_ms: Some(window),
                actual,
                ..
            } => BreachDescription::new(format!("1 to {window}"), actual.to_string()),
            Self::OutsideWindow { actual, .. } => {
                BreachDescription::new("at least 1", actual.to_string())
            }
        }
    }

    fn describe_for_fingerprint(&self) -> BreachDescription {
        match self {
            Self::Misplaced { actual, .. } => {
                BreachDescription::new("absent", describe_body_value(actual))
            }
            Self::Missing { .. } | Self::OutsideWindow { .. } => self.describe(),
        }
    }

    fn fingerprint(&self, redactor: &VolatileValueRedactor) -> Fingerprint {
        let mut words = self.describe_for_fingerprint();
        match self {
            Self::OutsideWindow { actual, .. } => {
                words.got = Self::classify_wait(actual).to_owned();
            }
            Self::Misplaced { actual, .. } => words.got = classify_value_type(actual).to_owned(),
            Self::Missing { .. } => {}
        }
        Fingerprint::new(&self.place(), words, redactor)
    }

    fn cause_key(&self, _: &CauseContext<'_>) -> String {
        match self {
            Self::Missing { .. } => "missing".to_owned(),
            Self::Misplaced { actual, .. } => classify_value_type(actual).to_owned(),
            Self::OutsideWindow { actual, .. } => Self::classify_wait(actual).to_owned(),
        }
    }

    fn is_error_model_breach(&self) -> bool {
        true
    }

    fn body_diff_marks(&self) -> Vec<ExpectedValueMark> {
        match self {
            Self::Missing { at } | Self::OutsideWindow { at, .. } => {
                vec![ExpectedValueMark::for_description(
                    at.clone(),
                    self.describe().expected,
                )]
            }
            Self::Misplaced { at, .. } => vec![ExpectedValueMark::for_unexpected_value(at.clone())],
        }
    }
}

/// Reports a wait on a row that must not have one, and returns its pointer.
pub(super) fn report_misplaced_wait(
    reading: &ParsedResponse<'_>,
    collector: &mut ViolationCollector<'_>,
) -> Option<JsonPointer> {
    let model = reading.rules.model;
    let requirement = RequirementId::RetryAfterOnlyOnRateLimit;
    let pointer = model.wait.as_ref()?.at.clone();
    let value = reading.body_value_at_key(&pointer)?;
    let row = reading.named_row?;
    let judged = collector.levels().get(requirement).is_some();
    if !judged || model.rate_limit_rows.contains(&row.id()) {
        return None;
    }
    collector.add(BodyRetryAfterBreach::Misplaced {
        at: pointer.clone(),
        actual: shorten_value(value.clone()),
    });
    Some(pointer)
}

pub(super) fn check_retry_after(
    reading: &ParsedResponse<'_>,
    collector: &mut ViolationCollector<'_>,
) {
    let model = reading.rules.model;
    let (Some(row), Some(wait)) = (reading.named_row, &model.wait) else {
        return;
    };
    if !model.rate_limit_rows.contains(&row.id()) {
        return;
    }
    let at = wait.at.clone();
    let value = reading.body_value_at_key(&at);
    if value.is_none_or(Value::is_null)
        && !collector.has_violation_of(RequirementId::RetryAfterInteger)
    {
        collector.add(BodyRetryAfterBreach::Missing { at });
    } else if let Some(Value::Number(actual)) = value
        && !is_within_window(actual, reading)
    {
        collector.add(BodyRetryAfterBreach::OutsideWindow {
            at,
            window_ms: find_judged_window_ms(reading),
            actual: actual.clone(),
        });
    }
}

/// Returns the window that a wait is held to: only a number of milliseconds has its resolution.
fn find_judged_window_ms(reading: &ParsedResponse<'_>) -> Option<u64> {
    let unit = reading.rules.model.wait.as_ref()?.unit;
    let limits = reading.rules.limits?;
    (unit == WaitUnit::Milliseconds).then_some(limits.window_ms)
}

/// Reports whether a number lies within the window. A number that is no integer passes, because the form of the body covers it.
fn is_within_window(value: &serde_json::Number, reading: &ParsedResponse<'_>) -> bool {
    let window = find_judged_window_ms(reading);
    match (value.as_u64(), value.is_i64()) {
        (Some(wait), _) => wait > 0 && window.is_none_or(|window| wait <= window),
        (None, is_negative) => !is_negative,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::testing::{
        TestJudge, breach_field, expect_any_row, expect_row, requirement_ids,
    };
    use super::*;
    use crate::contract::RequirementId as Id;

    fn refused(retry_after: &Value) -> Value {
        json!({"message": "429: too many requests", "retry_after": retry_after, "code": 0})
    }

    #[rstest]
    #[case::least(json!(1))]
    #[case::some(json!(437))]
    #[case::written_with_a_point(json!(437.0))]
    #[case::the_whole_window(json!(1000))]
    fn a_wait_within_the_window_passes(#[case] wait: Value) {
        let found = TestJudge::new().judge_json(429, &refused(&wait), expect_any_row());
        assert_eq!(found, []);
    }

    #[rstest]
    #[case::nothing(json!(0))]
    #[case::less_than_nothing(json!(-1))]
    #[case::longer_than_the_window(json!(1001))]
    #[case::a_point_in_time(json!(1_700_000_000_000_u64))]
    #[case::larger_than_any_signed_integer(json!(u64::MAX))]
    fn a_wait_outside_the_window_is_a_breach(#[case] wait: Value) {
        let found = TestJudge::new().judge_json(429, &refused(&wait), expect_any_row());
        assert_eq!(requirement_ids(&found), [Id::RetryAfterWithinWindow]);
        assert_eq!(breach_field(&found[0], "/window_ms"), json!(1000));
        assert_eq!(breach_field(&found[0], "/actual"), wait);
    }

    #[rstest]
    #[case::seconds_with_a_fraction(json!(0.437))]
    #[case::text(json!("437"))]
    #[case::null(Value::Null)]
    #[case::a_list(json!([437]))]
    fn a_wait_that_is_no_integer_is_one_breach(#[case] wait: Value) {
        let found = TestJudge::new().judge_json(429, &refused(&wait), expect_any_row());
        assert_eq!(requirement_ids(&found), [Id::RetryAfterInteger]);
    }

    #[test]
    fn a_refusal_for_the_rate_without_a_wait_is_a_breach() {
        let body = json!({"message": "429: too many requests", "code": 0});
        let found = TestJudge::new().judge_json(429, &body, expect_any_row());
        assert_eq!(requirement_ids(&found), [Id::RetryAfterPresent]);
    }

    #[rstest]
    #[case::an_integer(json!(437))]
    #[case::null(Value::Null)]
    #[case::text(json!("soon"))]
    #[case::zero(json!(0))]
    #[case::with_a_fraction(json!(437.5))]
    fn a_wait_on_another_row_is_one_breach_whatever_its_value(#[case] wait: Value) {
        let body = json!({"code": 20002, "message": "Member not found.", "retry_after": wait});
        let found = TestJudge::new().judge_json(404, &body, expect_row(20002));
        assert_eq!(requirement_ids(&found), [Id::RetryAfterOnlyOnRateLimit]);
        assert_eq!(breach_field(&found[0], "/actual"), wait);
    }

    #[test]
    fn where_it_is_not_judged_that_it_is_there_its_form_is() {
        let body = json!({"code": 20002, "message": "Member not found.", "retry_after": "9"});
        let rig = TestJudge::new().without_requirements(&[Id::RetryAfterOnlyOnRateLimit]);
        let found = rig.judge_json(404, &body, expect_row(20002));
        assert_eq!(requirement_ids(&found), [Id::RetryAfterInteger]);
    }

    #[test]
    fn without_known_limits_only_the_lower_bound_is_judged() {
        let mut rig = TestJudge::new();
        rig.limits = None;
        assert_eq!(
            rig.judge_json(429, &refused(&json!(5000)), expect_any_row()),
            []
        );
        let found = rig.judge_json(429, &refused(&json!(0)), expect_any_row());
        assert_eq!(found[0].describe().expected, "at least 1");
    }
}
