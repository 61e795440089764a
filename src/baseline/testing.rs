//! Baselines for tests.

use super::{Baseline, CalendarDay};
use crate::contract::SourceFile;
use crate::outcome::testing::{case_outcome, leaked_token_violation, non_integer_code_violation};
use crate::outcome::{CaseOutcome, RecordedViolation, RequirementId, Verdict};

/// Parses a page on 2026-11-27, for the cases `things/a` and `things/b`.
pub(super) fn parse_baseline(text: &str) -> Baseline {
    try_parse_baseline(text).expect("the page is sound")
}

/// Parses a page like [`parse_baseline`], or returns the text of every mistake.
pub(super) fn try_parse_baseline(text: &str) -> Result<Baseline, String> {
    let names = ["things/a".to_owned(), "things/b".to_owned()];
    let today = CalendarDay::new(2026, 11, 27).expect("it is a day");
    let page = SourceFile::new("baselines/x.toml", text);
    Baseline::parse(&page, &names, today).map_err(|flaws| flaws.to_string())
}

/// Returns the violation of a response whose code is this text.
pub(super) fn code_violation(text: &str) -> RecordedViolation {
    non_integer_code_violation(RequirementId::BodyCodeInteger, text)
}

/// Returns an entry for a code that is the text `"7"` in these cases.
pub(super) fn toml_entry_for_text_code(cases: &str) -> String {
    format!(
        "[[known]]\nrequirement = \"body-code-integer\"\nat = 'body at `/code`'\nexpected = 'an integer'\ngot = '\"7\"'\n\
         reason = \"old encoder\"\ncases = {cases}\n"
    )
}

/// Returns a case that failed with these violations.
pub(super) fn failed_case(name: &str, violations: Vec<RecordedViolation>) -> CaseOutcome {
    CaseOutcome {
        violations,
        ..case_outcome(name, Verdict::Fail, None)
    }
}

/// Returns a case whose response shows a token, which is harm.
pub(super) fn harmful_case(name: &str) -> CaseOutcome {
    failed_case(name, vec![leaked_token_violation()])
}
