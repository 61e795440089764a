//! Reports that are written to files in addition to standard output.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::str::FromStr;

use super::output_file;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::contract::suggest_similar_word;
use crate::outcome::{RunComparison, RunOutcome};
use crate::report::{
    write_changes_markdown, write_har, write_html, write_json, write_junit, write_markdown,
    write_sarif,
};

/// The format of a report in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// One self-contained HTML page.
    Html,
    /// Every exchange as HAR 1.2, for browsers.
    Har,
    /// Everything, as `--format json` prints it.
    Json,
    /// JUnit XML, for build servers.
    Junit,
    /// Markdown, short enough for a comment on a pull request.
    Markdown,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

impl ReportFormat {
    const ALL: [(&'static str, Self); 6] = [
        ("har", Self::Har),
        ("html", Self::Html),
        ("json", Self::Json),
        ("junit", Self::Junit),
        ("markdown", Self::Markdown),
        ("sarif", Self::Sarif),
    ];

    fn write_run_report(self, out: &mut dyn Write, outcome: &RunOutcome) -> io::Result<()> {
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

/// A report to write to a file, as given by `--report junit=results.xml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFile {
    /// The format.
    pub kind: ReportFormat,
    /// The path of the file.
    pub path: PathBuf,
}

/// The error of a `--report` argument that cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportFileParseError {
    /// There is no `=`, or one side of it is empty.
    #[error("a report is given as `KIND=FILE`, such as `junit=results.xml`")]
    InvalidForm,
    /// The path is a dash.
    #[error(
        "`-` is not a file: `--format json` writes to standard output, and so does `KIND=/dev/stdout`"
    )]
    DashPath,
    /// There is no such format.
    #[error("there is no report of the kind `{kind}`: {hint}")]
    UnknownKind {
        /// The format as given.
        kind: String,
        /// The most similar format, or all formats.
        hint: String,
    },
}

impl FromStr for ReportFile {
    type Err = ReportFileParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, path) = text
            .split_once('=')
            .ok_or(ReportFileParseError::InvalidForm)?;
        if name.is_empty() || path.is_empty() {
            return Err(ReportFileParseError::InvalidForm);
        }
        if path == "-" {
            return Err(ReportFileParseError::DashPath);
        }
        let names = ReportFormat::ALL.map(|(name, _)| name);
        match ReportFormat::ALL.iter().find(|(own, _)| *own == name) {
            Some((_, kind)) => Ok(Self {
                kind: *kind,
                path: PathBuf::from(path),
            }),
            None => Err(ReportFileParseError::UnknownKind {
                kind: name.to_owned(),
                hint: match suggest_similar_word(name, names) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("there are {}", names.join(", ")),
                },
            }),
        }
    }
}

/// Checks before a run that the reports can be written when it has finished.
pub(in crate::cli) fn check_report_files_writable(
    files: &[ReportFile],
) -> Result<(), CommandFailure> {
    let mut seen = BTreeSet::new();
    for ReportFile { path, .. } in files {
        let wrong = |detail: &dyn std::fmt::Display| {
            let path = path.display();
            CommandFailure::new(
                ExitStatus::Usage,
                format!("cannot write a report to `{path}`: {detail}"),
            )
        };
        if !seen.insert(output_file::resolve_file_identity(path)) {
            return Err(wrong(&"it is given for two reports"));
        }
        output_file::check_writable(path).map_err(|error| wrong(&error))?;
    }
    Ok(())
}

/// Writes the reports, each completely or not at all; a report that cannot be written does not stop the others.
pub(in crate::cli) fn write_outcome_reports(
    files: &[ReportFile],
    outcome: &RunOutcome,
) -> Result<(), CommandFailure> {
    write_each_report(files, |kind, out| kind.write_run_report(out, outcome))
}

