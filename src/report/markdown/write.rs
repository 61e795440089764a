//! Markdown within the limits of a comment on a pull request.

use std::io::{self, Write};

use crate::outcome::excerpt::excerpt;
use crate::outcome::{Counts, Finding, RowState, RunInfo, RunOutcome, StaleEntry, findings};
use crate::report::sections::baseline;
use crate::report::sections::failure::write_case;
use crate::report::sections::findings::{again, clearest, headline, others, shown};
use crate::report::sections::flaky;
use crate::report::sections::responses;
use crate::report::sections::summary::{conclusion, counts, coverage};
use crate::report::shared::style::plain;
use crate::report::shared::words::counted;

/// The maximum size of a report in bytes; a comment holds 65,536 characters.
const MOST: usize = 64_000;

/// The number of bytes reserved for the lines about omitted findings.
const REST: usize = 1_400;

/// Writes a run in fewer than 65,000 characters, whatever it found: the headline, the rows that are not proven, then the findings, gravest
/// first.
///
/// Text from the target is in fenced blocks; it can neither end them nor be read as HTML. Findings that do not fit are only counted.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_markdown(out: &mut dyn Write, run: &RunOutcome) -> io::Result<()> {
    let findings = findings(run);
    let mut text = format!(
        "### badreq: {}\n\n{}  \n{}\n\nTarget {}, edition `{}`, run `{}`.\n",
        plain(&conclusion(run)),
        coverage(run),
        counts(Counts::of(&run.cases)),
        code(&run.run.target),
        run.run.edition,
        run.run.id
    );
    text.push_str(&rows(run));
    text.push_str(&responses(run));
    text.push_str(&stale(&run.stale));
    text.push_str(&unchecked(run));
    text.push_str(&repeated(run));
    let mut told = 0;
    for finding in &findings {
        let entry = entry(&run.run, finding)?;
        if text.len() + entry.len() > MOST - REST {
            break;
        }
        text.push_str(&entry);
        told += 1;
    }
    if told < findings.len() {
        text.push_str(&format!(
            "\n{} more had no room here: `badreq run` tells all of them, and `--format json` every case.\n",
            counted(findings.len() - told, "finding")
        ));
    }
    if let Some((what, line)) = again(&findings) {
        text.push_str(&format!("\n{what}: {}\n", code(&line)));
    }
    out.write_all(text.as_bytes())
}

/// Formats the findings in responses of every kind as a list; empty if there are none.
fn responses(run: &RunOutcome) -> String {
    let mut lines = String::new();
    for finding in responses::shown(run) {
        lines.push_str(&format!(
            "- `{}` ({}): {}  \n  {}\n",
            finding.requirement,
            finding.level,
            code(&responses::describe(finding)),
            code(&responses::locate(&run.run, finding))
        ));
    }
    if lines.is_empty() {
        return lines;
    }
    format!("\nIn responses of every kind, whatever was asked:\n\n{lines}")
}

/// Formats the rows that are not proven as a table; empty if there are none.
fn rows(run: &RunOutcome) -> String {
    let mut lines = String::new();
    for outcome in &run.rows {
        let verdict = match &outcome.state {
            RowState::Proven | RowState::NotTried => continue,
            RowState::Broken => format!("broken ({} of {} cases)", outcome.failed, outcome.cases),
            RowState::NotObserved { reason } => format!("not observed: {}", cell(reason)),
        };
        let row = &outcome.row;
        let meaning = cell(&row.meaning);
        lines.push_str(&format!(
            "| {} | {} | {meaning} | {verdict} |\n",
            row.code, row.status
        ));
    }
    if lines.is_empty() {
        return lines;
    }
    format!("\n| code | status | meaning | verdict |\n| ---: | ---: | --- | --- |\n{lines}")
}

/// The maximum number of lines listed of a baseline.
const STALE: usize = 50;

/// Formats the lines of the baseline that must be changed; empty if there are none.
fn stale(stale: &[StaleEntry]) -> String {
    let mut lines = String::new();
    for entry in stale.iter().take(STALE) {
        lines.push_str(&format!(
            "- {}: {}; {}\n",
            code(&format!("{}:{}", entry.file, entry.line)),
            cell(&excerpt(&baseline::what(entry), 300)),
            cell(&excerpt(&baseline::remedy(entry), 500))
        ));
    }
    if lines.is_empty() {
        return lines;
    }
    if stale.len() > STALE {
        lines.push_str(&format!("- and {} more\n", stale.len() - STALE));
    }
    format!("\n**The baseline is to be changed:**\n\n{lines}")
}

/// Formats the entries of the baseline that could not be checked; empty if there are none.
fn unchecked(run: &RunOutcome) -> String {
    let lines: String = baseline::unchecked(run)
        .iter()
        .take(STALE)
        .map(|line| format!("- {}\n", cell(&excerpt(line, 500))))
        .collect();
    if lines.is_empty() {
        return lines;
    }
    format!("\n**Not checked of the baseline:**\n\n{lines}")
}

/// The maximum number of flaky cases listed.
const FLAKY: usize = 20;

/// Formats the results of repeated attempts: a headline and the flaky cases; empty if no case was tried more than once.
fn repeated(run: &RunOutcome) -> String {
    let Some(head) = flaky::headline(run) else {
        return String::new();
    };
    let flaky = flaky::flaky(run);
    let mut text = format!("\n{}.\n\n", plain(&head));
    for (outcome, repeats) in flaky.iter().take(FLAKY) {
        text.push_str(&format!(
            "- {}: {}\n",
            code(&outcome.case.name),
            flaky::ways(repeats)
        ));
    }
    if flaky.len() > FLAKY {
        text.push_str(&format!("- and {} more\n", flaky.len() - FLAKY));
    }
    text
}

fn entry(run: &RunInfo, finding: &Finding<'_>) -> io::Result<String> {
    let Some(example) = clearest(finding) else {
        return Ok(String::new());
    };
    let mut case = Vec::new();
    write_case(&mut case, run, example)?;
    let case = plain(&String::from_utf8_lossy(&case));
    let fence = "`".repeat(3.max(longest_run(&case, '`') + 1));
    let headline = cell(&format!("{}: {}", shown(example), headline(finding)));
    let others =
        others(finding, example).map_or_else(String::new, |own| format!("\n{}\n", cell(&own)));
    Ok(format!(
        "\n<details><summary>{headline}</summary>\n\n{fence}diff\n{}\n{fence}\n{others}</details>\n",
        case.trim_end()
    ))
}

/// Escapes a text for one line of a table or a summary, so that nothing in it is markup.
pub(in crate::report) fn cell(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '@' | '#' | '!' => {
                out.push_str(&format!("&#{};", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

/// Formats a text as an inline code span.
fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`') + 1);
    format!("{fence} {text} {fence}")
}

fn longest_run(text: &str, of: char) -> usize {
    let mut longest = 0;
    let mut here = 0;
    for c in text.chars() {
        here = if c == of { here + 1 } else { 0 };
        longest = longest.max(here);
    }
    longest
}
