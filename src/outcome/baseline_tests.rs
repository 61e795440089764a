use rstest::rstest;
use serde_json::json;

use super::{BaselineInfo, Expiry, KnownBreach, KnownCases, KnownEntry, Staleness};
use crate::outcome::testing::{case, wrong_row};
use crate::outcome::{CaseOutcome, RequirementId, Verdict};

fn info(expiry: Expiry, cases: &[(&str, usize)]) -> BaselineInfo {
    let cases = cases
        .iter()
        .zip(11..)
        .map(|((pattern, fits), line)| KnownCases {
            pattern: (*pattern).to_owned(),
            line,
            fits: *fits,
            near: (*fits == 0).then(|| "things/a".to_owned()),
        });
    BaselineInfo {
        file: "baselines/x.toml".to_owned(),
        entries: vec![KnownEntry {
            line: 7,
            requirement: RequirementId::RowExpected,
            breach: "row: expected \"7\", got \"8\"".to_owned(),
            reason: "later".to_owned(),
            link: None,
            expiry,
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
    outcome.known.push(KnownBreach {
        violation: wrong_row(),
        line: 7,
    });
    outcome
}

fn changed(name: &str) -> CaseOutcome {
    let mut outcome = case(name, Verdict::Fail, None);
    outcome.violations.push(wrong_row());
    outcome
}

#[rstest]
#[case::a_case("things/a", "things/a@owner", true)]
#[case::a_suite("things", "things/a@owner", true)]
#[case::in_full("things/a@owner", "things/a@owner", true)]
#[case::a_star("*@owner", "things/a@owner", true)]
#[case::half_a_word("thing", "things/a@owner", false)]
#[case::another_actor("things/a@stranger", "things/a@owner", false)]
fn a_pattern_names_cases_by_whole_parts_of_their_names(
    #[case] pattern: &str,
    #[case] name: &str,
    #[case] fits: bool,
) {
    assert_eq!(KnownCases::pattern_fits(pattern, name), fits);
}

#[test]
fn the_line_to_change_is_that_of_the_case_or_of_the_expired_entry() {
    let info = info(
        Expiry::Past("2026-01-01".to_owned()),
        &[("things/a", 1), ("things/b", 1), ("thing/c", 0)],
    );
    let outcomes = [case("a", Verdict::Pass, None), changed("b")];
    let told: Vec<(usize, String, Staleness)> = info
        .stale_after(&outcomes)
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
                Staleness::Expired { day }
            ),
            (11, "things/a".to_owned(), Staleness::Mended),
            (
                12,
                "things/b".to_owned(),
                Staleness::Otherwise {
                    case: "things/b".to_owned(),
                    breach: format!("row: expected {}, got {}", json!("7"), json!("9")),
                }
            ),
            (13, "thing/c".to_owned(), Staleness::Unmatched { near }),
        ]
    );
}

#[test]
fn what_still_shows_is_not_told() {
    let info = info(Expiry::On("2026-12-31".to_owned()), &[("things/a", 1)]);
    assert_eq!(info.stale_after(&[shown("a")]), []);
}

#[test]
fn shards_that_saw_a_part_each_tell_of_a_pattern_only_together() {
    let info = info(Expiry::Never, &[("things", 2)]);
    let (a, b) = (
        case("a", Verdict::Pass, None),
        case("b", Verdict::Pass, None),
    );
    assert_eq!(info.stale_after(std::slice::from_ref(&a)), []);
    assert_eq!(info.stale_after(std::slice::from_ref(&b)), []);
    assert_eq!(info.stale_after(&[a, b]).len(), 1);
}
