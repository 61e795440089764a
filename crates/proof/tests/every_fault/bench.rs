//! The results that the tests share: each is found once, by the first test that needs it.

use std::num::NonZeroUsize;
use std::sync::OnceLock;
use std::time::Instant;

use badreq::cli::{CommandFailure, ContractAndSuites};
use badreq::suite::Case;
use badreq_proof::{
    ConformingServerResult, FalseAlarm, Fault, FaultOutcome, FaultReport, FaultTester,
    ReachingCasesResult, write_fault_objections,
};
use libtest_mimic::Failed;

/// A tester with the results that it has found so far.
pub(crate) struct FaultBench {
    tester: FaultTester,
    began: Instant,
    reach: OnceLock<ReachingCasesResult>,
    conforming: OnceLock<ConformingServerResult>,
    outcomes: Vec<OnceLock<FaultOutcome>>,
    report: OnceLock<FaultReport>,
}

impl FaultBench {
    pub(crate) fn open(jobs: usize) -> Result<Self, CommandFailure> {
        let jobs = NonZeroUsize::new(jobs).unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            tester: FaultTester::with_builtin_expectations(
                ContractAndSuites::load_embedded()?,
                jobs,
            )?,
            began: Instant::now(),
            reach: OnceLock::new(),
            conforming: OnceLock::new(),
            outcomes: Fault::all().iter().map(|_| OnceLock::new()).collect(),
            report: OnceLock::new(),
        })
    }

    fn cases(&self) -> Vec<&Case> {
        self.tester.inputs.suites.cases().collect()
    }

    /// Returns the cases that reach each fault.
    fn reach(&self) -> &ReachingCasesResult {
        self.reach.get_or_init(|| {
            let reach = self.tester.find_reaching_cases(&self.cases(), &|_| {});
            reach.expect("the reference server starts")
        })
    }

    /// Returns the result of all cases together against a server without a fault.
    fn conforming(&self) -> &ConformingServerResult {
        self.conforming.get_or_init(|| {
            let conforming = self.tester.run_against_conforming_server(&self.cases());
            conforming.expect("the reference server starts")
        })
    }

    /// Lists the violations that were reported of a server without a fault, by each case alone and by all together.
    pub(crate) fn false_alarms(&self) -> impl Iterator<Item = &FalseAlarm> {
        let alone = self.reach().false_alarms.iter();
        alone.chain(&self.conforming().false_alarms)
    }

    /// Returns the outcome of the fault of this number.
    fn outcome(&self, index: usize) -> &FaultOutcome {
        self.outcomes[index].get_or_init(|| {
            let fault = Fault::all()[index];
            let reach = &self.reach().reach;
            let cases = reach.cases_reaching(&fault.to_string(), &self.cases());
            let outcome = self.tester.test_fault(fault, &cases);
            outcome.expect("every fault has an expectation")
        })
    }

    /// Fails unless the fault of this number is detected as expected.
    pub(crate) fn judge_fault(&self, index: usize) -> Result<(), Failed> {
        let outcome = self.outcome(index);
        if outcome.is_detected_as_expected() {
            return Ok(());
        }
        let mut words = Vec::new();
        write_fault_objections(&mut words, outcome).expect("a vector takes everything");
        let words = String::from_utf8_lossy(&words);
        Err(anstream::adapter::strip_str(&words).to_string().into())
    }

    /// Returns the report of all faults and cases.
    pub(crate) fn report(&self) -> &FaultReport {
        self.report.get_or_init(|| {
            let all = 0..Fault::all().len();
            let outcomes = all.map(|index| self.outcome(index).clone()).collect();
            FaultTester::assemble_report(
                &self.cases(),
                self.reach().clone(),
                outcomes,
                self.conforming().clone(),
                self.began.elapsed(),
            )
        })
    }
}
