use rstest::rstest;

use crate::contract::RequirementId;
use crate::proof::testing::{CATCH_ALL_ENTRY, parse_expectations, valid_expectations};

/// Returns the diagnostics of a file, each as `line: message (hint)`.
fn flaws(text: &str) -> Vec<String> {
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
        format!("{CATCH_ALL_ENTRY}[[accusation]]\nfaults = \"status\"\nbreaks = [\"no-token\"]\n");
    let accusations = valid_expectations(&text);
    let breaks = |fault: &str| {
        let accusation = accusations.for_fault(fault).expect("it is accused");
        accusation.breaks.iter().copied().collect::<Vec<_>>()
    };
    assert_eq!(breaks("status/12"), [RequirementId::NoToken]);
    assert_eq!(breaks("code/12"), [RequirementId::RowExpected]);
    assert_eq!(accusations.for_fault("code/99"), None);
}

#[rstest]
#[case::unknown_key(
    "faults = \"status\"\nbreaks = [\"no-token\"]\nspare = [\"13\"]\n",
    "8: unknown key `spare` (did you mean `spares`?)"
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
    "faults = \"status\"\nbreaks = [\"no-token\"]\nonly = [\"13\", \"books/trn\"]\n",
    "8: no case, suite or row matches `books/trn` (did you mean `books/torn`?)"
)]
#[case::no_row(
    "faults = \"status\"\nbreaks = [\"no-token\"]\nspares = [\"{row}\"]\n",
    "8: the name of `status/slow` does not end with a row (name the cases instead of `{row}`)"
)]
fn a_mistake_of_an_entry_is_told_with_its_line_and_a_suggestion(
    #[case] entry: &str,
    #[case] expected: &str,
) {
    assert_eq!(
        flaws(&format!("{CATCH_ALL_ENTRY}[[accusation]]\n{entry}")),
        [expected]
    );
}

#[test]
fn an_entry_that_later_ones_override_for_every_fault_is_a_mistake() {
    let status = "[[accusation]]\nfaults = \"status\"\nbreaks = [\"no-token\"]\n\n";
    assert_eq!(
        flaws(&format!("{status}{CATCH_ALL_ENTRY}")),
        ["2: later entries override `status` for every fault (remove it)"]
    );
}

#[test]
fn faults_that_nobody_accuses_are_told_family_by_family() {
    let text = "[[accusation]]\nfaults = \"status/12\"\nbreaks = [\"no-token\"]\n";
    assert_eq!(
        flaws(text),
        [
            "0: no entry says what `code/12` breaks (add an `[[accusation]]` with `faults = \"code\"`)",
            "0: no entry says what 2 faults break, such as `status/13` (add an `[[accusation]]` with `faults = \"status\"`)",
        ]
    );
}

#[test]
fn what_is_wrong_with_reasons_to_stay_is_told_as_well() {
    let text = format!(
        "{CATCH_ALL_ENTRY}[[redundant]]\ncases = [\"boks\"]\nreason = \" \"\n[[redundant]]\ncases = [\"13\"]\n[[redundnt]]\n"
    );
    assert_eq!(
        flaws(&text),
        [
            "6: no case, suite or row matches `boks` (did you mean `books`?)",
            "7: the reason is empty (say why the cases stay although others detect all that they detect)",
            "8: the key `reason` is missing (add a line `reason = …`)",
            "10: unknown key `redundnt` (did you mean `redundant`?)",
        ]
    );
}

#[test]
fn all_mistakes_are_told_at_once_but_an_unread_entry_hides_who_is_not_accused() {
    let text = "[[accusation]]\nfaults = \"status\"\nbreaks = [\"a\", \"no-token\", \"b\"]\n[[accusation]]\nfaults = 7\n";
    let flaws = flaws(text);
    assert_eq!(flaws.len(), 3, "{flaws:#?}");
}
