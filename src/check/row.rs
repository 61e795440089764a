//! Which row an answer is: documented, the expected one, and no fault of the server's own.
//!
//! | requirement | place | expected | actual |
//! |---|---|---|---|
//! | `pair-documented` | the row; the status where it is no error at all | `{rows}`: names of the rows with this code, or this status | the answer |
//! | `row-expected` | the row; the status where it is no error at all | the expected row | the answer |
//! | `no-server-error` | the status | the expected row, or `{"status": "4xx"}` where none is | the answer |
//! | `refusal-uses-error-model` | the status, or the body | `{"status": "4xx", "keys": […]}` | the answer, and what is `off`: a list of `{requirement, expected, actual}` |
//!
//! *The answer* is `{status, row?, code?, message?, body?}`: `row` where the pair is documented, `body` an excerpt of
//! what is no object. *The expected row* is `{row, status, code, accepted?}`.
//!
//! Status 1xx, 2xx and 3xx are no error answers, and an error model is not asked of them. An answer whose row cannot
//! be read is reported for what makes it unreadable; that it is not the expected row is then said only where the
//! status shows it, or where no other violation as binding as this one has been found.

use serde_json::{Value, json};

use crate::contract::{Level, RequirementId, Row, RowName};
use crate::outcome::Place;

use super::findings::Findings;
use super::reading::Reading;
use super::{Answer, Expectation, Rules};

/// What keeps a row from being read.
const UNREADABLE: &[RequirementId] = &[
    RequirementId::BodyUtf8,
    RequirementId::BodyOneObject,
    RequirementId::BodyCodeInteger,
];

pub(super) fn check(reading: &Reading<'_>, expectation: &Expectation, findings: &mut Findings<'_>) {
    server_error(reading, &expectation.answer, findings);
    match &expectation.answer {
        Answer::Row { expected, accepted } => {
            documented(reading, findings);
            row_expected(reading, *expected, accepted, expectation.level, findings);
        }
        Answer::AnyRow => any_row(reading, findings),
        Answer::Refusal => refusal(reading, findings),
    }
}

fn server_error(reading: &Reading<'_>, answer: &Answer, findings: &mut Findings<'_>) {
    let rules = reading.rules;
    let (expected, entitled) = match answer {
        Answer::Row { expected, accepted } => (
            expected_row(rules, *expected, accepted),
            statuses(rules, *expected, accepted).any(|status| status == reading.status()),
        ),
        Answer::Refusal | Answer::AnyRow => (json!({"status": "4xx"}), false),
    };
    if reading.is_server_error() && !entitled {
        findings.add(
            RequirementId::NoServerError,
            Place::Status,
            expected,
            &reading.summary(),
        );
    }
}

fn documented(reading: &Reading<'_>, findings: &mut Findings<'_>) {
    if !reading.is_no_error() && reading.pair.is_none() && reading.code_is_integer() {
        undocumented(reading, Place::Row, findings);
    }
}

fn any_row(reading: &Reading<'_>, findings: &mut Findings<'_>) {
    let requirement = RequirementId::PairDocumented;
    if reading.is_no_error() {
        undocumented(reading, Place::Status, findings);
    } else if reading.pair.is_none() && !reading.is_bodiless() {
        let unread = !reading.code_is_integer();
        if !(unread && findings.outweigh(UNREADABLE, requirement)) {
            undocumented(reading, Place::Row, findings);
        }
    }
}

fn undocumented(reading: &Reading<'_>, place: Place, findings: &mut Findings<'_>) {
    let code = reading
        .value(&reading.rules.model.code)
        .and_then(Value::as_i64);
    let same_code = |row: &&_| code.is_some_and(|code| code != 0 && has_code(row, code));
    let mut near: Vec<RowName> = names(reading.rules, same_code);
    if near.is_empty() {
        near = names(reading.rules, |row| row.status == reading.status());
    }
    findings.add(
        RequirementId::PairDocumented,
        place,
        json!({"rows": near}),
        &reading.summary(),
    );
}

fn has_code(row: &Row, code: i64) -> bool {
    row.code == code
}

fn names(rules: &Rules<'_>, which: impl Fn(&&Row) -> bool) -> Vec<RowName> {
    rules.rows.iter().filter(which).map(Row::name).collect()
}

