//! `badreq doctor`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::run::session_open_failure;
use crate::check::ClockSkewRange;
use crate::cli::args::DoctorArgs;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::ContractAndSuites;
use crate::cli::journals::journal_dir;
use crate::cli::output::plural;
use crate::cli::output::printer::Printer;
use crate::cli::settings::ResolvedTarget;
use crate::cli::system::runtime;
use crate::contract::Contract;
use crate::exchange::{Actor, Exchange};
use crate::fixture::format_age;
use crate::outcome::RunPreview;
use crate::run::{OtherRun, PreflightReport, RunPlan, find_other_runs, run_preflight};
use crate::suite::coverage::compute_row_coverage;
use crate::suite::json_to_text;

/// Checks that a target can be tested, and prints what a run can test; it changes nothing.
pub(in crate::cli) fn diagnose_target(
    args: &DoctorArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let inputs = ContractAndSuites::load(&args.inputs, args.target.config.as_deref())?;
    let mut cases = inputs.select_cases(&args.select)?;
    let aim = ResolvedTarget::resolve(&args.target, &inputs)?;
    for warning in &aim.warnings {
        printer.print_warning(warning);
    }
    let journal_dir = journal_dir(&args.journal)?;
    for note in aim.skips.remove_skipped_cases(&mut cases) {
        printer.print_note(&note);
    }
    let contract = &inputs.contract;
    let client = aim.build_client(contract);
    let means = aim.build_plan_context(contract, &inputs.suites, true);
    let (found, others) = runtime::build_runtime()?.block_on(async {
        let reached = client.target().check_reachable().await;
        reached.map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?;
        let found = run_preflight(contract, &client).await;
        let found = found.map_err(|error| session_open_failure(&error))?;
        let reads = means.list_other_run_reads();
        let others = find_other_runs(&client, &reads, &journal_dir).await;
        Ok::<_, CommandFailure>((found, others))
    })?;
    let base = aim.target.base_url().to_string();
    let edition = args.inputs.edition.to_string();
    let preview = RunPlan::new(&cases, &means).preview(&means, base, edition, None);
    if let Some(embedded) = aim.embedded_server {
        embedded.stop();
    }
    let coverage = compute_row_coverage(contract, &cases);
    let rows_with_cases = coverage.iter().filter(|row| !row.cases.is_empty()).count();
    let text = format_diagnosis(contract, &found, &others, &preview, rows_with_cases);
    printer.write_stdout_or_fail("the report", |out| out.write_all(text.as_bytes()))?;
    Ok(ExitStatus::Success)
}

/// Formats the findings about a target, a line each.
fn format_diagnosis(
    contract: &Contract,
    found: &PreflightReport,
    others: &[OtherRun],
    preview: &RunPreview,
    rows_with_cases: usize,
) -> String {
    let mut lines = vec![("target".to_owned(), preview.target.clone())];
    for actor in [Actor::Owner, Actor::Stranger] {
        let account = found.accounts.iter().find(|(own, _)| *own == actor);
        let words = match account {
            Some((_, id)) => format!("account {}", json_to_text(id)),
            None => "no token given".to_owned(),
        };
        lines.push((actor.to_string(), words));
    }
    lines.push(("clock".to_owned(), describe_clock_skew(&found.exchanges)));
    lines.push((
        "rate limits".to_owned(),
        describe_announced_limits(contract, &found.exchanges),
    ));
    lines.push((
        "compression".to_owned(),
        describe_compression(&found.exchanges),
    ));
    lines.extend(
        others
            .iter()
            .map(|run| ("other run".to_owned(), describe_other_run(run))),
    );
    for blocked in &preview.lacking {
        let cases = plural::format_case_count(blocked.cases);
        lines.push((
            "a run cannot test".to_owned(),
            format!("{cases}: {}", blocked.because),
        ));
    }
    let all = contract.table.rows().len();
    let lacking = &preview.rows_lacking;
    let mut rows = format!(
        "{} of {all} rows",
        rows_with_cases.saturating_sub(lacking.len())
    );
    if !lacking.is_empty() {
        let names: Vec<String> = lacking.iter().map(ToString::to_string).collect();
        rows.push_str(&format!(", all but {}", names.join(", ")));
    }
    let untested = all.saturating_sub(rows_with_cases);
    if untested > 0 {
        rows.push_str(&format!("; no case expects {untested} of them"));
    }
    lines.push(("a run can test".to_owned(), rows));
    let width = lines
        .iter()
        .map(|(name, _)| name.len())
        .max()
        .unwrap_or_default();
    lines.iter().fold(String::new(), |mut text, (name, words)| {
        // Writing to a text cannot fail.
        writeln!(text, "{name:width$}  {words}").ok();
        text
    })
}

/// Describes how far the target's clock is from that of this machine, by the dates of all responses.
fn describe_clock_skew(exchanges: &[Exchange]) -> String {
    let skews = exchanges.iter().filter_map(ClockSkewRange::from_exchange);
    let Some(skew) = skews.reduce(ClockSkewRange::intersect) else {
        return "unknown: the responses have no date".to_owned();
    };
    let ClockSkewRange { least_ms, most_ms } = skew;
    if !skew.is_nonempty() {
        return "unknown: the dates of the responses contradict each other".to_owned();
    }
    if least_ms <= 0 && most_ms >= 0 {
        return "agrees with this machine".to_owned();
    }
    let (distance_ms, direction) = if least_ms > 0 {
        (least_ms, "ahead of")
    } else {
        (-most_ms, "behind")
    };
    let seconds = distance_ms.unsigned_abs().div_ceil(1000);
    format!("{seconds} s {direction} this machine, or up to a second more")
}

/// Describes another run whose marks are on the target.
fn describe_other_run(run: &OtherRun) -> String {
    let id = run.mark.run_id();
    let things = run.things.len();
    let advice = if run.may_be_active() {
        format!("it may be active: wait for its end, or pass `--ignore-run {id}` to `run`")
    } else {
        "it is dead: `badreq cleanup --orphans` removes what it created".to_owned()
    };
    let age = format_age(run.mark.age());
    format!("{id}, started {age} ago, has {things} of its things here; {advice}")
}

/// Describes the limits that the target announces in its headers.
fn describe_announced_limits(contract: &Contract, exchanges: &[Exchange]) -> String {
    let Some(limits) = &contract.limits else {
        return "the contract has none".to_owned();
    };
    let announced = exchanges.iter().filter_map(|exchange| {
        let limit = exchange.response.header_text(&limits.headers.limit)?;
        let scope = exchange.response.header_text(&limits.headers.scope);
        Some(format!("{} {limit}", scope.unwrap_or("no scope".into())))
    });
    match join_distinct(announced) {
        Some(announced) => format!("announced: {announced}"),
        None => "not announced in headers".to_owned(),
    }
}

/// Describes the content codings of the responses.
fn describe_compression(exchanges: &[Exchange]) -> String {
    let codings = exchanges
        .iter()
        .flat_map(|exchange| exchange.response.header_values("content-encoding"))
        .map(|value| value.to_string_lossy().into_owned());
    match join_distinct(codings) {
        Some(codings) => format!("{codings}, though the requests ask for none"),
        None => "none".to_owned(),
    }
}

/// Joins the distinct texts in their order; `None` if there are none.
fn join_distinct(texts: impl Iterator<Item = String>) -> Option<String> {
    let texts: BTreeSet<String> = texts.collect();
    let texts: Vec<String> = texts.into_iter().collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}
