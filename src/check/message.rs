//! The text of a message: the meaning of its row in the table, with placeholders filled in.
//!
//! The message is compared with the row that the code names, whether or not this row is expected: a message that does not belong to
//! its code is a breach of its own. Rows whose meaning only describes the error are not checked.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{JsonPointer, Meaning, RequirementId};

use super::collector::ViolationCollector;
use super::reading::{Reading, at};
use super::shorten::shorten_text;
use super::violation::Family;
use super::wording::word_body_value;
use super::{CauseContext, Expectation, Mark, Place, Words};

/// A message that is not that of its row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MessageBreach {
    /// The place of the message.
    pub at: JsonPointer,
    /// The text of the row. A placeholder that the case does not fill stays as `{name}`.
    pub expected: String,
    /// The text that was received.
    pub actual: String,
}

impl Family for MessageBreach {
    fn requirement(&self) -> RequirementId {
        RequirementId::MessageText
    }

    fn place(&self) -> Place {
        Place::BodyAt(self.at.clone())
    }

    fn words(&self) -> Words {
        let quoted = |text: &str| word_body_value(&text.into());
        Words::new(quoted(&self.expected), quoted(&self.actual))
    }

    fn cause(&self, case: &CauseContext<'_>) -> String {
        let redact = |text: &str| case.redactor.redact(text);
        format!("{:?}, {:?}", redact(&self.expected), redact(&self.actual))
    }

    fn is_of_error_model(&self) -> bool {
        true
    }

    fn marks(&self) -> Vec<Mark> {
        vec![Mark::value(self.at.clone(), self.expected.as_str())]
    }
}

pub(super) fn check(
    reading: &Reading<'_>,
    expectation: &Expectation,
    collector: &mut ViolationCollector<'_>,
) {
    let model = reading.rules.model;
    let (Some(row), Some(Value::String(message))) = (reading.named, reading.value(&model.message))
    else {
        return;
    };
    if model.described_rows.contains(&row.name()) || message.trim().is_empty() {
        return;
    }
    let meaning = Meaning::of(&row.meaning, &expectation.fill);
    if !meaning.fits(message) {
        collector.add(MessageBreach {
            at: at(&model.message),
            expected: shorten_text(&meaning.to_string()),
            actual: shorten_text(message),
        });
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::testing::{Rig, any_row, body_at, breaches, field, right, with_fill};
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
        assert_eq!(Rig::new().judge_json(status, &body, right(code)), []);
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
        let found = Rig::new().judge_json(status, &body, right(code));
        assert_eq!(breaches(&found), [Id::MessageText]);
        assert_eq!(found[0].level, Level::Should);
        assert_eq!(field(&found[0], "/actual"), json!(message));
        assert_eq!(found[0].place(), body_at("/message"));
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
        let expectation = with_fill(right(20003), "memberRef", "qqqqqq");
        let found = Rig::new().judge_json(404, &body, expectation);
        let expected: &[Id] = if passes { &[] } else { &[Id::MessageText] };
        assert_eq!(breaches(&found), expected);
        assert!(
            found
                .iter()
                .all(|v| field(v, "/expected") == "Member 'qqqqqq' not found.")
        );
    }

    #[rstest]
    #[case::any_text("Member 'qqqqqq' not found.", true)]
    #[case::text_with_quotes("Member ''' not found.' not found.", true)]
    #[case::empty("Member '' not found.", false)]
    #[case::unfilled("Member '{memberRef}' not found.", false)]
    #[case::another_frame("Group 'qqqqqq' not found.", false)]
    fn a_placeholder_that_the_case_does_not_fill_takes_any_text(
        #[case] message: &str,
        #[case] passes: bool,
    ) {
        let body = json!({"code": 20003, "message": message});
        let found = Rig::new().judge_json(404, &body, right(20003));
        let expected: &[Id] = if passes { &[] } else { &[Id::MessageText] };
        assert_eq!(breaches(&found), expected);
    }

    #[test]
    fn a_reference_that_looks_like_a_placeholder_is_a_reference() {
        let body = json!({"code": 20003, "message": "Member '{memberRef}' not found."});
        let expectation = with_fill(right(20003), "memberRef", "{memberRef}");
        assert_eq!(Rig::new().judge_json(404, &body, expectation), []);
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
        let mut expectation = with_fill(right(20003), "memberRef", "qqqqqq");
        expectation.answer = super::super::testing::one_of("20003", &["20002"]);
        let body = json!({"code": code, "message": message});
        let found = Rig::new().judge_json(status, &body, expectation);
        let expected: &[Id] = if passes { &[] } else { &[Id::MessageText] };
        assert_eq!(breaches(&found), expected);
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
        assert_eq!(Rig::new().judge_json(status, &body, any_row()), []);
    }
}
