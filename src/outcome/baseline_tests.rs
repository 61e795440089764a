use super::{
    BaselineExpiry, BaselineInfo, KnownCasePattern, KnownFailureEntry, KnownViolation, StaleReason,
    UndecidedCasePattern,
};
use crate::outcome::testing::{case, fingerprint, wrong_row, wrong_row_with_code};
use crate::outcome::{CaseOutcome, InconclusiveReason, RequirementId, Verdict};

fn info(expiry: BaselineExpiry, cases: &[(&str, usize)]) -> BaselineInfo {
    let cases = cases
        .iter()
        .zip(11..)
        .map(|((pattern, fits), line)| KnownCasePattern {
            pattern: (*pattern).to_owned(),
            line,
            fits: *fits,
            near: (*fits == 0).then(|| "things/a".to_owned()),
        });
    BaselineInfo {
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

fn shown(name: &str) -> CaseOutcome {
    let mut outcome = case(
        name,
        Verdict::KnownFailure {
            reason: "later".to_owned(),
        },
        None,
    );
    outcome.known.push(KnownViolation {
        violation: wrong_row_with_code(8),
        line: 7,
    });
    outcome
}

fn untried(name: &str) -> CaseOutcome {
    let because = InconclusiveReason::Trigger("server-error".to_owned());
    case(name, Verdict::Inconclusive { because }, None)
}

fn changed(name: &str) -> CaseOutcome {
    let mut outcome = case(name, Verdict::Fail, None);
    outcome.violations.push(wrong_row());
    outcome
}

#[test]
fn the_line_to_change_is_that_of_the_case_or_of_the_expired_entry() {
    let info = info(
        BaselineExpiry::Past("2026-01-01".to_owned()),
        &[("things/a", 1), ("things/b", 1), ("thing/c", 0)],
    );
    let outcomes = [case("a", Verdict::Pass, None), changed("b")];
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
    let info = info(
        BaselineExpiry::On("2026-12-31".to_owned()),
        &[("things/a", 1)],
    );
    assert_eq!(info.stale_entries_after(&[shown("a")], None), []);
}

#[test]
fn shards_that_saw_a_part_each_tell_of_a_pattern_only_together() {
    let info = info(BaselineExpiry::Never, &[("things", 2)]);
    let (a, b) = (
        case("a", Verdict::Pass, None),
        case("b", Verdict::Pass, None),
    );
    assert_eq!(info.stale_entries_after(std::slice::from_ref(&a), None), []);
    assert_eq!(info.stale_entries_after(std::slice::from_ref(&b), None), []);
    assert_eq!(info.stale_entries_after(&[a, b], None).len(), 1);
}

#[test]
fn a_pattern_of_which_some_cases_could_not_be_judged_is_not_checked() {
    let info = info(BaselineExpiry::Never, &[("things", 2)]);
    let passed = [case("a", Verdict::Pass, None), untried("b")];
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
    let info = info(BaselineExpiry::Never, &[("things", 2)]);
    assert_eq!(
        info.list_undecided_case_patterns(&[shown("a"), untried("b")]),
        []
    );
    assert_eq!(
        info.list_undecided_case_patterns(&[case("a", Verdict::Pass, None)]),
        []
    );
    assert_eq!(
        info.list_undecided_case_patterns(&[untried("a"), untried("b")]),
        []
    );
}

#[test]
fn an_entry_still_shows_where_another_one_has_the_breach_too() {
    let mut info = info(BaselineExpiry::Never, &[("things/a", 1)]);
    let mut other = info.entries[0].clone();
    other.line = 20;
    "status 404, code *".clone_into(&mut other.breach.got);
    info.entries.push(other);
    assert_eq!(info.stale_entries_after(&[shown("a")], None), []);
}

#[test]
fn baselines_that_were_read_on_two_days_say_the_same() {
    let day = || "2026-12-31".to_owned();
    let before = info(BaselineExpiry::On(day()), &[("things", 2)]);
    let mut after = info(BaselineExpiry::Past(day()), &[("things", 2)]);
    "/ci/x.toml".clone_into(&mut after.file);
    assert!(before.has_same_entries_as(&after));
    assert_eq!(before.clone().choose_later(after.clone()), after);
    assert_eq!(after.clone().choose_later(before.clone()), after);
    "another".clone_into(&mut after.entries[0].reason);
    assert!(!before.has_same_entries_as(&after));
}
