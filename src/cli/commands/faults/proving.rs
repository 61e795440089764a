//! The mutation report of the reference server: the cases that reach each fault are run against a server with it.

use std::cmp::Reverse;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use super::held::{Timing, hold};
use super::workers::{each, joined};
use crate::cli::embedded::options;
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::Inputs;
use crate::cli::output::flaws;
use crate::contract::{Page, RequirementId};
use crate::outcome::{FalseAlarm, FaultOutcome, KillTable};
use crate::proof::{Accusations, Held, Reach, false_alarms, judge, worth};
use crate::reference::{Conduct, Fault, Options};
use crate::suite::{Case, Shape};

/// The built-in file with the requirements that each fault breaks.
const ACCUSATIONS: &str = include_str!("../../../../tests/faults/accusations.toml");

/// The name, in reports, of the servers on which each case is run alone.
const ALONE: &str = "the reference server, each case alone";

/// The inputs of a mutation report.
#[derive(Debug)]
pub struct Proving {
    /// The contract and the cases.
    pub inputs: Inputs,
    /// The requirements that each fault breaks.
    pub accusations: Accusations,
    /// The number of servers tested at the same time.
    pub jobs: NonZeroUsize,
}

/// The result of running each case alone against a server without a fault.
#[derive(Clone, Debug, Default)]
pub struct Mapped {
    /// The cases that reach each fault.
    pub reach: Reach,
    /// The violations that were reported of the server although it conforms.
    pub false_alarms: Vec<FalseAlarm>,
}

/// The result of running all cases against servers without a fault.
#[derive(Clone, Debug, Default)]
pub struct Conforming {
    /// The names of the servers.
    pub servers: Vec<String>,
    /// The violations that were reported of them although they conform.
    pub false_alarms: Vec<FalseAlarm>,
}

/// A progress event of a mutation report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// This number of cases is about to be run alone.
    Mapping(usize),
    /// This number of faults is about to be tested.
    Trying(usize),
    /// One case or fault is done.
    Done,
}

impl Proving {
    /// Loads a file of fault expectations, or the built-in one.
    ///
    /// # Errors
    /// Fails with [`Failure`], which lists every mistake of the file.
    pub fn load(inputs: Inputs, page: Option<Page>, jobs: NonZeroUsize) -> Result<Self, Failure> {
        let accusations = accusations(&inputs, page)?;
        Ok(Self {
            inputs,
            accusations,
            jobs,
        })
    }

    /// Runs each case alone against a server without a fault, and records which faults it reaches.
    ///
    /// A session shares controls and fixtures between its cases, so each case gets its own session and server.
    ///
    /// # Errors
    /// Fails with [`Failure`] if a server does not start.
    pub fn map(&self, cases: &[&Case], tell: &(dyn Fn(Step) + Sync)) -> Result<Mapped, Failure> {
        tell(Step::Mapping(cases.len()));
        let mut in_order = cases.to_vec();
        in_order.sort_by_key(|case| !sleeps(case));
        let held = each(self.jobs, &in_order, |case| {
            let traced = Options {
                conduct: Conduct::Traced,
                ..options()
            };
            let held = hold(&self.inputs, traced, &[case], Timing::Ignored)?;
            let alarms = false_alarms(ALONE, &held.outcome.cases, &held.outcome.responses);
            tell(Step::Done);
            Ok((held.reached, alarms))
        });
        let mut mapped = Mapped::default();
        for (case, held) in in_order.iter().zip(held) {
            let (reached, alarms) = held?;
            mapped
                .reach
                .note(case, reached.iter().map(Fault::to_string));
            mapped.false_alarms.extend(alarms);
        }
        Ok(mapped)
    }

    /// Runs these cases against a server with this fault, and judges which of them detect it.
    ///
    /// # Errors
    /// Fails with [`Failure`] if no entry says what the fault breaks.
    pub fn try_fault(&self, fault: Fault, cases: &[&Case]) -> Result<FaultOutcome, Failure> {
        let name = fault.to_string();
        let accusation = self.accusations.of(&name).ok_or_else(|| {
            Failure::new(Exit::Authored, format!("nobody says what `{name}` breaks"))
        })?;
        let broken = Options {
            conduct: Conduct::Broken(vec![fault]),
            ..options()
        };
        let outcome = if cases.is_empty() {
            judge(
                &name,
                accusation,
                cases,
                Held::To {
                    cases: &[],
                    responses: &[],
                },
            )
        } else {
            let is_slow = accusation.breaks.contains(&RequirementId::AnswerInTime);
            let timing = if is_slow {
                Timing::Judged
            } else {
                Timing::Ignored
            };
            match hold(&self.inputs, broken, cases, timing) {
                Ok(held) => {
                    let held = Held::To {
                        cases: &held.outcome.cases,
                        responses: &held.outcome.responses,
                    };
                    judge(&name, accusation, cases, held)
                }
                Err(failure) => {
                    let reason = &failure.message;
                    judge(&name, accusation, cases, Held::Not { reason })
                }
            }
        };
        Ok(outcome)
    }

