//! Accepted rows: the rows that a case accepts, each with the status code, code and message of its response.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::parsed_response::ParsedResponse;
use super::{ExpectedJson, JudgeContext, ResponseExpectation, ResponseSummary};
use crate::contract::{ErrorCode, ErrorId, ErrorRow, MessagePattern};

/// A row that a case accepts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AcceptedRow {
    /// The row.
    pub row: ErrorId,
    /// The status code of the row; `None` if no edition has the row.
    pub status: Option<u16>,
    /// The code of the row.
    pub code: ErrorCode,
    /// The message that the row requires, compared with the one that was received.
    pub message: ExpectedMessage,
}

/// The message that an accepted row requires, compared with the one that was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is", content = "text")]
pub enum ExpectedMessage {
    /// The message that was received.
    Came,
    /// This text.
    Text(String),
    /// A text like this one, which only describes the error. The message that was received belongs to another row.
    Like(String),
    /// Any text.
    Any,
}

impl ExpectedMessage {
    /// Returns the mark for the message; `None` if the received message is right.
    pub(super) fn expected_json_if_wrong(&self) -> Option<ExpectedJson> {
        match self {
            Self::Came | Self::Any => None,
            Self::Text(text) => Some(ExpectedJson::Value(text.as_str().into())),
            Self::Like(text) => {
                let text = Value::from(text.as_str());
                Some(ExpectedJson::Description(format!("a text such as {text}")))
            }
        }
    }
}

impl AcceptedRow {
    /// Formats the pair of status code and code: `404/20002`.
    pub(super) fn format_status_and_code(&self) -> String {
        match self.status {
            Some(status) => format!("{status}/{}", self.code),
            None => self.row.to_string(),
        }
    }
}

/// Lists the rows that a case accepts, the expected row first. The list is empty if the case accepts any refusal or any row.
pub(super) fn list_accepted_rows(
    rules: &JudgeContext<'_>,
    expectation: &ResponseExpectation,
    reading: Option<&ParsedResponse<'_>>,
) -> Vec<AcceptedRow> {
    let message = reading.and_then(|own| own.message()?.as_str());
    let describe = |name: ErrorId| {
        let row = rules.find_row_by_id(name);
        AcceptedRow {
            row: name,
            status: row.and_then(|row| row.status.code()),
            code: name.code(),
            message: match row.zip(message) {
                Some((row, text)) => {
                    choose_expected_message(rules, row, text, &expectation.placeholders)
                }
                None => ExpectedMessage::Any,
            },
        }
    };
    expectation.outcome.named_rows().map(describe).collect()
}

/// Returns the message that belongs in place of `text` if the response is of this row.
fn choose_expected_message(
    rules: &JudgeContext<'_>,
    row: &ErrorRow,
    text: &str,
    fill: &BTreeMap<String, String>,
) -> ExpectedMessage {
    let is_described = |row: &ErrorRow| rules.model.described_rows.contains(&row.id());
    let is_message_of = |row: &ErrorRow| {
        !is_described(row)
            && MessagePattern::from_meaning(&row.meaning, &BTreeMap::new()).matches_message(text)
    };
    if is_message_of(row) {
        ExpectedMessage::Came
    } else if !is_described(row) {
        ExpectedMessage::Text(MessagePattern::from_meaning(&row.meaning, fill).to_string())
    } else if rules.rows.iter().any(is_message_of) {
        ExpectedMessage::Like(row.meaning.clone())
    } else {
        ExpectedMessage::Any
    }
}

/// Finds the accepted row that a response is shown against: the first, which describes the defect, unless the response is one of another row but for
/// a mistake. It is if it has the code of that row or, where it has no code of the type of theirs, the message.
pub(super) fn find_closest_accepted_row<'r>(
    rows: &'r [AcceptedRow],
    answer: Option<&ResponseSummary>,
) -> Option<&'r AcceptedRow> {
    let is_of_table = |code: &ErrorCode| {
        let own = code.code_type();
        rows.iter().any(|row| row.code.code_type() == own)
    };
    let code = answer
        .and_then(ResponseSummary::error_code)
        .filter(is_of_table);
    let closeness = |row: &AcceptedRow| {
        let has_code = code == Some(row.code);
        let has_status = answer.is_some_and(|own| row.status == Some(own.status));
        let has_message = row.message == ExpectedMessage::Came;
        (
            has_code,
            has_code && has_status,
            code.is_none() && has_message,
        )
    };
    let mut rows = rows.iter();
    let first = rows.next()?;
    Some(rows.fold(first, |closest, other| {
        if closeness(other) > closeness(closest) {
            other
        } else {
            closest
        }
    }))
}