/// Checks before results are read that reports of the differences between two of them can be written.
pub(in crate::cli) fn check_comparison_report_files(
    files: &[ReportFile],
) -> Result<(), CommandFailure> {
    check_report_files_writable(files)?;
    refuse_other_report_formats(
        files,
        &[ReportFormat::Html, ReportFormat::Markdown],
        |path| {
            format!(
                "cannot write a report to `{path}`: two results are compared by `markdown=FILE`, and shown side by side by `html=FILE`"
            )
        },
    )
}

/// Writes the differences between two results.
pub(in crate::cli) fn write_comparison_reports(
    files: &[ReportFile],
    changes: &RunComparison<'_>,
    runs: &[&RunOutcome],
) -> Result<(), CommandFailure> {
    write_each_report(files, |kind, out| match kind {
        ReportFormat::Html => write_html(out, runs),
        ReportFormat::Markdown
        | ReportFormat::Har
        | ReportFormat::Json
        | ReportFormat::Junit
        | ReportFormat::Sarif => write_changes_markdown(out, changes),
    })
}

/// Checks before results are read that the only reports are pages, which can show several results.
pub(in crate::cli) fn check_multi_run_report_files(
    files: &[ReportFile],
) -> Result<(), CommandFailure> {
    const WAYS: &str =
        "`badreq compare` compares two, `badreq merge` makes one result of several shards";
    if files.is_empty() {
        return Err(CommandFailure::new(
            ExitStatus::Usage,
            format!(
                "several results can only be rendered as one HTML page: give `--report html=FILE`; {WAYS}"
            ),
        ));
    }
    check_report_files_writable(files)?;
    refuse_other_report_formats(files, &[ReportFormat::Html], |path| {
        format!(
            "cannot write a report to `{path}`: several results can only be rendered as one HTML page, `html=FILE`; {WAYS}"
        )
    })
}

/// Writes a page of several results.
pub(in crate::cli) fn write_multi_run_html(
    files: &[ReportFile],
    runs: &[&RunOutcome],
) -> Result<(), CommandFailure> {
    write_each_report(files, |_, out| write_html(out, runs))
}

/// Fails if a report has a format other than these.
fn refuse_other_report_formats(
    files: &[ReportFile],
    kinds: &[ReportFormat],
    message: impl Fn(std::path::Display<'_>) -> String,
) -> Result<(), CommandFailure> {
    let other = files.iter().find(|file| !kinds.contains(&file.kind));
    other.map_or(Ok(()), |file| {
        Err(CommandFailure::new(
            ExitStatus::Usage,
            message(file.path.display()),
        ))
    })
}

/// Writes each file completely or not at all; a file that cannot be written does not stop the others.
fn write_each_report(
    files: &[ReportFile],
    write: impl Fn(ReportFormat, &mut dyn Write) -> io::Result<()>,
) -> Result<(), CommandFailure> {
    // The reader of a pipe may block it, and the files must not wait for that.
    let (pipes, plain): (Vec<_>, Vec<_>) = files
        .iter()
        .partition(|file| output_file::is_pipe_or_device(&file.path));
    let failures = plain
        .into_iter()
        .chain(pipes)
        .filter_map(|file| {
            write_report(file, &write).err().map(|error| {
                let path = file.path.display();
                CommandFailure::new(
                    ExitStatus::Usage,
                    format!("cannot write the report `{path}`: {error}"),
                )
            })
        })
        .collect();
    CommandFailure::combine(failures).map_or(Ok(()), Err)
}

fn write_report(
    file: &ReportFile,
    write: impl Fn(ReportFormat, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut text = Vec::new();
    write(file.kind, &mut text)?;
    output_file::write_output_file(&file.path, &text)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{ReportFile, ReportFormat};

    #[test]
    fn a_report_is_its_kind_and_its_file() {
        let expected = ReportFile {
            kind: ReportFormat::Junit,
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
        "`-` is not a file: `--format json` writes to standard output, and so does `KIND=/dev/stdout`"
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
