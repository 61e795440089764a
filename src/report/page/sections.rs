//! The parts of the page that are markup: the summary of each run, and the findings.

use std::io;

use super::escape::{escape_html, strip_colours_and_escape};
use crate::outcome::{
    ConformanceConclusion, EveryResponseFinding, Finding, FindingCause, Leftover, Level, RunInfo,
    RunOutcome, StaleEntry, VerdictCounts, group_cases_into_findings,
};
use crate::report::sections::baseline;
use crate::report::sections::conclusion;
use crate::report::sections::failure::write_case;
use crate::report::sections::findings::summarize_finding;
use crate::report::sections::flaky;
use crate::report::sections::head::describe_version_start_and_duration;
use crate::report::sections::response_findings;
use crate::report::sections::summary;
use crate::report::shared::curl::{
    describe_curl_variables, format_curl_command, has_complete_curl_command,
};
use crate::report::shared::run_command::format_original_command;
use crate::report::shared::words::{format_count, format_micros_as_millis};

/// The maximum number of other cases named for a finding.
const NAMED: usize = 12;

/// Renders the conclusion of a run about its target, and the cost of the run.
pub(super) fn render_summary(run: &RunOutcome) -> String {
    let mut lines = vec![
        format!(
            "<p class=\"conclusion {}\">{}</p>",
            conclusion_css_class(run.conclusion()),
            strip_colours_and_escape(&conclusion::format_conclusion_and_baseline_harm(run))
        ),
        format!(
            "<p><strong>{}</strong></p>",
            escape_html(&summary::format_row_coverage(run))
        ),
        format!(
            "<p>{}</p>",
            escape_html(&summary::format_verdict_counts(VerdictCounts::from_cases(
                &run.cases
            )))
        ),
    ];
    for sign in &run.hollow {
        lines.push(format!(
            "<p class=\"doubt\">Warning: {}</p>",
            escape_html(&summary::describe_vacuity_warning(sign))
        ));
    }
    for orphaned in &run.orphans {
        lines.push(format!(
            "<p class=\"doubt\">Warning: {}</p>",
            escape_html(&summary::describe_orphaned_run(orphaned))
        ));
    }
    if let Some(left) = &run.left_out {
        let cases = format_count(left.cases, "case");
        lines.push(format!(
            "<p class=\"doubt\">The budget left out {cases}.</p>"
        ));
    }
    lines.extend(
        run.responses
            .iter()
            .map(|own| render_response_finding(&run.run, own)),
    );
    lines.extend(run.stale.iter().map(render_stale_entry));
    lines.extend(
        flaky::format_flaky_headline(run)
            .map(|line| format!("<p class=\"doubt\">{}</p>", escape_html(&line))),
    );
    let unchecked = baseline::describe_unchecked_entries(run);
    lines.extend(
        unchecked
            .iter()
            .map(|line| format!("<p class=\"doubt\">Not checked: {}</p>", escape_html(line))),
    );
    let latency = run.receipt.latency.map_or_else(String::new, |latency| {
        format!(
            "; responses took {} (p50), {} (p95)",
            format_micros_as_millis(latency.p50_us),
            format_micros_as_millis(latency.p95_us)
        )
    });
    let (seconds, tenths) = (
        run.receipt.elapsed_ms / 1000,
        run.receipt.elapsed_ms % 1000 / 100,
    );
    lines.push(format!(
        "<p class=\"quiet\">Edition {}, run {}; {} in {seconds}.{tenths} s{latency}; {} created, {} removed, {} restored</p>",
        escape_html(&run.run.edition),
        escape_html(&run.run.id),
        format_count(run.receipt.requests, "request"),
        format_count(run.receipt.made, "thing"),
        run.receipt.undone,
        run.receipt.put_back
    ));
    lines.extend(run.run.command.as_ref().map(|command| {
        format!(
            "<p class=\"quiet\">{}: <code>{}</code></p>",
            escape_html(&describe_version_start_and_duration(
                command,
                run.receipt.elapsed_ms
            )),
            escape_html(&format_original_command(command))
        )
    }));
    format!(
        "<section class=\"run\"><h2>{}</h2>{}</section>",
        escape_html(&run.run.target),
        lines.join("")
    )
}

/// Renders a finding in responses of every kind.
fn render_response_finding(run: &RunInfo, finding: &EveryResponseFinding) -> String {
    let class = match (finding.level, finding.known) {
        (Level::Must, None) => "bad",
        (Level::Must | Level::Should | Level::May, _) => "doubt",
    };
    format!(
        "<p class=\"{class}\">In responses of every kind: <code>{}</code> ({}) {}<br>{}</p>",
        finding.requirement,
        finding.level,
        escape_html(&response_findings::describe_finding(finding)),
        escape_html(&response_findings::describe_examples(run, finding))
    )
}

fn render_stale_entry(entry: &StaleEntry) -> String {
    format!(
        "<p class=\"bad\"><code>{}:{}</code> {}; {}</p>",
        escape_html(&entry.file),
        entry.line,
        escape_html(&baseline::describe_staleness(entry)),
        escape_html(&baseline::describe_remedy(entry))
    )
}

