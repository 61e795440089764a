use super::{
    AppliedBaseline, BaselineExpiry, KnownCasePattern, KnownFailureEntry, KnownViolation,
    StaleReason, UndecidedCasePattern,
};
use crate::outcome::testing::{
    case_outcome, fingerprint, wrong_row_violation, wrong_row_violation_with_code,
};
use crate::outcome::{CaseOutcome, InconclusiveReason, RequirementId, Verdict};

fn build_baseline(expiry: BaselineExpiry, cases: &[(&str, usize)]) -> AppliedBaseline {
    let cases = cases
        .iter()
        .zip(11..)
        .map(|((pattern, fits), line)| KnownCasePattern {
            pattern: (*pattern).to_owned(),
            line,
            fits: *fits,
            near: (*fits == 0).then(|| "things/a".to_owned()),
        });
    AppliedBaseline {
        file: "baselines/x.toml".to_owned(),
        entries: vec![KnownFailureEntry {
            line: 7,
            requirement: RequirementId::RowExpected,
            breach: fingerprint(
                "status and code",
                "status 404, code 7",
                "status 404, code 8",
            ),
            also: Vec::new(),
            reason: "later".to_owned(),
            link: None,
            expiry,
            harm: None,
            cases: cases.collect(),
        }],
    }
}

fn case_with_known_violation(name: &str) -> CaseOutcome {
    let mut outcome = case_outcome(
        name,
        Verdict::KnownFailure {
            reason: "later".to_owned(),
        },
        None,
    );
    outcome.known.push(KnownViolation {
        violation: wrong_row_violation_with_code(8),
        line: 7,
    });
    outcome
}

fn inconclusive_case(name: &str) -> CaseOutcome {
    let because = InconclusiveReason::Trigger("server-error".to_owned());
    case_outcome(name, Verdict::Inconclusive { because }, None)
}

fn case_with_other_violation(name: &str) -> CaseOutcome {
    let mut outcome = case_outcome(name, Verdict::Fail, None);
    outcome.violations.push(wrong_row_violation());
    outcome
}

#[test]
fn the_line_to_change_is_that_of_the_case_or_of_the_expired_entry() {
    let info = build_baseline(
        BaselineExpiry::Past("2026-01-01".to_owned()),
        &[("things/a", 1), ("things/b", 1), ("thing/c", 0)],
    );
    let outcomes = [
        case_outcome("a", Verdict::Pass, None),
        case_with_other_violation("b"),
    ];
    let told: Vec<(usize, String, StaleReason)> = info
        .stale_entries_after(&outcomes, None)
        .into_iter()
        .map(|stale| (stale.line, stale.cases, stale.why))
        .collect();
    let day = "2026-01-01".to_owned();
    let near = Some("things/a".to_owned());
    assert_eq!(
        told,
        [
            (
                7,
                "things/a, things/b, thing/c".to_owned(),
                StaleReason::Expired { day }
            ),
            (11, "things/a".to_owned(), StaleReason::Mended),
            (
                12,
                "things/b".to_owned(),
                StaleReason::Otherwise {
                    case: "things/b".to_owned(),
                    breach: fingerprint(
                        "status and code",
                        "status 404, code 7",
                        "status 404, code 9",
                    ),
                }
            ),
            (13, "thing/c".to_owned(), StaleReason::Unmatched { near }),
        ]
    );
}

#[test]
fn what_still_shows_is_not_told() {
    let info = build_baseline(
        BaselineExpiry::On("2026-12-31".to_owned()),
        &[("things/a", 1)],
    );
    assert_eq!(
        info.stale_entries_after(&[case_with_known_violation("a")], None),
        []
    );
}

#[test]
fn shards_that_saw_a_part_each_tell_of_a_pattern_only_together() {
    let info = build_baseline(BaselineExpiry::Never, &[("things", 2)]);
    let (a, b) = (
        case_outcome("a", Verdict::Pass, None),
        case_outcome("b", Verdict::Pass, None),
    );
    assert_eq!(info.stale_entries_after(std::slice::from_ref(&a), None), []);
    assert_eq!(info.stale_entries_after(std::slice::from_ref(&b), None), []);
    assert_eq!(info.stale_entries_after(&[a, b], None).len(), 1);
}

#[test]
fn a_pattern_of_which_some_cases_could_not_be_judged_is_not_checked() {
    let info = build_baseline(BaselineExpiry::Never, &[("things", 2)]);
    let passed = [
        case_outcome("a", Verdict::Pass, None),
        inconclusive_case("b"),
    ];
    assert_eq!(info.stale_entries_after(&passed, None), []);
    assert_eq!(
        info.list_undecided_case_patterns(&passed),
        [UndecidedCasePattern {
            file: "baselines/x.toml".to_owned(),
            line: 11,
            requirement: RequirementId::RowExpected,
            pattern: "things".to_owned(),
            matched_cases: 2,
            unjudged_cases: 1,
        }]
    );
}

#[test]
fn a_pattern_is_checked_where_it_shows_or_where_not_all_was_to_be_tried() {
    let info = build_baseline(BaselineExpiry::Never, &[("things", 2)]);
    assert_eq!(
        info.list_undecided_case_patterns(&[
            case_with_known_violation("a"),
            inconclusive_case("b")
        ]),
        []
    );
    assert_eq!(
        info.list_undecided_case_patterns(&[case_outcome("a", Verdict::Pass, None)]),
        []
    );
    assert_eq!(
        info.list_undecided_case_patterns(&[inconclusive_case("a"), inconclusive_case("b")]),
        []
    );
}

#[test]
fn an_entry_still_shows_where_another_one_has_the_breach_too() {
    let mut info = build_baseline(BaselineExpiry::Never, &[("things/a", 1)]);
    let mut other = info.entries[0].clone();
    other.line = 20;
    "status 404, code *".clone_into(&mut other.breach.got);
    info.entries.push(other);
    assert_eq!(
        info.stale_entries_after(&[case_with_known_violation("a")], None),
        []
    );
}

#[test]
fn baselines_that_were_read_on_two_days_say_the_same() {
    let day = || "2026-12-31".to_owned();
    let before = build_baseline(BaselineExpiry::On(day()), &[("things", 2)]);
    let mut after = build_baseline(BaselineExpiry::Past(day()), &[("things", 2)]);
    "/ci/x.toml".clone_into(&mut after.file);
    assert!(before.has_same_entries_as(&after));
    assert_eq!(before.clone().choose_later_read(after.clone()), after);
    assert_eq!(after.clone().choose_later_read(before.clone()), after);
    "another".clone_into(&mut after.entries[0].reason);
    assert!(!before.has_same_entries_as(&after));
}
