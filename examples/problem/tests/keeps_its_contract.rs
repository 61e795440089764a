//! The server conforms to its contract folder, and each of its faults is noticed where it shows.

use std::collections::{BTreeMap, BTreeSet};

use badreq::contract::{Level, RequirementId};
use badreq::outcome::{CaseOutcome, FailOn, RowVerdict};
use badreq::{Conformance, ConformanceError, ConformanceReport};
use problem::{Fault, Notes, TOKENS};
use rstest::rstest;

/// The row that no request can bring about.
const ROW_WITHOUT_CASE: &str = "maintenance";

async fn check(notes: &Notes) -> Result<ConformanceReport, ConformanceError> {
    let [owner, stranger] = TOKENS;
    Conformance::new("contract/")
        .serve(notes.router())
        .actor("owner", owner)
        .actor("stranger", stranger)
        .fail_on(&[FailOn::Should, FailOn::Replacement])
        .run()
        .await
}

#[tokio::test]
async fn the_server_conforms_and_every_row_with_a_case_is_proven() -> Result<(), ConformanceError> {
    let notes = Notes::default();
    let report = check(&notes).await?;
    report.assert_conforms();
    let rows = &report.outcome().rows;
    assert_eq!(rows.len(), 10);
    for row in rows {
        let has_case = row.row.id().to_string() != ROW_WITHOUT_CASE;
        let expected = if has_case {
            RowVerdict::Proven
        } else {
            RowVerdict::NotRun
        };
        assert_eq!(row.state, expected, "{}", row.row.id());
    }
    assert_eq!(notes.count(), 0);
    Ok(())
}

#[rstest]
#[case::wrong_code(
    Fault::WrongCode,
    RequirementId::PairDocumented,
    &["notes/change-of-a-locked-note"]
)]
#[case::wrong_content_type(
    Fault::WrongContentType,
    RequirementId::ContentTypeJson,
    &["notes/create-with-truncated-json", "notes/change-to-a-list"]
)]
#[case::changes_anyway(
    Fault::ChangesAnyway,
    RequirementId::RefusalChangesNothing,
    &["notes/put-of-another-accounts-note"]
)]
#[tokio::test]
async fn a_fault_is_noticed_at_the_cases_that_show_it_and_nowhere_else(
    #[case] fault: Fault,
    #[case] requirement: RequirementId,
    #[case] cases: &[&str],
) -> Result<(), ConformanceError> {
    let notes = Notes::with_fault(fault);
    let report = check(&notes).await?;
    assert!(!report.conforms());
    let failed = report
        .outcome()
        .cases
        .iter()
        .filter(|own| !own.verdict.is_green());
    let failed: BTreeMap<&str, BTreeSet<RequirementId>> = failed
        .map(|own| (own.case.name.as_str(), list_broken_musts(own)))
        .collect();
    assert_eq!(
        failed.keys().copied().collect::<BTreeSet<_>>(),
        cases.iter().copied().collect()
    );
    for (case, broken) in &failed {
        assert!(broken.contains(&requirement), "{case}: {broken:?}");
    }
    assert_eq!((report.outcome().leftovers.len(), notes.count()), (0, 0));
    Ok(())
}

fn list_broken_musts(case: &CaseOutcome) -> BTreeSet<RequirementId> {
    case.violations_at_level(Level::Must)
        .map(|own| own.requirement)
        .collect()
}
