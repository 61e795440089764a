//! Driving a plan through a session.

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

/// After how many cases in a row without any answer, or requests to which nothing came, the target is asked whether it is
/// still there.
const LOST: usize = 10;

/// Tries all cases, undoes everything, and says what came of it.
///
/// `tell` hears every event; the last one holds the same outcome that is returned.
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
                    // Many servers hang up on what they do not like; one that is gone answers nothing at all.
                    is_lost = session.line.target().reachable().await.is_err();
                    silent = 0;
                }
                if is_lost {
                    session.stop().pull();
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
    let ended = match (is_lost, session.stop().is_pulled()) {
        (true, _) => Ended::TargetLost,
        (false, true) => Ended::Interrupted,
        (false, false) => Ended::Complete,
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

/// Tries the others, one after another.
///
/// Cases that are tried alone follow each other with nobody in between: those that read would have to be waited for each time.
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

/// Tries a case as often as it is to be, where nobody wishes to stop and there is time for it.
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
        // What a panic leaves behind is in the books and undone at the end; without this the end would not come.
        let outcome = AssertUnwindSafe(trial()).catch_unwind().await;
        tried.push(outcome.unwrap_or_else(|_| panicked(case)));
    }
    if let Some(outcome) = of_attempts(tried) {
        purse.give_back(&bill, &outcome);
        // Nobody listens any more only when the run is being torn down.
        out.send(outcome).ok();
    }
}

fn panicked(case: &Case) -> CaseOutcome {
    let reason = HarnessFailure::Panic;
    untried(case, Verdict::HarnessError { reason })
}

/// What the budget left out, where there is a budget and something was left out.
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

/// Whether a case came to its end without a single answer.
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
