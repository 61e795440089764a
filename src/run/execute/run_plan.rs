//! The execution of a plan in a session.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;

use futures_util::{FutureExt, StreamExt, stream};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::budget::Purse;
use super::run_cases::no_turn;
use crate::outcome::{
    CaseOutcome, Ended, Event, HarnessFailure, Latency, LeftOut, RunOutcome, SkipReason, Unproven,
    Verdict, of_attempts,
};
use crate::run::describe::{told_left_out, untried};
use crate::run::plan::{Lane, Plan, Planned};
use crate::run::session::Session;
use crate::suite::Case;
use crate::target::CancelReason;

/// The number of consecutive cases or requests without a response after which the target is probed.
const LOST: usize = 10;

/// Tries all cases, undoes all changes, and returns the outcome of the run.
///
/// Every event is passed to the callback. The last event contains the outcome that is returned.
pub async fn execute(
    session: &Session,
    cases: &[&Case],
    mut tell: impl FnMut(Event<'_>),
) -> RunOutcome {
    let run = session.info();
    tell(Event::Started {
        run: &run,
        cases: cases.len(),
    });
    let plan = Plan::of(cases, &session.means());
    let purse = Purse::new(session, &plan.forecast);
    let mut outcomes: HashMap<String, CaseOutcome> = HashMap::new();
    let mut silent = 0;
    let mut is_lost = false;
    {
        let (out, mut heard) = unbounded_channel();
        let work = async {
            let reading = reading(session, &plan, &purse, out.clone());
            tokio::join!(reading, changing(session, &plan, &purse, out));
        };
        let listen = async {
            while let Some(outcome) = heard.recv().await {
                silent = if is_silent(&outcome) { silent + 1 } else { 0 };
                if !is_lost && session.line.is_gone() {
                    is_lost = true;
                } else if !is_lost && (silent >= LOST || session.line.silences() >= LOST) {
                    // Many servers drop the connection on bad requests, so only a probe shows that the target is down.
                    is_lost = session.line.target().reachable().await.is_err();
                    silent = 0;
                }
                if is_lost {
                    session.stop().pull(CancelReason::Interrupt);
                }
                tell(Event::Finished { outcome: &outcome });
                outcomes.insert(outcome.case.name.clone(), outcome);
            }
        };
        tokio::join!(work, listen);
    }
    tell(Event::Undoing {
        things: session.open_things().await,
    });
    let leftovers = session.close().await;
    for leftover in &leftovers {
        tell(Event::LeftBehind { leftover });
    }
    let left_out = left_out(session, &purse, cases);
    let cases: Vec<CaseOutcome> = cases
        .iter()
        .map(|case| {
            outcomes.remove(&case.name.to_string()).unwrap_or_else(|| {
                let reason = match session.options().budget {
                    Some(budget) if purse.left_out(case) => {
                        let budget_ms = u64::try_from(budget.as_millis()).unwrap_or(u64::MAX);
                        SkipReason::Budget { budget_ms }
                    }
                    Some(_) | None => SkipReason::Stopped,
                };
                untried(case, Verdict::Skipped { reason })
            })
        })
        .collect();
    let mut receipt = session.receipt().await;
    receipt.latency = Latency::of_cases(&cases);
    let ended = match (is_lost, session.stop().reason()) {
        (true, _) => Ended::TargetLost,
        (false, Some(CancelReason::Interrupt)) => Ended::Interrupted,
        (false, Some(CancelReason::Terminate)) => Ended::Terminated,
        (false, None) => Ended::Complete,
    };
    let mut outcome = RunOutcome {
        stale: Vec::new(),
        responses: session.response_findings(),
        observed: session.response_counts(),
        rows: Vec::new(),
        hollow: Vec::new(),
        run,
        cases,
        leftovers,
        left_out,
        receipt,
        ended,
    };
    outcome.derive();
    tell(Event::Ended { outcome: &outcome });
    outcome
}

/// Tries the cases that only read, several at once.
async fn reading(
    session: &Session,
    plan: &Plan<'_>,
    purse: &Purse<'_>,
    out: UnboundedSender<CaseOutcome>,
) {
    stream::iter(&plan.reading)
        .map(|planned| {
            let trial = || session.try_case(planned.case);
            attempts(session, purse, planned.case, &out, trial)
        })
        .buffer_unordered(session.options().readers.max(1))
        .collect::<()>()
        .await;
}

/// Tries the cases that write or run alone, one after another.
///
/// Consecutive exclusive cases keep the exclusive lock, because each new lock would wait for all cases that read.
async fn changing(
    session: &Session,
    plan: &Plan<'_>,
    purse: &Purse<'_>,
    out: UnboundedSender<CaseOutcome>,
) {
    for group in plan.changing.chunk_by(|one, next| one.lane == next.lane) {
        let mut apart = None;
        for Planned { case, lane, .. } in group {
            match lane {
                Lane::Reading | Lane::Writing => {
                    attempts(session, purse, case, &out, || session.try_case(case)).await;
                }
                Lane::Alone => {
                    let own = match apart {
                        Some(apart) => Ok(apart),
                        None => session.keep_apart().await,
                    };
                    let trial = async || match &own {
                        Ok(own) => session.try_apart(case, own).await,
                        Err(error) => no_turn(case, error),
                    };
                    attempts(session, purse, case, &out, trial).await;
                    apart = own.ok();
                }
            }
        }
    }
}

/// Tries a case as often as the options demand, unless the run is cancelled or out of time.
async fn attempts<F: Future<Output = CaseOutcome>>(
    session: &Session,
    purse: &Purse<'_>,
    case: &Case,
    out: &UnboundedSender<CaseOutcome>,
    trial: impl Fn() -> F,
) {
    let Some(bill) = purse.take(case) else {
        return;
    };
    let mut tried = Vec::new();
    for attempt in 0..session.options().attempts.get() {
        if attempt > 0 && session.stop().is_pulled() {
            break;
        }
        // A panic must not prevent the cleanup at the end, which undoes the recorded changes of the case.
        let outcome = AssertUnwindSafe(trial()).catch_unwind().await;
        tried.push(outcome.unwrap_or_else(|_| panicked(case)));
    }
    if let Some(outcome) = of_attempts(tried) {
        purse.give_back(&bill, &outcome);
        // The receiver is gone only if the run is being dropped.
        out.send(outcome).ok();
    }
}

fn panicked(case: &Case) -> CaseOutcome {
    let reason = HarnessFailure::Panic;
    untried(case, Verdict::HarnessError { reason })
}

/// Summarizes the cases that the budget left out; `None` without a budget or without such cases.
fn left_out(session: &Session, purse: &Purse<'_>, cases: &[&Case]) -> Option<LeftOut> {
    let budget = session.options().budget?;
    let left: Vec<&Case> = cases
        .iter()
        .copied()
        .filter(|case| purse.left_out(case))
        .collect();
    let tried: Vec<&Case> = cases
        .iter()
        .copied()
        .filter(|case| purse.is_tried(case))
        .collect();
    (!left.is_empty()).then(|| told_left_out(budget, &left, &tried))
}

/// Reports whether a case ended without a single response.
fn is_silent(outcome: &CaseOutcome) -> bool {
    outcome.steps.is_empty()
        && match &outcome.verdict {
            Verdict::Fail => true,
            Verdict::Unproven { because } => match because {
                Unproven::Answer(_) | Unproven::Fixture(_) => true,
                Unproven::Credential(_)
                | Unproven::Known(_)
                | Unproven::Hook(_)
                | Unproven::Control(_)
                | Unproven::Condition(_) => false,
            },
            Verdict::Pass
            | Verdict::KnownFailure { .. }
            | Verdict::Skipped { .. }
            | Verdict::HarnessError { .. } => false,
        }
}
