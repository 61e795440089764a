//! Only the cases that come near a fault are tried: that loses nothing.

use std::collections::BTreeSet;

use badreq::cli::FaultTester;
use badreq::outcome::{FaultOutcome, RequirementId};
use badreq::suite::{Case, CaseSendMode};

use super::bench::{fault, proving};

/// Faults of different kinds: one that few cases come near, one that hundreds do, one that changes how other things are made.
const FAULTS: &[&str] = &["status/20006", "code/0/400", "code/40001"];

/// How many cases one tried case stands for: each case is run alone to see what it comes near.
const SHARE: usize = 8;

/// What every case reported of a fault.
fn notices(outcome: &FaultOutcome) -> BTreeSet<(String, Vec<RequirementId>)> {
    let notices = outcome.detections.iter();
    notices
        .map(|notice| {
            let requirements = notice.requirements.iter().copied().collect();
            (notice.case.clone(), requirements)
        })
        .collect()
}

/// A sample of the cases, with all of the first fault, and without those that take seconds for a burst.
fn cases(proving: &FaultTester) -> Vec<&Case> {
    let cases = proving.inputs.suites.cases();
    cases
        .filter(|case| matches!(case.send_mode, CaseSendMode::Single))
        .enumerate()
        .filter(|(number, case)| {
            number % SHARE == 0 || case.name.to_string().starts_with("messages/")
        })
        .map(|(_, case)| case)
        .collect()
}

#[test]
fn cases_that_do_not_come_near_a_fault_do_not_notice_it() {
    let proving = proving();
    let cases = cases(&proving);
    let mapped = proving.find_reach(&cases, &|_| {});
    let reach = mapped.expect("the reference server starts").reach;
    for name in FAULTS {
        let test = |cases: &[&Case]| {
            let outcome = proving.test_fault(fault(name), cases);
            outcome.expect("the reference server starts")
        };
        let near_cases = reach.cases_reaching(name, &cases);
        let (near, every) = (test(&near_cases), test(&cases));
        assert_eq!(notices(&near), notices(&every));
        assert!(near.reached_by < every.reached_by, "{}", near.fault);
        assert!(near.is_detected_as_expected(), "{near:#?}");
    }
}
