//! `badreq compare`.

use super::merge::read_all;
use crate::cli::args::CompareArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::printer::Printer;
use crate::cli::output::report_files;
use crate::outcome::{Comparison, changes};
use crate::report::write_changes;

/// Reports the differences between two results.
pub(in crate::cli) fn compare(args: &CompareArgs, printer: &Printer) -> Result<Exit, Failure> {
    let files = &args.files.report;
    report_files::check_comparison(files)?;
    let results = read_all(&[args.old.clone(), args.new.clone()])?;
    let [old, new] = results.as_slice() else {
        return Err(Failure::new(Exit::Usage, "two results are compared"));
    };
    let changes = changes(old, new);
    printer
        .out(|out| write_changes(out, &changes))
        .map_err(|error| Failure::new(Exit::Usage, format!("cannot write the report: {error}")))?;
    report_files::write_comparison(files, &changes, &[old, new])?;
    Ok(match changes.comparison() {
        Comparison::Worse | Comparison::Unknown | Comparison::NotWorse => Exit::DoesNotConform,
        Comparison::Same => Exit::Fine,
    })
}
