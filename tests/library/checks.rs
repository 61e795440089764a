//! Checks that run: what passes, what fails, and what is left behind.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};

use badreq::outcome::ConformanceConclusion;
use badreq::{Conformance, RunEvent};
use futures_util::FutureExt;

use crate::library::support::{check, check_without_tokens, folder, panic_message, server};

#[tokio::test]
async fn a_server_that_keeps_its_contract_passes_and_is_as_before() {
    let server = server(&[]).await;
    let before = server.dump_state();
    let report = check(&server, "passes").select("groups").run().await;
    let report = report.expect("the server can be checked");
    report.assert_conforms();
    assert!(report.outcome().cases.len() > 50);
    assert!(report.outcome().receipt.made > 0);
    assert_eq!(server.dump_state(), before);
}

#[tokio::test]
async fn a_contract_is_read_from_schemas_beside_suites() {
    let server = server(&[]).await;
    Conformance::new(".")
        .target(server.url())
        .actor("owner", &server.seed_values().token)
        .actor("stranger", &server.seed_values().stranger_token)
        .without_limits()
        .journal_dir(folder("schemas"))
        .select("20003")
        .run()
        .await
        .expect("the server can be checked")
        .assert_conforms();
}

#[tokio::test]
async fn the_assertion_fails_with_the_findings_and_without_colours() {
    let server = server(&["20003:status=400"]).await;
    let report = check(&server, "fails").select("20003").run().await;
    let message = panic_message(&report.expect("the server can be checked"));
    assert!(message.contains("\nfinding 1 of "), "{message}");
    assert!(message.contains("pair-documented (must)"), "{message}");
    assert!(
        message.ends_with("the target does not conform (1 row broken)"),
        "{message}"
    );
    assert!(!message.contains('\u{1b}'), "{message}");
}

#[tokio::test]
async fn what_a_check_makes_is_removed_before_the_assertion_fails() {
    let server = server(&["20003:status=400"]).await;
    let before = server.dump_state();
    let report = check(&server, "removed").select("20003").run().await;
    let report = report.expect("the server can be checked");
    assert!(!report.conforms());
    assert!(report.outcome().receipt.made > 0);
    assert_eq!(server.dump_state(), before);
}

#[tokio::test]
async fn a_check_in_which_nothing_can_be_judged_fails() {
    let server = server(&[]).await;
    let check = check_without_tokens(&server, "nothing").select("20003");
    let report = check.run().await.expect("the server can be checked");
    let message = panic_message(&report);
    assert!(message.ends_with("nothing was judged"), "{message}");
    assert!(
        message.contains("no token for the owner was given"),
        "{message}"
    );
}

#[tokio::test]
async fn a_row_without_evidence_fails_the_check_unless_a_partial_one_will_do() {
    let server = server(&[]).await;
    let some = || {
        check_without_tokens(&server, "required")
            .actor("owner", &server.seed_values().token)
            .select("20003")
            .select("30006")
    };
    let report = some().allow_missing_evidence().run().await;
    report.expect("the server can be checked").assert_conforms();
    let report = some().run().await.expect("the server can be checked");
    assert_eq!(
        report.outcome().conclusion(),
        ConformanceConclusion::Inconclusive
    );
    assert!(!report.conforms());
}

#[tokio::test]
async fn patterns_select_and_skip_cases() {
    let server = server(&[]).await;
    let check = check(&server, "patterns").select("20003").skip("members");
    let report = check.run().await.expect("the server can be checked");
    let cases = &report.outcome().cases;
    assert!(!cases.is_empty());
    assert!(cases.iter().all(|own| own.case.suite != "members"));
}

#[tokio::test]
async fn a_listener_hears_each_case_and_the_end() {
    let server = server(&[]).await;
    let heard = Arc::new(Mutex::new((0, 0)));
    let counts = Arc::clone(&heard);
    let check = check(&server, "listener")
        .select("40002")
        .on_event(move |event| {
            let mut counts = counts.lock().expect("no test panicked");
            match event {
                RunEvent::CaseFinished { .. } => counts.0 += 1,
                RunEvent::RunEnded { outcome } => counts.1 = outcome.cases.len(),
                RunEvent::RunStarted { .. }
                | RunEvent::CleanupStarted { .. }
                | RunEvent::LeftBehind { .. } => {}
            }
        });
    let report = check.run().await.expect("the server can be checked");
    let cases = report.outcome().cases.len();
    assert!(cases > 0);
    assert_eq!(*heard.lock().expect("no test panicked"), (cases, cases));
}

#[tokio::test]
async fn a_listener_that_panics_ends_the_check_after_everything_is_undone() {
    let server = server(&[]).await;
    let before = server.dump_state();
    let check = check(&server, "panics").select("groups").on_event(|event| {
        if matches!(event, RunEvent::CaseFinished { .. }) {
            panic!("enough");
        }
    });
    let panic = AssertUnwindSafe(check.run()).catch_unwind().await;
    let panic = panic.expect_err("the panic goes on");
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"enough"));
    assert_eq!(server.dump_state(), before);
}
