//! The mutation report of the reference server: the cases that reach each fault are run against a server with it.

use std::cmp::Reverse;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use badreq_reference::{Fault, ServerConduct, ServerOptions};

use super::server_run::{ResponseTimeJudging, run_against_new_server};
use crate::cli::embedded_server::unlimited_server_options;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::ContractAndSuites;
use crate::cli::output::diagnostics;
use crate::cli::system::workers::{join_thread, map_in_parallel};
use crate::contract::{RequirementId, SourceFile};
use crate::outcome::{FalseAlarm, FaultOutcome, MutationReport};
use crate::proof::{
    FaultExpectations, FaultReach, FaultRunResult, find_false_alarms, find_redundancy, judge_fault,
};
use crate::suite::{Case, CaseSendMode};

/// The built-in file with the requirements that each fault breaks.
const EXPECTATIONS_PAGE: &str = include_str!("../../../../tests/faults/accusations.toml");

/// The name, in reports, of the servers on which each case is run alone.
const ALONE_SERVER_NAME: &str = "the reference server, each case alone";

/// A tester that runs cases against reference servers with faults and builds the mutation report.
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
pub struct ReachResult {
    /// The cases that reach each fault.
    pub reach: FaultReach,
    /// The violations that were reported of the server although it conforms.
    pub false_alarms: Vec<FalseAlarm>,
}

/// The result of running all cases against servers without a fault.
#[derive(Clone, Debug, Default)]
pub struct ConformingResult {
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
    /// Loads a file of fault expectations, or the built-in one.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`], which lists every mistake of the file.
    pub fn load(
        inputs: ContractAndSuites,
        page: Option<SourceFile>,
        jobs: NonZeroUsize,
    ) -> Result<Self, CommandFailure> {
        let accusations = load_expectations(&inputs, page)?;
        Ok(Self {
            inputs,
            expectations: accusations,
            jobs,
        })
    }

