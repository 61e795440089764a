//! The documented table: every row with its verdict in each run.

use indexmap::IndexMap;

use super::markup::escaped;
use super::plot::{plot, scale};
use super::sections::{encoded, title};
use crate::outcome::{Origin, Row, RowOutcome, RowState, RunOutcome};

/// Renders the rows of all runs, with the verdict of each run.
pub(super) fn table(runs: &[&RunOutcome]) -> String {
    let mut rows: IndexMap<String, (&Row, Vec<Option<&RowOutcome>>)> = IndexMap::new();
    for (number, run) in runs.iter().enumerate() {
        for outcome in &run.rows {
            let (_, told) = rows
                .entry(outcome.row.name().to_string())
                .or_insert_with(|| (&outcome.row, Vec::new()));
            told.resize(number, None);
            told.push(Some(outcome));
        }
    }
    let scale = scale(runs);
    let mut body = String::new();
    for (name, (row, mut told)) in rows {
        told.resize(runs.len(), None);
        let origin = match row.origin {
            Origin::Document => "",
            Origin::Errata => " <span class=\"quiet\">(errata)</span>",
        };
        body.push_str(&format!(
            "<tr data-row=\"{0}\"><th scope=\"row\"><a href=\"#row={1}\">{2}</a></th><td class=\"number\">{3}</td><td>{4}{origin} <span class=\"quiet where\">{5}:{6}</span></td>",
            escaped(&name),
            encoded(&name),
            row.code,
            row.status,
            escaped(&row.meaning),
            escaped(&row.page),
            row.line
        ));
        for outcome in told {
            body.push_str(&cells(outcome, scale));
        }
        body.push_str("</tr>");
    }
    format!(
        "<div class=\"wide\" role=\"region\" aria-label=\"The documented table\" tabindex=\"0\"><table id=\"rows\"><caption class=\"quiet\">Verdict, number of cases, and the time that answers took (from p50 to p95, all on one scale)</caption><thead><tr><th scope=\"col\">Code</th><th scope=\"col\">Status</th><th scope=\"col\">Meaning</th>{}</tr></thead><tbody>{body}</tbody></table></div>",
        heads(runs)
    )
}

fn heads(runs: &[&RunOutcome]) -> String {
    let is_alone = runs.len() == 1;
    runs.iter()
        .map(|run| {
            let verdict = if is_alone {
                "Verdict".to_owned()
            } else {
                escaped(&title(&run.run, runs))
            };
            format!("<th scope=\"col\">{verdict}</th><th scope=\"col\">Cases</th><th scope=\"col\">Latency</th>")
        })
        .collect()
}

fn cells(outcome: Option<&RowOutcome>, scale: u64) -> String {
    let Some(outcome) = outcome else {
        return "<td class=\"quiet\">no such row</td><td></td><td></td>".to_owned();
    };
    let (kind, words) = match &outcome.state {
        RowState::Proven => ("good", "proven".to_owned()),
        RowState::Broken => (
            "bad",
            format!("broken, {} of {}", outcome.failed, outcome.cases),
        ),
        RowState::NotTried => ("quiet", "not tried".to_owned()),
        RowState::NotObserved { reason } => ("doubt", format!("not observed: {reason}")),
    };
    let latency = outcome
        .latency
        .map_or_else(String::new, |latency| plot(latency, scale));
    format!(
        "<td class=\"verdict {kind}\">{}</td><td class=\"number\">{}</td><td>{latency}</td>",
        escaped(&words),
        outcome.cases
    )
}
