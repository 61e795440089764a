//! JUnit XML reports, for build servers.

#[cfg(test)]
mod tests;
mod write;
mod xml_text;

pub use write::write_junit;
