//! Accepted alternatives: outcomes that a case accepts instead of its expected row.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::accepted_row::list_accepted_rows;
use super::collector::ViolationCollector;
use super::parsed_response::ParsedResponse;
use super::{ResponseExpectation, RowBreach};
use crate::contract::{ErrorId, Level};

/// An outcome that a case accepts instead of its expected row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AcceptedAlternative {
    /// The outcome.
    pub outcome: AlternativeOutcome,
    /// How well the outcome fits, compared with the expected row.
    pub fit: AlternativeFit,
    /// The reason why the outcome is fair, as the case states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The outcome of a bad request, other than the expected row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AlternativeOutcome {
    /// The request is refused with this row.
    Row(ErrorId),
    /// The request is served: the status code is 2xx.
    Served,
}

/// The fit of an alternative, compared with the expected row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AlternativeFit {
    /// The documentation allows either.
    Equal,
    /// The expected row is worded for exactly this error, and the alternative stands in its place: a broken *should*.
    Replacement,
}

impl fmt::Display for AlternativeOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(row) => row.fmt(f),
            Self::Served => f.write_str("served"),
        }
    }
}

impl AcceptedAlternative {
    /// Returns the row of the alternative; `None` if it is that the request is served.
    #[must_use]
    pub const fn row(&self) -> Option<ErrorId> {
        match self.outcome {
            AlternativeOutcome::Row(row) => Some(row),
            AlternativeOutcome::Served => None,
        }
    }
}

/// Finds the alternative of the case that the response is.
pub(super) fn find_received_alternative<'e>(
    reading: &ParsedResponse<'_>,
    expectation: &'e ResponseExpectation,
) -> Option<&'e AcceptedAlternative> {
    let outcome = match reading.exact_row {
        Some(row) => AlternativeOutcome::Row(row.id()),
        None if reading.response().is_success() => AlternativeOutcome::Served,
        None => return None,
    };
    expectation.outcome.find_alternative(outcome)
}