fn row_expected(
    reading: &Reading<'_>,
    expected: RowName,
    accepted: &[RowName],
    level: Level,
    findings: &mut Findings<'_>,
) {
    let requirement = RequirementId::RowExpected;
    let is_right = |name: RowName| name == expected || accepted.contains(&name);
    let status_fits =
        statuses(reading.rules, expected, accepted).any(|status| status == reading.status());
    let place = if reading.is_no_error() {
        Place::Status
    } else {
        Place::Row
    };
    let broken = match reading.pair {
        Some(row) => !is_right(row.name()),
        None if status_fits && reading.is_bodiless() => false,
        None if status_fits && !reading.code_is_integer() => {
            !findings.outweigh(UNREADABLE, requirement)
        }
        None => true,
    };
    if broken && !findings.outweigh(&[RequirementId::NoServerError], requirement) {
        findings.add_at_most(
            level,
            requirement,
            place,
            expected_row(reading.rules, expected, accepted),
            &reading.summary(),
        );
    }
}

fn statuses(
    rules: &Rules<'_>,
    expected: RowName,
    accepted: &[RowName],
) -> impl Iterator<Item = u16> {
    std::iter::once(&expected)
        .chain(accepted)
        .filter_map(|name| rules.row(*name))
        .map(|row| row.status)
        .collect::<Vec<_>>()
        .into_iter()
}

fn expected_row(rules: &Rules<'_>, expected: RowName, accepted: &[RowName]) -> Value {
    let mut value = json!({"row": expected, "code": expected.code()});
    if let Some(row) = rules.row(expected) {
        value["status"] = json!(row.status);
    }
    if !accepted.is_empty() {
        value["accepted"] = json!(accepted);
    }
    value
}

/// Where no row is worded for a refusal, everything about its form is one *should*.
///
/// What must never come, an error of the server's own or its internals, stays what it is.
fn refusal(reading: &Reading<'_>, findings: &mut Findings<'_>) {
    let off: Vec<Value> = findings
        .take(is_of_error_model)
        .into_iter()
        .map(|found| {
            json!({
                "requirement": found.requirement,
                "expected": found.expected,
                "actual": found.actual,
            })
        })
        .collect();
    let is_refusal =
        (400..500).contains(&reading.status()) || findings.has(RequirementId::NoServerError);
    if is_refusal && off.is_empty() {
        return;
    }
    let model = reading.rules.model;
    let mut actual = reading.summary();
    let place = if is_refusal {
        Place::Body
    } else {
        Place::Status
    };
    if !off.is_empty() {
        actual["off"] = json!(off);
    }
    findings.add(
        RequirementId::RefusalUsesErrorModel,
        place,
        json!({"status": "4xx", "keys": [model.code, model.message]}),
        &actual,
    );
}

/// Whether a requirement is part of following the error model, for a refusal that no row is worded for.
fn is_of_error_model(requirement: RequirementId) -> bool {
    match requirement {
        RequirementId::ContentTypeJson
        | RequirementId::BodyUtf8
        | RequirementId::BodyOneObject
        | RequirementId::BodyKeysUnique
        | RequirementId::BodyCodeInteger
        | RequirementId::BodyMessageString
        | RequirementId::MessageText
        | RequirementId::ErrorsMapOfLists
        | RequirementId::ErrorObjectMessage
        | RequirementId::ErrorObjectLengths
        | RequirementId::ErrorsPresent
        | RequirementId::ErrorsOnlyOnModelError
        | RequirementId::ErrorsKeys
        | RequirementId::ErrorsLengthsTrue
        | RequirementId::ErrorsLengthsOnlyWhenTooLong
        | RequirementId::ErrorsMessageText
        | RequirementId::RetryAfterPresent
        | RequirementId::RetryAfterOnlyOnRateLimit
        | RequirementId::RetryAfterInteger
        | RequirementId::RetryAfterWithinWindow => true,
        RequirementId::PairDocumented
        | RequirementId::RowExpected
        | RequirementId::NoServerError
        | RequirementId::RefusalUsesErrorModel
        | RequirementId::BodyNoOtherKeys
        | RequirementId::RetryAfterTrue
        | RequirementId::LimitEnforced
        | RequirementId::LimitGranted
        | RequirementId::LimitScopesSeparate
        | RequirementId::RateHeadersPresent
        | RequirementId::RateHeaderLimit
        | RequirementId::RateHeaderRemaining
        | RequirementId::RateHeaderReset
        | RequirementId::RateHeaderScope
        | RequirementId::NoInternals
        | RequirementId::NoToken
        | RequirementId::RefusalChangesNothing
        | RequirementId::ControlSucceeds
        | RequirementId::AnswerRepeats
        | RequirementId::AnswerInTime => false,
    }
}
