//! Baselines as files: read before a run, written from a result.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{BaselineFileArgs, TargetArgs};
use super::exit::{CommandFailure, ExitStatus};
use super::inputs::read_source_file;
use super::settings::{MergedSettings, TargetSettings};
use crate::baseline::{Baseline, CalendarDay};
use crate::cli::output::diagnostics;
use crate::cli::output::output_file;
use crate::conformance::current_day;
use crate::contract::SourceFile;
use crate::suite::SuiteSet;

impl BaselineFileArgs {
    /// Loads the baseline that the arguments or the configuration name; `None` if neither names one.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if the configuration or the file cannot be read; the failure lists every mistake of the file.
    pub fn load_baseline(
        &self,
        target: &TargetArgs,
        suites: &SuiteSet,
    ) -> Result<Option<Arc<Baseline>>, CommandFailure> {
        let Some(path) = self.resolve_baseline_path(target)? else {
            return Ok(None);
        };
        let page = read_source_file("baseline", &path)?;
        parse_and_check_baseline(&page, suites).map(|baseline| Some(Arc::new(baseline)))
    }

    fn resolve_baseline_path(
        &self,
        target: &TargetArgs,
    ) -> Result<Option<PathBuf>, CommandFailure> {
        // An empty variable counts as not set.
        let given = self.baseline.clone();
        let given = TargetSettings {
            baseline: given.filter(|path| !path.as_os_str().is_empty()),
            ..TargetSettings::default()
        };
        let loaded = MergedSettings::load(target)?.with_overrides(given);
        Ok(loaded.settings.baseline)
    }
}

/// Parses a baseline and checks its entries against the cases of these suites.
pub(super) fn parse_and_check_baseline(
    page: &SourceFile,
    suites: &SuiteSet,
) -> Result<Baseline, CommandFailure> {
    Baseline::parse(page, &list_case_names(suites), current_date()?)
        .map_err(|flaws| diagnostics::baseline_failure(&flaws))
}

/// Returns the names of all cases of these suites.
pub(super) fn list_case_names(suites: &SuiteSet) -> Vec<String> {
    suites.cases().map(|case| case.name.to_string()).collect()
}

/// Returns the current day.
pub(super) fn current_date() -> Result<CalendarDay, CommandFailure> {
    current_day().map_err(|error| CommandFailure::from_error(ExitStatus::Usage, &error))
}

fn already_exists_failure(path: &Path) -> CommandFailure {
    let name = path.display();
    CommandFailure::new(
        ExitStatus::Usage,
        format!(
            "`{name}` exists already, with reasons that would be lost: update it with `badreq baseline update {name}`, or name another file and keep the reasons with `--reasons-from {name}`"
        ),
    )
}

/// Writes a new baseline and creates its folder; fails if the file exists.
pub(super) fn create_baseline_file(path: &Path, text: &str) -> Result<(), CommandFailure> {
    fs::create_dir_all(output_file::parent_folder(path))
        .map_err(|error| unwritable_file_failure(path, &error))?;
    output_file::write_new_file(path, text.as_bytes()).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => already_exists_failure(path),
        _ => unwritable_file_failure(path, &error),
    })
}

/// Writes an updated baseline, completely or not at all.
pub(super) fn replace_baseline_file(path: &Path, text: &str) -> Result<(), CommandFailure> {
    output_file::write_output_file(path, text.as_bytes())
        .map_err(|error| unwritable_file_failure(path, &error))
}

fn unwritable_file_failure(path: &Path, why: &dyn std::fmt::Display) -> CommandFailure {
    let name = path.display();
    CommandFailure::new(
        ExitStatus::Usage,
        format!("cannot write the baseline to `{name}`: {why}"),
    )
}
