//! The figures in the README.

use badreq::outcome::KillTable;
use badreq::report::write_kill_summary;

const README: &str = include_str!("../../README.md");

/// Where the README tells something else than the table, the wall time apart.
pub(crate) fn differences(table: &KillTable) -> Vec<String> {
    let mut summary = Vec::new();
    write_kill_summary(&mut summary, table).expect("a vector takes everything");
    let summary = String::from_utf8(summary).expect("a summary is text");
    let told = README
        .split_once("<!-- faults: begin -->")
        .and_then(|(_, rest)| rest.split_once("<!-- faults: end -->"))
        .map_or("", |(block, _)| block);
    let (told, current) = (timeless(told), timeless(&summary));
    if told == current {
        return Vec::new();
    }
    vec![format!(
        "the README tells\n{}\nand this is current:\n{}\nput the output of `badreq faults --summary` between the marks",
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
