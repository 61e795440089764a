//! `badreq contract new`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::cli::args::ContractNewArgs;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::output::printer::Printer;

/// The files of a new contract.
static CONTRACT_TEMPLATE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/schemas/contract_template");

pub(super) fn write_contract_folder(
    args: &ContractNewArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let folder = &args.folder;
    let mut files = Vec::new();
    collect_files(&CONTRACT_TEMPLATE, &mut files);
    // Nothing is written unless everything can be.
    if let Some((path, _)) = files.iter().find(|(path, _)| folder.join(path).exists()) {
        let name = folder.join(path).display().to_string();
        return Err(CommandFailure::new(
            ExitStatus::Usage,
            format!("`{name}` already exists: name another folder, or move the file away"),
        ));
    }
    for (path, text) in &files {
        let path = folder.join(path);
        write_new_file(&path, text).map_err(|error| {
            CommandFailure::new(
                ExitStatus::Usage,
                format!("cannot write `{}`: {error}", path.display()),
            )
        })?;
    }
    let name = folder.display();
    printer.print_note(&format!(
        "wrote {} files to {name}\n\
         next: put your table into {name}/errors.md, and describe your API in {name}/contract.toml and {name}/operations.toml;\n\
         `badreq contract check {name}` shows what is missing, `badreq run --contract {name} --target URL` runs the cases",
        files.len()
    ));
    Ok(ExitStatus::Success)
}

fn collect_files<'t>(folder: &Dir<'t>, files: &mut Vec<(&'t Path, &'t [u8])>) {
    files.extend(folder.files().map(|file| (file.path(), file.contents())));
    for inner in folder.dirs() {
        collect_files(inner, files);
    }
}

fn write_new_file(path: &Path, text: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text)
}
