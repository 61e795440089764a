//! The tester of faults: finds the cases that reach each fault, and runs them against a server with it.

use std::cmp::Reverse;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use badreq::cli::{
    CommandFailure, ContractAndSuites, ExitStatus, ResponseTimeJudging, contract_or_suite_failure,
    join_thread, map_in_parallel,
};
use badreq::contract::{RequirementId, SourceFile};
use badreq::suite::{Case, CaseSendMode};

use super::server_run::{run_against_faulty_server, run_case_recording_faults};
use crate::Fault;
use crate::judge::{
    FaultExpectations, FaultRunResult, ReachingCasesByFault, find_false_alarms, judge_fault,
};
use crate::report::{FalseAlarm, FaultOutcome, FaultReport};

/// The built-in file with the requirements that each fault breaks.
const EXPECTATIONS_PAGE: &str = include_str!("../../expectations.toml");

/// The name, in reports, of the servers on which each case is run alone.
const ALONE_SERVER_NAME: &str = "the reference server, each case alone";

/// A tester that runs cases against reference servers with faults and builds the fault report.
#[derive(Debug)]
pub struct FaultTester {
    /// The contract and the cases.
    pub inputs: ContractAndSuites,
    /// The requirements that each fault breaks.
    pub expectations: FaultExpectations,
    /// The number of servers tested at the same time.
    pub jobs: NonZeroUsize,
}

/// The result of running each case alone against a server without a fault.
#[derive(Clone, Debug, Default)]
pub struct ReachingCasesResult {
    /// The cases that reach each fault.
    pub reach: ReachingCasesByFault,
    /// The violations that were reported of the server although it conforms.
    pub false_alarms: Vec<FalseAlarm>,
}

/// The result of running all cases against servers without a fault.
#[derive(Clone, Debug, Default)]
pub struct ConformingServerResult {
    /// The names of the servers.
    pub servers: Vec<String>,
    /// The violations that were reported of them although they conform.
    pub false_alarms: Vec<FalseAlarm>,
}

/// A progress event of a [`FaultTester`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultTestEvent {
    /// This number of cases is about to be run alone.
    FindingReach(usize),
    /// This number of faults is about to be tested.
    TestingFaults(usize),
    /// One case or fault is done.
    Done,
}

impl FaultTester {
    /// Creates a tester with the built-in fault expectations.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`], which lists every mistake of the file.
    pub fn with_builtin_expectations(
        inputs: ContractAndSuites,
        jobs: NonZeroUsize,
    ) -> Result<Self, CommandFailure> {
        let page = SourceFile::new("crates/proof/expectations.toml", EXPECTATIONS_PAGE);
        Self::with_expectations(inputs, &page, jobs)
    }

    /// Creates a tester with the fault expectations of this file.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`], which lists every mistake of the file.
    pub fn with_expectations(
        inputs: ContractAndSuites,
        page: &SourceFile,
        jobs: NonZeroUsize,
    ) -> Result<Self, CommandFailure> {
        let cases: Vec<&Case> = inputs.suites.cases().collect();
        let faults: Vec<String> = Fault::all().iter().map(Fault::to_string).collect();
        let expectations = FaultExpectations::parse(page, &faults, &cases)
            .map_err(|flaws| contract_or_suite_failure(&flaws))?;
        Ok(Self {
            inputs,
            expectations,
            jobs,
        })
    }

    /// Runs each case alone against a server without a fault, and records which faults it reaches.
    ///
    /// A session shares controls and fixtures between its cases, so each case gets its own session and server.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if a server does not start.
    pub fn find_reaching_cases(
        &self,
        cases: &[&Case],
        tell: &(dyn Fn(FaultTestEvent) + Sync),
    ) -> Result<ReachingCasesResult, CommandFailure> {
        tell(FaultTestEvent::FindingReach(cases.len()));
        let mut in_order = cases.to_vec();
        in_order.sort_by_key(|case| !is_wait_bound(case));
        let held = map_in_parallel(self.jobs, &in_order, |case| {
            let (outcome, reached) = run_case_recording_faults(&self.inputs, case)?;
            let alarms = find_false_alarms(ALONE_SERVER_NAME, &outcome.cases, &outcome.responses);
            tell(FaultTestEvent::Done);
            Ok((reached, alarms))
        });
        let mut mapped = ReachingCasesResult::default();
        for (case, held) in in_order.iter().zip(held) {
            let (reached, alarms) = held?;
            mapped
                .reach
                .record_reached_faults(case, reached.iter().map(Fault::to_string));
            mapped.false_alarms.extend(alarms);
        }
        Ok(mapped)
    }

