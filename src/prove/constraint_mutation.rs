//! Mutations of a constraint on a request body: a server that does not check it, checks it wrongly, or reports it wrongly.

use serde_json::Value;

use super::case_mutation::{MutatedSteps, replace_responses};
use super::control_mutation::ControlMutation;
use super::error_details_mutation::ErrorDetailsMutation;
use super::recorded_case::{RecordedCase, parse_request_body};
use super::refusal_mutation::replace_refusals;
use super::served_response::build_served_response;
use crate::check::{ExchangeRole, JudgeContext};
use crate::contract::{RequestBodyConstraint, RequestValueRule, RequirementId};

/// A wrong check of a constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ConstraintMutation {
    /// The constraint is not checked.
    Unchecked,
    /// The limit is higher by one.
    LimitRaised,
    /// The limit is lower by one.
    LimitLowered,
    /// The lengths are reported wrongly.
    OtherLengths,
}

impl ConstraintMutation {
    /// Lists the mutations of a constraint.
    pub(super) fn list_for(rule: &RequestValueRule) -> &'static [Self] {
        match rule {
            RequestValueRule::MaxLength(_) => &[
                Self::Unchecked,
                Self::LimitRaised,
                Self::LimitLowered,
                Self::OtherLengths,
            ],
            RequestValueRule::Type
            | RequestValueRule::NotNull
            | RequestValueRule::MinLength(_)
            | RequestValueRule::MinItems(_)
            | RequestValueRule::Form
            | RequestValueRule::Choice
            | RequestValueRule::Range
            | RequestValueRule::Required => &[Self::Unchecked],
        }
    }

    /// Returns the name.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Unchecked => "unchecked",
            Self::LimitRaised => "limit-raised",
            Self::LimitLowered => "limit-lowered",
            Self::OtherLengths => "other-lengths",
        }
    }

    /// Describes what such a server does.
    pub(super) const fn describe(self) -> &'static str {
        match self {
            Self::Unchecked => "does not check it",
            Self::LimitRaised => "serves a text with one character more",
            Self::LimitLowered => "refuses a text of exactly this length",
            Self::OtherLengths => "reports other lengths",
        }
    }

    /// Describes the case whose requests would show the difference.
    pub(super) fn describe_missing_case(self, constraint: &RequestBodyConstraint) -> String {
        match (self, find_max_length(constraint)) {
            (Self::LimitRaised, Some(limit)) => format!(
                "a case with a text of {} characters there",
                limit.saturating_add(1)
            ),
            (Self::LimitLowered, Some(limit)) => {
                format!("a control with a text of exactly {limit} characters there")
            }
            (Self::Unchecked | Self::LimitRaised | Self::LimitLowered | Self::OtherLengths, _) => {
                "a case whose body breaks this constraint and nothing else".to_owned()
            }
        }
    }

    /// Returns the requirement that such a server breaks where a row describes the defect.
    pub(super) const fn usually_broken_requirement(self) -> RequirementId {
        match self {
            Self::Unchecked | Self::LimitRaised => RequirementId::RowExpected,
            Self::LimitLowered => RequirementId::ControlSucceeds,
            Self::OtherLengths => RequirementId::ErrorsLengthsTrue,
        }
    }

    /// Returns the requirement that such a server breaks in a case.
    pub(super) fn broken_requirement(self, case: &RecordedCase<'_>) -> RequirementId {
        match self {
            Self::Unchecked | Self::LimitRaised => case.refusal_requirement(),
            Self::LimitLowered | Self::OtherLengths => self.usually_broken_requirement(),
        }
    }

    /// Applies the mutation to a case; `None` if its requests do not show the difference.
    pub(super) fn mutate_case_steps<'c>(
        self,
        rules: &JudgeContext<'_>,
        case: &'c RecordedCase<'_>,
        constraint: &RequestBodyConstraint,
    ) -> Option<MutatedSteps<'c>> {
        match self {
            Self::Unchecked => {
                breaks_only_constraint(case, constraint).then_some(())?;
                replace_refusals(case, |_| build_served_response(case))
            }
            Self::LimitRaised => {
                let length = longest_text_length_in_bad_request(case, constraint)?;
                let is_one_more = length == find_max_length(constraint)?.saturating_add(1);
                (is_one_more && breaks_only_constraint(case, constraint)).then_some(())?;
                replace_refusals(case, |_| build_served_response(case))
            }
            Self::LimitLowered => {
                let limit = find_max_length(constraint)?;
                ControlMutation::Refused.mutate_case_steps(rules, case, |step| {
                    let body = parse_request_body(&step.exchange.request);
                    let length =
                        body.and_then(|body| longest_text_length(&body, &constraint.place));
                    length == Some(limit)
                })
            }
            Self::OtherLengths => {
                breaks_only_constraint(case, constraint).then_some(())?;
                replace_responses(case.steps(), |_, step| {
                    let is_bad = step.role == ExchangeRole::BadRequest;
                    let response = is_bad.then_some(&step.exchange.response)?;
                    ErrorDetailsMutation::OtherLengths
                        .mutate_response(rules.model.details.as_ref()?, response)
                })
            }
        }
    }
}

