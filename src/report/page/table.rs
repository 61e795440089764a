//! The documented table: every row with its verdict in each run.

use indexmap::IndexMap;

use super::escape::escape_html;
use super::latency_plot::{longest_p95_us, render_latency_plot};
use super::sections::{encode_fragment, run_title};
use crate::outcome::{ErrorRow, RowOrigin, RowOutcome, RowVerdict, RunOutcome};
use crate::report::shared::words::describe_row_verdict;

/// Renders the rows of all runs, with the verdict of each run.
pub(super) fn render_error_row_table(runs: &[&RunOutcome]) -> String {
    let mut rows: IndexMap<String, (&ErrorRow, Vec<Option<&RowOutcome>>)> = IndexMap::new();
    for (number, run) in runs.iter().enumerate() {
        for outcome in &run.rows {
            let (_, told) = rows
                .entry(outcome.row.id().to_string())
                .or_insert_with(|| (&outcome.row, Vec::new()));
            told.resize(number, None);
            told.push(Some(outcome));
        }
    }
    let scale = longest_p95_us(runs);
    let mut body = String::new();
    for (name, (row, mut told)) in rows {
        told.resize(runs.len(), None);
        let origin = match row.origin {
            RowOrigin::Document => "",
            RowOrigin::Errata => " <span class=\"quiet\">(errata)</span>",
        };
        body.push_str(&format!(
            "<tr data-row=\"{0}\"><th scope=\"row\"><a href=\"#row={1}\">{2}</a></th><td class=\"number\">{3}</td><td>{4}{origin} <span class=\"quiet where\">{5}:{6}</span></td>",
            escape_html(&name),
            encode_fragment(&name),
            row.code,
            row.status,
            escape_html(&row.meaning),
            escape_html(&row.page),
            row.line
        ));
        for outcome in told {
            body.push_str(&render_row_cells(outcome, scale));
        }
        body.push_str("</tr>");
    }
    format!(
        "<div class=\"wide\" role=\"region\" aria-label=\"The documented table\" tabindex=\"0\"><table id=\"rows\"><caption class=\"quiet\">Verdict, number of cases, and response time (from p50 to p95, all on one scale)</caption><thead><tr><th scope=\"col\">Code</th><th scope=\"col\">Status</th><th scope=\"col\">Meaning</th>{}</tr></thead><tbody>{body}</tbody></table></div>",
        render_run_headings(runs)
    )
}

fn render_run_headings(runs: &[&RunOutcome]) -> String {
    let is_alone = runs.len() == 1;
    runs.iter()
        .map(|run| {
            let verdict = if is_alone {
                "Verdict".to_owned()
            } else {
                escape_html(&run_title(&run.run, runs))
            };
            format!("<th scope=\"col\">{verdict}</th><th scope=\"col\">Cases</th><th scope=\"col\">Latency</th>")
        })
        .collect()
}

fn render_row_cells(outcome: Option<&RowOutcome>, scale: u64) -> String {
    let Some(outcome) = outcome else {
        return "<td class=\"quiet\">no such row</td><td></td><td></td>".to_owned();
    };
    let (kind, words) = match &outcome.state {
        RowVerdict::Proven => ("good", "proven".to_owned()),
        RowVerdict::Broken => (
            "bad",
            format!("broken, {} of {}", outcome.failed, outcome.cases),
        ),
        RowVerdict::NotRun => ("quiet", "not tried".to_owned()),
        RowVerdict::Replaced { .. }
        | RowVerdict::KnownFailures { .. }
        | RowVerdict::NotObserved { .. } => ("doubt", describe_row_verdict(&outcome.state)),
    };
    let latency = outcome
        .latency
        .map_or_else(String::new, |latency| render_latency_plot(latency, scale));
    format!(
        "<td class=\"verdict {kind}\">{}</td><td class=\"number\">{}</td><td>{latency}</td>",
        escape_html(&words),
        outcome.cases
    )
}