    /// Runs these cases against a server with this fault, and judges which of them detect it.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if no entry says what the fault breaks.
    pub fn test_fault(
        &self,
        fault: Fault,
        cases: &[&Case],
    ) -> Result<FaultOutcome, CommandFailure> {
        let name = fault.to_string();
        let expectation = self.expectations.for_fault(&name).ok_or_else(|| {
            CommandFailure::new(
                ExitStatus::InvalidAuthoredFile,
                format!("no entry says what `{name}` breaks"),
            )
        })?;
        let outcome = if cases.is_empty() {
            judge_fault(
                &name,
                expectation,
                cases,
                FaultRunResult::Completed {
                    cases: &[],
                    responses: &[],
                },
            )
        } else {
            let is_slow = expectation.breaks.contains(&RequirementId::AnswerInTime);
            let timing = if is_slow {
                ResponseTimeJudging::Judged
            } else {
                ResponseTimeJudging::Ignored
            };
            match run_against_faulty_server(&self.inputs, &[fault], cases, timing) {
                Ok(held) => {
                    let held = FaultRunResult::Completed {
                        cases: &held.cases,
                        responses: &held.responses,
                    };
                    judge_fault(&name, expectation, cases, held)
                }
                Err(failure) => {
                    let reason = &failure.message;
                    judge_fault(&name, expectation, cases, FaultRunResult::NotRun { reason })
                }
            }
        };
        Ok(outcome)
    }

    /// Runs all cases against a server without a fault.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if a server does not start.
    pub fn run_against_conforming_server(
        &self,
        cases: &[&Case],
    ) -> Result<ConformingServerResult, CommandFailure> {
        let timing = ResponseTimeJudging::Ignored;
        let outcome = run_against_faulty_server(&self.inputs, &[], cases, timing)?;
        let server = "the reference server";
        Ok(ConformingServerResult {
            false_alarms: find_false_alarms(server, &outcome.cases, &outcome.responses),
            servers: vec![server.to_owned()],
        })
    }

    /// Builds the fault report of these faults and cases.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if a server does not start.
    pub fn test_faults(
        &self,
        faults: &[Fault],
        cases: &[&Case],
        which: FaultCaseScope,
        tell: &(dyn Fn(FaultTestEvent) + Sync),
    ) -> Result<FaultReport, CommandFailure> {
        let began = Instant::now();
        let mapped = self.find_reaching_cases(cases, tell)?;
        tell(FaultTestEvent::TestingFaults(faults.len()));
        let mut work: Vec<(usize, Fault, Vec<&Case>)> = faults
            .iter()
            .enumerate()
            .map(|(index, fault)| {
                let near = match which {
                    FaultCaseScope::Reaching => {
                        mapped.reach.cases_reaching(&fault.to_string(), cases)
                    }
                    FaultCaseScope::Every => cases.to_vec(),
                };
                (index, *fault, near)
            })
            .collect();
        work.sort_by_key(|(_, _, near)| Reverse(near.len()));
        // Bursts wait for seconds without using a processor, so they run beside the rest, which keeps the processors busy.
        let (sleeping, busy): (Vec<_>, Vec<_>) = work
            .into_iter()
            .partition(|(_, _, near)| near.iter().any(|case| is_wait_bound(case)));
        let few = NonZeroUsize::new(self.jobs.get() / 4).unwrap_or(NonZeroUsize::MIN);
        let try_all = |jobs, work: &[(usize, Fault, Vec<&Case>)]| {
            map_in_parallel(jobs, work, |(index, fault, near)| {
                let outcome = self.test_fault(*fault, near)?;
                tell(FaultTestEvent::Done);
                Ok((*index, outcome))
            })
        };
        let (sleeping, busy, conforming) = std::thread::scope(|scope| {
            let sleeping = scope.spawn(|| try_all(self.jobs, &sleeping));
            let conforming = scope.spawn(|| self.run_against_conforming_server(cases));
            let busy = try_all(few, &busy);
            (join_thread(sleeping), busy, join_thread(conforming))
        });
        let outcomes = sleeping.into_iter().chain(busy);
        let mut outcomes = outcomes.collect::<Result<Vec<_>, CommandFailure>>()?;
        outcomes.sort_by_key(|(index, _)| *index);
        let outcomes = outcomes.into_iter().map(|(_, outcome)| outcome).collect();
        Ok(Self::assemble_report(
            cases,
            mapped,
            outcomes,
            conforming?,
            began.elapsed(),
        ))
    }

    /// Assembles the report from the results for faults and for servers without one.
    #[must_use]
    pub fn assemble_report(
        cases: &[&Case],
        mapped: ReachingCasesResult,
        faults: Vec<FaultOutcome>,
        conforming: ConformingServerResult,
        elapsed: Duration,
    ) -> FaultReport {
        FaultReport {
            faults,
            cases: cases.len(),
            conforming: [vec![ALONE_SERVER_NAME.to_owned()], conforming.servers].concat(),
            false_alarms: [mapped.false_alarms, conforming.false_alarms].concat(),
            elapsed_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            cores: std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
        }
    }
}

/// The cases to run for a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultCaseScope {
    /// Only the cases that reach the fault.
    Reaching,
    /// All cases.
    Every,
}

/// Reports whether a case spends most of its time waiting.
fn is_wait_bound(case: &Case) -> bool {
    matches!(case.send_mode, CaseSendMode::Burst { .. })
}
