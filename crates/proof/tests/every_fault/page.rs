//! The figures in the page about proof.

use badreq_proof::{FaultReport, write_fault_summary_markdown};

const PAGE: &str = include_str!("../../../../docs/proof.md");

/// Finds out where the page shows other figures than the report, apart from the wall time.
pub(crate) fn find_differences(table: &FaultReport) -> Vec<String> {
    let mut summary = Vec::new();
    write_fault_summary_markdown(&mut summary, table).expect("a vector takes everything");
    let summary = String::from_utf8(summary).expect("a summary is text");
    let shown = PAGE
        .split_once("<!-- faults: begin -->")
        .and_then(|(_, rest)| rest.split_once("<!-- faults: end -->"))
        .map_or("", |(block, _)| block);
    let (shown, current) = (strip_wall_time(shown), strip_wall_time(&summary));
    if shown == current {
        return Vec::new();
    }
    vec![format!(
        "the page shows\n{}\nand this is current:\n{}\nput the output of `badreq-proof faults --summary` between the marks",
        shown.join("\n"),
        current.join("\n")
    )]
}

/// Returns the rows of a Markdown table without their last column, which is the wall time.
fn strip_wall_time(table: &str) -> Vec<&str> {
    let rows = table.lines().filter(|line| line.starts_with('|'));
    rows.filter_map(|row| row.trim_end_matches('|').rsplit_once('|'))
        .map(|(row, _)| row)
        .collect()
}
