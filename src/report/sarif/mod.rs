//! SARIF reports, for code scanning.

#[cfg(test)]
mod tests;
mod web_exchange;
mod write;

pub use write::write_sarif;
