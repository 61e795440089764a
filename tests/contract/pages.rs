//! The terms: error model, rate limits, hosts; and that the pages agree with each other.

use badreq::contract::{ContractFiles, Edition, JsonPointer, TokenHeader};
use rstest::rstest;

use crate::contract::load;

#[rstest]
#[case::read("GET", "/members/exmpl", Some(("generic_get", 10)))]
#[case::message("GET", "/messages/1", Some(("message", 10)))]
#[case::create("POST", "/members", Some(("generic_update", 3)))]
#[case::change("PATCH", "/systems/@me", Some(("generic_update", 3)))]
#[case::delete("DELETE", "/groups/exmpl", Some(("generic_update", 3)))]
#[case::other("OPTIONS", "/groups/exmpl", None)]
fn a_request_belongs_to_the_documented_scope(
    #[case] method: &str,
    #[case] target: &str,
    #[case] expected: Option<(&str, u32)>,
) {
    let limits = load(Edition::Errata).limits.expect("there are limits");
    let scope = limits.scope_for_request(method, target);
    assert_eq!(
        scope.map(|scope| (scope.name.as_str(), scope.limit)),
        expected
    );
    assert_eq!(limits.window_ms, 1000);
}

#[test]
fn the_rate_limit_headers_are_the_ones_of_the_errata() {
    let sources = ContractFiles::embedded();
    let errata = sources
        .errata
        .expect("there is a page of errata")
        .text
        .to_lowercase();
    let headers = load(Edition::Errata)
        .limits
        .expect("there are limits")
        .headers;
    for name in [
        headers.limit,
        headers.remaining,
        headers.reset,
        headers.scope,
    ] {
        assert!(errata.contains(&format!("|`{name}`|")), "{name}");
    }
}

#[test]
fn the_keys_of_the_error_model_are_the_ones_of_the_document() {
    let document = ContractFiles::embedded()
        .document
        .expect("it is there")
        .text;
    let model = load(Edition::Errata).model;
    let key = |at: &JsonPointer| at.as_str().trim_start_matches('/').to_owned();
    let details = model.details.expect("a body may have details");
    for row in [
        format!("|{}|int|numerical error code|", key(&model.code)),
        format!(
            "|{}|string|description of the error|",
            key(&model.message.expect("a body has a message"))
        ),
        format!(
            "|?{}|map of entity keys to list of error objects*|",
            key(&details.at)
        ),
        format!(
            "|?{}|int|",
            key(&model.wait.expect("a body may have a wait").at)
        ),
        format!("|?{}|int|", details.max_length),
        format!("|?{}|int|", details.actual_length),
    ] {
        assert!(document.contains(&row), "{row}");
    }
}

#[test]
fn the_token_travels_in_the_authorization_header() {
    assert_eq!(
        load(Edition::Errata).token_header,
        TokenHeader::from_name("Authorization")
    );
}

#[test]
fn the_public_server_is_a_production_host() {
    assert_eq!(load(Edition::Errata).production_hosts, ["api.pluralkit.me"]);
}
