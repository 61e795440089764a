//! What responses of every kind show, whatever was asked: each breach once for the target.

use std::io::{self, Write};

use crate::outcome::excerpt::{excerpt, visible};
use crate::outcome::{Level, ResponseFinding, RunInfo, RunOutcome, Words};
use crate::report::shared::style::{BAD, DOUBT, HEAD, QUIET, paint};
use crate::report::shared::window::Window;

/// Writes what responses of every kind show; nothing where all of them keep what holds for them.
pub(in crate::report) fn write_responses(out: &mut Window<'_>, run: &RunOutcome) -> io::Result<()> {
    let findings: Vec<&ResponseFinding> = shown(run).collect();
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "{}",
        paint(HEAD, "in responses of every kind, whatever was asked")
    )?;
    for finding in findings {
        write_finding(out, &run.run, finding)?;
    }
    writeln!(out)
}

/// Writes one breach, for a test runner that has no report around it.
///
/// # Errors
/// Fails where the writer does.
pub fn write_response_finding(
    out: &mut dyn Write,
    run: &RunInfo,
    finding: &ResponseFinding,
) -> io::Result<()> {
    write_finding(out, run, finding)
}

fn write_finding(out: &mut dyn Write, run: &RunInfo, finding: &ResponseFinding) -> io::Result<()> {
    let style = match finding.level {
        Level::Must => BAD,
        Level::Should | Level::May => DOUBT,
    };
    let head = format!("{} ({})", finding.requirement, finding.level);
    writeln!(
        out,
        "  {} {}",
        paint(style, &head),
        visible(&describe(finding))
    )?;
    let mut requirements = run.requirements.iter();
    if let Some(own) = requirements.find(|own| own.id == finding.requirement) {
        let line = format!("{} ({})", own.sentence, own.source);
        writeln!(out, "    {}", paint(QUIET, &line))?;
    }
    writeln!(out, "    {}", visible(&locate(run, finding)))
}

/// The breaches that deserve a look: known ones too, remarks not.
pub(in crate::report) fn shown(run: &RunOutcome) -> impl Iterator<Item = &ResponseFinding> {
    run.responses.iter().filter(|own| own.level > Level::May)
}

/// Says in one line what is wrong and how often.
pub(in crate::report) fn describe(finding: &ResponseFinding) -> String {
    let family = finding.words();
    let Words { expected, got } = family;
    format!(
        "{}: expected {expected}, got {got}, {}",
        finding.place(),
        finding.extent()
    )
}

/// Says in one line where it showed first, and that it is known where it is.
pub(in crate::report) fn locate(run: &RunInfo, finding: &ResponseFinding) -> String {
    let examples = finding.examples.iter().map(|own| {
        let target = excerpt(&own.target, 80);
        format!("{} {target} as {}: {}", own.method, own.actor, own.status)
    });
    let mut line = format!("first: {}", examples.collect::<Vec<_>>().join("; "));
    if let Some(at) = finding.known {
        let file = run.baseline.as_ref().map_or("", |own| own.file.as_str());
        line.push_str(&format!("; known: {file}:{at}"));
    }
    line
}
