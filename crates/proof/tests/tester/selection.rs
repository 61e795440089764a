//! Only the cases that come near a fault are tried: that loses nothing.

use std::collections::BTreeSet;

use badreq::contract::RequirementId;
use badreq::suite::{Case, CaseSendMode};
use badreq_proof::{FaultOutcome, FaultTester};

use super::bench::{fault, tester};

/// Faults of different kinds: two that few cases reach, and one that hundreds do.
const FAULTS: &[&str] = &[
    "json/trailing-comma/served",
    "privacy/ignored/members",
    "token/any-served",
];

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
fn cases(tester: &FaultTester) -> Vec<&Case> {
    let cases = tester.inputs.suites.cases();
    cases
        .filter(|case| matches!(case.send_mode, CaseSendMode::Single))
        .enumerate()
        .filter(|(number, case)| {
            number % SHARE == 0 || case.name.to_string().starts_with("malformed_json/")
        })
        .map(|(_, case)| case)
        .collect()
}

#[test]
fn cases_that_do_not_reach_a_fault_do_not_detect_it() {
    let tester = tester();
    let cases = cases(&tester);
    let mapped = tester.find_reaching_cases(&cases, &|_| {});
    let reach = mapped.expect("the reference server starts").reach;
    for name in FAULTS {
        let test = |cases: &[&Case]| {
            let outcome = tester.test_fault(fault(name), cases);
            outcome.expect("the reference server starts")
        };
        let near_cases = reach.cases_reaching(name, &cases);
        let (near, every) = (test(&near_cases), test(&cases));
        assert_eq!(notices(&near), notices(&every));
        assert!(near.reached_by < every.reached_by, "{}", near.fault);
        assert!(near.is_detected_as_expected(), "{near:#?}");
    }
}
