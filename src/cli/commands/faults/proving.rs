//! The kill table of the reference server: every fault, held to the cases that come near it.

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

/// The page that says what every fault breaks.
const ACCUSATIONS: &str = include_str!("../../../../tests/faults/accusations.toml");

/// The server on which each case is tried alone.
const ALONE: &str = "the reference server, each case alone";

/// All that it takes to make the kill table.
#[derive(Debug)]
pub struct Proving {
    /// The contract and the cases.
    pub inputs: Inputs,
    /// What every fault breaks.
    pub accusations: Accusations,
    /// How many servers are held to cases at the same time.
    pub jobs: NonZeroUsize,
}

/// What came of holding a server without a fault to every case, each alone.
#[derive(Clone, Debug, Default)]
pub struct Mapped {
    /// Which cases come near which faults.
    pub reach: Reach,
    /// What the server was accused of.
    pub false_alarms: Vec<FalseAlarm>,
}

/// What came of holding servers without a fault to all cases at once.
#[derive(Clone, Debug, Default)]
pub struct Conforming {
    /// The servers.
    pub servers: Vec<String>,
    /// What they were accused of.
    pub false_alarms: Vec<FalseAlarm>,
}

/// What the making of a table tells while it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many cases are tried alone.
    Mapping(usize),
    /// So many faults are tried.
    Trying(usize),
    /// One more is done.
    Done,
}

impl Proving {
    /// Reads a page of accusations, or the one that is built in.
    ///
    /// # Errors
    /// Fails with [`Failure`]: every mistake of the page.
    pub fn load(inputs: Inputs, page: Option<Page>, jobs: NonZeroUsize) -> Result<Self, Failure> {
        let accusations = accusations(&inputs, page)?;
        Ok(Self {
            inputs,
            accusations,
            jobs,
        })
    }

    /// Holds a server without a fault to the cases, each alone, and notes which faults they come near.
    ///
    /// A session shares controls and fixtures between its cases, so each has a session, and a server, of its own.
    ///
    /// # Errors
    /// Fails with [`Failure`] where a server does not start.
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

    /// Holds a server with this fault to these cases and judges what they noticed.
    ///
    /// # Errors
    /// Fails with [`Failure`] where nobody says what the fault breaks.
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

    /// Holds servers without a fault to all cases at once.
    ///
    /// # Errors
    /// Fails with [`Failure`] where a server does not start.
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

    /// Makes the kill table of these faults and cases.
    ///
    /// # Errors
    /// Fails with [`Failure`] where a server does not start.
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
        // Bursts take seconds of silence: they are waited for beside the rest, which takes all the processors can do.
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

    /// Puts together what was found out about faults and about servers without one.
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

/// A page of accusations, or the one that is built in, held against the faults and the cases.
pub(in crate::cli) fn accusations(
    inputs: &Inputs,
    page: Option<Page>,
) -> Result<Accusations, Failure> {
    let page = page.unwrap_or_else(|| Page::new("tests/faults/accusations.toml", ACCUSATIONS));
    let cases: Vec<&Case> = inputs.suites.cases().collect();
    let faults: Vec<String> = Fault::all().iter().map(Fault::to_string).collect();
    Accusations::read(&page, &faults, &cases).map_err(|flaws| flaws::failure(&flaws))
}

/// Which cases a fault is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that come near it.
    Near,
    /// All of them.
    Every,
}

/// Whether a case spends most of its time waiting.
fn sleeps(case: &Case) -> bool {
    matches!(case.shape, Shape::Burst { .. })
}
