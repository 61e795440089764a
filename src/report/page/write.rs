//! The writer of the whole page.

use std::io::{self, Write};

use super::data::PageData;
use super::escape::{csp_hash, escape_html, serialize_json_for_script};
use super::sections::{render_findings, render_summary, run_title};
use super::table::render_error_row_table;
use crate::outcome::RunOutcome;

/// The style sheet of the page.
const STYLE: &str = include_str!("page.css");

/// The script of the page.
const SCRIPT: &str = concat!(
    include_str!("page.js"),
    include_str!("page-case.js"),
    include_str!("page-list.js")
);

/// Writes runs as one HTML page that loads nothing: the conclusions, the findings, the documented table with the runs side by side, and every
/// case.
///
/// The fragment of the URL holds the filters and the selected case. Long bodies are truncated and marked as such.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_html(out: &mut dyn Write, runs: &[&RunOutcome]) -> io::Result<()> {
    let titles: Vec<String> = runs.iter().map(|own| run_title(&own.run, runs)).collect();
    let summaries: String = runs.iter().map(|run| render_summary(run)).collect();
    let findings: io::Result<String> = runs.iter().map(|run| render_findings(run, runs)).collect();
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'\">\n\
         <title>badreq: {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#cases\">To the cases</a>\n\
         <header><h1>badreq</h1></header>\n<main>\n<div class=\"runs\">{summaries}</div>\n\
         <section id=\"wrong\"><h2>Findings</h2>{}</section>\n\
         <section id=\"table\"><h2>The documented table</h2>{}<div id=\"row\" aria-live=\"polite\"></div></section>\n\
         <section id=\"cases\" tabindex=\"-1\"><h2>Cases</h2><noscript><p>The list of cases needs JavaScript; the findings and the table are above.</p></noscript>\
         <form id=\"filters\" hidden></form><p id=\"count\" role=\"status\"></p><div id=\"list\"></div><button type=\"button\" id=\"more\" hidden>Show more</button></section>\n\
         </main>\n<p id=\"told\" class=\"hidden\" role=\"status\"></p>\n\
         <script type=\"application/json\" id=\"data\">{}</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        csp_hash(STYLE),
        csp_hash(SCRIPT),
        escape_html(&titles.join(", ")),
        findings?,
        render_error_row_table(runs),
        serialize_json_for_script(&PageData::from_runs(runs))?,
    )
}
