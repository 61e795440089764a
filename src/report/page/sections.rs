//! The parts of the page that are markup: the summary of each run, and the findings.

use std::io;

use super::markup::{escaped, uncoloured};
use crate::outcome::{
    Cause, Conclusion, Counts, Finding, Level, ResponseFinding, RunInfo, RunOutcome, StaleEntry,
    findings,
};
use crate::report::sections::baseline;
use crate::report::sections::failure::write_case;
use crate::report::sections::findings::{clearest, headline};
use crate::report::sections::flaky;
use crate::report::sections::responses;
use crate::report::sections::summary;
use crate::report::shared::curl::curl_line;
use crate::report::shared::words::{counted, milliseconds};

/// The maximum number of other cases named for a finding.
const NAMED: usize = 12;

/// Renders the conclusion of a run about its target, and the cost of the run.
pub(super) fn summary(run: &RunOutcome) -> String {
    let mut lines = vec![
        format!(
            "<p class=\"conclusion {}\">{}</p>",
            kind(run.conclusion()),
            uncoloured(&summary::conclusion(run))
        ),
        format!(
            "<p><strong>{}</strong></p>",
            escaped(&summary::coverage(run))
        ),
        format!(
            "<p>{}</p>",
            escaped(&summary::counts(Counts::of(&run.cases)))
        ),
    ];
    for sign in &run.hollow {
        lines.push(format!(
            "<p class=\"doubt\">Hollow run: {}</p>",
            escaped(&summary::hollow(sign))
        ));
    }
    if let Some(left) = &run.left_out {
        let cases = counted(left.cases, "case");
        lines.push(format!(
            "<p class=\"doubt\">The budget left out {cases}.</p>"
        ));
    }
    for leftover in &run.leftovers {
        lines.push(format!(
            "<p class=\"bad\">Left behind: {}: {}; to remove it: <code>{}</code></p>",
            escaped(&leftover.what),
            escaped(&leftover.reason),
            escaped(&leftover.remedy)
        ));
    }
    lines.extend(responses::shown(run).map(|own| response(&run.run, own)));
    lines.extend(run.stale.iter().map(stale));
    lines.extend(
        flaky::headline(run).map(|line| format!("<p class=\"doubt\">{}</p>", escaped(&line))),
    );
    let unchecked = baseline::unchecked(run);
    lines.extend(
        unchecked
            .iter()
            .map(|line| format!("<p class=\"doubt\">Not checked: {}</p>", escaped(line))),
    );
    let latency = run.receipt.latency.map_or_else(String::new, |latency| {
        format!(
            "; answers took {} (p50), {} (p95)",
            milliseconds(latency.p50_us),
            milliseconds(latency.p95_us)
        )
    });
    let (seconds, tenths) = (
        run.receipt.elapsed_ms / 1000,
        run.receipt.elapsed_ms % 1000 / 100,
    );
    lines.push(format!(
        "<p class=\"quiet\">Edition {}, run {}; {} in {seconds}.{tenths} s{latency}; {} made, {} undone, {} put back</p>",
        escaped(&run.run.edition),
        escaped(&run.run.id),
        counted(run.receipt.requests, "request"),
        counted(run.receipt.made, "thing"),
        run.receipt.undone,
        run.receipt.put_back
    ));
    format!(
        "<section class=\"run\"><h2>{}</h2>{}</section>",
        escaped(&run.run.target),
        lines.join("")
    )
}

/// Renders a finding in responses of every kind.
fn response(run: &RunInfo, finding: &ResponseFinding) -> String {
    let class = match (finding.level, finding.known) {
        (Level::Must, None) => "bad",
        (Level::Must | Level::Should | Level::May, _) => "doubt",
    };
    format!(
        "<p class=\"{class}\">In responses of every kind: <code>{}</code> ({}) {}<br>{}</p>",
        finding.requirement,
        finding.level,
        escaped(&responses::describe(finding)),
        escaped(&responses::locate(run, finding))
    )
}

