use rstest::rstest;

use crate::judge::testing::{CATCH_ALL_ENTRY, parse_expectations, parse_valid_expectations};
use badreq::contract::RequirementId;

/// Returns the diagnostics of a file, each as `line: message (hint)`.
fn format_diagnostics(text: &str) -> Vec<String> {
    let flaws = parse_expectations(text).expect_err("something is wrong");
    flaws
        .iter()
        .map(|flaw| {
            let line = flaw.line().unwrap_or_default();
            let hint = flaw.hint.as_deref().unwrap_or_default();
            format!("{line}: {} ({hint})", flaw.message)
        })
        .collect()
}

#[test]
fn of_several_entries_that_mean_a_fault_the_last_one_holds() {
    let text =
        format!("{CATCH_ALL_ENTRY}[[expectation]]\nfaults = \"status\"\nbreaks = [\"no-token\"]\n");
    let expectations = parse_valid_expectations(&text);
    let breaks = |fault: &str| {
        let expectation = expectations.for_fault(fault).expect("it has an entry");
        expectation.breaks.iter().copied().collect::<Vec<_>>()
    };
    assert_eq!(breaks("status/20006"), [RequirementId::NoToken]);
    assert_eq!(breaks("code/20006"), [RequirementId::RowExpected]);
    assert_eq!(expectations.for_fault("code/99"), None);
}

#[rstest]
#[case::unknown_key(
    "faults = \"status\"\nbreaks = [\"no-token\"]\nspare = [\"20003\"]\n",
    "8: unknown field `spare`, expected one of `faults`, `breaks`, `spares`, `only`, `about` ()"
)]
#[case::unknown_requirement(
    "faults = \"status\"\nbreaks = [\"no-tokn\"]\n",
    "7: `no-tokn` is not a requirement (did you mean `no-token`?)"
)]
#[case::no_requirement(
    "faults = \"status\"\nbreaks = []\n",
    "7: `status` breaks no requirement (name the requirements that it breaks)"
)]
#[case::unknown_fault(
    "faults = \"statsu\"\nbreaks = [\"no-token\"]\n",
    "6: no fault matches `statsu` (did you mean `status`?)"
)]
#[case::unknown_case(
    "faults = \"status\"\nbreaks = [\"no-token\"]\nonly = [\"20003\", \"books/trn\"]\n",
    "8: no case, suite or row matches `books/trn` (did you mean `books/torn`?)"
)]
fn a_mistake_of_an_entry_is_told_with_its_line_and_a_suggestion(
    #[case] entry: &str,
    #[case] expected: &str,
) {
    assert_eq!(
        format_diagnostics(&format!("{CATCH_ALL_ENTRY}[[expectation]]\n{entry}")),
        [expected]
    );
}

#[test]
fn an_entry_that_later_ones_override_for_every_fault_is_a_mistake() {
    let status = "[[expectation]]\nfaults = \"status\"\nbreaks = [\"no-token\"]\n\n";
    assert_eq!(
        format_diagnostics(&format!("{status}{CATCH_ALL_ENTRY}")),
        ["2: later entries override `status` for every fault (remove it)"]
    );
}

#[test]
fn faults_without_an_entry_are_listed_by_family() {
    let text = "[[expectation]]\nfaults = \"status/20006\"\nbreaks = [\"no-token\"]\n";
    assert_eq!(
        format_diagnostics(text),
        [
            "0: no entry says what `code/20006` breaks (add an `[[expectation]]` with `faults = \"code\"`)",
            "0: no entry says what 2 faults break, such as `status/20003` (add an `[[expectation]]` with `faults = \"status\"`)",
        ]
    );
}

#[test]
fn all_mistakes_are_listed_at_once() {
    let text = format!(
        "{CATCH_ALL_ENTRY}[[expectation]]\nfaults = \"status\"\nbreaks = [\"a\", \"no-token\", \"b\"]\n"
    );
    let flaws = format_diagnostics(&text);
    assert_eq!(flaws.len(), 2, "{flaws:#?}");
}
