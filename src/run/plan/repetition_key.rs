//! The identity of a repetition.

use crate::contract::ErrorId;
use crate::suite::Case;

/// The operation of a bad request, and the response that refused it. A repetition with the same key is sent once for a run.
///
/// A server that responds differently to the second of two equal requests does so for a kind of refusal, not for a single request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::run) struct RepeatedRefusalKey {
    operation: OperationOrMethod,
    refusal: RefusalKind,
}

/// The operation of a bad request, or the method of one that belongs to no operation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum OperationOrMethod {
    Operation(String),
    Method(String),
}

/// A kind of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum RefusalKind {
    /// The row of the response.
    Row(ErrorId),
    /// The status code of a response of no row.
    Status(u16),
    /// A response that is not known before the request is sent.
    Unknown,
}

impl RepeatedRefusalKey {
    /// Returns the key that a case will have if its bad request gets the expected row.
    pub(in crate::run) fn from_expectation(case: &Case) -> Self {
        let refusal = case
            .expected_row()
            .map_or(RefusalKind::Unknown, RefusalKind::Row);
        Self::new(case, refusal)
    }

    /// Returns the key of a case whose bad request got a response of this row and status code.
    pub(in crate::run) fn from_response(case: &Case, row: Option<ErrorId>, status: u16) -> Self {
        Self::new(
            case,
            row.map_or(RefusalKind::Status(status), RefusalKind::Row),
        )
    }

    fn new(case: &Case, refusal: RefusalKind) -> Self {
        let operation = case.operation.clone().map_or_else(
            || OperationOrMethod::Method(case.bad_request.method.clone()),
            OperationOrMethod::Operation,
        );
        Self { operation, refusal }
    }
}

#[cfg(test)]
mod tests {
    use super::RepeatedRefusalKey;
    use crate::contract::{Contract, ContractFiles, Edition};
    use crate::suite::{Case, SuiteSet, SuiteSources, Template};

    fn embedded_cases() -> SuiteSet {
        let contract = Contract::parse(&ContractFiles::embedded(), Edition::Errata).unwrap();
        SuiteSet::parse(&SuiteSources::embedded(), &contract).unwrap()
    }

    fn find<'s>(suites: &'s SuiteSet, name: &str) -> &'s Case {
        let mut cases = suites.cases();
        cases.find(|case| case.name.to_string() == name).unwrap()
    }

    #[test]
    fn cases_of_one_operation_and_row_share_a_key() {
        let suites = embedded_cases();
        let key = |name| RepeatedRefusalKey::from_expectation(find(&suites, name));
        let own = key("messages/one");
        assert_eq!(own, key("messages/unknown@stranger"));
        assert_ne!(own, key("messages/word@owner"), "another row");
        assert_ne!(
            key("members/get-of-an-unknown-uuid@owner"),
            key("members/groups-of-an-unknown-uuid"),
            "another operation"
        );
    }

    #[test]
    fn a_response_has_the_expected_key_only_with_the_expected_row() {
        let suites = embedded_cases();
        let case = find(&suites, "messages/one");
        let expected = RepeatedRefusalKey::from_expectation(case);
        let of = |row: Option<&str>, status| {
            RepeatedRefusalKey::from_response(case, row.map(|row| row.parse().unwrap()), status)
        };
        assert_eq!(of(Some("20006"), 404), expected);
        assert_ne!(of(Some("0/400"), 400), expected);
        assert_ne!(of(None, 404), expected);
        assert_ne!(of(None, 404), of(None, 405));
    }

    #[test]
    fn cases_without_an_operation_are_told_apart_by_their_method() {
        let suites = embedded_cases();
        let mut get = find(&suites, "messages/one").clone();
        get.operation = None;
        let mut post = get.clone();
        post.bad_request.method = "POST".to_owned();
        let mut other_get = get.clone();
        other_get.bad_request.target = Template::from_literal("/elsewhere");
        let key = |case: &Case| RepeatedRefusalKey::from_response(case, None, 404);
        assert_eq!(key(&get), key(&other_get));
        assert_ne!(key(&get), key(&post));
    }
}
