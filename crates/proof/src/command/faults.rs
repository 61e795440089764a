//! `badreq faults`.

use badreq_reference::Fault;
use tokio::sync::oneshot;

use super::fault_tester::{FaultCaseScope, FaultTestEvent, FaultTester};
use crate::cli::args::{ContractAndSuiteArgs, FaultsArgs, FaultsFormat, SelectArgs};
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::{ContractAndSuites, read_source_file};
use crate::cli::output::printer::Printer;
use crate::cli::output::progress::FaultProgress;
use crate::cli::system::runtime;
use crate::cli::system::signals::ShutdownSignals;
use crate::contract::Edition;
use crate::outcome::MutationReport;
use crate::proof::{UnmatchedFault, select_faults};
use crate::report::{write_mutation_json, write_mutation_report, write_mutation_summary_markdown};

pub(in crate::cli) fn run_faults(
    args: &FaultsArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let faults = parse_fault_patterns(&args.only)?;
    if args.output.list {
        let write = |out: &mut dyn std::io::Write| {
            let mut faults = faults.iter();
            faults.try_for_each(|fault| writeln!(out, "{fault}"))
        };
        printer.write_stdout_or_fail("the report", write)?;
        return Ok(ExitStatus::Success);
    }
    let which = if args.every_case {
        FaultCaseScope::Every
    } else {
        FaultCaseScope::Reaching
    };
    let page = args.accusations.as_deref();
    let page = page
        .map(|path| read_source_file("accusations", path))
        .transpose()?;
    let (jobs, only) = (args.jobs, args.cases.clone());
    let table = build_report_interruptibly(move |tell| {
        let proving = FaultTester::load(load_embedded_inputs()?, page, jobs)?;
        let skip = Vec::new();
        let cases = proving.inputs.select_cases(&SelectArgs { only, skip })?;
        proving.build_report(&faults, &cases, which, tell)
    })?;
    printer.write_stdout_or_fail("the report", |out| match args.output.format {
        FaultsFormat::Text if args.output.summary => write_mutation_summary_markdown(out, &table),
        FaultsFormat::Text => write_mutation_report(out, &table),
        FaultsFormat::Json => write_mutation_json(out, &table),
    })?;
    Ok(if table.is_passing() {
        ExitStatus::Success
    } else {
        ExitStatus::Failed
    })
}

/// Parses the name of a fault.
pub(in crate::cli) fn parse_fault(name: &str) -> Result<Fault, UnmatchedFault> {
    name.parse()
        .map_err(|_| UnmatchedFault::new(name, &fault_names()))
}

fn fault_names() -> Vec<String> {
    Fault::all().iter().map(Fault::to_string).collect()
}

fn parse_fault_patterns(patterns: &[String]) -> Result<Vec<Fault>, CommandFailure> {
    let names = fault_names();
    let chosen = select_faults(patterns, &names).map_err(|unmatched| {
        let lines: Vec<String> = unmatched.iter().map(ToString::to_string).collect();
        let lines = lines.join("\nerror: ");
        CommandFailure::new(
            ExitStatus::Usage,
            format!("{lines}\n`badreq faults --list` lists the faults"),
        )
    })?;
    let faults = chosen.iter().map(|name| name.parse());
    faults
        .collect::<Result<_, _>>()
        .map_err(|error| CommandFailure::from_error(ExitStatus::Usage, &error))
}

/// Loads the built-in contract and suites: the reference server implements no other contract.
fn load_embedded_inputs() -> Result<ContractAndSuites, CommandFailure> {
    ContractAndSuites::load(&ContractAndSuiteArgs {
        table: None,
        edition: Edition::Errata,
        suites: None,
    })
}

/// Builds the report on a thread of its own, and returns at once when interrupted: the faulty servers end with this process.
fn build_report_interruptibly(
    make: impl FnOnce(&(dyn Fn(FaultTestEvent) + Sync)) -> Result<MutationReport, CommandFailure>
    + Send
    + 'static,
) -> Result<MutationReport, CommandFailure> {
    let runtime = runtime::build_runtime()?;
    runtime.block_on(async {
        let mut signals = ShutdownSignals::listen()
            .map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?;
        let progress = FaultProgress::new();
        let (done, is_done) = oneshot::channel();
        let teller = progress.clone();
        std::thread::spawn(move || {
            let table = make(&|step| teller.record_event(step));
            // The receiver is gone only after an interrupt.
            done.send(table).ok();
        });
        let table = tokio::select! {
            table = is_done => table.unwrap_or_else(|_| {
                let message = "the harness panicked; standard error says where, please report it";
                Err(CommandFailure::new(ExitStatus::TargetUnusable, message))
            }),
            _ = signals.next() => Err(CommandFailure::new(ExitStatus::Interrupted, "interrupted")),
        };
        progress.finish();
        table
    })
}
