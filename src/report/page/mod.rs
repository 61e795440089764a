//! The HTML page: one file that needs nothing else, for whoever was not there when the run was.
//!
//! What a reader needs first (what is wrong, which request shows it, the documented table) is markup, and readable without a script. The cases are
//! data, from which the script makes what is looked at. Whatever a target said is text in both: it is escaped where it stands in markup, it
//! cannot end the element that holds the data, and the page allows no script and no style but its own.

mod data;
mod markup;
mod plot;
mod pool;
mod sections;
mod table;
#[cfg(test)]
mod tests;
mod write;

pub use write::write_html;
