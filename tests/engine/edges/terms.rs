//! Editions and strictness.

use badreq::contract::Edition;
use badreq::outcome::{ExpectedErrorResponse, FailOn, FailureGate, RunOutcome, Verdict};

use crate::engine::bench::{Run, names, server, whole_run};

fn expects(outcome: &RunOutcome, row: &str) -> Vec<Verdict> {
    let row = row.parse().expect("it is a row");
    let cases = outcome
        .cases
        .iter()
        .filter(|case| match &case.case.expected {
            ExpectedErrorResponse::Row { row: own, .. } => *own == row,
            ExpectedErrorResponse::Refusal | ExpectedErrorResponse::AnyRow => false,
        });
    cases.map(|case| case.verdict.clone()).collect()
}

#[tokio::test]
async fn rows_that_the_document_lacks_are_skipped_under_its_own_edition() {
    let server = server().await;
    let mut run = Run::on(&server);
    run.edition = Edition::Document;
    let outcome = run
        .only(&["40001", "0/429", "0/403", "messages", "privacy"])
        .await;
    for row in ["40001", "0/429", "0/403"] {
        let verdicts = expects(&outcome, row);
        assert!(!verdicts.is_empty(), "{row}");
        for verdict in verdicts {
            assert!(
                matches!(verdict, Verdict::Skipped { .. }),
                "{row}: {verdict:?}"
            );
        }
    }
    for case in &outcome.cases {
        let is_fine = matches!(case.verdict, Verdict::Pass | Verdict::Skipped { .. });
        assert!(is_fine, "{}: {:?}", case.case.name, case.violations);
    }
    assert_eq!(outcome.rows.len(), 27);
}

#[tokio::test]
async fn under_the_documents_own_edition_nothing_fails_for_a_row_of_the_errata() {
    let server = server().await;
    let mut run = Run::on(&server);
    run.edition = Edition::Document;
    let outcome = run.all_but(&[]).await;
    assert_eq!(
        names(&outcome, |verdict| *verdict == Verdict::Fail),
        [""; 0]
    );
}

#[tokio::test]
async fn accepted_alternatives_pass_and_fail_only_a_strict_run() {
    let fair = whole_run().await;
    let alternatives: Vec<_> = fair
        .cases
        .iter()
        .filter(|case| case.has_replacement_row())
        .map(|case| case.case.name.clone())
        .collect();
    assert!(!alternatives.is_empty());
    let server = server().await;
    let mut run = Run::on(&server);
    run.options.gate = FailureGate::from_list(&[FailOn::Replacement]);
    let replaced = alternatives.iter().map(String::as_str);
    let some: Vec<&str> = replaced.chain(["messages"]).collect();
    let strict = run.only(&some).await;
    assert!(strict.cases.len() > alternatives.len());
    for case in &strict.cases {
        let expected = if alternatives.contains(&case.case.name) {
            Verdict::Fail
        } else {
            Verdict::Pass
        };
        assert_eq!(
            case.verdict, expected,
            "{}: {:?}",
            case.case.name, case.violations
        );
    }
}
