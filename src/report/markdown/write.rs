//! Markdown within the limits of a comment on a pull request.

use std::io::{self, Write};

use crate::outcome::excerpt::{escape_control_chars, excerpt_text};
use crate::outcome::{
    Finding, Leftover, RowVerdict, RunInfo, RunOutcome, StaleEntry, VerdictCounts,
    group_cases_into_findings,
};
use crate::report::sections::baseline;
use crate::report::sections::conclusion::{describe_baseline_harm, format_conclusion};
use crate::report::sections::failure::write_case;
use crate::report::sections::findings::{describe_other_cases, summarize_finding};
use crate::report::sections::flaky;
use crate::report::sections::head::describe_version_start_and_duration;
use crate::report::sections::rerun::build_rerun_command;
use crate::report::sections::response_findings;
use crate::report::sections::summary::{format_row_coverage, format_verdict_counts};
use crate::report::shared::run_command::format_original_command;
use crate::report::shared::style::strip_terminal_codes;
use crate::report::shared::words::{describe_row_verdict, format_count};

/// The maximum size of a report in bytes; a comment holds 65,536 characters.
const MAX_BYTES: usize = 64_000;

/// The number of bytes reserved for the lines about omitted findings.
const RESERVED_BYTES: usize = 400;

/// The maximum number of characters shown of the command that started the run.
const MAX_COMMAND_CHARS: usize = 500;

/// Writes a run in fewer than 65,000 characters, whatever it found: the headline, the rows that are not proven, then the findings, gravest
/// first.
///
/// Text from the target is in fenced blocks; it can neither end them nor be read as HTML. Findings that do not fit are only counted.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_markdown(out: &mut dyn Write, run: &RunOutcome) -> io::Result<()> {
    let findings = group_cases_into_findings(run);
    let harm = describe_baseline_harm(run)
        .map_or_else(String::new, |own| format!("; {}", escape_markdown(&own)));
    let mut text = format!(
        "### badreq: {}{}\n\n{}  \n{}\n\nTarget {}, edition `{}`, run `{}`.\n",
        strip_terminal_codes(&format_conclusion(run)),
        harm,
        format_row_coverage(run),
        format_verdict_counts(VerdictCounts::from_cases(&run.cases)),
        format_code_span(&run.run.target),
        run.run.edition,
        run.run.id
    );
    if let Some(command) = &run.run.command {
        text.push_str(&format!(
            "{}: {}\n",
            escape_markdown(&describe_version_start_and_duration(
                command,
                run.receipt.elapsed_ms
            )),
            format_code_span(&excerpt_text(
                &format_original_command(command),
                MAX_COMMAND_CHARS
            ))
        ));
    }
    text.push_str(&format_unproven_rows(run));
    text.push_str(&format_response_findings(run));
    text.push_str(&format_stale_baseline_entries(&run.stale));
    text.push_str(&format_unchecked_baseline_entries(run));
    text.push_str(&format_flaky_cases(run));
    let mut end = String::new();
    if let Some((what, line)) = build_rerun_command(&run.run, &findings) {
        end.push_str(&format!("\n{what}: {}\n", format_code_span(&line)));
    }
    end.push_str(&format_leftovers(&run.leftovers));
    let mut told = 0;
    for finding in &findings {
        let entry = format_finding(&run.run, finding)?;
        if text.len() + entry.len() + end.len() > MAX_BYTES - RESERVED_BYTES {
            break;
        }
        text.push_str(&entry);
        told += 1;
    }
    if told < findings.len() {
        text.push_str(&format!(
            "\n{} more did not fit: `badreq run` prints all of them, and `--format json` every case.\n",
            format_count(findings.len() - told, "finding")
        ));
    }
    text.push_str(&end);
    out.write_all(text.as_bytes())
}

/// Formats the findings in responses of every kind as a list; empty if there are none.
fn format_response_findings(run: &RunOutcome) -> String {
    let mut lines = String::new();
    for finding in &run.responses {
        lines.push_str(&format!(
            "- `{}` ({}): {}  \n  {}\n",
            finding.requirement,
            finding.level,
            escape_markdown(&response_findings::describe_finding(finding)),
            escape_markdown(&response_findings::describe_examples(&run.run, finding))
        ));
    }
    if lines.is_empty() {
        return lines;
    }
    format!("\nIn responses of every kind, whatever the request:\n\n{lines}")
}

/// The maximum number of leftovers listed.
const MAX_LEFTOVERS: usize = 10;

/// Formats the changes that could not be undone as a list; empty if there are none.
fn format_leftovers(leftovers: &[Leftover]) -> String {
    if leftovers.is_empty() {
        return String::new();
    }
    let mut text = "\n**Left on the target:**\n\n".to_owned();
    for leftover in leftovers.iter().take(MAX_LEFTOVERS) {
        let line = format!(
            "{}: {}; to undo it: {}",
            leftover.what, leftover.reason, leftover.remedy
        );
        text.push_str(&format!(
            "- {}\n",
            escape_markdown(&excerpt_text(&line, 500))
        ));
    }
    if leftovers.len() > MAX_LEFTOVERS {
        let more = leftovers.len() - MAX_LEFTOVERS;
        text.push_str(&format!("- and {more} more\n"));
    }
    text
}