/// Reports whether a server without this check would serve the bad request: it breaks the constraint, and nothing that is checked all the same.
///
/// A value of the wrong type has no length and no form, so the type counts alone.
fn breaks_only_constraint(case: &RecordedCase<'_>, constraint: &RequestBodyConstraint) -> bool {
    let broken = &case.broken_constraints;
    let is_type = matches!(
        constraint.rule,
        RequestValueRule::Type | RequestValueRule::NotNull
    );
    broken.contains(constraint)
        && broken
            .iter()
            .all(|own| own == constraint || (is_type && own.place == constraint.place))
}

fn find_max_length(constraint: &RequestBodyConstraint) -> Option<u64> {
    match constraint.rule {
        RequestValueRule::MaxLength(limit) => Some(limit),
        RequestValueRule::Type
        | RequestValueRule::NotNull
        | RequestValueRule::MinLength(_)
        | RequestValueRule::MinItems(_)
        | RequestValueRule::Form
        | RequestValueRule::Choice
        | RequestValueRule::Range
        | RequestValueRule::Required => None,
    }
}

fn longest_text_length_in_bad_request(
    case: &RecordedCase<'_>,
    constraint: &RequestBodyConstraint,
) -> Option<u64> {
    let body = parse_request_body(&case.bad_exchange()?.request)?;
    longest_text_length(&body, &constraint.place)
}

/// Returns the length of the longest text at a place, in characters. `*` stands for any item of a list.
fn longest_text_length(body: &Value, place: &str) -> Option<u64> {
    let Some(rest) = place.strip_prefix('/') else {
        let length = body.as_str()?.chars().count();
        return u64::try_from(length).ok();
    };
    let (token, rest) = rest.find('/').map_or((rest, ""), |end| rest.split_at(end));
    match body {
        Value::Object(object) => {
            let key = token.replace("~1", "/").replace("~0", "~");
            longest_text_length(object.get(&key)?, rest)
        }
        Value::Array(items) if token == "*" => {
            let lengths = items
                .iter()
                .filter_map(|item| longest_text_length(item, rest));
            lengths.max()
        }
        Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::longest_text_length;

    #[rstest]
    #[case::of_a_key("/name", Some(3))]
    #[case::of_any_item("/tags/*/prefix", Some(2))]
    #[case::of_a_key_with_a_slash("/a~1b", Some(1))]
    #[case::of_nothing("/missing", None)]
    #[case::of_a_number("/count", None)]
    fn the_longest_text_at_a_place_is_counted_in_characters(
        #[case] place: &str,
        #[case] length: Option<u64>,
    ) {
        let body = json!({
            "name": "äöü",
            "tags": [{"prefix": "a"}, {"prefix": "ab"}, {"prefix": null}],
            "a/b": "x",
            "count": 7,
        });
        assert_eq!(longest_text_length(&body, place), length);
    }
}
