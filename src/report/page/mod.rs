//! The HTML page: one self-contained file, for readers who did not see the run.
//!
//! The most important parts (the findings, the request that shows each, the documented table) are markup and readable without a script. The
//! cases are data, from which the script renders the selected ones. Text from the target stays text in both: it is escaped in markup, it cannot
//! end the element that holds the data, and the page allows no script and no style but its own.

mod data;
mod escape;
mod latency_plot;
mod sections;
mod string_table;
mod table;
#[cfg(test)]
mod tests;
mod write;

pub use write::write_html;
