use std::sync::Mutex;

use axum::Router;
use axum::http::StatusCode;
use libtest_mimic::Arguments;

use super::{Conformance, ConformanceError};

/// The contract of a server that these tests do not implement.
const CONTRACT: &str = "examples/axum/contract";

fn run_filtered_tests(check: Conformance, filter: &str) -> Result<(), ConformanceError> {
    // Without the lock, the output of parallel tests would mix.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock();
    let arguments = Arguments {
        filter: Some(filter.to_owned()),
        quiet: true,
        ..Arguments::default()
    };
    check.test_cases_with_arguments(&arguments)
}

/// Returns a check of a server that refuses every request with an empty body.
fn build_refusing_conformance() -> Conformance {
    Conformance::new(CONTRACT).serve(Router::new().fallback(async || StatusCode::UNAUTHORIZED))
}

#[test]
fn cases_that_fail_are_counted_in_the_error() {
    let error = run_filtered_tests(
        build_refusing_conformance().actor("owner", "token-of-ann"),
        "create-without-a-token",
    );
    let error = error.expect_err("the response has no body");
    assert!(
        matches!(error, ConformanceError::TestsFailed { failed: 1, run: 1 }),
        "{error}"
    );
}

#[test]
fn a_test_run_that_judges_nothing_is_an_error() {
    let error = run_filtered_tests(
        build_refusing_conformance().allow_missing_evidence(),
        "of-another-accounts-note",
    );
    let error = error.expect_err("there is no token");
    assert!(
        matches!(error, ConformanceError::NothingJudged(2)),
        "{error}"
    );
}

#[test]
fn a_filter_that_selects_nothing_is_no_error() {
    run_filtered_tests(build_refusing_conformance(), "no-such-case")
        .expect("nothing was to be judged");
}
