//! The mutation score: what counts, and which cases are needed.

use badreq::outcome::{MutantOutcome, MutantState, MutationScore, RequirementId};

fn mutant(name: &str, requirement: RequirementId, state: MutantState) -> MutantOutcome {
    MutantOutcome {
        mutant: name.to_owned(),
        about: "serves the request".to_owned(),
        operation: Some("book-get".to_owned()),
        row: None,
        requirement,
        state,
    }
}

fn names(cases: &[&str]) -> Vec<String> {
    cases.iter().map(|case| (*case).to_owned()).collect()
}

fn detected(by: &[&str]) -> MutantState {
    MutantState::Detected { by: names(by) }
}

/// Seven mutants: four are detected, two are not, one is allowed.
fn score() -> MutationScore {
    let undetected = MutantState::Undetected {
        cases: names(&["c"]),
    };
    let allowed = MutantState::Allowed { by: names(&["d"]) };
    let unreached = MutantState::Unreached {
        missing: "a case".to_owned(),
    };
    MutationScore {
        run: "1a2b3c4d".to_owned(),
        target: "http://localhost:1/v2".to_owned(),
        cases: names(&["a", "b", "c", "d"]),
        cut_cases: Vec::new(),
        unjudged_cases: 0,
        mutants: vec![
            mutant("1", RequirementId::RowExpected, detected(&["a"])),
            mutant("2", RequirementId::RowExpected, detected(&["a", "b"])),
            mutant("3", RequirementId::RowExpected, detected(&["a"])),
            mutant("4", RequirementId::NoServerError, detected(&["c"])),
            mutant("5", RequirementId::NoServerError, undetected),
            mutant("6", RequirementId::NoServerError, unreached),
            mutant("7", RequirementId::NoServerError, allowed),
        ],
    }
}

#[test]
fn what_the_cases_allow_does_not_count() {
    let score = score();
    let count = score.count_mutants();
    assert_eq!((count.detected, count.all), (4, 6));
    let undetected: Vec<&str> = score
        .undetected_mutants()
        .map(|own| own.mutant.as_str())
        .collect();
    assert_eq!(undetected, ["5", "6"]);
}

#[test]
fn a_share_is_rounded_down_so_that_only_all_is_100_percent() {
    let mut score = score();
    // 4 of 6 are 66.67 %.
    assert!((score.count_mutants().percentage() - 66.6).abs() < f64::EPSILON);
    let more = (0..2000).map(|number| {
        let name = format!("more-{number}");
        mutant(&name, RequirementId::RowExpected, detected(&["a"]))
    });
    score.mutants.extend(more);
    assert!(score.count_mutants().percentage() < 100.0);
    score.mutants.retain(|own| own.mutant.starts_with("more"));
    assert!((score.count_mutants().percentage() - 100.0).abs() < f64::EPSILON);
    score.mutants.clear();
    assert!((score.count_mutants().percentage() - 100.0).abs() < f64::EPSILON);
}

#[test]
fn mutants_are_counted_by_the_requirement_that_they_break() {
    let score = score();
    let counts = score.count_by_requirement();
    let of = |requirement| counts.get(&requirement).map(|own| (own.detected, own.all));
    assert_eq!(of(RequirementId::RowExpected), Some((3, 3)));
    assert_eq!(of(RequirementId::NoServerError), Some((1, 3)));
    assert_eq!(of(RequirementId::MessageText), None);
}

#[test]
fn a_case_is_needed_if_it_alone_detects_some_mutant() {
    let score = score();
    let witnesses: Vec<(&str, &str)> = score
        .sole_detecting_cases()
        .into_iter()
        .map(|(case, mutant)| (case, mutant.mutant.as_str()))
        .collect();
    assert_eq!(witnesses, [("a", "1"), ("c", "4")]);
    assert_eq!(score.redundant_cases(), ["b", "d"]);
}
