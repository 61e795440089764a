//! The server keeps its contract, its faults are detected, and a run leaves nothing on it.

use std::collections::BTreeSet;
use std::error::Error;

use badreq::Conformance;
use badreq::contract::RequirementId;
use badreq::outcome::{RowVerdict, RunOutcome};
use matrix::{Matrix, MatrixFault, SERVER_NAME, TOKENS};
use rstest::rstest;

/// The rows that no case can bring about: the first needs a guest, the second another server.
const ROWS_WITHOUT_CASES: [&str; 2] = ["M_GUEST_ACCESS_FORBIDDEN", "M_INCOMPATIBLE_ROOM_VERSION"];

fn check(server: &Matrix) -> Conformance {
    let [owner, stranger] = TOKENS;
    Conformance::new(env!("CARGO_MANIFEST_DIR"))
        .target(server.url())
        .without_limits()
        .journal_dir(env!("CARGO_TARGET_TMPDIR"))
        .actor("owner", owner)
        .actor("stranger", stranger)
        .value("server", SERVER_NAME)
        .value("taken_username", "alice")
        .value("reserved_username", "_bridge_carol")
        .trigger("rate-limit", "X-Test-Rate-Limit: on")
}

/// Lists the cases that failed.
fn list_failed_cases(outcome: &RunOutcome) -> BTreeSet<String> {
    let failed = outcome.cases.iter().filter(|own| !own.verdict.is_green());
    failed.map(|own| own.case.name.clone()).collect()
}

#[tokio::test]
async fn the_server_keeps_its_contract_and_keeps_nothing_of_the_run() -> Result<(), Box<dyn Error>>
{
    let server = Matrix::open(0, None).await?;
    let report = check(&server).run().await?;
    report.assert_conforms();
    assert_eq!(server.list_leftovers(), Vec::<String>::new());
    for row in &report.outcome().rows {
        let name = row.row.id().to_string();
        let expected = if ROWS_WITHOUT_CASES.contains(&name.as_str()) {
            RowVerdict::NotRun
        } else {
            RowVerdict::Proven
        };
        assert_eq!(row.state, expected, "{name}");
    }
    Ok(())
}

#[rstest]
#[case::code(MatrixFault::WrongCode, RequirementId::RowExpected, &["aliases/unknown-get"])]
#[case::wait(MatrixFault::WrongWait, RequirementId::RetryAfterWithinWindow, &["endpoints/too-many-requests"])]
#[case::change(MatrixFault::ChangesAnyway, RequirementId::RefusalChangesNothing, &["rooms/canonical-alias-of-another-room", "rooms/malformed-canonical-alias", "rooms/topic-of-anothers-room"])]
#[tokio::test]
async fn a_fault_fails_the_cases_that_show_it(
    #[case] fault: MatrixFault,
    #[case] requirement: RequirementId,
    #[case] cases: &[&str],
) -> Result<(), Box<dyn Error>> {
    let server = Matrix::open(0, Some(fault)).await?;
    let report = check(&server).run().await?;
    let outcome = report.outcome();
    let expected = cases.iter().map(|own| (*own).to_owned()).collect();
    assert_eq!(list_failed_cases(outcome), expected, "{report}");
    for case in outcome.cases.iter().filter(|own| !own.verdict.is_green()) {
        let is_it = case
            .violations
            .iter()
            .any(|own| own.requirement == requirement);
        assert!(is_it, "{}: {:?}", case.case.name, case.violations);
    }
    assert_eq!(server.list_leftovers(), Vec::<String>::new());
    Ok(())
}
