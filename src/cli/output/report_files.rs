//! Reports that are written to files beside what is printed.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::str::FromStr;

use super::outfile;
use crate::cli::exit::{Exit, Failure};
use crate::contract::suggest;
use crate::outcome::{Changes, RunOutcome};
use crate::report::{
    write_changes_markdown, write_har, write_html, write_json, write_junit, write_markdown,
    write_sarif,
};

/// The form of a report in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportKind {
    /// One HTML page that loads nothing.
    Html,
    /// Every exchange, as browsers load it.
    Har,
    /// Everything, as `--format json` prints it.
    Json,
    /// JUnit XML, for build servers.
    Junit,
    /// Markdown that is short enough for a comment on a pull request.
    Markdown,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

impl ReportKind {
    const ALL: [(&'static str, Self); 6] = [
        ("har", Self::Har),
        ("html", Self::Html),
        ("json", Self::Json),
        ("junit", Self::Junit),
        ("markdown", Self::Markdown),
        ("sarif", Self::Sarif),
    ];

    fn write(self, out: &mut dyn Write, outcome: &RunOutcome) -> io::Result<()> {
        match self {
            Self::Html => write_html(out, &[outcome]),
            Self::Har => write_har(out, outcome),
            Self::Json => write_json(out, outcome),
            Self::Junit => write_junit(out, outcome),
            Self::Markdown => write_markdown(out, outcome),
            Self::Sarif => write_sarif(out, outcome),
        }
    }
}

/// A report that is wanted in a file: `junit=results.xml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFile {
    /// Its form.
    pub kind: ReportKind,
    /// Where it is written.
    pub path: PathBuf,
}

/// Why an argument names no report in a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportFileError {
    /// There is no `=`, or nothing on one side of it.
    #[error("a report is given as `KIND=FILE`, such as `junit=results.xml`")]
    Form,
    /// A dash is no file.
    #[error(
        "`-` is no file: `--format json` writes to standard output, and so does `KIND=/dev/stdout`"
    )]
    Dash,
    /// No report has this form.
    #[error("there is no report of the kind `{kind}`: {hint}")]
    Kind {
        /// The kind as given.
        kind: String,
        /// The nearest, or all that there are.
        hint: String,
    },
}

impl FromStr for ReportFile {
    type Err = ReportFileError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, path) = text.split_once('=').ok_or(ReportFileError::Form)?;
        if name.is_empty() || path.is_empty() {
            return Err(ReportFileError::Form);
        }
        if path == "-" {
            return Err(ReportFileError::Dash);
        }
        let names = ReportKind::ALL.map(|(name, _)| name);
        match ReportKind::ALL.iter().find(|(own, _)| *own == name) {
            Some((_, kind)) => Ok(Self {
                kind: *kind,
                path: PathBuf::from(path),
            }),
            None => Err(ReportFileError::Kind {
                kind: name.to_owned(),
                hint: match suggest(name, names) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("there are {}", names.join(", ")),
                },
            }),
        }
    }
}

/// Makes sure before anything is run that the reports can be written when it is over.
pub(in crate::cli) fn check(files: &[ReportFile]) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    for ReportFile { path, .. } in files {
        let wrong = |detail: &dyn std::fmt::Display| {
            let path = path.display();
            Failure::new(
                Exit::Usage,
                format!("cannot write a report to `{path}`: {detail}"),
            )
        };
        if !seen.insert(outfile::identity(path)) {
            return Err(wrong(&"it is given for two reports"));
        }
        outfile::check(path).map_err(|error| wrong(&error))?;
    }
    Ok(())
}

/// Writes the reports, each whole or not at all; what cannot be written does not keep the others from it.
pub(in crate::cli) fn write(files: &[ReportFile], outcome: &RunOutcome) -> Result<(), Failure> {
    write_each(files, |kind, out| kind.write(out, outcome))
}

/// Makes sure that several runs can be told of in these forms: as a page that shows them side by side, and of two what changed.
pub(in crate::cli) fn check_several(files: &[ReportFile], runs: usize) -> Result<(), Failure> {
    check(files)?;
    let fits = |file: &&ReportFile| match file.kind {
        ReportKind::Html => true,
        ReportKind::Markdown => runs == 2,
        ReportKind::Har | ReportKind::Json | ReportKind::Junit | ReportKind::Sarif => false,
    };
    match files.iter().find(|file| !fits(file)) {
        None => Ok(()),
        Some(file) => Err(Failure::new(
            Exit::Usage,
            format!(
                "cannot write a report to `{}`: several results are shown side by side by `html=FILE`, and what changed between two is told by `markdown=FILE`; give one result for the other kinds",
                file.path.display()
            ),
        )),
    }
}

/// Writes several runs side by side, and what changed where they are two.
pub(in crate::cli) fn write_several(
    files: &[ReportFile],
    runs: &[&RunOutcome],
    changes: Option<&Changes<'_>>,
) -> Result<(), Failure> {
    write_each(files, |kind, out| match (kind, changes) {
        (ReportKind::Markdown, Some(changes)) => write_changes_markdown(out, changes),
        (_, _) => write_html(out, runs),
    })
}

/// Writes each file, whole or not at all; what cannot be written does not keep the others from it.
fn write_each(
    files: &[ReportFile],
    write: impl Fn(ReportKind, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    // Who reads a pipe may let it wait, and the files are not to wait for that.
    let (pipes, plain): (Vec<_>, Vec<_>) = files
        .iter()
        .partition(|file| outfile::is_no_file(&file.path));
    let failures = plain
        .into_iter()
        .chain(pipes)
        .filter_map(|file| {
            write_one(file, &write).err().map(|error| {
                let path = file.path.display();
                Failure::new(
                    Exit::Usage,
                    format!("cannot write the report `{path}`: {error}"),
                )
            })
        })
        .collect();
    Failure::all(failures).map_or(Ok(()), Err)
}

fn write_one(
    file: &ReportFile,
    write: impl Fn(ReportKind, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut text = Vec::new();
    write(file.kind, &mut text)?;
    outfile::write(&file.path, &text)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{ReportFile, ReportKind};

    #[test]
    fn a_report_is_its_kind_and_its_file() {
        let expected = ReportFile {
            kind: ReportKind::Junit,
            path: "out/a=b.xml".into(),
        };
        assert_eq!("junit=out/a=b.xml".parse(), Ok(expected));
    }

    #[rstest]
    #[case(
        "junit",
        "a report is given as `KIND=FILE`, such as `junit=results.xml`"
    )]
    #[case("=x", "a report is given as `KIND=FILE`, such as `junit=results.xml`")]
    #[case(
        "junit=",
        "a report is given as `KIND=FILE`, such as `junit=results.xml`"
    )]
    #[case(
        "json=-",
        "`-` is no file: `--format json` writes to standard output, and so does `KIND=/dev/stdout`"
    )]
    #[case(
        "junti=x",
        "there is no report of the kind `junti`: did you mean `junit`?"
    )]
    #[case(
        "pdf=x",
        "there is no report of the kind `pdf`: there are har, html, json, junit, markdown, sarif"
    )]
    fn what_is_no_report_is_refused_with_a_way_out(#[case] text: &str, #[case] error: &str) {
        let refused = text
            .parse::<ReportFile>()
            .map_err(|error| error.to_string());
        assert_eq!(refused, Err(error.to_owned()));
    }
}
