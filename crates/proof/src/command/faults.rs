//! `badreq-proof faults`.

use std::io::{self, Write};

use badreq::cli::args::SelectArgs;
use badreq::cli::{CommandFailure, ContractAndSuites, ExitStatus, build_runtime};
use tokio::sync::oneshot;

use super::args::{FaultsArgs, FaultsFormat, list_fault_names};
use super::progress::FaultProgressBar;
use crate::{
    Fault, FaultCaseScope, FaultReport, FaultTestEvent, FaultTester, select_faults,
    write_fault_report, write_fault_report_json, write_fault_summary_markdown,
};

/// Tests the faults of the arguments, or lists them.
pub(super) fn run_faults_command(args: &FaultsArgs) -> Result<ExitStatus, CommandFailure> {
    let faults = resolve_fault_patterns(&args.only)?;
    if args.output.list {
        write_to_stdout(|out| {
            let mut faults = faults.iter();
            faults.try_for_each(|fault| writeln!(out, "{fault}"))
        })?;
        return Ok(ExitStatus::Success);
    }
    let scope = if args.every_case {
        FaultCaseScope::Every
    } else {
        FaultCaseScope::Reaching
    };
    let (jobs, only) = (args.jobs, args.cases.clone());
    let report = build_report_interruptibly(move |tell| {
        let tester =
            FaultTester::with_builtin_expectations(ContractAndSuites::load_embedded()?, jobs)?;
        let skip = Vec::new();
        let cases = tester.inputs.select_cases(&SelectArgs { only, skip })?;
        tester.test_faults(&faults, &cases, scope, tell)
    })?;
    write_to_stdout(|out| match args.output.format {
        FaultsFormat::Text if args.output.summary => write_fault_summary_markdown(out, &report),
        FaultsFormat::Text => write_fault_report(out, &report),
        FaultsFormat::Json => write_fault_report_json(out, &report),
    })?;
    Ok(if report.is_passing() {
        ExitStatus::Success
    } else {
        ExitStatus::Failed
    })
}

/// Writes to standard output; a closed pipe is no error.
fn write_to_stdout(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CommandFailure> {
    let mut out = anstream::stdout().lock();
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let message = format!("cannot write the report: {error}");
            Err(CommandFailure::new(ExitStatus::Usage, message))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

fn resolve_fault_patterns(patterns: &[String]) -> Result<Vec<Fault>, CommandFailure> {
    let names = list_fault_names();
    let chosen = select_faults(patterns, &names).map_err(|unmatched| {
        let lines: Vec<String> = unmatched.iter().map(ToString::to_string).collect();
        let lines = lines.join("\nerror: ");
        CommandFailure::new(
            ExitStatus::Usage,
            format!("{lines}\n`badreq-proof faults --list` lists the faults"),
        )
    })?;
    let faults = chosen.iter().map(|name| name.parse());
    faults
        .collect::<Result<_, _>>()
        .map_err(|error| CommandFailure::from_error(ExitStatus::Usage, &error))
}

/// Builds the report on a thread of its own, and returns at once when interrupted: the faulty servers end with this process.
fn build_report_interruptibly(
    build: impl FnOnce(&(dyn Fn(FaultTestEvent) + Sync)) -> Result<FaultReport, CommandFailure>
    + Send
    + 'static,
) -> Result<FaultReport, CommandFailure> {
    build_runtime()?.block_on(async {
        let progress = FaultProgressBar::new();
        let (done, is_done) = oneshot::channel();
        let bar = progress.clone();
        std::thread::spawn(move || {
            let report = build(&|event| bar.record_event(event));
            // The receiver is gone only after an interrupt.
            done.send(report).ok();
        });
        let report = tokio::select! {
            report = is_done => report.unwrap_or_else(|_| {
                let message = "the tester panicked; standard error says where";
                Err(CommandFailure::new(ExitStatus::TargetUnusable, message))
            }),
            _ = tokio::signal::ctrl_c() => Err(CommandFailure::new(ExitStatus::Interrupted, "interrupted")),
        };
        progress.finish();
        report
    })
}
