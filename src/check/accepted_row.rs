//! Accepted rows: the rows that a case accepts, each with the status code, code and message of its response.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::reading::Reading;
use super::{Answer, Expectation, ResponseSummary, Rules, Wanted};
use crate::contract::{Meaning, Row, RowName};

/// A row that a case accepts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AcceptedRow {
    /// The row.
    pub row: RowName,
    /// The status code of the row; `None` if no edition has the row.
    pub status: Option<u16>,
    /// The code of the row.
    pub code: i64,
    /// The message that the row requires, compared with the one that was received.
    pub message: WantedMessage,
}

/// The message that belongs in place of the one that was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is", content = "text")]
pub enum WantedMessage {
    /// The message that was received.
    Came,
    /// This text.
    Text(String),
    /// A text like this one, which only describes the error. The message that was received belongs to another row.
    Like(String),
    /// Any text.
    Any,
}

impl WantedMessage {
    /// Returns the mark for the message; `None` if the received message is right.
    pub(super) fn wanted(&self) -> Option<Wanted> {
        match self {
            Self::Came | Self::Any => None,
            Self::Text(text) => Some(Wanted::Value(text.as_str().into())),
            Self::Like(text) => {
                let text = Value::from(text.as_str());
                Some(Wanted::Words(format!("a text such as {text}")))
            }
        }
    }
}

impl AcceptedRow {
    /// Formats the pair of status code and code: `404/20002`.
    pub(super) fn pair(&self) -> String {
        match self.status {
            Some(status) => format!("{status}/{}", self.code),
            None => self.row.to_string(),
        }
    }
}

/// Lists the rows that a case accepts, the expected row first. The list is empty if the case accepts any refusal or any row.
pub(super) fn accepted_rows(
    rules: &Rules<'_>,
    expectation: &Expectation,
    reading: Option<&Reading<'_>>,
) -> Vec<AcceptedRow> {
    let Answer::Row { expected, accepted } = &expectation.answer else {
        return Vec::new();
    };
    let message = reading.and_then(|own| own.value(&rules.model.message)?.as_str());
    let describe = |name: &RowName| {
        let row = rules.row(*name);
        AcceptedRow {
            row: *name,
            status: row.map(|row| row.status),
            code: name.code(),
            message: match row.zip(message) {
                Some((row, text)) => want_message(rules, row, text, &expectation.fill),
                None => WantedMessage::Any,
            },
        }
    };
    std::iter::once(expected)
        .chain(accepted)
        .map(describe)
        .collect()
}

/// Returns the message that belongs in place of `text` if the response is of this row.
fn want_message(
    rules: &Rules<'_>,
    row: &Row,
    text: &str,
    fill: &BTreeMap<String, String>,
) -> WantedMessage {
    let is_described = |row: &Row| rules.model.described_rows.contains(&row.name());
    let is_message_of =
        |row: &Row| !is_described(row) && Meaning::of(&row.meaning, &BTreeMap::new()).fits(text);
    if is_message_of(row) {
        WantedMessage::Came
    } else if !is_described(row) {
        WantedMessage::Text(Meaning::of(&row.meaning, fill).to_string())
    } else if rules.rows.iter().any(is_message_of) {
        WantedMessage::Like(row.meaning.clone())
    } else {
        WantedMessage::Any
    }
}

/// Finds the accepted row that is closest to a response. A row with the received message comes before one with the received code, then one with
/// the received status code, then the one with the nearest code. The first of equals wins.
pub(super) fn find_closest<'r>(
    rows: &'r [AcceptedRow],
    answer: Option<&ResponseSummary>,
) -> Option<&'r AcceptedRow> {
    let code = answer.and_then(ResponseSummary::integer_code);
    let closeness = |row: &AcceptedRow| {
        let says = row.message == WantedMessage::Came;
        let has_status = answer.is_some_and(|own| row.status == Some(own.status));
        let far = code.map(|code| code.abs_diff(row.code));
        (says, far == Some(0), has_status, Reverse(far))
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

/// Describes the accepted rows: `status 404, code 20002, accepted 20003`.
pub(super) fn word_rows(rows: &[AcceptedRow]) -> String {
    let Some((first, others)) = rows.split_first() else {
        return "status 4xx".to_owned();
    };
    let mut words = match first.status {
        Some(status) => format!("status {status}, code {}", first.code),
        None => format!("row {}", first.row),
    };
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(|own| own.row.to_string()).collect();
        words.push_str(&format!(", accepted {}", others.join(", ")));
    }
    words
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::super::testing::{Rig, expect, one_of};
    use super::super::{Answer, Mark};
    use crate::contract::{JsonPointer, RequirementId};

    /// Returns the marks of a response with code 29999 if another row is expected.
    fn marks(answer: Answer, status: u16, message: &str) -> Vec<Mark> {
        let body = json!({"code": 29999, "message": message});
        let found = Rig::new().judge_json(status, &body, expect(answer));
        let row = found
            .iter()
            .find(|own| own.requirement() == RequirementId::RowExpected);
        row.unwrap().breach.family().marks()
    }

    fn code(wanted: i64) -> Mark {
        Mark::value(JsonPointer::root().key("code"), wanted)
    }

    fn text(wanted: impl Into<Value>) -> Mark {
        Mark::value(JsonPointer::root().key("message"), wanted)
    }

    #[rstest]
    #[case::of_no_row("Lost.", 404, 20003, Some("Member '{memberRef}' not found."))]
    #[case::of_the_expected_row("Member 'x' not found.", 404, 20003, None)]
    #[case::of_an_accepted_row("Target member is not part of your system.", 404, 30006, None)]
    #[case::with_the_status_of_an_accepted_row(
        "Lost.",
        403,
        30006,
        Some("Target member is not part of your system.")
    )]
    #[case::near_the_code_of_an_accepted_row(
        "Lost.",
        400,
        30006,
        Some("Target member is not part of your system.")
    )]
    fn a_response_is_held_against_the_row_that_it_is_closest_to(
        #[case] message: &str,
        #[case] status: u16,
        #[case] row: i64,
        #[case] wanted: Option<&str>,
    ) {
        let expected: Vec<Mark> = wanted.map(text).into_iter().chain([code(row)]).collect();
        let answer = one_of("20003", &["30006"]);
        assert_eq!(marks(answer, status, message), expected);
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
        let words = |own| Mark::words(JsonPointer::root().key("message"), own);
        let expected: Vec<Mark> = wanted.map(words).into_iter().chain([code(0)]).collect();
        assert_eq!(marks(one_of("0/400", &[]), 404, message), expected);
    }
}
