//! What the tests share: found out once, by the first that needs it.

use std::num::NonZeroUsize;
use std::sync::OnceLock;
use std::time::Instant;

use badreq::cli::args::{Cli, Command};
use badreq::cli::{CommandFailure, ConformingResult, ContractAndSuites, FaultTester, ReachResult};
use badreq::outcome::{FalseAlarm, FaultOutcome, MutationReport};
use badreq::report::write_fault_objections;
use badreq::suite::Case;
use badreq_reference::Fault;
use clap::Parser;
use libtest_mimic::Failed;

pub(crate) struct Door {
    proving: FaultTester,
    began: Instant,
    mapped: OnceLock<ReachResult>,
    conforming: OnceLock<ConformingResult>,
    outcomes: Vec<OnceLock<FaultOutcome>>,
    table: OnceLock<MutationReport>,
}

impl Door {
    pub(crate) fn open(jobs: usize) -> Result<Self, CommandFailure> {
        let Some(Command::List(args)) = Cli::parse_from(["badreq", "list"]).command else {
            unreachable!("`list` is a command");
        };
        let jobs = NonZeroUsize::new(jobs).unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            proving: FaultTester::load(ContractAndSuites::load(&args.inputs)?, None, jobs)?,
            began: Instant::now(),
            mapped: OnceLock::new(),
            conforming: OnceLock::new(),
            outcomes: Fault::all().iter().map(|_| OnceLock::new()).collect(),
            table: OnceLock::new(),
        })
    }

    fn cases(&self) -> Vec<&Case> {
        self.proving.inputs.suites.cases().collect()
    }

    /// Which cases come near which faults.
    fn mapped(&self) -> &ReachResult {
        self.mapped.get_or_init(|| {
            let mapped = self.proving.find_reach(&self.cases(), &|_| {});
            mapped.expect("the reference server starts")
        })
    }

    /// What all cases together say of the server without a fault.
    fn conforming(&self) -> &ConformingResult {
        self.conforming.get_or_init(|| {
            let conforming = self.proving.run_conforming_servers(&self.cases());
            conforming.expect("the reference server starts")
        })
    }

    /// What is said of the server without a fault, by each case alone and by all together.
    pub(crate) fn false_alarms(&self) -> impl Iterator<Item = &FalseAlarm> {
        let alone = self.mapped().false_alarms.iter();
        alone.chain(&self.conforming().false_alarms)
    }

    /// The rows of the contract, as they stand at the end of a fault's name.
    pub(crate) fn rows(&self) -> Vec<String> {
        let rows = self.proving.inputs.contract.table.rows().iter();
        rows.map(|row| row.id().to_string()).collect()
    }

    /// What came of the fault of this number.
    fn outcome(&self, index: usize) -> &FaultOutcome {
        self.outcomes[index].get_or_init(|| {
            let fault = Fault::all()[index];
            let near = self
                .mapped()
                .reach
                .cases_reaching(&fault.to_string(), &self.cases());
            let outcome = self.proving.test_fault(fault, &near);
            outcome.expect("every fault is accused")
        })
    }

    /// Whether the fault of this number is noticed as it should be.
    pub(crate) fn judge(&self, index: usize) -> Result<(), Failed> {
        let outcome = self.outcome(index);
        if outcome.is_detected_as_expected() {
            return Ok(());
        }
        let mut words = Vec::new();
        write_fault_objections(&mut words, outcome).expect("a vector takes everything");
        let words = String::from_utf8_lossy(&words);
        Err(anstream::adapter::strip_str(&words).to_string().into())
    }

    /// The whole table.
    pub(crate) fn table(&self) -> &MutationReport {
        self.table.get_or_init(|| {
            let all = 0..Fault::all().len();
            let outcomes = all.map(|index| self.outcome(index).clone()).collect();
            self.proving.assemble_report(
                &self.cases(),
                self.mapped().clone(),
                outcomes,
                self.conforming().clone(),
                self.began.elapsed(),
            )
        })
    }
}
