//! JUnit XML reports, for build servers.

#[cfg(test)]
mod tests;
mod write;

pub use write::write_junit;
