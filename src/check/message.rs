//! The text of a message: the meaning of its row in the table, with placeholders filled in.
//!
//! The message is compared with the row that the code names, whether or not this row is expected: a message that does not belong to
//! its code is a breach of its own. Rows whose meaning only describes the error are not checked, nor is a message that could not be decoded.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{JsonPointer, MessagePattern, RequirementId};

use super::collector::ViolationCollector;
use super::parsed_response::ParsedResponse;
use super::shorten::shorten_text;
use super::text_edit::TextEdit;
use super::violation::BreachProperties;
use super::wording::{describe_body_value, describe_text_pair};
use super::{BreachDescription, BreachPlace, CauseContext, ExpectedValueMark, ResponseExpectation};

/// A message that is not that of its row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MessageBreach {
    /// The place of the message.
    pub at: JsonPointer,
    /// The text of the row. A placeholder that the case does not fill stays as `{name}`, and any text fits there.
    pub expected: String,
    /// The text that was received.
    pub actual: String,
}

impl BreachProperties for MessageBreach {
    fn requirement_id(&self) -> RequirementId {
        RequirementId::MessageText
    }

    fn place(&self) -> BreachPlace {
        BreachPlace::BodyAt(self.at.clone())
    }

    fn describe(&self) -> BreachDescription {
        describe_text_pair(&self.expected, &self.actual)
    }

    fn describe_for_fingerprint(&self) -> BreachDescription {
        let side = |text: &str| describe_body_value(&text.into());
        BreachDescription::new(side(&self.expected), side(&self.actual))
    }

    fn cause_key(&self, case: &CauseContext<'_>) -> String {
        let redact = |text: &str| mask_placeholders(&case.redactor.redact(text));
        let (expected, actual) = (redact(&self.expected), redact(&self.actual));
        match TextEdit::between(&expected, &actual) {
            TextEdit::Words { .. } => format!("{expected:?}, {actual:?}"),
            edit => edit.to_string(),
        }
    }

    fn is_error_model_breach(&self) -> bool {
        true
    }

    fn expected_and_actual_text(&self) -> Option<(&str, &str)> {
        Some((self.expected.as_str(), self.actual.as_str()))
    }

    fn body_diff_marks(&self) -> Vec<ExpectedValueMark> {
        vec![ExpectedValueMark::for_value(
            self.at.clone(),
            self.expected.as_str(),
        )]
    }
}

/// Replaces placeholders and redacted values by `[]`: what stands there is the case's, not the text's.
fn mask_placeholders(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(['[', '{']) {
        let (head, tail) = rest.split_at(start);
        masked.push_str(head);
        let Some(end) = tail.find([']', '}']) else {
            rest = tail;
            break;
        };
        masked.push_str("[]");
        rest = tail.get(end + 1..).unwrap_or_default();
    }
    masked.push_str(rest);
    masked
}

/// The requirements whose breach puts replacement characters into a message.
const UNDECODABLE_TEXT_CAUSES: &[RequirementId] =
    &[RequirementId::BodyUtf8, RequirementId::BodyNoLoneSurrogates];

