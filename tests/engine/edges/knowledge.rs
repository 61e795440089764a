//! Tokens and known values that are missing or wrong.

use badreq::outcome::{
    Actor, ConformanceConclusion, EvidencePolicy, InconclusiveReason, RunOutcome, VacuityWarning,
    Verdict,
};

use crate::engine::bench::{Run, assert_untouched, of, server};

/// Every case is green, or unproven for a reason that this is true of.
fn assert_no_other_reason(outcome: &RunOutcome, is_reason: impl Fn(&InconclusiveReason) -> bool) {
    for case in &outcome.cases {
        match &case.verdict {
            Verdict::Pass => {}
            Verdict::Inconclusive { because } if is_reason(because) => {}
            other => panic!("{}: {other:?}", case.case.name),
        }
    }
}

fn unproven(outcome: &RunOutcome) -> usize {
    let cases = outcome.cases.iter();
    cases
        .filter(|case| matches!(case.verdict, Verdict::Inconclusive { .. }))
        .count()
}

#[tokio::test]
async fn without_the_strangers_token_the_cases_that_can_run_do() {
    let server = server().await;
    let before = server.dump_state();
    let mut run = Run::on(&server);
    run.stranger = None;
    run.options.evidence = EvidencePolicy::Partial;
    let outcome = run.all_but(&["rate_limits"]).await;
    assert_no_other_reason(
        &outcome,
        |because| matches!(because, InconclusiveReason::Credential(actor) if *actor == Actor::Stranger),
    );
    assert!(unproven(&outcome) > 50);
    assert!(unproven(&outcome) * 4 < outcome.cases.len());
    assert_eq!(outcome.hollow, []);
    assert_eq!(outcome.conclusion(), ConformanceConclusion::Conforms);
    assert_untouched(&before, &server);
}

#[tokio::test]
async fn without_any_token_only_cases_of_nobody_run() {
    let server = server().await;
    let mut run = Run::on(&server);
    (run.owner, run.stranger) = (None, None);
    let outcome = run.all_but(&["rate_limits"]).await;
    assert_no_other_reason(&outcome, |because| {
        matches!(because, InconclusiveReason::Credential(_))
    });
    let name = "messages/unknown@anonymous";
    assert_eq!(of(&outcome, name).verdict, Verdict::Pass);
    assert_eq!(outcome.receipt.made, 0);
    let mostly = |sign: &VacuityWarning| matches!(sign, VacuityWarning::MostlyInconclusive { .. });
    assert!(outcome.hollow.iter().any(mostly), "{:?}", outcome.hollow);
}

#[tokio::test]
async fn a_case_whose_hook_is_not_offered_makes_and_sends_nothing() {
    let server = server().await;
    let mut run = Run::on(&server);
    run.hooks.clear();
    let name = "errors_of_the_server/internal-error";
    let outcome = run.only(&[name]).await;
    let because = InconclusiveReason::Trigger("internal-error".to_owned());
    assert_eq!(
        of(&outcome, name).verdict,
        Verdict::Inconclusive { because }
    );
    assert_eq!(outcome.receipt.made, 0);
    // The one request asks whether the target answers.
    assert_eq!(outcome.receipt.requests, 1);
}

#[tokio::test]
async fn tokens_that_are_nobodys_are_told_by_what_does_not_work() {
    let server = server().await;
    let before = server.dump_state();
    let mut run = Run::on(&server);
    run.owner = Some("badreqWrongToken1".to_owned());
    run.stranger = Some("badreqWrongToken2".to_owned());
    let outcome = run.all_but(&["rate_limits"]).await;
    assert_eq!(outcome.conclusion(), ConformanceConclusion::DoesNotConform);
    assert_ne!(outcome.hollow, []);
    let owned = of(&outcome, "members/post-empty-body");
    assert_ne!(owned.verdict, Verdict::Pass);
    assert_eq!(outcome.leftovers, []);
    assert_untouched(&before, &server);
}

#[tokio::test]
async fn without_known_values_what_needs_them_is_unproven_and_says_which() {
    let server = server().await;
    let mut run = Run::on(&server);
    run.options.values.clear();
    let outcome = run.all_but(&["rate_limits"]).await;
    assert_no_other_reason(&outcome, |because| {
        matches!(because, InconclusiveReason::Value(_))
    });
    let because = InconclusiveReason::Value("message_id".to_owned());
    let expected = Verdict::Inconclusive { because };
    assert_eq!(of(&outcome, "messages/zero").verdict, expected);
    assert_eq!(outcome.conclusion(), ConformanceConclusion::Conforms);
}

#[tokio::test]
async fn without_hooks_what_needs_them_is_unproven() {
    let server = server().await;
    let mut run = Run::on(&server);
    run.hooks.clear();
    let outcome = run
        .only(&["errors_of_the_server", "rate_limits", "messages"])
        .await;
    assert_no_other_reason(&outcome, |because| {
        matches!(because, InconclusiveReason::Trigger(_))
    });
    assert_eq!(unproven(&outcome), 4);
}
