//! `badreq init`.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use crate::cli::args::InitArgs;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::output::printer::Printer;
use crate::cli::settings::CONFIG_FILE_NAME;

/// The configuration to write: one target to fill in, everything else as comments.
const CONFIG_TEMPLATE: &str = include_str!("../../../schemas/config.template.toml");

/// The JSON Schema by which editors complete and check the configuration.
const CONFIG_SCHEMA: &str = include_str!("../../../schemas/config.schema.json");

/// The name of the schema beside the configuration, as in the first line of the template.
const SCHEMA_FILE_NAME: &str = "badreq.schema.json";

pub(in crate::cli) fn write_config_and_schema(
    args: &InitArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let path = &args.path;
    write_file(path, CONFIG_TEMPLATE, args.force)?;
    let schema = path.with_file_name(SCHEMA_FILE_NAME);
    // Users do not edit the schema, so overwriting it loses nothing.
    write_file(&schema, CONFIG_SCHEMA, true)?;
    let (name, schema) = (path.display(), schema.display());
    let config = if path == Path::new(CONFIG_FILE_NAME) {
        String::new()
    } else {
        format!(" --config {name}")
    };
    printer.print_note(&format!(
        "wrote {name}, and {schema} for editors\n\
         next: write the base URL of your server into it, export the tokens of two test accounts as STAGING_TOKEN and\n\
         STAGING_STRANGER_TOKEN, and start small: `badreq list` lists the cases, `badreq run{config} CASE` runs one"
    ));
    Ok(ExitStatus::Success)
}

fn write_file(path: &Path, text: &str, is_forced: bool) -> Result<(), CommandFailure> {
    let open = |path: &Path| -> std::io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).truncate(is_forced);
        if is_forced {
            options.create(true);
        } else {
            options.create_new(true);
        }
        options.open(path)
    };
    let written = open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let name = path.display();
        let what = match error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                format!("`{name}` already exists: give `--force` to overwrite it, or `--path` to write another file")
            }
            _ => format!("cannot write `{name}`: {error}"),
        };
        CommandFailure::new(ExitStatus::Usage, what)
    })
}