fn stale(entry: &StaleEntry) -> String {
    format!(
        "<p class=\"bad\"><code>{}:{}</code> {}; {}</p>",
        escaped(&entry.file),
        entry.line,
        escaped(&baseline::what(entry)),
        escaped(&baseline::remedy(entry))
    )
}

fn kind(conclusion: Conclusion) -> &'static str {
    match conclusion {
        Conclusion::Conforms => "good",
        Conclusion::Interrupted | Conclusion::Terminated => "doubt",
        Conclusion::DoesNotConform
        | Conclusion::LeftBehind
        | Conclusion::NotAllTried
        | Conclusion::StaleBaseline
        | Conclusion::NothingRun
        | Conclusion::TargetUnusable => "bad",
    }
}

/// Returns the title of a run among `runs`: its target, with its id if another run has the same target.
pub(super) fn title(run: &RunInfo, runs: &[&RunOutcome]) -> String {
    let of_the_same = runs.iter().filter(|own| own.run.target == run.target);
    if of_the_same.count() > 1 {
        format!("{}, run {}", run.target, run.id)
    } else {
        run.target.clone()
    }
}

/// Renders the findings of one of these runs, each with a request that shows it.
pub(super) fn wrong(run: &RunOutcome, runs: &[&RunOutcome]) -> io::Result<String> {
    let findings = findings(run);
    let head = match runs {
        [_] => String::new(),
        runs => format!("<h3>{}</h3>", escaped(&title(&run.run, runs))),
    };
    if findings.is_empty() {
        return Ok(format!("{head}<p>Nothing that was tried is wrong.</p>"));
    }
    let entries: io::Result<Vec<String>> = findings
        .iter()
        .enumerate()
        .map(|(place, finding)| entry(run, finding, place == 0))
        .collect();
    Ok(format!(
        "{head}<ol class=\"findings\">{}</ol>",
        entries?.join("")
    ))
}

fn entry(run: &RunOutcome, finding: &Finding<'_>, is_open: bool) -> io::Result<String> {
    let Some(example) = clearest(finding) else {
        return Ok(String::new());
    };
    let mut case = Vec::new();
    write_case(&mut case, &run.run, example)?;
    let mut case = uncoloured(String::from_utf8_lossy(&case).trim_end());
    let request = example.judged().map_or_else(String::new, |exchange| {
        let line = escaped(&curl_line(&run.run.target, &exchange.request));
        // The line is shown above the case, with a button to copy it.
        case = case.replacen(&format!("  {line}\n"), "", 1);
        format!(
            "<p>The request that shows it:</p><div class=\"curl\"><pre><code>{line}</code></pre><button type=\"button\" class=\"copy\">Copy</button></div>"
        )
    });
    let others: Vec<String> = finding
        .examples
        .iter()
        .filter(|other| other.case.name != example.case.name)
        .take(NAMED)
        .map(|other| link(&other.case.name))
        .collect();
    let left = finding.examples.len() - 1 - others.len();
    let more = match (others.is_empty(), left) {
        (true, _) => String::new(),
        (false, 0) => format!("<p>Also in {}.</p>", others.join(", ")),
        (false, left) => format!("<p>Also in {} and {left} more.</p>", others.join(", ")),
    };
    let is_grave = match finding.cause {
        Cause::Breach(violation) => violation.level == Level::Must,
        Cause::Alternative | Cause::HarnessError(_) => true,
        Cause::Unproven(_) => false,
    };
    Ok(format!(
        "<li><details{}><summary class=\"{}\">{}</summary><p>{}: {}</p>{request}<pre class=\"case\">{}</pre>{more}</details></li>",
        if is_open { " open" } else { "" },
        if is_grave { "bad" } else { "doubt" },
        escaped(&headline(finding)),
        link(&example.case.name),
        escaped(&example.case.about),
        case,
    ))
}

/// Renders a link to a case on this page.
fn link(name: &str) -> String {
    format!("<a href=\"#case={}\">{}</a>", encoded(name), escaped(name))
}

/// Percent-encodes a text as a value in the fragment of a URL.
pub(super) fn encoded(text: &str) -> String {
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