/// Describes the accepted rows: `status 404, code 20002 (20003 is accepted, too)`.
pub(super) fn describe_accepted_rows(rows: &[AcceptedRow]) -> String {
    let Some((first, others)) = rows.split_first() else {
        return "status 4xx".to_owned();
    };
    let mut words = match first.status {
        Some(status) => format!("status {status}, code {}", first.code),
        None => format!("row {}", first.row),
    };
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(|own| own.row.to_string()).collect();
        let verb = if others.len() == 1 { "is" } else { "are" };
        words.push_str(&format!(" ({} {verb} accepted, too)", others.join(", ")));
    }
    words
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::super::testing::{TestJudge, build_expected_row, expect_outcome};
    use super::super::{ExpectedRefusal, ExpectedValueMark};
    use crate::contract::{JsonPointer, RequirementId};

    /// Returns the marks of a breach of this requirement by a response.
    fn marks(
        requirement: RequirementId,
        answer: ExpectedRefusal,
        status: u16,
        (code, message): (Value, &str),
    ) -> Vec<ExpectedValueMark> {
        let body = json!({"code": code, "message": message});
        let found = TestJudge::new().judge_json(status, &body, expect_outcome(answer));
        let breach = found.iter().find(|own| own.requirement_id() == requirement);
        breach
            .unwrap()
            .breach
            .as_breach_properties()
            .body_diff_marks()
    }

    fn code(wanted: i64) -> ExpectedValueMark {
        ExpectedValueMark::for_value(JsonPointer::root().join_key("code"), wanted)
    }

    fn text(wanted: impl Into<Value>) -> ExpectedValueMark {
        ExpectedValueMark::for_value(JsonPointer::root().join_key("message"), wanted)
    }

    /// The message of the expected row of the tests, 404/20003. They accept 403/30006, too.
    const EXPECTED: &str = "Member '{memberRef}' not found.";

    #[rstest]
    #[case::of_no_row("Lost.", 404, vec![text(EXPECTED), code(20003)])]
    #[case::of_the_expected_row("Member 'x' not found.", 404, vec![code(20003)])]
    #[case::with_the_status_of_an_accepted_row("Lost.", 403, vec![text(EXPECTED), code(20003)])]
    #[case::with_the_message_of_an_accepted_row(
        "Target member is not part of your system.",
        403,
        vec![text(EXPECTED), code(20003)]
    )]
    fn a_response_is_shown_against_the_row_that_describes_the_defect(
        #[case] message: &str,
        #[case] status: u16,
        #[case] expected: Vec<ExpectedValueMark>,
    ) {
        let answer = build_expected_row("20003", &["30006"]);
        let body = (json!(29999), message);
        assert_eq!(
            marks(RequirementId::RowExpected, answer, status, body),
            expected
        );
    }

    #[test]
    fn a_response_with_the_code_of_an_accepted_row_is_shown_against_that_row() {
        let answer = build_expected_row("20003", &["30006"]);
        let body = (json!(30006), "Lost.");
        assert_eq!(
            marks(RequirementId::RowExpected, answer, 404, body),
            [text("Target member is not part of your system.")]
        );
    }

    #[rstest]
    #[case::of_an_accepted_row("Target member is not part of your system.", 403, 30006)]
    #[case::of_no_row("Lost.", 403, 20003)]
    fn where_the_code_is_no_integer_the_message_names_the_row(
        #[case] message: &str,
        #[case] status: u16,
        #[case] row: i64,
    ) {
        let answer = build_expected_row("20003", &["30006"]);
        let body = (json!("a text"), message);
        assert_eq!(
            marks(RequirementId::BodyCodeInteger, answer, status, body),
            [code(row)]
        );
    }

    #[rstest]
    #[case::of_another_row(
        "Member not found.",
        Some("a text such as \"Bad Request (usually invalid JSON)\"")
    )]
    #[case::of_its_own("Whatever.", None)]
    fn a_row_that_words_its_message_itself_is_no_text_to_hold_one_against(
        #[case] message: &str,
        #[case] wanted: Option<&str>,
    ) {
        let words =
            |own| ExpectedValueMark::for_description(JsonPointer::root().join_key("message"), own);
        let expected: Vec<ExpectedValueMark> =
            wanted.map(words).into_iter().chain([code(0)]).collect();
        let answer = build_expected_row("0/400", &[]);
        let body = (json!(29999), message);
        assert_eq!(
            marks(RequirementId::RowExpected, answer, 404, body),
            expected
        );
    }
}
