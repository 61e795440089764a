//! The execution of a plan in a session.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;

use futures_util::{FutureExt, StreamExt, stream};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::budget::TimeBudget;
use super::run_cases::lock_failure_outcome;
use crate::outcome::{
    BudgetOmissions, CaseOutcome, HarnessFailure, LatencyStats, NotRunReason, RunEnding, RunEvent,
    RunOutcome, Verdict, merge_attempts,
};
use crate::run::describe::{build_budget_omissions, untried_outcome};
use crate::run::plan::{ConcurrencyMode, PlannedCase, RunPlan};
use crate::run::session::RunSession;
use crate::suite::Case;
use crate::target::CancelReason;

/// Tries all cases, undoes all changes, and returns the outcome of the run.
///
/// Every event is passed to the callback. The last event contains the outcome that is returned.
pub async fn execute_run(
    session: &RunSession,
    cases: &[&Case],
    mut tell: impl FnMut(RunEvent<'_>),
) -> RunOutcome {
    let run = session.run_info();
    tell(RunEvent::RunStarted {
        run: &run,
        cases: cases.len(),
    });
    let plan = RunPlan::new(cases, &session.build_plan_context());
    session
        .repetition_registry
        .assign_repetitions(plan.assign_repetitions_to_cases());
    let purse = TimeBudget::new(session, &plan.forecast);
    let mut outcomes: HashMap<String, CaseOutcome> = HashMap::new();
    let mut is_lost = false;
    {
        let (out, mut heard) = unbounded_channel();
        let work = async {
            let reading = run_parallel_cases(session, &plan, &purse, out.clone());
            tokio::join!(reading, run_sequential_cases(session, &plan, &purse, out));
        };
        let listen = async {
            while let Some(outcome) = heard.recv().await {
                is_lost |= session.client.is_target_down();
                if is_lost {
                    session.cancel_signal().cancel(CancelReason::Interrupt);
                }
                tell(RunEvent::CaseFinished { outcome: &outcome });
                outcomes.insert(outcome.case.name.clone(), outcome);
            }
        };
        tokio::join!(work, listen);
    }
    tell(RunEvent::CleanupStarted {
        things: session.pending_undo_count().await,
    });
    let leftovers = session.close().await;
    for leftover in &leftovers {
        tell(RunEvent::LeftBehind { leftover });
    }
    let left_out = summarize_budget_omissions(session, &purse, cases);
    let cases: Vec<CaseOutcome> = cases
        .iter()
        .map(|case| {
            outcomes.remove(&case.name.to_string()).unwrap_or_else(|| {
                let reason = match session.options().budget {
                    Some(budget) if purse.is_left_out(case) => {
                        let budget_ms = u64::try_from(budget.as_millis()).unwrap_or(u64::MAX);
                        NotRunReason::Budget { budget_ms }
                    }
                    Some(_) | None => NotRunReason::Stopped,
                };
                untried_outcome(case, Verdict::Skipped { reason })
            })
        })
        .collect();
    let mut receipt = session.traffic_stats().await;
    receipt.latency = LatencyStats::from_cases(&cases);
    let ended = match (is_lost, session.cancel_signal().cancel_reason()) {
        (true, _) => RunEnding::TargetLost,
        (false, Some(CancelReason::Interrupt)) => RunEnding::Interrupted,
        (false, Some(CancelReason::Terminate)) => RunEnding::Terminated,
        (false, None) => RunEnding::Complete,
    };
    let mut outcome = RunOutcome {
        stale: Vec::new(),
        responses: session.response_findings(),
        observed: session.response_counts_by_requirement(),
        rows: Vec::new(),
        hollow: Vec::new(),
        run,
        cases,
        leftovers,
        orphans: session.orphaned_runs().to_vec(),
        left_out,
        receipt,
        ended,
    };
    outcome.recompute_derived_results();
    tell(RunEvent::RunEnded { outcome: &outcome });
    outcome
}

/// Tries the cases that only read, several at once.
async fn run_parallel_cases(
    session: &RunSession,
    plan: &RunPlan<'_>,
    purse: &TimeBudget<'_>,
    out: UnboundedSender<CaseOutcome>,
) {
    stream::iter(&plan.parallel_cases)
        .map(|planned| {
            let trial = || session.run_case(planned.case);
            run_case_attempts(session, purse, planned.case, &out, trial)
        })
        .buffer_unordered(session.options().parallel_reads.max(1))
        .collect::<()>()
        .await;
}

/// Tries the cases that write or run alone, one after another.
///
/// Consecutive exclusive cases keep the exclusive lock, because each new lock would wait for all cases that read.
async fn run_sequential_cases(
    session: &RunSession,
    plan: &RunPlan<'_>,
    purse: &TimeBudget<'_>,
    out: UnboundedSender<CaseOutcome>,
) {
    for group in plan
        .sequential_cases
        .chunk_by(|one, next| one.mode == next.mode)
    {
        let mut apart = None;
        for PlannedCase {
            case, mode: lane, ..
        } in group
        {
            match lane {
                ConcurrencyMode::Shared | ConcurrencyMode::Writer => {
                    run_case_attempts(session, purse, case, &out, || session.run_case(case)).await;
                }
                ConcurrencyMode::Exclusive => {
                    let own = match apart {
                        Some(apart) => Ok(apart),
                        None => session.acquire_exclusive_access().await,
                    };
                    let trial = async || match &own {
                        Ok(own) => session.run_case_exclusively(case, own).await,
                        Err(error) => lock_failure_outcome(case, error),
                    };
                    run_case_attempts(session, purse, case, &out, trial).await;
                    apart = own.ok();
                }
            }
        }
    }
}

/// Tries a case as often as the options demand, unless the run is cancelled or out of time.
async fn run_case_attempts<F: Future<Output = CaseOutcome>>(
    session: &RunSession,
    purse: &TimeBudget<'_>,
    case: &Case,
    out: &UnboundedSender<CaseOutcome>,
    trial: impl Fn() -> F,
) {
    let Some(bill) = purse.reserve_case_cost(case) else {
        session.repetition_registry.release_assigned(&case.name);
        return;
    };
    let mut tried = Vec::new();
    for attempt in 0..session.options().attempts.get() {
        if attempt > 0 && session.cancel_signal().is_cancelled() {
            break;
        }
        // A panic must not prevent the cleanup at the end, which undoes the recorded changes of the case.
        let outcome = AssertUnwindSafe(trial()).catch_unwind().await;
        tried.push(outcome.unwrap_or_else(|_| panic_outcome(case)));
    }
    session.repetition_registry.release_assigned(&case.name);
    if let Some(outcome) = merge_attempts(tried) {
        purse.release_cost_and_record_times(&bill, &outcome);
        // The receiver is gone only if the run is being dropped.
        out.send(outcome).ok();
    }
}

fn panic_outcome(case: &Case) -> CaseOutcome {
    let reason = HarnessFailure::Panic;
    untried_outcome(case, Verdict::HarnessError { reason })
}

/// Summarizes the cases that the budget left out; `None` without a budget or without such cases.
fn summarize_budget_omissions(
    session: &RunSession,
    purse: &TimeBudget<'_>,
    cases: &[&Case],
) -> Option<BudgetOmissions> {
    let budget = session.options().budget?;
    let left: Vec<&Case> = cases
        .iter()
        .copied()
        .filter(|case| purse.is_left_out(case))
        .collect();
    let tried: Vec<&Case> = cases
        .iter()
        .copied()
        .filter(|case| purse.has_time_and_prerequisites(case))
        .collect();
    (!left.is_empty()).then(|| build_budget_omissions(budget, &left, &tried))
}
