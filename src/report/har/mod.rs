//! HAR reports, for the network panel of a browser.

#[cfg(test)]
mod tests;
mod write;

pub use write::write_har;
