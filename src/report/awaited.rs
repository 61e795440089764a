//! The answer that an answer is shown against, where another row than the expected one came.

use std::cmp::Reverse;

use serde_json::Value;

use super::diff::Wanted;
use crate::outcome::{
    CaseOutcome, ExpectedAnswer, RequirementId, Row, RowName, RunInfo, Violation,
};

/// The row that belongs in the place of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Awaited {
    /// Its code.
    pub(super) code: i64,
    /// What its message says, where the one that came is that of another row.
    pub(super) message: Option<Wanted>,
}

impl Awaited {
    /// The row that is expected, or of those that are accepted the one that the answer is closest to: whose message came, or else whose code, or
    /// else whose status, or else whose code is the nearest.
    pub(super) fn of(run: &RunInfo, outcome: &CaseOutcome, status: u16) -> Option<Self> {
        let ExpectedAnswer::Row { row, accepted } = &outcome.case.expected else {
            return None;
        };
        let answer = came(outcome);
        let message = answer.and_then(|own| own.get("message")?.as_str());
        let code = answer.and_then(|own| own.get("code")?.as_i64());
        let closeness = |name: RowName| {
            let says = message.is_some_and(|text| run.is_message_of(name, text));
            let has_status = run.row(name).is_some_and(|row| row.status == status);
            let far = code.map(|code| code.abs_diff(name.code()));
            (says, far == Some(0), has_status, Reverse(far))
        };
        let mut closest = *row;
        for other in accepted {
            if closeness(*other) > closeness(closest) {
                closest = *other;
            }
        }
        Some(Self {
            code: closest.code(),
            message: message.and_then(|text| wanted(run, closest, text)),
        })
    }
}

/// The answer that came with another row.
fn came(outcome: &CaseOutcome) -> Option<&Value> {
    let mut violations = outcome.violations.iter();
    violations
        .find(|own| is_of_another_row(own))
        .map(|own| &own.actual)
}

/// Whether a breach is that another row came than the expected one.
pub(super) fn is_of_another_row(violation: &Violation) -> bool {
    [RequirementId::RowExpected, RequirementId::NoServerError].contains(&violation.requirement)
}

/// What belongs in the place of a message that is not this row's.
fn wanted(run: &RunInfo, name: RowName, text: &str) -> Option<Wanted> {
    match run.message_of(name) {
        Some(_) if run.is_message_of(name, text) => None,
        Some(message) => Some(Wanted::Value(message.into())),
        // It words its message itself, but not with the text of another row.
        None => {
            let mut others = run.table.iter().map(Row::name);
            let is_anothers = others.any(|other| run.is_message_of(other, text));
            let row = run.row(name).filter(|_| is_anothers)?;
            let like = Value::from(row.meaning.as_str());
            Some(Wanted::Words(format!("a text such as {like}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::Awaited;
    use crate::outcome::testing::{case, run, wrong_row};
    use crate::outcome::{CaseOutcome, RowName, RunInfo, Verdict};
    use crate::report::diff::Wanted;

    /// An answer with another row than 7, or 8 which is accepted as well, and with this message.
    fn answered(message: &str) -> CaseOutcome {
        let mut outcome = case("a", Verdict::Fail, None);
        let mut violation = wrong_row();
        violation.actual = json!({"status": 404, "code": 9, "message": message});
        outcome.violations = vec![violation];
        outcome
    }

    fn table() -> RunInfo {
        let mut info = run(Vec::new()).run;
        info.table[0].meaning = "Thing '{ref}' not found.".to_owned();
        info.table[1].status = 403;
        info
    }

    fn value(text: &str) -> Option<Wanted> {
        Some(Wanted::Value(text.into()))
    }

    #[rstest]
    #[case::of_no_row("Lost.", 404, 7, value("Thing '{ref}' not found."))]
    #[case::of_the_expected_row("Thing 'x' not found.", 404, 7, None)]
    #[case::of_an_accepted_row("Gone.", 404, 8, None)]
    #[case::with_the_status_of_an_accepted_row("Lost.", 403, 8, value("Gone."))]
    #[case::near_the_code_of_an_accepted_row("Lost.", 400, 8, value("Gone."))]
    fn an_answer_is_held_against_the_row_that_it_is_closest_to(
        #[case] message: &str,
        #[case] status: u16,
        #[case] code: i64,
        #[case] wanted: Option<Wanted>,
    ) {
        let awaited = Awaited::of(&table(), &answered(message), status);
        let expected = Awaited {
            code,
            message: wanted,
        };
        assert_eq!(awaited, Some(expected));
    }

    #[rstest]
    #[case::of_another_row("Gone.", Some(Wanted::Words("a text such as \"Thing '{ref}' not found.\"".to_owned())))]
    #[case::of_its_own("Whatever.", None)]
    fn a_row_that_words_its_message_itself_is_no_text_to_hold_one_against(
        #[case] message: &str,
        #[case] wanted: Option<Wanted>,
    ) {
        let mut info = table();
        info.described = vec![RowName::of(7, 404)];
        let mut outcome = answered(message);
        outcome.case.expected = crate::outcome::ExpectedAnswer::Row {
            row: RowName::of(7, 404),
            accepted: Vec::new(),
        };
        let awaited = Awaited::of(&info, &outcome, 404);
        let expected = Awaited {
            code: 7,
            message: wanted,
        };
        assert_eq!(awaited, Some(expected));
    }
}
