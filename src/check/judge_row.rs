//! The judgement of a response's row: documented, accepted by the case, and no server error.
//!
//! Responses with status code 1xx, 2xx and 3xx are no errors and need not follow the error model. A response whose row cannot
//! be read is reported for the defect that makes it unreadable. That it is not the expected row is then reported only if the
//! status code shows it, or if no other violation as binding as this one has been found.

use crate::contract::{ErrorCode, ErrorId, ErrorRow, RequirementId};

use super::accepted_alternative::{find_received_alternative, report_replacement_row};
use super::accepted_row::{AcceptedRow, list_accepted_rows};
use super::collector::ViolationCollector;
use super::parsed_response::ParsedResponse;
use super::{ExpectedRefusal, JudgeContext, ResponseExpectation, RowBreach};

/// The requirements whose breach makes the row unreadable.
const UNREADABLE_ROW_CAUSES: &[RequirementId] = &[
    RequirementId::BodyUtf8,
    RequirementId::BodyOneObject,
    RequirementId::BodyCodeInteger,
];

pub(super) fn check_response_row(
    reading: &ParsedResponse<'_>,
    expectation: &ResponseExpectation,
    collector: &mut ViolationCollector<'_>,
) {
    report_unexpected_server_error(reading, expectation, collector);
    match &expectation.outcome {
        ExpectedRefusal::Row { .. } => {
            check_response_documented(reading, collector);
            check_expected_row(reading, expectation, collector);
        }
        ExpectedRefusal::AnyRow => check_matches_any_row(reading, collector),
        ExpectedRefusal::AnyRefusal => combine_error_model_breaches(reading, collector),
    }
}

fn report_unexpected_server_error(
    reading: &ParsedResponse<'_>,
    expectation: &ResponseExpectation,
    collector: &mut ViolationCollector<'_>,
) {
    let expected = list_accepted_rows(reading.rules, expectation, Some(reading));
    let is_entitled = any_row_has_status(&expected, reading.status_code());
    if reading.is_server_error() && !is_entitled {
        collector.add(RowBreach::ServerError {
            expected,
            answer: reading.summarize_response(),
        });
    }
}

fn check_response_documented(reading: &ParsedResponse<'_>, collector: &mut ViolationCollector<'_>) {
    if !reading.is_no_error() && reading.exact_row.is_none() && reading.has_readable_code() {
        report_undocumented_response(reading, collector);
    }
}

fn check_matches_any_row(reading: &ParsedResponse<'_>, collector: &mut ViolationCollector<'_>) {
    let requirement = RequirementId::PairDocumented;
    if reading.is_no_error() {
        report_undocumented_response(reading, collector);
    } else if reading.exact_row.is_none() && !reading.is_response_to_head() {
        let unread = !reading.has_readable_code();
        if !(unread && collector.is_explained_by(UNREADABLE_ROW_CAUSES, requirement)) {
            report_undocumented_response(reading, collector);
        }
    }
}

fn report_undocumented_response(
    reading: &ParsedResponse<'_>,
    collector: &mut ViolationCollector<'_>,
) {
    let code = reading
        .body_value_at_key(&reading.rules.model.code)
        .and_then(ErrorCode::from_json);
    let names_no_error = ErrorCode::Integer(0);
    let same_code = |row: &&ErrorRow| Some(row.code) == code && row.code != names_no_error;
    let mut near: Vec<ErrorId> = filter_row_ids(reading.rules, same_code);
    if near.is_empty() {
        near = filter_row_ids(reading.rules, |row| row.status == reading.status_code());
    }
    collector.add(RowBreach::Undocumented {
        answer: reading.summarize_response(),
        near,
    });
}

fn filter_row_ids(rules: &JudgeContext<'_>, which: impl Fn(&&ErrorRow) -> bool) -> Vec<ErrorId> {
    rules.rows.iter().filter(which).map(ErrorRow::id).collect()
}

fn check_expected_row(
    reading: &ParsedResponse<'_>,
    expectation: &ResponseExpectation,
    collector: &mut ViolationCollector<'_>,
) {
    if let Some(alternative) = find_received_alternative(reading, expectation) {
        report_replacement_row(reading, expectation, alternative.fit, collector);
        return;
    }
    let requirement = RequirementId::RowExpected;
    let expected = list_accepted_rows(reading.rules, expectation, Some(reading));
    let status_fits = any_row_has_status(&expected, reading.status_code());
    let is_broken = match reading.exact_row {
        Some(row) => expected.iter().all(|own| own.row != row.id()),
        None if status_fits && reading.is_response_to_head() => false,
        None if status_fits && !reading.has_readable_code() => {
            !collector.is_explained_by(UNREADABLE_ROW_CAUSES, requirement)
        }
        None => true,
    };
    if is_broken && !collector.is_explained_by(&[RequirementId::NoServerError], requirement) {
        let answer = reading.summarize_response();
        collector.add_with_max_level(expectation.level, RowBreach::OtherRow { expected, answer });
    }
}

fn any_row_has_status(rows: &[AcceptedRow], status: u16) -> bool {
    rows.iter().any(|row| row.status == Some(status))
}

/// Combines all breaches of the error model into one *should*, because no row describes the refusal.
///
/// Server errors and leaks keep their own violations.
fn combine_error_model_breaches(
    reading: &ParsedResponse<'_>,
    collector: &mut ViolationCollector<'_>,
) {
    let off = collector.take_error_model_breaches();
    let is_refusal = (400..500).contains(&reading.status_code())
        || collector.has_violation_of(RequirementId::NoServerError);
    if is_refusal && off.is_empty() {
        return;
    }
    let model = reading.rules.model;
    collector.add(RowBreach::NotTheModel {
        keys: [Some(&model.code), model.message.as_ref()]
            .into_iter()
            .flatten()
            .map(|at| at.reference_tokens().collect::<Vec<_>>().join("."))
            .collect(),
        answer: reading.summarize_response(),
        off,
    });
}
