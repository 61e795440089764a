//! What the tests share: a reference server, and a check of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use badreq::{Conformance, ConformanceReport, Contract};
use badreq_reference::{ReferenceServer, ServerOptions, ServerRateLimits, start};

use crate::broken_row::{BrokenErrorRow, BrokenRowsWire};

/// A reference server without limits that breaks these rows, as `BrokenErrorRow` reads them.
pub(crate) async fn server(rows: &[&str]) -> ReferenceServer {
    let rows: Result<Vec<BrokenErrorRow>, _> = rows.iter().map(|row| row.parse()).collect();
    let options = ServerOptions {
        limits: ServerRateLimits::None,
        wire: Arc::new(BrokenRowsWire(rows.expect("they can be read"))),
        ..ServerOptions::default()
    };
    start(options).await.expect("a port is free")
}

/// A folder of this process and this name.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("badreq-library-{}-{name}", std::process::id()));
    std::fs::remove_dir_all(&folder).ok();
    folder
}

/// A check of a server by the contract that is built in, with both tokens.
pub(crate) fn check(server: &ReferenceServer, journal: &str) -> Conformance {
    check_without_tokens(server, journal)
        .actor("owner", &server.seed_values().token)
        .actor("stranger", &server.seed_values().stranger_token)
}

/// The same without tokens.
pub(crate) fn check_without_tokens(server: &ReferenceServer, journal: &str) -> Conformance {
    Conformance::new(Contract::embedded())
        .target(server.url())
        .without_limits()
        .journal_dir(folder(journal))
}

/// The message with which the assertion fails.
pub(crate) fn panic_message(report: &ConformanceReport) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| report.assert_conforms()));
    let panic = panic.expect_err("the assertion fails");
    panic
        .downcast_ref::<String>()
        .expect("a panic has a message")
        .clone()
}