    /// Runs each case alone against a server without a fault, and records which faults it reaches.
    ///
    /// A session shares controls and fixtures between its cases, so each case gets its own session and server.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if a server does not start.
    pub fn find_reach(
        &self,
        cases: &[&Case],
        tell: &(dyn Fn(FaultTestEvent) + Sync),
    ) -> Result<ReachResult, CommandFailure> {
        tell(FaultTestEvent::FindingReach(cases.len()));
        let mut in_order = cases.to_vec();
        in_order.sort_by_key(|case| !is_wait_bound(case));
        let held = map_in_parallel(self.jobs, &in_order, |case| {
            let traced = ServerOptions {
                conduct: ServerConduct::Traced,
                ..unlimited_server_options()
            };
            let held = run_against_new_server(
                &self.inputs,
                traced,
                &[case],
                ResponseTimeJudging::Ignored,
            )?;
            let alarms = find_false_alarms(
                ALONE_SERVER_NAME,
                &held.outcome.cases,
                &held.outcome.responses,
            );
            tell(FaultTestEvent::Done);
            Ok((held.reached_faults, alarms))
        });
        let mut mapped = ReachResult::default();
        for (case, held) in in_order.iter().zip(held) {
            let (reached, alarms) = held?;
            mapped
                .reach
                .record_reached(case, reached.iter().map(Fault::to_string));
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
        let accusation = self.expectations.for_fault(&name).ok_or_else(|| {
            CommandFailure::new(
                ExitStatus::InvalidAuthoredFile,
                format!("no entry says what `{name}` breaks"),
            )
        })?;
        let broken = ServerOptions {
            conduct: ServerConduct::Faulty(vec![fault]),
            ..unlimited_server_options()
        };
        let outcome = if cases.is_empty() {
            judge_fault(
                &name,
                accusation,
                cases,
                FaultRunResult::Completed {
                    cases: &[],
                    responses: &[],
                },
            )
        } else {
            let is_slow = accusation.breaks.contains(&RequirementId::AnswerInTime);
            let timing = if is_slow {
                ResponseTimeJudging::Judged
            } else {
                ResponseTimeJudging::Ignored
            };
            match run_against_new_server(&self.inputs, broken, cases, timing) {
                Ok(held) => {
                    let held = FaultRunResult::Completed {
                        cases: &held.outcome.cases,
                        responses: &held.outcome.responses,
                    };
                    judge_fault(&name, accusation, cases, held)
                }
                Err(failure) => {
                    let reason = &failure.message;
                    judge_fault(&name, accusation, cases, FaultRunResult::NotRun { reason })
                }
            }
        };
        Ok(outcome)
    }

    /// Runs all cases against servers without a fault.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if a server does not start.
    pub fn run_conforming_servers(
        &self,
        cases: &[&Case],
    ) -> Result<ConformingResult, CommandFailure> {
        let servers = [("the reference server", unlimited_server_options())];
        let held = map_in_parallel(self.jobs, &servers, |(name, options)| {
            let held = run_against_new_server(
                &self.inputs,
                options.clone(),
                cases,
                ResponseTimeJudging::Ignored,
            )?;
            Ok(find_false_alarms(
                name,
                &held.outcome.cases,
                &held.outcome.responses,
            ))
        });
        let alarms = held
            .into_iter()
            .collect::<Result<Vec<_>, CommandFailure>>()?;
        Ok(ConformingResult {
            servers: servers.iter().map(|(name, _)| (*name).to_owned()).collect(),
            false_alarms: alarms.concat(),
        })
    }

    /// Builds the mutation report of these faults and cases.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if a server does not start.
    pub fn build_report(
        &self,
        faults: &[Fault],
        cases: &[&Case],
        which: FaultCaseScope,
        tell: &(dyn Fn(FaultTestEvent) + Sync),
    ) -> Result<MutationReport, CommandFailure> {
        let began = Instant::now();
        let mapped = self.find_reach(cases, tell)?;
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
            let conforming = scope.spawn(|| self.run_conforming_servers(cases));
            let busy = try_all(few, &busy);
            (join_thread(sleeping), busy, join_thread(conforming))
        });
        let outcomes = sleeping.into_iter().chain(busy);
        let mut outcomes = outcomes.collect::<Result<Vec<_>, CommandFailure>>()?;
        outcomes.sort_by_key(|(index, _)| *index);
        let outcomes = outcomes.into_iter().map(|(_, outcome)| outcome).collect();
        Ok(self.assemble_report(cases, mapped, outcomes, conforming?, began.elapsed()))
    }

    /// Assembles the report from the results for faults and for servers without one.
    #[must_use]
    pub fn assemble_report(
        &self,
        cases: &[&Case],
        mapped: ReachResult,
        faults: Vec<FaultOutcome>,
        conforming: ConformingResult,
        elapsed: Duration,
    ) -> MutationReport {
        let is_everything =
            faults.len() == Fault::all().len() && cases.len() == self.inputs.suites.cases().count();
        MutationReport {
            worth: is_everything.then(|| find_redundancy(cases, &faults, &self.expectations)),
            faults,
            cases: cases.len(),
            conforming: [vec![ALONE_SERVER_NAME.to_owned()], conforming.servers].concat(),
            false_alarms: [mapped.false_alarms, conforming.false_alarms].concat(),
            elapsed_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            cores: std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
        }
    }
}

/// Parses a file of fault expectations, or the built-in one, and checks it against the faults and the cases.
pub(in crate::cli) fn load_expectations(
    inputs: &ContractAndSuites,
    page: Option<SourceFile>,
) -> Result<FaultExpectations, CommandFailure> {
    let page =
        page.unwrap_or_else(|| SourceFile::new("tests/faults/accusations.toml", EXPECTATIONS_PAGE));
    let cases: Vec<&Case> = inputs.suites.cases().collect();
    let faults: Vec<String> = Fault::all().iter().map(Fault::to_string).collect();
    FaultExpectations::parse(&page, &faults, &cases)
        .map_err(|flaws| diagnostics::contract_or_suite_failure(&flaws))
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
