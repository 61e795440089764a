//! Results as JSON: writer and reader.

mod read;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod tests;
mod write;

pub use read::{ReadJsonError, read_json};
pub use write::{FORMAT_VERSION, write_json, write_mutation_score_json};
