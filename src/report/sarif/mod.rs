//! SARIF reports, for code scanning.

#[cfg(test)]
mod tests;
mod write;

pub use write::write_sarif;
