//! The choice among the commands of `badreq contract`.

use super::{check, diff, new};
use crate::cli::args::ContractCommand;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::output::printer::Printer;

pub(in crate::cli) fn run_contract(
    command: &ContractCommand,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    match command {
        ContractCommand::New(args) => new::write_contract_folder(args, printer),
        ContractCommand::Check(args) => check::check_contract_folder(args, printer),
        ContractCommand::Diff(args) => diff::print_contract_changes(args, printer),
    }
}
