//! Baselines for tests.

use super::{Baseline, Day};
use crate::contract::Page;
use crate::outcome::testing::{case, no_integer};
use crate::outcome::{CaseOutcome, RecordedViolation, RequirementId, Verdict};

/// Parses a page on 2026-11-27, for the cases `things/a` and `things/b`.
pub(super) fn baseline(text: &str) -> Baseline {
    read(text).expect("the page is sound")
}

/// Parses a page like [`baseline`], or returns the text of every mistake.
pub(super) fn read(text: &str) -> Result<Baseline, String> {
    let names = ["things/a".to_owned(), "things/b".to_owned()];
    let today = Day::new(2026, 11, 27).expect("it is a day");
    let page = Page::new("baselines/x.toml", text);
    Baseline::read(&page, &names, today).map_err(|flaws| flaws.to_string())
}

/// Returns the violation of a response whose code is this text.
pub(super) fn code_as(text: &str) -> RecordedViolation {
    no_integer(RequirementId::BodyCodeInteger, text)
}

/// Returns an entry for a code that is the text `"7"` in these cases.
pub(super) fn seven_as_text(cases: &str) -> String {
    format!(
        "[[known]]\nrequirement = \"body-code-integer\"\nat = 'body at `/code`'\nexpected = 'an integer'\ngot = '\"7\"'\n\
         reason = \"old encoder\"\ncases = {cases}\n"
    )
}

/// Returns a case that failed with these violations.
pub(super) fn failed(name: &str, violations: Vec<RecordedViolation>) -> CaseOutcome {
    CaseOutcome {
        violations,
        ..case(name, Verdict::Fail, None)
    }
}