fn conclusion_css_class(conclusion: ConformanceConclusion) -> &'static str {
    match conclusion {
        ConformanceConclusion::Conforms => "good",
        ConformanceConclusion::Interrupted
        | ConformanceConclusion::Terminated
        | ConformanceConclusion::FailuresAllowed => "doubt",
        ConformanceConclusion::DoesNotConform
        | ConformanceConclusion::LeftBehind
        | ConformanceConclusion::Inconclusive
        | ConformanceConclusion::StaleBaseline
        | ConformanceConclusion::NothingRun
        | ConformanceConclusion::TargetUnusable => "bad",
    }
}

/// Returns the title of a run among `runs`: its target, with its id if another run has the same target.
pub(super) fn run_title(run: &RunInfo, runs: &[&RunOutcome]) -> String {
    let of_the_same = runs.iter().filter(|own| own.run.target == run.target);
    if of_the_same.count() > 1 {
        format!("{}, run {}", run.target, run.id)
    } else {
        run.target.clone()
    }
}

/// Renders the findings of one of these runs, each with a request that shows it.
pub(super) fn render_findings(run: &RunOutcome, runs: &[&RunOutcome]) -> io::Result<String> {
    let findings = group_cases_into_findings(run);
    let head = match runs {
        [_] => String::new(),
        runs => format!("<h3>{}</h3>", escape_html(&run_title(&run.run, runs))),
    };
    let left = render_leftovers(&run.leftovers);
    if findings.is_empty() {
        return Ok(format!(
            "{head}<p>No findings in the cases that were tried.</p>{left}"
        ));
    }
    let entries: io::Result<Vec<String>> = findings
        .iter()
        .enumerate()
        .map(|(place, finding)| render_finding(run, finding, place == 0))
        .collect();
    Ok(format!(
        "{head}<ol class=\"findings\">{}</ol>{left}",
        entries?.join("")
    ))
}

/// Renders the changes that could not be undone, and the requests that would undo them, which are no commands.
fn render_leftovers(leftovers: &[Leftover]) -> String {
    let lines = leftovers.iter().map(|leftover| {
        format!(
            "<p class=\"bad\">Left on the target: {}: {}; to undo it: {}</p>",
            escape_html(&leftover.what),
            escape_html(&leftover.reason),
            escape_html(&leftover.remedy)
        )
    });
    lines.collect()
}

fn render_finding(run: &RunOutcome, finding: &Finding<'_>, is_open: bool) -> io::Result<String> {
    let example = finding.example;
    let mut case = Vec::new();
    write_case(&mut case, &run.run, example)?;
    let mut case = strip_colours_and_escape(String::from_utf8_lossy(&case).trim_end());
    // A command that is shortened would send something else, so it stays in the text of the case.
    let shown = match finding.cause {
        FindingCause::Violation(violation) if violation.failed_control().is_some() => {
            example.exchange_for_violation(violation)
        }
        FindingCause::Violation(_)
        | FindingCause::Alternative
        | FindingCause::Inconclusive(_)
        | FindingCause::HarnessError(_) => example.judged_exchange(),
    };
    let request = shown
        .map(|exchange| &exchange.request)
        .filter(|request| has_complete_curl_command(request));
    let request = request.map_or_else(String::new, |request| {
        let line = escape_html(&format_curl_command(&run.run.target, request));
        // The line is shown above the case, with a button to copy it.
        case = case.replacen(&format!("  {line}\n"), "", 1);
        let variables = describe_curl_variables(&[request]).map(|own| escape_html(&own));
        if let (Some(words), None) = (&variables, example.deciding_control_exchange()) {
            case = case.replacen(&format!("  {words}\n"), "", 1);
        }
        let variables = variables.map_or_else(String::new, |own| format!(" ({own})"));
        format!(
            "<p>The request that shows it{variables}:</p><div class=\"curl\"><pre><code>{line}</code></pre><button type=\"button\" class=\"copy\">Copy</button></div>"
        )
    });
    let others: Vec<String> = finding
        .examples
        .iter()
        .filter(|other| other.case.name != example.case.name)
        .take(NAMED)
        .map(|other| link_to_case(&other.case.name))
        .collect();
    let left = finding.examples.len() - 1 - others.len();
    let more = match (others.is_empty(), left) {
        (true, _) => String::new(),
        (false, 0) => format!("<p>Also in {}.</p>", others.join(", ")),
        (false, left) => format!("<p>Also in {} and {left} more.</p>", others.join(", ")),
    };
    let is_grave = match finding.cause {
        FindingCause::Violation(violation) => violation.level == Level::Must,
        FindingCause::Alternative | FindingCause::HarnessError(_) => true,
        FindingCause::Inconclusive(_) => false,
    };
    Ok(format!(
        "<li><details{}><summary class=\"{}\">{} <small>{}{}</small></summary><p>{}</p><p>{}: {}</p>{request}<pre class=\"case\">{}</pre>{more}</details></li>",
        if is_open { " open" } else { "" },
        if is_grave { "bad" } else { "doubt" },
        escape_html(&finding.title),
        finding.id,
        if is_grave { "" } else { ", a warning" },
        escape_html(&summarize_finding(finding)),
        link_to_case(&example.case.name),
        escape_html(&example.case.about),
        case,
    ))
}

/// Renders a link to a case on this page.
fn link_to_case(name: &str) -> String {
    format!(
        "<a href=\"#case={}\">{}</a>",
        encode_fragment(name),
        escape_html(name)
    )
}

/// Percent-encodes a text as a value in the fragment of a URL.
pub(super) fn encode_fragment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
