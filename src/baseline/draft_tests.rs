use super::super::testing::{code_violation, failed_case, harmful_case, toml_entry_for_text_code};
use super::super::{AcceptedHarm, BaselineDraft, HarmAcceptanceError};
use super::DraftFinding;
use crate::outcome::testing::{run_outcome, wrong_row_violation};
use crate::outcome::{Level, RecordedViolation};

fn harmful_finding(draft: &BaselineDraft<'_>) -> DraftFinding {
    let findings = draft.findings();
    let mut harmful = findings.into_iter().filter(|own| own.harm.is_some());
    harmful.next().expect("a finding does harm").clone()
}

#[test]
fn each_finding_that_fails_the_run_is_listed_once_with_its_cases() {
    let should = RecordedViolation {
        level: Level::Should,
        ..code_violation("9")
    };
    let run = run_outcome(vec![
        failed_case("a", vec![code_violation("7"), should]),
        failed_case("b", vec![code_violation("7")]),
        failed_case("c", vec![wrong_row_violation()]),
    ]);
    let draft = BaselineDraft::from_run(&run, None);
    let mut counts: Vec<usize> = draft.findings().iter().map(|own| own.cases).collect();
    counts.sort_unstable();
    assert_eq!(counts, [1, 2]);
    assert_eq!(draft.entry_count(), 2);
}

#[test]
fn harm_comes_first_and_is_refused_unless_it_is_accepted_by_its_id() {
    let run = run_outcome(vec![
        failed_case("a", vec![code_violation("7")]),
        failed_case("b", vec![code_violation("7")]),
        harmful_case("c"),
    ]);
    let mut draft = BaselineDraft::from_run(&run, None);
    let harmful = harmful_finding(&draft);
    assert_eq!(draft.findings()[0], &harmful);
    assert_eq!(
        draft.apply_harm_acceptances(&[]),
        Err(HarmAcceptanceError::NotAccepted(vec![harmful.clone()]))
    );
    let id = harmful.id.expect("it is a finding of the run");
    let accepted = AcceptedHarm {
        id,
        reason: "nobody else is on it".to_owned(),
    };
    assert_eq!(draft.apply_harm_acceptances(&[accepted]), Ok(()));
    let page = draft.render(super::super::CalendarDay::new(2026, 11, 27).expect("it is a day"));
    assert!(
        page.contains("reason = \"nobody else is on it\"\n"),
        "{page}"
    );
    assert!(page.contains(&format!("\nharm = \"{id}: ")), "{page}");
}

#[test]
fn an_id_of_no_harmful_finding_is_refused() {
    let run = run_outcome(vec![failed_case("a", vec![code_violation("7")])]);
    let mut draft = BaselineDraft::from_run(&run, None);
    let id = draft.findings()[0].id.expect("it is a finding of the run");
    let accepted = AcceptedHarm {
        id,
        reason: "so".to_owned(),
    };
    assert_eq!(
        draft.apply_harm_acceptances(&[accepted]),
        Err(HarmAcceptanceError::NotFound(id))
    );
}

#[test]
fn an_old_entry_that_accepts_other_harm_or_none_accepts_nothing() {
    let run = run_outcome(vec![harmful_case("a")]);
    let fingerprint = &run.cases[0].violations[0].fingerprint;
    let requirement = run.cases[0].violations[0].requirement;
    let mut old = super::super::testing::parse_baseline(&toml_entry_for_text_code("['things/a']"));
    old.info.entries[0].requirement = requirement;
    old.info.entries[0].breach = fingerprint.clone();
    let mut draft = BaselineDraft::from_run(&run, Some(old.info()));
    assert!(draft.apply_harm_acceptances(&[]).is_err());
    let id = harmful_finding(&draft).id.expect("it is a finding");
    old.info.entries[0].harm = Some(id.to_string().parse().expect("it is an id"));
    let mut draft = BaselineDraft::from_run(&run, Some(old.info()));
    assert_eq!(draft.apply_harm_acceptances(&[]), Ok(()));
}
