//! Mutations of the refusal of a defect.

use serde_json::Value;

use super::body_edit::{
    build_error_response, build_refusal_for_row, with_body, with_header, with_json_body,
};
use super::case_mutation::{MutatedSteps, replace_responses};
use super::recorded_case::RecordedCase;
use super::served_response::build_served_response;
use crate::check::{ExchangeRole, ExpectedRefusal, JudgeContext};
use crate::contract::{ErrorRow, RequirementId};
use crate::exchange::Response;

/// A wrong way in which an operation treats a defect of its requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RefusalMutation {
    /// The request is served.
    Served,
    /// The server fails.
    ServerError,
    /// The request is refused with another row.
    OtherRow,
    /// The request is refused with a page that is not JSON.
    HtmlPage,
    /// The request is refused, and changes the state nevertheless.
    StateChanged,
}

impl RefusalMutation {
    /// The mutations of a refusal by any operation.
    pub(super) const OF_ANY: &'static [Self] = &[
        Self::Served,
        Self::ServerError,
        Self::OtherRow,
        Self::HtmlPage,
    ];

    /// Returns the name.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::ServerError => "server-error",
            Self::OtherRow => "other-row",
            Self::HtmlPage => "html-page",
            Self::StateChanged => "state-changed",
        }
    }

    /// Describes what such a server does.
    pub(super) const fn describe(self) -> &'static str {
        match self {
            Self::Served => "serves the request",
            Self::ServerError => "fails with a server error",
            Self::OtherRow => "refuses the request with another row",
            Self::HtmlPage => "refuses the request with an HTML page",
            Self::StateChanged => "refuses the request and changes the state nevertheless",
        }
    }

    /// Returns the requirement that such a server breaks where a row describes the defect.
    pub(super) const fn usually_broken_requirement(self) -> RequirementId {
        match self {
            Self::Served | Self::OtherRow => RequirementId::RowExpected,
            Self::ServerError => RequirementId::NoServerError,
            Self::HtmlPage => RequirementId::BodyOneObject,
            Self::StateChanged => RequirementId::RefusalChangesNothing,
        }
    }

    /// Returns the requirement that such a server breaks in a case.
    pub(super) fn broken_requirement(self, case: &RecordedCase<'_>) -> RequirementId {
        match (self, case.refusal_requirement()) {
            (Self::Served | Self::OtherRow, refused) => refused,
            // Where no row describes the defect, all breaches of the error model are one.
            (Self::HtmlPage, refused @ RequirementId::RefusalUsesErrorModel) => refused,
            (Self::ServerError | Self::HtmlPage | Self::StateChanged, _) => {
                self.usually_broken_requirement()
            }
        }
    }

    /// Applies the mutation to a case; `None` if it has nothing to change.
    pub(super) fn mutate_case_steps<'c>(
        self,
        rules: &JudgeContext<'_>,
        case: &'c RecordedCase<'_>,
    ) -> Option<MutatedSteps<'c>> {
        match self {
            Self::Served => replace_refusals(case, |_| build_served_response(case)),
            Self::ServerError => replace_refusals(case, |refusal| {
                build_error_response(
                    refusal,
                    rules.model,
                    UNDOCUMENTED_FAILURE,
                    0.into(),
                    "Internal error",
                )
            }),
            Self::OtherRow => {
                let other = find_unexpected_row(rules, case)?;
                replace_refusals(case, |refusal| {
                    build_refusal_for_row(refusal, rules.model, other)
                })
            }
            Self::HtmlPage => replace_refusals(case, build_html_refusal),
            Self::StateChanged => replace_responses(&case.all_steps, |_, step| {
                let is_after = matches!(step.role, ExchangeRole::After(_));
                is_after.then(|| mutate_read_response(&step.exchange.response))
            }),
        }
    }
}

/// The status of a server error, which no row has.
const UNDOCUMENTED_FAILURE: u16 = 503;

/// Replaces the refusals of the bad request: the response to it and to its repetition, and those of a burst.
pub(super) fn replace_refusals<'c>(
    case: &'c RecordedCase<'_>,
    rule: impl Fn(&Response) -> Response,
) -> Option<MutatedSteps<'c>> {
    replace_responses(case.steps(), |_, step| {
        let response = &step.exchange.response;
        let is_refusal = match step.role {
            ExchangeRole::BadRequest | ExchangeRole::Repeat => true,
            ExchangeRole::Burst => !response.is_success(),
            ExchangeRole::Control(_)
            | ExchangeRole::Before(_)
            | ExchangeRole::After(_)
            | ExchangeRole::OtherScope
            | ExchangeRole::AfterWait => false,
        };
        is_refusal.then(|| rule(response))
    })
}

/// Returns a page in the place of an error in the form of the error model.
fn build_html_refusal(refusal: &Response) -> Response {
    let page = with_body(refusal, "<html><body>Bad request</body></html>");
    with_header(&page, "content-type", Some("text/html"))
}

/// Finds the first row with a status of 4xx that the case does not accept; behind the expected row, so that it is not always the same.
fn find_unexpected_row<'r>(
    rules: &JudgeContext<'r>,
    case: &RecordedCase<'_>,
) -> Option<&'r ErrorRow> {
    let outcome = &case.expectations.bad_request.outcome;
    let expected = match outcome {
        ExpectedRefusal::Row { expected, .. } => *expected,
        ExpectedRefusal::AnyRefusal | ExpectedRefusal::AnyRow => return None,
    };
    let place = rules.rows.iter().position(|row| row.id() == expected)?;
    let following = rules.rows.iter().cycle().skip(place);
    let mut following = following.take(rules.rows.len());
    following.find(|row| {
        row.status
            .code()
            .is_none_or(|status| (400..500).contains(&status))
            && outcome.named_rows().all(|named| named != row.id())
            && !rules.model.rate_limit_rows.contains(&row.id())
    })
}

/// Changes what a read shows: one more key, one more item, or something where there was nothing.
fn mutate_read_response(read: &Response) -> Response {
    let mut changed = read.clone();
    let body = match read.parse_json_body() {
        Some(Value::Object(mut object)) if read.is_success() => {
            object.insert("changed".to_owned(), true.into());
            Value::Object(object)
        }
        Some(Value::Array(mut items)) if read.is_success() => {
            items.push("changed".into());
            Value::Array(items)
        }
        Some(_) | None => {
            changed.status = 200;
            Value::Object(
                [("changed".to_owned(), Value::Bool(true))]
                    .into_iter()
                    .collect(),
            )
        }
    };
    with_json_body(&changed, &body)
}