    /// Runs all cases against servers without a fault.
    ///
    /// # Errors
    /// Fails with [`Failure`] if a server does not start.
    pub fn conforming(&self, cases: &[&Case]) -> Result<Conforming, Failure> {
        let servers = [("the reference server", options())];
        let held = each(self.jobs, &servers, |(name, options)| {
            let held = hold(&self.inputs, options.clone(), cases, Timing::Ignored)?;
            Ok(false_alarms(
                name,
                &held.outcome.cases,
                &held.outcome.responses,
            ))
        });
        let alarms = held.into_iter().collect::<Result<Vec<_>, Failure>>()?;
        Ok(Conforming {
            servers: servers.iter().map(|(name, _)| (*name).to_owned()).collect(),
            false_alarms: alarms.concat(),
        })
    }

    /// Builds the mutation report of these faults and cases.
    ///
    /// # Errors
    /// Fails with [`Failure`] if a server does not start.
    pub fn table(
        &self,
        faults: &[Fault],
        cases: &[&Case],
        which: Which,
        tell: &(dyn Fn(Step) + Sync),
    ) -> Result<KillTable, Failure> {
        let began = Instant::now();
        let mapped = self.map(cases, tell)?;
        tell(Step::Trying(faults.len()));
        let mut work: Vec<(usize, Fault, Vec<&Case>)> = faults
            .iter()
            .enumerate()
            .map(|(index, fault)| {
                let near = match which {
                    Which::Near => mapped.reach.near(&fault.to_string(), cases),
                    Which::Every => cases.to_vec(),
                };
                (index, *fault, near)
            })
            .collect();
        work.sort_by_key(|(_, _, near)| Reverse(near.len()));
        // Bursts wait for seconds without using a processor, so they run beside the rest, which keeps the processors busy.
        let (sleeping, busy): (Vec<_>, Vec<_>) = work
            .into_iter()
            .partition(|(_, _, near)| near.iter().any(|case| sleeps(case)));
        let few = NonZeroUsize::new(self.jobs.get() / 4).unwrap_or(NonZeroUsize::MIN);
        let try_all = |jobs, work: &[(usize, Fault, Vec<&Case>)]| {
            each(jobs, work, |(index, fault, near)| {
                let outcome = self.try_fault(*fault, near)?;
                tell(Step::Done);
                Ok((*index, outcome))
            })
        };
        let (sleeping, busy, conforming) = std::thread::scope(|scope| {
            let sleeping = scope.spawn(|| try_all(self.jobs, &sleeping));
            let conforming = scope.spawn(|| self.conforming(cases));
            let busy = try_all(few, &busy);
            (joined(sleeping), busy, joined(conforming))
        });
        let outcomes = sleeping.into_iter().chain(busy);
        let mut outcomes = outcomes.collect::<Result<Vec<_>, Failure>>()?;
        outcomes.sort_by_key(|(index, _)| *index);
        let outcomes = outcomes.into_iter().map(|(_, outcome)| outcome).collect();
        Ok(self.assemble(cases, mapped, outcomes, conforming?, began.elapsed()))
    }

    /// Assembles the report from the results for faults and for servers without one.
    #[must_use]
    pub fn assemble(
        &self,
        cases: &[&Case],
        mapped: Mapped,
        faults: Vec<FaultOutcome>,
        conforming: Conforming,
        elapsed: Duration,
    ) -> KillTable {
        let is_everything =
            faults.len() == Fault::all().len() && cases.len() == self.inputs.suites.cases().count();
        KillTable {
            worth: is_everything.then(|| worth(cases, &faults, &self.accusations)),
            faults,
            cases: cases.len(),
            conforming: [vec![ALONE.to_owned()], conforming.servers].concat(),
            false_alarms: [mapped.false_alarms, conforming.false_alarms].concat(),
            elapsed_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            cores: std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
        }
    }
}

/// Parses a file of fault expectations, or the built-in one, and checks it against the faults and the cases.
pub(in crate::cli) fn accusations(
    inputs: &Inputs,
    page: Option<Page>,
) -> Result<Accusations, Failure> {
    let page = page.unwrap_or_else(|| Page::new("tests/faults/accusations.toml", ACCUSATIONS));
    let cases: Vec<&Case> = inputs.suites.cases().collect();
    let faults: Vec<String> = Fault::all().iter().map(Fault::to_string).collect();
    Accusations::read(&page, &faults, &cases).map_err(|flaws| flaws::failure(&flaws))
}

/// The cases to run for a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Only the cases that reach the fault.
    Near,
    /// All cases.
    Every,
}

/// Reports whether a case spends most of its time waiting.
fn sleeps(case: &Case) -> bool {
    matches!(case.shape, Shape::Burst { .. })
}
