//! The figures in the page about proof.

use badreq::outcome::MutationReport;
use badreq::report::write_mutation_summary_markdown;

const PAGE: &str = include_str!("../../docs/proof.md");

/// Where the page shows other figures than the table, apart from the wall time.
pub(crate) fn differences(table: &MutationReport) -> Vec<String> {
    let mut summary = Vec::new();
    write_mutation_summary_markdown(&mut summary, table).expect("a vector takes everything");
    let summary = String::from_utf8(summary).expect("a summary is text");
    let told = PAGE
        .split_once("<!-- faults: begin -->")
        .and_then(|(_, rest)| rest.split_once("<!-- faults: end -->"))
        .map_or("", |(block, _)| block);
    let (told, current) = (timeless(told), timeless(&summary));
    if told == current {
        return Vec::new();
    }
    vec![format!(
        "the page shows\n{}\nand this is current:\n{}\nput the output of `badreq faults --summary` between the marks",
        told.join("\n"),
        current.join("\n")
    )]
}

/// The rows of a Markdown table without their last column, which is the wall time.
fn timeless(table: &str) -> Vec<&str> {
    let rows = table.lines().filter(|line| line.starts_with('|'));
    rows.filter_map(|row| row.trim_end_matches('|').rsplit_once('|'))
        .map(|(row, _)| row)
        .collect()
}