pub(super) fn check_message(
    reading: &ParsedResponse<'_>,
    expectation: &ResponseExpectation,
    collector: &mut ViolationCollector<'_>,
) {
    let model = reading.rules.model;
    let (Some(row), Some(at), Some(Value::String(message))) =
        (reading.named_row, &model.message, reading.message())
    else {
        return;
    };
    if model.described_rows.contains(&row.id()) || message.trim().is_empty() {
        return;
    }
    let is_undecodable = message.contains(char::REPLACEMENT_CHARACTER)
        && collector.is_explained_by(UNDECODABLE_TEXT_CAUSES, RequirementId::MessageText);
    if is_undecodable {
        return;
    }
    let meaning = MessagePattern::from_meaning(&row.meaning, &expectation.placeholders);
    if !meaning.matches_message(message) {
        collector.add(MessageBreach {
            at: at.clone(),
            expected: shorten_text(&meaning.to_string()),
            actual: shorten_text(message),
        });
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::testing::{
        TestJudge, body_place_at, breach_field, expect_any_row, expect_row, requirement_ids,
        with_placeholder_value,
    };
    use crate::contract::{Level, RequirementId as Id};

    #[rstest]
    #[case::with_a_full_stop(404, 20001, "System not found.")]
    #[case::without_one(403, 30001, "Unauthorized to view member list")]
    #[case::long(
        404,
        20008,
        "Switch not found, switch associated with different system, or unauthorized to view front history."
    )]
    fn the_meaning_of_the_row_is_the_message(
        #[case] status: u16,
        #[case] code: i64,
        #[case] message: &str,
    ) {
        let body = json!({"code": code, "message": message});
        assert_eq!(
            TestJudge::new().judge_json(status, &body, expect_row(code)),
            []
        );
    }

    #[test]
    fn a_message_that_only_looks_like_that_of_its_row_is_shown_by_number() {
        let body = json!({"code": 20001, "message": "System\u{a0}not\u{a0}found."});
        let found = TestJudge::new().judge_json(404, &body, expect_row(20001));
        assert_eq!(requirement_ids(&found), [Id::MessageText]);
        let words = found[0].describe();
        assert_eq!(words.expected, "\"System not found.\"");
        assert_eq!(
            words.got,
            r#""System\u{a0}not\u{a0}found." (differs at character 7: U+00A0 NO-BREAK SPACE in place of a space)"#
        );
    }

    #[rstest]
    #[case::no_full_stop(404, 20001, "System not found")]
    #[case::a_full_stop_too_many(403, 30001, "Unauthorized to view member list.")]
    #[case::lower_case(404, 20001, "system not found.")]
    #[case::white_space_behind(404, 20001, "System not found. ")]
    #[case::white_space_before(404, 20001, " System not found.")]
    #[case::doubled_white_space(404, 20001, "System  not found.")]
    #[case::a_nul_behind(404, 20001, "System not found.\0")]
    #[case::of_another_row(404, 20001, "Member not found.")]
    #[case::the_status_in_front(404, 20001, "404: System not found.")]
    fn another_text_is_a_breach(#[case] status: u16, #[case] code: i64, #[case] message: &str) {
        let body = json!({"code": code, "message": message});
        let found = TestJudge::new().judge_json(status, &body, expect_row(code));
        assert_eq!(requirement_ids(&found), [Id::MessageText]);
        assert_eq!(found[0].level, Level::Should);
        assert_eq!(breach_field(&found[0], "/actual"), json!(message));
        assert_eq!(found[0].place(), body_place_at("/message"));
    }

    #[rstest]
    #[case::as_sent("Member 'qqqqqq' not found.", true)]
    #[case::in_upper_case("Member 'QQQQQQ' not found.", false)]
    #[case::of_something_else("Member 'abcdef' not found.", false)]
    #[case::without_quotes("Member qqqqqq not found.", false)]
    #[case::empty("Member '' not found.", false)]
    #[case::none("Member not found.", false)]
    #[case::unfilled("Member '{memberRef}' not found.", false)]
    fn a_placeholder_holds_the_reference_as_it_was_sent(
        #[case] message: &str,
        #[case] passes: bool,
    ) {
        let body = json!({"code": 20003, "message": message});
        let expectation = with_placeholder_value(expect_row(20003), "memberRef", "qqqqqq");
        let found = TestJudge::new().judge_json(404, &body, expectation);
        let expected: &[Id] = if passes { &[] } else { &[Id::MessageText] };
        assert_eq!(requirement_ids(&found), expected);
        assert!(
            found
                .iter()
                .all(|v| breach_field(v, "/expected") == "Member 'qqqqqq' not found.")
        );
    }

    #[rstest]
    #[case::any_text("Member 'qqqqqq' not found.", true)]
    #[case::text_with_quotes("Member ''' not found.' not found.", true)]
    #[case::no_text("Member '' not found.", true)]
    #[case::its_own_name("Member '{memberRef}' not found.", true)]
    #[case::another_frame("Group 'qqqqqq' not found.", false)]
    fn a_placeholder_that_the_case_does_not_fill_takes_any_text(
        #[case] message: &str,
        #[case] passes: bool,
    ) {
        let body = json!({"code": 20003, "message": message});
        let found = TestJudge::new().judge_json(404, &body, expect_row(20003));
        let expected: &[Id] = if passes { &[] } else { &[Id::MessageText] };
        assert_eq!(requirement_ids(&found), expected);
    }

    #[test]
    fn a_reference_that_looks_like_a_placeholder_is_a_reference() {
        let body = json!({"code": 20003, "message": "Member '{memberRef}' not found."});
        let expectation = with_placeholder_value(expect_row(20003), "memberRef", "{memberRef}");
        assert_eq!(TestJudge::new().judge_json(404, &body, expectation), []);
    }

    #[rstest]
    #[case::an_accepted_row_has_its_own_text(404, 20002, "Member not found.", true)]
    #[case::and_is_held_to_it(404, 20002, "Member 'qqqqqq' not found.", false)]
    fn an_accepted_row_is_compared_with_its_own_meaning(
        #[case] status: u16,
        #[case] code: i64,
        #[case] message: &str,
        #[case] passes: bool,
    ) {
        let mut expectation = with_placeholder_value(expect_row(20003), "memberRef", "qqqqqq");
        expectation.outcome = super::super::testing::build_expected_row("20003", &["20002"]);
        let body = json!({"code": code, "message": message});
        let found = TestJudge::new().judge_json(status, &body, expectation);
        let expected: &[Id] = if passes { &[] } else { &[Id::MessageText] };
        assert_eq!(requirement_ids(&found), expected);
    }

    #[rstest]
    #[case::bad_request(400, 0, "400: Bad Request")]
    #[case::words_of_its_own(400, 0, "unreadable body")]
    #[case::blocked(403, 0, "no")]
    fn a_described_row_words_its_message_itself(
        #[case] status: u16,
        #[case] code: i64,
        #[case] message: &str,
    ) {
        let body = json!({"code": code, "message": message});
        assert_eq!(
            TestJudge::new().judge_json(status, &body, expect_any_row()),
            []
        );
    }
}