/// Formats the rows that are not proven as a table; empty if there are none.
fn format_unproven_rows(run: &RunOutcome) -> String {
    let mut lines = String::new();
    for outcome in &run.rows {
        let verdict = match &outcome.state {
            RowVerdict::Proven | RowVerdict::NotRun => continue,
            RowVerdict::Broken => format!("broken ({} of {} cases)", outcome.failed, outcome.cases),
            RowVerdict::Replaced { .. }
            | RowVerdict::KnownFailures { .. }
            | RowVerdict::NotObserved { .. } => {
                escape_markdown(&describe_row_verdict(&outcome.state))
            }
        };
        let row = &outcome.row;
        let meaning = escape_markdown(&row.meaning);
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
const MAX_BASELINE_LINES: usize = 50;

/// Formats the lines of the baseline that must be changed; empty if there are none.
fn format_stale_baseline_entries(stale: &[StaleEntry]) -> String {
    let mut lines = String::new();
    for entry in stale.iter().take(MAX_BASELINE_LINES) {
        lines.push_str(&format!(
            "- {}: {}; {}\n",
            format_code_span(&format!("{}:{}", entry.file, entry.line)),
            escape_markdown(&excerpt_text(&baseline::describe_staleness(entry), 300)),
            escape_markdown(&excerpt_text(&baseline::describe_remedy(entry), 500))
        ));
    }
    if lines.is_empty() {
        return lines;
    }
    if stale.len() > MAX_BASELINE_LINES {
        lines.push_str(&format!(
            "- and {} more\n",
            stale.len() - MAX_BASELINE_LINES
        ));
    }
    format!("\n**The baseline must be changed:**\n\n{lines}")
}

/// Formats the entries of the baseline that could not be checked; empty if there are none.
fn format_unchecked_baseline_entries(run: &RunOutcome) -> String {
    let lines: String = baseline::describe_unchecked_entries(run)
        .iter()
        .take(MAX_BASELINE_LINES)
        .map(|line| format!("- {}\n", escape_markdown(&excerpt_text(line, 500))))
        .collect();
    if lines.is_empty() {
        return lines;
    }
    format!("\n**Baseline entries that could not be checked:**\n\n{lines}")
}

/// The maximum number of flaky cases listed.
const MAX_FLAKY_CASES: usize = 20;

/// Formats the results of repeated attempts: a headline and the flaky cases; empty if no case was tried more than once.
fn format_flaky_cases(run: &RunOutcome) -> String {
    let Some(head) = flaky::format_flaky_headline(run) else {
        return String::new();
    };
    let flaky = flaky::flaky_cases(run);
    let mut text = format!("\n{}.\n\n", strip_terminal_codes(&head));
    for (outcome, repeats) in flaky.iter().take(MAX_FLAKY_CASES) {
        text.push_str(&format!(
            "- {}: {}\n",
            format_code_span(&outcome.case.name),
            flaky::describe_attempts(repeats)
        ));
    }
    if flaky.len() > MAX_FLAKY_CASES {
        text.push_str(&format!("- and {} more\n", flaky.len() - MAX_FLAKY_CASES));
    }
    text
}

fn format_finding(run: &RunInfo, finding: &Finding<'_>) -> io::Result<String> {
    let mut case = Vec::new();
    write_case(&mut case, run, finding.example)?;
    let case = strip_terminal_codes(&String::from_utf8_lossy(&case));
    let fence = "`".repeat(3.max(longest_character_run(&case, '`') + 1));
    let title = escape_markdown(&format!("{}: {}", finding.id, finding.title));
    let extent = escape_markdown(&summarize_finding(finding));
    let others = describe_other_cases(finding)
        .map_or_else(String::new, |own| format!("\n{}\n", escape_markdown(&own)));
    Ok(format!(
        "\n<details><summary>{title}</summary>\n\n{extent}\n\n{fence}diff\n{}\n{fence}\n{others}</details>\n",
        case.trim_end()
    ))
}

/// Escapes a text for one line of a table or a summary, so that nothing in it is markup.
pub(in crate::report) fn escape_markdown(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(text.len());
    for c in escape_control_chars(&text).chars() {
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
fn format_code_span(text: &str) -> String {
    let text = escape_control_chars(text);
    let fence = "`".repeat(longest_character_run(&text, '`') + 1);
    format!("{fence} {text} {fence}")
}

fn longest_character_run(text: &str, of: char) -> usize {
    let mut longest = 0;
    let mut here = 0;
    for c in text.chars() {
        here = if c == of { here + 1 } else { 0 };
        longest = longest.max(here);
    }
    longest
}
