//! `badreq faults`.

use tokio::sync::oneshot;

use super::proving::{Proving, Step, Which};
use crate::cli::args::{FaultsArgs, FaultsFormat, InputArgs, SelectArgs};
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::{Inputs, page_of};
use crate::cli::output::printer::Printer;
use crate::cli::output::progress::TableProgress;
use crate::cli::system::runtime;
use crate::cli::system::signals::Signals;
use crate::contract::Edition;
use crate::outcome::KillTable;
use crate::proof::{UnmatchedFault, select_faults};
use crate::reference::Fault;
use crate::report::{write_kill_json, write_kill_summary, write_kill_table};

pub(in crate::cli) fn faults(args: &FaultsArgs, printer: &Printer) -> Result<Exit, Failure> {
    let faults = select(&args.only)?;
    let unwritten =
        |error| Failure::new(Exit::Usage, format!("cannot write the kill table: {error}"));
    if args.output.list {
        let write = |out: &mut dyn std::io::Write| {
            let mut faults = faults.iter();
            faults.try_for_each(|fault| writeln!(out, "{fault}"))
        };
        printer.out(write).map_err(unwritten)?;
        return Ok(Exit::Fine);
    }
    let which = if args.every_case {
        Which::Every
    } else {
        Which::Near
    };
    let page = args.accusations.as_deref();
    let page = page.map(|path| page_of("accusations", path)).transpose()?;
    let (jobs, only) = (args.jobs, args.cases.clone());
    let table = interruptible(move |tell| {
        let proving = Proving::load(inputs()?, page, jobs)?;
        let skip = Vec::new();
        let cases = proving.inputs.select(&SelectArgs { only, skip })?;
        proving.table(&faults, &cases, which, tell)
    })?;
    printer
        .out(|out| match args.output.format {
            FaultsFormat::Text if args.output.summary => write_kill_summary(out, &table),
            FaultsFormat::Text => write_kill_table(out, &table),
            FaultsFormat::Json => write_kill_json(out, &table),
        })
        .map_err(unwritten)?;
    Ok(if table.is_right() {
        Exit::Fine
    } else {
        Exit::DoesNotConform
    })
}

/// Parses the name of a fault.
pub(in crate::cli) fn named(name: &str) -> Result<Fault, UnmatchedFault> {
    name.parse()
        .map_err(|_| UnmatchedFault::new(name, &names()))
}

fn names() -> Vec<String> {
    Fault::all().iter().map(Fault::to_string).collect()
}

fn select(patterns: &[String]) -> Result<Vec<Fault>, Failure> {
    let names = names();
    let chosen = select_faults(patterns, &names).map_err(|unmatched| {
        let lines: Vec<String> = unmatched.iter().map(ToString::to_string).collect();
        let lines = lines.join("\nerror: ");
        Failure::new(
            Exit::Usage,
            format!("{lines}\n`badreq faults --list` shows what there is"),
        )
    })?;
    let faults = chosen.iter().map(|name| name.parse());
    faults
        .collect::<Result<_, _>>()
        .map_err(|error| Failure::of(Exit::Usage, &error))
}

/// Loads the built-in contract and suites: the reference server implements no other contract.
fn inputs() -> Result<Inputs, Failure> {
    Inputs::load(&InputArgs {
        table: None,
        edition: Edition::Errata,
        suites: None,
    })
}

/// Builds the report on a thread of its own, and returns at once when interrupted: the faulty servers end with this process.
fn interruptible(
    make: impl FnOnce(&(dyn Fn(Step) + Sync)) -> Result<KillTable, Failure> + Send + 'static,
) -> Result<KillTable, Failure> {
    let runtime = runtime::single()?;
    runtime.block_on(async {
        let mut signals = Signals::listen().map_err(|error| Failure::of(Exit::Target, &error))?;
        let progress = TableProgress::new();
        let (done, is_done) = oneshot::channel();
        let teller = progress.clone();
        std::thread::spawn(move || {
            let table = make(&|step| teller.tell(step));
            // The receiver is gone only after an interrupt.
            done.send(table).ok();
        });
        let table = tokio::select! {
            table = is_done => table.unwrap_or_else(|_| {
                let message = "the harness panicked; standard error says where, please report it";
                Err(Failure::new(Exit::Target, message))
            }),
            _ = signals.next() => Err(Failure::new(Exit::Interrupted, "interrupted")),
        };
        progress.end();
        table
    })
}
