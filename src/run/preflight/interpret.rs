//! The interpretation of one response in the preflight.

use serde_json::Value;

use super::error::PreflightProblem;
use crate::contract::ErrorModel;
use crate::exchange::{Response, excerpt::excerpt_text};

/// The most characters that are shown of a header.
const MAX_HEADER_CHARS: usize = 200;

/// The account that a response to the identity request shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum IdentityResponse {
    /// The id of the account.
    Account(Value),
    /// The API's own refusal, with its status code.
    Refusal(u16),
}

/// Interprets the response to the identity request; `pointer` is the place of the account's id.
///
/// Fails with the problem if the response is neither an account nor an error of the API.
pub(super) fn interpret_identity(
    response: &Response,
    pointer: &str,
    model: &ErrorModel,
) -> Result<IdentityResponse, PreflightProblem> {
    let status = response.status;
    let body = response.parse_json_body();
    let is_api_error = body
        .as_ref()
        .is_some_and(|body| model.body_has_code_key(body));
    match status {
        200..300 => body
            .as_ref()
            .and_then(|body| body.pointer(pointer))
            .filter(|id| !id.is_null())
            .map(|id| IdentityResponse::Account(id.clone()))
            .ok_or_else(|| PreflightProblem::OtherContent {
                status,
                content: describe_content(response),
            }),
        300..400 => Err(PreflightProblem::Redirected {
            status,
            location: excerpt_header(response, "location").unwrap_or_else(|| "none".to_owned()),
        }),
        429 => Err(PreflightProblem::RateRefused { status }),
        400..500 if is_api_error => Ok(IdentityResponse::Refusal(status)),
        401 | 403 | 407 => Err(PreflightProblem::RefusedByGateway {
            status,
            content: describe_content(response),
        }),
        400..500 => Err(PreflightProblem::UnknownPath { status }),
        _ => Err(PreflightProblem::ServerError {
            status,
            retry_after: excerpt_header(response, "retry-after"),
        }),
    }
}

/// Describes the content of a response: its media type, and whether it is JSON.
fn describe_content(response: &Response) -> String {
    if response.body.0.is_empty() {
        return "no content".to_owned();
    }
    let is_json = response.parse_json_body().is_some();
    match excerpt_header(response, "content-type") {
        _ if is_json => "other JSON".to_owned(),
        Some(media_type) => media_type,
        None => "content of no declared type".to_owned(),
    }
}

/// Returns the first value of a header field as it is shown.
fn excerpt_header(response: &Response, name: &str) -> Option<String> {
    let value = response.header_text(name)?;
    Some(excerpt_text(&value, MAX_HEADER_CHARS))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::{IdentityResponse, interpret_identity};
    use crate::contract::Contract;
    use crate::exchange::{Response, WireBytes};
    use crate::run::preflight::PreflightProblem;

    fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
        let mut response = crate::outcome::testing::exchange_with_response(status, body).response;
        response.headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), WireBytes::from(*value)))
            .collect();
        response
    }

    const HTML: (&str, &str) = ("content-type", "text/html");

    #[rstest]
    #[case::redirect(308, &[("location", "https://api.example/v2")], "", PreflightProblem::Redirected { status: 308, location: "https://api.example/v2".to_owned() })]
    #[case::redirect_to_nowhere(302, &[], "", PreflightProblem::Redirected { status: 302, location: "none".to_owned() })]
    #[case::page(200, &[HTML], "<html>", PreflightProblem::OtherContent { status: 200, content: "text/html".to_owned() })]
    #[case::empty_object(200, &[("content-type", "application/json")], "{}", PreflightProblem::OtherContent { status: 200, content: "other JSON".to_owned() })]
    #[case::no_content(204, &[], "", PreflightProblem::OtherContent { status: 204, content: "no content".to_owned() })]
    #[case::gate(401, &[HTML], "<html>", PreflightProblem::RefusedByGateway { status: 401, content: "text/html".to_owned() })]
    #[case::proxy(407, &[], "", PreflightProblem::RefusedByGateway { status: 407, content: "no content".to_owned() })]
    #[case::wrong_path(404, &[HTML], "<html>", PreflightProblem::UnknownPath { status: 404 })]
    #[case::rate(429, &[], "{}", PreflightProblem::RateRefused { status: 429 })]
    #[case::maintenance(503, &[("retry-after", "120")], "", PreflightProblem::ServerError { status: 503, retry_after: Some("120".to_owned()) })]
    fn a_response_that_is_not_of_the_api_is_a_problem(
        #[case] status: u16,
        #[case] headers: &[(&str, &str)],
        #[case] body: &str,
        #[case] problem: PreflightProblem,
    ) {
        let contract = Contract::embedded().expect("it is sound");
        let read = interpret_identity(&response(status, headers, body), "/id", &contract.model);
        assert_eq!(read, Err(problem));
    }

    #[test]
    fn an_account_and_a_refusal_of_the_api_are_told_apart() {
        let contract = Contract::embedded().expect("it is sound");
        let read =
            |status, body| interpret_identity(&response(status, &[], body), "/id", &contract.model);
        assert_eq!(
            read(200, r#"{"id": "abcde"}"#),
            Ok(IdentityResponse::Account(json!("abcde")))
        );
        assert_eq!(
            read(401, r#"{"code": 0, "message": "401: Unauthorized"}"#),
            Ok(IdentityResponse::Refusal(401))
        );
    }
}