/// Reports an alternative that stands in the place of the row that is worded for exactly this error.
pub(super) fn report_replacement_row(
    reading: &ParsedResponse<'_>,
    expectation: &ResponseExpectation,
    fit: AlternativeFit,
    collector: &mut ViolationCollector<'_>,
) {
    let rows = list_accepted_rows(reading.rules, expectation, Some(reading));
    match (fit, rows.into_iter().next()) {
        (AlternativeFit::Replacement, Some(expected)) => {
            let answer = reading.summarize_response();
            collector
                .add_with_max_level(Level::Should, RowBreach::Replacement { expected, answer });
        }
        (AlternativeFit::Replacement, None) | (AlternativeFit::Equal, _) => {}
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::testing::{
        JSON, TestJudge, build_error_body, build_exchange, build_expected_row, expect_outcome,
        requirement_ids,
    };
    use super::super::{BreachPlace, ExpectedRefusal, Violation};
    use super::*;
    use crate::contract::RequirementId as Id;

    /// Returns an expectation of row 20002 that accepts these outcomes, too.
    fn expect_20002_or(accepted: &[(AlternativeOutcome, AlternativeFit)]) -> ResponseExpectation {
        let accepted = accepted.iter().map(|(outcome, fit)| AcceptedAlternative {
            outcome: *outcome,
            fit: *fit,
            reason: None,
        });
        expect_outcome(ExpectedRefusal::Row {
            expected: ErrorId::new(20002, 404),
            accepted: accepted.collect(),
        })
    }

    fn other_row() -> AlternativeOutcome {
        AlternativeOutcome::Row(ErrorId::new(20001, 404))
    }

    fn judge(
        expectation: &ResponseExpectation,
        status: u16,
        text: impl Into<String>,
    ) -> Vec<Violation> {
        TestJudge::new()
            .list_response_violations(&build_exchange(status, &[JSON], text.into()), expectation)
    }

    #[rstest]
    #[case::with_an_object(200, "{\"id\": \"abcdef\"}")]
    #[case::without_a_body(204, "")]
    #[case::with_a_code_of_a_row(200, "{\"code\": 20001}")]
    fn a_served_request_breaks_nothing_where_that_is_as_fair(
        #[case] status: u16,
        #[case] text: &str,
    ) {
        let served = expect_20002_or(&[(AlternativeOutcome::Served, AlternativeFit::Equal)]);
        let sent = build_exchange(status, &[JSON], text.to_owned());
        let judgement = TestJudge::new().judge_response(&sent, &served);
        assert_eq!(judgement.violations, []);
        assert_eq!(judgement.row, None);
    }

    #[rstest]
    #[case::a_row_that_the_case_does_not_name(404, build_error_body(20004))]
    #[case::a_redirect(302, "{}".to_owned())]
    #[case::a_server_error(500, build_error_body(20001))]
    fn where_a_request_may_be_served_other_responses_are_still_judged(
        #[case] status: u16,
        #[case] text: String,
    ) {
        let served = expect_20002_or(&[(AlternativeOutcome::Served, AlternativeFit::Equal)]);
        let found = judge(&served, status, text);
        let broken = requirement_ids(&found);
        assert!(
            broken.contains(&Id::RowExpected) || broken.contains(&Id::NoServerError),
            "{broken:?}"
        );
        assert!(found.iter().any(|own| own.level == Level::Must));
    }

    #[test]
    fn a_served_request_is_a_breach_where_only_rows_are_accepted() {
        let rows = expect_20002_or(&[(other_row(), AlternativeFit::Equal)]);
        let found = judge(&rows, 200, "{}");
        assert_eq!(requirement_ids(&found), [Id::RowExpected]);
        assert_eq!(found[0].level, Level::Must);
    }

    #[test]
    fn a_secret_in_a_served_response_is_a_breach_all_the_same() {
        let served = expect_20002_or(&[(AlternativeOutcome::Served, AlternativeFit::Equal)]);
        let text = "{\"name\": \"SELECT id FROM members WHERE id = 7\"}";
        assert_eq!(
            requirement_ids(&judge(&served, 200, text)),
            [Id::NoInternals]
        );
    }

    #[test]
    fn an_equal_row_is_no_remark() {
        let equal = expect_20002_or(&[(other_row(), AlternativeFit::Equal)]);
        assert_eq!(judge(&equal, 404, build_error_body(20001)), []);
    }

    #[rstest]
    #[case::a_row(other_row(), 404, build_error_body(20001), BreachPlace::Row)]
    #[case::a_success(AlternativeOutcome::Served, 200, "{}".to_owned(), BreachPlace::Status)]
    fn a_replacement_is_a_broken_should_of_the_row(
        #[case] outcome: AlternativeOutcome,
        #[case] status: u16,
        #[case] text: String,
        #[case] place: BreachPlace,
    ) {
        let expectation = expect_20002_or(&[(outcome, AlternativeFit::Replacement)]);
        let found = judge(&expectation, status, text);
        assert_eq!(requirement_ids(&found), [Id::RowExpected]);
        assert_eq!(found[0].level, Level::Should);
        assert_eq!(found[0].place(), place);
        assert_eq!(
            found[0].describe().expected,
            "status 404, code 20002, the row that describes exactly this error"
        );
    }

    #[test]
    fn the_expected_row_is_no_replacement_of_itself() {
        let expectation = expect_20002_or(&[(other_row(), AlternativeFit::Replacement)]);
        assert_eq!(judge(&expectation, 404, build_error_body(20002)), []);
    }

    #[test]
    fn the_rows_that_a_case_names_begin_with_the_expected_one() {
        let named = |outcome: &ExpectedRefusal| -> Vec<String> {
            outcome.named_rows().map(|row| row.to_string()).collect()
        };
        let all = expect_20002_or(&[
            (AlternativeOutcome::Served, AlternativeFit::Equal),
            (other_row(), AlternativeFit::Equal),
        ]);
        assert_eq!(named(&all.outcome), ["20002", "20001"]);
        assert_eq!(named(&build_expected_row("20002", &[])), ["20002"]);
        assert_eq!(named(&ExpectedRefusal::AnyRow), Vec::<String>::new());
    }
}
