//! Only the cases that come near a fault are tried: that loses nothing.

use std::collections::BTreeSet;

use badreq::cli::{FaultCaseScope, FaultTester};
use badreq::outcome::{MutationReport, RequirementId};
use badreq::reference::Fault;
use badreq::suite::{Case, RequestRepetition};

use super::bench::{fault, proving};

/// Faults of different kinds: one that few cases come near, one that hundreds do, one that changes how other things are made.
const FAULTS: &[&str] = &["status/20006", "code/0/400", "code/40001"];

/// What every case of a table reported of each fault.
fn notices(table: &MutationReport) -> Vec<BTreeSet<(String, Vec<RequirementId>)>> {
    let of_fault = |fault: &badreq::outcome::FaultOutcome| {
        let notices = fault.detections.iter();
        notices
            .map(|notice| {
                let requirements = notice.requirements.iter().copied().collect();
                (notice.case.clone(), requirements)
            })
            .collect()
    };
    table.faults.iter().map(of_fault).collect()
}

/// All cases but those that take seconds for a burst.
fn cases(proving: &FaultTester) -> Vec<&Case> {
    let cases = proving.inputs.suites.cases();
    cases
        .filter(|case| matches!(case.send_mode, RequestRepetition::Single))
        .collect()
}

#[test]
fn cases_that_do_not_come_near_a_fault_do_not_notice_it() {
    let proving = proving();
    let cases = cases(&proving);
    let faults: Vec<Fault> = FAULTS.iter().map(|name| fault(name)).collect();
    let table = |which| {
        let table = proving.build_report(&faults, &cases, which, &|_| {});
        table.expect("the reference server starts")
    };
    let (near, every) = (
        table(FaultCaseScope::Reaching),
        table(FaultCaseScope::Every),
    );
    assert_eq!(notices(&near), notices(&every));
    for (near, every) in near.faults.iter().zip(&every.faults) {
        assert!(near.reached_by < every.reached_by, "{}", near.fault);
        assert!(near.is_detected_as_expected(), "{near:#?}");
    }
}
