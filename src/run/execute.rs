//! Driving a plan through a session.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;

use futures_util::{FutureExt, StreamExt, stream};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::describe::info;
use super::plan::Plan;
use super::session::Session;
use crate::outcome::{
    CaseOutcome, Ended, Event, Latency, RunOutcome, Unproven, Verdict, hollow, row_outcomes,
};
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
    let plan = Plan::of(cases, session.fixtures(), session.bursts_apart());
    let mut outcomes: HashMap<String, CaseOutcome> = HashMap::new();
    let mut silent = 0;
    let mut is_lost = false;
    {
        let (out, mut heard) = unbounded_channel();
        let work = async {
            tokio::join!(
                lane(
                    session,
                    &plan.reading,
                    session.options().readers,
                    out.clone()
                ),
                lane(session, &plan.writing, 1, out.clone()),
            );
            lane(session, &plan.alone, 1, out).await;
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
    let cases: Vec<CaseOutcome> = cases
        .iter()
        .map(|case| {
            outcomes.remove(&case.name.to_string()).unwrap_or_else(|| {
                let reason = "the run was stopped".to_owned();
                untried(case, Verdict::Skipped { reason })
            })
        })
        .collect();
    let mut receipt = session.receipt().await;
    receipt.latency = Latency::of(answer_times(&cases));
    let ended = match (is_lost, session.stop().is_pulled()) {
        (true, _) => Ended::TargetLost,
        (false, true) => Ended::Interrupted,
        (false, false) => Ended::Complete,
    };
    let outcome = RunOutcome {
        rows: row_outcomes(session.contract().table.rows(), &cases),
        hollow: hollow(&cases),
        run,
        cases,
        leftovers,
        receipt,
        ended,
    };
    tell(Event::Ended { outcome: &outcome });
    outcome
}

async fn lane(
    session: &Session,
    cases: &[&Case],
    at_once: usize,
    out: UnboundedSender<CaseOutcome>,
) {
    stream::iter(cases)
        .map(|case| async {
            if session.stop().is_pulled() {
                return;
            }
            // What a panic leaves behind is in the books and undone at the end; without this the end would not come.
            let tried = AssertUnwindSafe(session.try_case(case))
                .catch_unwind()
                .await;
            let outcome = tried.unwrap_or_else(|_| {
                untried(
                    case,
                    Verdict::HarnessError {
                        reason: "the harness panicked; standard error says where, please report it"
                            .to_owned(),
                    },
                )
            });
            // Nobody listens any more only when the run is being torn down.
            out.send(outcome).ok();
        })
        .buffer_unordered(at_once.max(1))
        .collect::<()>()
        .await;
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

fn untried(case: &Case, verdict: Verdict) -> CaseOutcome {
    CaseOutcome {
        case: info(case),
        verdict,
        observed: None,
        violations: Vec::new(),
        undocumented: None,
        steps: Vec::new(),
        bindings: Vec::new(),
    }
}

fn answer_times(cases: &[CaseOutcome]) -> Vec<u64> {
    cases
        .iter()
        .flat_map(|outcome| &outcome.steps)
        .map(|step| step.exchange.timing.elapsed_us)
        .collect()
}
