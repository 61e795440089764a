//! A run of some cases against a server of their own, both on one thread.

use std::collections::BTreeSet;

use badreq::cli::{
    CommandFailure, ContractAndSuites, ExitStatus, ResponseTimeJudging, build_runtime,
    open_reference_session, unlimited_server_options,
};
use badreq::outcome::RunOutcome;
use badreq::run::execute_run;
use badreq::suite::Case;
use badreq_reference::ReferenceServer;

use crate::{Fault, start_fault_tracing_server, start_faulty_server};

/// Runs the cases against a new server with these faults.
///
/// Server and client share a thread, so that many such pairs run in parallel without two threads each.
pub(super) fn run_against_faulty_server(
    inputs: &ContractAndSuites,
    faults: &[Fault],
    cases: &[&Case],
    timing: ResponseTimeJudging,
) -> Result<RunOutcome, CommandFailure> {
    // Open requests of the server end with the runtime.
    build_runtime()?.block_on(async {
        let server = start_faulty_server(unlimited_server_options(), faults)
            .await
            .map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?;
        run_cases(inputs, &server, cases, timing).await
    })
}

/// Runs a case against a new server without a fault, and returns the faults that it reached.
pub(super) fn run_case_recording_faults(
    inputs: &ContractAndSuites,
    case: &Case,
) -> Result<(RunOutcome, BTreeSet<Fault>), CommandFailure> {
    build_runtime()?.block_on(async {
        let (server, trace) = start_fault_tracing_server(unlimited_server_options())
            .await
            .map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?;
        let timing = ResponseTimeJudging::Ignored;
        let session = open_reference_session(inputs, &server, timing).await?;
        // The reachability check at the opening of the session belongs to no case.
        drop(trace.take_reached_faults());
        let outcome = execute_run(&session, &[case], |_event| {}).await;
        Ok((outcome, trace.take_reached_faults()))
    })
}

async fn run_cases(
    inputs: &ContractAndSuites,
    server: &ReferenceServer,
    cases: &[&Case],
    timing: ResponseTimeJudging,
) -> Result<RunOutcome, CommandFailure> {
    let session = open_reference_session(inputs, server, timing).await?;
    Ok(execute_run(&session, cases, |_event| {}).await)
}
