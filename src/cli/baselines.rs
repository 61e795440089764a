//! Baselines as files: read before a run, written from a result.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{BaselineArgs, TargetArgs};
use super::exit::{Exit, Failure};
use super::inputs::page_of;
use super::settings::{LoadedSettings, TargetSettings};
use crate::baseline::{Baseline, Day};
use crate::cli::output::flaws;
use crate::cli::output::outfile;
use crate::conformance::current_day;
use crate::contract::Page;
use crate::suite::Suites;

impl BaselineArgs {
    /// Loads the baseline that the arguments or the configuration name; `None` if neither names one.
    ///
    /// # Errors
    /// Fails with [`Failure`] if the configuration or the file cannot be read; the failure lists every mistake of the file.
    pub fn load(
        &self,
        target: &TargetArgs,
        suites: &Suites,
    ) -> Result<Option<Arc<Baseline>>, Failure> {
        let Some(path) = self.path(target)? else {
            return Ok(None);
        };
        let page = page_of("baseline", &path)?;
        read_baseline(&page, suites).map(|baseline| Some(Arc::new(baseline)))
    }

    fn path(&self, target: &TargetArgs) -> Result<Option<PathBuf>, Failure> {
        // An empty variable counts as not set.
        let given = self.baseline.clone();
        let given = TargetSettings {
            baseline: given.filter(|path| !path.as_os_str().is_empty()),
            ..TargetSettings::default()
        };
        let loaded = LoadedSettings::load(target)?.under(given);
        Ok(loaded.settings.baseline)
    }
}

/// Parses a baseline and checks its entries against the cases of these suites.
pub(super) fn read_baseline(page: &Page, suites: &Suites) -> Result<Baseline, Failure> {
    let names: Vec<String> = suites.cases().map(|case| case.name.to_string()).collect();
    Baseline::read(page, &names, today()?).map_err(|flaws| flaws::of_the_baseline(&flaws))
}

/// Returns the current day.
pub(super) fn today() -> Result<Day, Failure> {
    current_day().map_err(|error| Failure::of(Exit::Usage, &error))
}

fn there_already(path: &Path) -> Failure {
    let name = path.display();
    Failure::new(
        Exit::Usage,
        format!(
            "`{name}` exists already, with reasons that would be lost: name another file, and keep the reasons with `--reasons-from {name}`"
        ),
    )
}

/// Writes a new baseline and creates its folder; fails if the file exists.
pub(super) fn create_baseline(path: &Path, text: &str) -> Result<(), Failure> {
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
