//! `retry_after`: on rate-limit refusals and nowhere else, more than nothing and no longer than the window.
//!
//! | requirement | place | expected | actual |
//! |---|---|---|---|
//! | `retry-after-present` | the value | `"an integer"` | `null` |
//! | `retry-after-only-on-rate-limit` | the value | `"absent"` | the value |
//! | `retry-after-within-window` | the value | `{min, max}` in milliseconds; no `max` where no limits are known | the value |
//!
//! That it is an integer is part of the body's form; that it is true takes a burst to tell.

use serde_json::{Value, json};

use crate::contract::RequirementId;
use crate::outcome::Place;

use super::findings::Findings;
use super::reading::{Reading, at};

/// Reports a value that should not be there and returns its pointer.
pub(super) fn misplaced(reading: &Reading<'_>, findings: &mut Findings<'_>) -> Option<String> {
    let model = reading.rules.model;
    let requirement = RequirementId::RetryAfterOnlyOnRateLimit;
    let value = reading.value(&model.retry_after)?;
    let row = reading.named?;
    let pointer = at(&model.retry_after);
    let judged = findings.levels().of(requirement).is_some();
    if !judged || model.rate_limit_rows.contains(&row.name()) {
        return None;
    }
    findings.add(
        requirement,
        Place::BodyAt(pointer.clone()),
        json!("absent"),
        value,
    );
    Some(pointer)
}

pub(super) fn check(reading: &Reading<'_>, findings: &mut Findings<'_>) {
    let model = reading.rules.model;
    let Some(row) = reading.named else { return };
    if !model.rate_limit_rows.contains(&row.name()) {
        return;
    }
    let place = Place::BodyAt(at(&model.retry_after));
    let value = reading.value(&model.retry_after);
    if value.is_none_or(Value::is_null) && !findings.has(RequirementId::RetryAfterInteger) {
        findings.add(
            RequirementId::RetryAfterPresent,
            place,
            json!("an integer"),
            &Value::Null,
        );
    } else if let Some(value) = value
        && !is_within(value, reading)
    {
        let mut expected = json!({"min": 1});
        if let Some(limits) = reading.rules.limits {
            expected["max"] = json!(limits.window_ms);
        }
        findings.add(
            RequirementId::RetryAfterWithinWindow,
            place,
            expected,
            value,
        );
    }
}

/// Whether a number lies within the window; what is no number is not judged here.
fn is_within(value: &Value, reading: &Reading<'_>) -> bool {
    let window = reading.rules.limits.map(|limits| limits.window_ms);
    match (value.as_u64(), value.is_i64()) {
        (Some(wait), _) => wait > 0 && window.is_none_or(|window| wait <= window),
        (None, is_negative) => !is_negative,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::testing::{Rig, any_row, breaches, right};
    use super::*;
    use crate::contract::RequirementId as Id;

    fn refused(retry_after: &Value) -> Value {
        json!({"message": "429: too many requests", "retry_after": retry_after, "code": 0})
    }

    #[rstest]
    #[case::least(1)]
    #[case::some(437)]
    #[case::the_whole_window(1000)]
    fn a_wait_within_the_window_passes(#[case] wait: u64) {
        let found = Rig::new().judge_json(429, &refused(&json!(wait)), any_row());
        assert_eq!(found, []);
    }

    #[rstest]
    #[case::nothing(json!(0))]
    #[case::less_than_nothing(json!(-1))]
    #[case::longer_than_the_window(json!(1001))]
    #[case::a_point_in_time(json!(1_700_000_000_000_u64))]
    #[case::larger_than_any_signed_integer(json!(u64::MAX))]
    fn a_wait_outside_the_window_is_a_breach(#[case] wait: Value) {
        let found = Rig::new().judge_json(429, &refused(&wait), any_row());
        assert_eq!(breaches(&found), [Id::RetryAfterWithinWindow]);
        assert_eq!(found[0].expected, json!({"min": 1, "max": 1000}));
        assert_eq!(found[0].actual, wait);
    }

    #[rstest]
    #[case::seconds_with_a_fraction(json!(0.437))]
    #[case::written_with_a_point(json!(437.0))]
    #[case::text(json!("437"))]
    #[case::null(Value::Null)]
    #[case::a_list(json!([437]))]
    fn a_wait_that_is_no_integer_is_one_breach(#[case] wait: Value) {
        let found = Rig::new().judge_json(429, &refused(&wait), any_row());
        assert_eq!(breaches(&found), [Id::RetryAfterInteger]);
    }

    #[test]
    fn a_refusal_for_the_rate_without_a_wait_is_a_breach() {
        let body = json!({"message": "429: too many requests", "code": 0});
        let found = Rig::new().judge_json(429, &body, any_row());
        assert_eq!(breaches(&found), [Id::RetryAfterPresent]);
    }

    #[rstest]
    #[case::an_integer(json!(437))]
    #[case::null(Value::Null)]
    #[case::text(json!("soon"))]
    #[case::zero(json!(0))]
    #[case::written_with_a_point(json!(437.0))]
    fn a_wait_on_another_row_is_one_breach_whatever_its_value(#[case] wait: Value) {
        let body = json!({"code": 20002, "message": "Member not found.", "retry_after": wait});
        let found = Rig::new().judge_json(404, &body, right(20002));
        assert_eq!(breaches(&found), [Id::RetryAfterOnlyOnRateLimit]);
        assert_eq!(found[0].actual, wait);
    }

    #[test]
    fn where_it_is_not_judged_that_it_is_there_its_form_is() {
        let body = json!({"code": 20002, "message": "Member not found.", "retry_after": "9"});
        let rig = Rig::new().without(&[Id::RetryAfterOnlyOnRateLimit]);
        let found = rig.judge_json(404, &body, right(20002));
        assert_eq!(breaches(&found), [Id::RetryAfterInteger]);
    }

    #[test]
    fn without_known_limits_only_the_lower_bound_is_judged() {
        let mut rig = Rig::new();
        rig.limits = None;
        assert_eq!(rig.judge_json(429, &refused(&json!(5000)), any_row()), []);
        let found = rig.judge_json(429, &refused(&json!(0)), any_row());
        assert_eq!(found[0].expected, json!({"min": 1}));
    }
}
