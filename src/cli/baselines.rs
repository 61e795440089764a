//! Baselines as files: what is known of a target, read before a run and written after a first one.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{BaselineArgs, TargetArgs};
use super::exit::{Exit, Failure};
use super::inputs::page_of;
use super::settings::{LoadedSettings, TargetSettings};
use crate::baseline::{Baseline, Day, page_of as page_of_run};
use crate::cli::output::flaws;
use crate::cli::output::outfile::{self, NotWritable};
use crate::cli::output::printer::Printer;
use crate::cli::output::report_files::ReportFile;
use crate::cli::output::words;
use crate::conformance::current_day;
use crate::contract::Page;
use crate::outcome::{Ended, RunOutcome};
use crate::suite::Suites;

impl BaselineArgs {
    /// What is known of the target, where it is said: by the arguments, or by the configuration.
    ///
    /// # Errors
    /// Fails with [`Failure`] where the configuration or the file cannot be read: everything that is wrong with it.
    pub fn load(
        &self,
        target: &TargetArgs,
        suites: &Suites,
    ) -> Result<Option<Arc<Baseline>>, Failure> {
        let Some(path) = self.path(target)? else {
            return Ok(None);
        };
        let page = page_of("baseline", &path)?;
        read(&page, suites).map(|baseline| Some(Arc::new(baseline)))
    }

    /// Reads the older baseline whose reasons a new one keeps, where one is named.
    ///
    /// # Errors
    /// Fails with [`Failure`] where the file cannot be read: everything that is wrong with it.
    pub(super) fn load_reasons(&self, suites: &Suites) -> Result<Option<Baseline>, Failure> {
        let Some(path) = &self.reasons_from else {
            return Ok(None);
        };
        read(&page_of("baseline", path)?, suites).map(Some)
    }

    fn path(&self, target: &TargetArgs) -> Result<Option<PathBuf>, Failure> {
        if self.write_baseline.is_some() {
            return Ok(None);
        }
        // An empty variable gives nothing.
        let given = self.baseline.clone();
        let given = TargetSettings {
            baseline: given.filter(|path| !path.as_os_str().is_empty()),
            ..TargetSettings::default()
        };
        let loaded = LoadedSettings::load(target)?.under(given);
        Ok(loaded.settings.baseline)
    }

    /// Makes sure before anything is run that the file to be written can be, is not there, and is not that of a report.
    pub(super) fn check(&self, reports: &[ReportFile]) -> Result<(), Failure> {
        let Some(path) = &self.write_baseline else {
            return Ok(());
        };
        let own = outfile::identity(path);
        let mut reports = reports.iter();
        if reports.any(|file| outfile::identity(&file.path) == own) {
            return Err(not_written(path, &"a report is written there"));
        }
        match outfile::holds_a_file(path) {
            Ok(true) => return Err(there_already(path)),
            Ok(false) => {}
            Err(error) => return Err(not_written(path, &error)),
        }
        match outfile::check(path) {
            // It is made as soon as there is something to write.
            Err(NotWritable::NoFolder) if !outfile::folder(path).is_dir() => check_folder(path),
            checked => checked.map_err(|error| not_written(path, &error)),
        }
    }

    /// Writes what the run found as known breaches, where that is asked for, and makes of the run what it would have been with them.
    pub(super) fn write(
        &self,
        outcome: &mut RunOutcome,
        suites: &Suites,
        reasons: Option<&Baseline>,
        printer: &Printer,
    ) -> Result<(), Failure> {
        let Some(path) = &self.write_baseline else {
            return Ok(());
        };
        let name = path.display();
        match outcome.ended {
            Ended::Complete => {}
            Ended::Interrupted | Ended::TargetLost => {
                printer.warning(&format!(
                    "no baseline was written to `{name}`: the run did not come to its end"
                ));
                return Ok(());
            }
        }
        let text = page_of_run(outcome, today()?, reasons);
        let baseline = read(&Page::new(name.to_string(), text.as_str()), suites)?;
        create(path, &text)?;
        baseline.apply_to_run(outcome);
        let entries = baseline.info().entries.len();
        let wrote = match entries {
            0 => format!("wrote `{name}` without an entry, since no breach was found: name"),
            1 => format!("wrote 1 known breach to `{name}`: give it its reason, and name"),
            _ => format!(
                "wrote {entries} known breaches to `{name}`: give each its reason, and name"
            ),
        };
        printer.note(&format!(
            "{wrote} the file by `--baseline`, `BADREQ_BASELINE` or `baseline` in the configuration"
        ));
        let red: Vec<&str> = outcome.red().map(|own| own.case.name.as_str()).collect();
        if let Some(first) = red.first() {
            printer.warning(&format!(
                "{} cannot be known by a baseline, {first} first: they came to no verdict, or by `--strict` to another row, and neither is a breach that an entry could name; a run fails for them until that is mended, or leaves them out by `--skip`",
                words::cases(red.len())
            ));
        }
        Ok(())
    }
}

fn read(page: &Page, suites: &Suites) -> Result<Baseline, Failure> {
    let names: Vec<String> = suites.cases().map(|case| case.name.to_string()).collect();
    Baseline::read(page, &names, today()?).map_err(|flaws| flaws::of_the_baseline(&flaws))
}

fn today() -> Result<Day, Failure> {
    current_day().map_err(|error| Failure::of(Exit::Usage, &error))
}

fn there_already(path: &Path) -> Failure {
    let name = path.display();
    Failure::new(
        Exit::Usage,
        format!(
            "`{name}` is there already, with reasons that would be lost: name another file, or give it as `--baseline` and change the lines that the run tells"
        ),
    )
}

/// Makes sure that the folder of a file can be made.
fn check_folder(path: &Path) -> Result<(), Failure> {
    let missing = path
        .ancestors()
        .skip(1)
        .filter(|above| !above.as_os_str().is_empty() && !above.exists())
        .last();
    missing
        .map_or(Ok(()), outfile::check)
        .map_err(|error| not_written(path, &error))
}

fn create(path: &Path, text: &str) -> Result<(), Failure> {
    fs::create_dir_all(outfile::folder(path)).map_err(|error| not_written(path, &error))?;
    outfile::write_new(path, text.as_bytes()).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => there_already(path),
        _ => not_written(path, &error),
    })
}

fn not_written(path: &Path, why: &dyn std::fmt::Display) -> Failure {
    let name = path.display();
    Failure::new(
        Exit::Usage,
        format!("cannot write the baseline to `{name}`: {why}"),
    )
}
