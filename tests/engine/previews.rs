//! What a run is said to take beforehand.

use std::time::Duration;

use badreq::contract::Edition;
use badreq::outcome::{Actor, CaseOutcome, CoverageRank, InconclusiveReason, Verdict};
use badreq::run::RunPlan;
use rstest::rstest;

use crate::engine::bench::{Run, assert_green, server, whole_run};
use crate::engine::planning::{Given, Tokens, all, credentials};

/// What can be told beforehand has to be what comes: nearly for what is sent, and exactly for what is made.
#[tokio::test]
async fn a_preview_tells_what_a_run_sends_and_makes() {
    let server = server().await;
    let whole = whole_run().await;
    // What the server is free to serve, and so to change, cannot be told.
    let is_served = |case: &&CaseOutcome| {
        let judged = case.judged_exchange();
        judged.is_some_and(|judged| judged.response.is_success())
    };
    let served = whole.cases.iter().filter(is_served);
    let served: Vec<&str> = served.map(|case| case.case.name.as_str()).collect();
    let outcome = Run::on(&server).all_but(&served).await;
    assert_green(&outcome);
    let cases: Vec<_> = all()
        .into_iter()
        .filter(|case| !served.contains(&case.name.to_string().as_str()))
        .collect();
    let given = Given::without_limits();
    let url = "http://target/v2".to_owned();
    let plan = RunPlan::new(&cases, &given.means());
    let preview = plan.preview(&given.means(), url, given.edition.to_string(), None);
    let (told, sent) = (preview.requests, outcome.receipt.requests);
    assert!(told.abs_diff(sent) * 50 <= sent, "{told} told, {sent} sent");
    let for_run = preview.made.iter().filter(|made| {
        // What fills a group is gone with the group.
        !made.name.contains("fill")
    });
    let made = u64::try_from(for_run.count()).expect("they are few") + preview.made_for_cases;
    assert_eq!(made, outcome.receipt.made);
    assert_eq!(preview.cases, outcome.cases.len());
    assert_eq!(preview.takes_ms, None);
}

#[rstest]
#[case::document(Edition::Document, Tokens::Both)]
#[case::document_without_a_stranger(Edition::Document, Tokens::Owner)]
#[case::document_without_tokens(Edition::Document, Tokens::None)]
#[case::errata(Edition::Errata, Tokens::Both)]
#[case::errata_without_a_stranger(Edition::Errata, Tokens::Owner)]
#[case::errata_without_tokens(Edition::Errata, Tokens::None)]
#[tokio::test]
async fn a_preview_foretells_within_three_percent_what_a_run_sends_and_which_cases_it_tries(
    #[case] edition: Edition,
    #[case] tokens: Tokens,
) {
    let server = server().await;
    let name = format!("foretold-{edition}-{tokens:?}");
    let journals = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let mut run = Run::on(&server);
    run.edition = edition;
    run.options.journal_dir = Some(journals);
    let mut given = Given {
        edition,
        keeps_journal: true,
        ..Given::without_limits()
    };
    match tokens {
        Tokens::Both => {}
        Tokens::Owner => {
            run.stranger = None;
            given.credentials = credentials(Some("owner-token"), None);
        }
        Tokens::None => {
            (run.owner, run.stranger) = (None, None);
            given.credentials = credentials(None, None);
        }
    }
    let outcome = run.all_but(&[]).await;
    let preview = given.preview(None);
    let (told, sent) = (preview.requests, outcome.receipt.requests);
    assert!(told.abs_diff(sent) * 33 <= sent, "{told} told, {sent} sent");
    let count = |is: fn(&Verdict) -> bool| {
        let cases = outcome.cases.iter();
        cases.filter(|case| is(&case.verdict)).count()
    };
    assert_eq!(preview.cases, count(Verdict::is_green));
    assert_eq!(preview.skipped, count(Verdict::is_skipped));
    assert_eq!(preview.skipped > 0, edition == Edition::Document);
}

#[test]
fn a_preview_tells_the_time_by_the_limits_and_when_each_rank_is_over() {
    let preview = Given::everything().preview(None);
    let takes = preview.takes_ms.expect("limits are kept");
    let updates = preview
        .scopes
        .iter()
        .find(|scope| scope.name == "generic_update");
    let updates = updates.expect("it is a scope").requests;
    // At three a second, and what is lost on the way.
    assert!(takes > updates * 1000 / 3, "{takes}");
    assert!(takes < updates * 1000 / 3 * 11 / 10, "{takes}");
    let ends: Vec<_> = preview.ranks.iter().map(|end| end.ends_ms).collect();
    assert!(ends.is_sorted(), "{ends:?}");
    assert!(ends[0] < Some(30_000), "{ends:?}");
    let ranks: Vec<_> = preview.ranks.iter().map(|end| end.rank).collect();
    assert_eq!(ranks, CoverageRank::ALL);
}

#[test]
fn a_preview_tells_what_is_changed_and_put_back() {
    let preview = Given::everything().preview(None);
    let changed = preview.changed.iter().map(|kept| kept.name.as_str());
    assert!(changed.clone().any(|name| name == "owner_system"));
    let made = preview.made.iter().find(|made| made.name == "owner_member");
    let made = made.expect("cases need it");
    assert_eq!(made.about, "a member of the owner's system");
}

#[test]
fn a_preview_tells_what_cannot_be_tried_and_which_rows_that_leaves() {
    let mut given = Given::everything();
    given.credentials = credentials(Some("owner-token"), None);
    given.known.remove("guild_id");
    given.usual.triggers.clear();
    let preview = given.preview(None);
    let reasons: Vec<_> = preview
        .lacking
        .iter()
        .map(|lacking| &lacking.because)
        .collect();
    for because in [
        InconclusiveReason::Credential(Actor::Stranger),
        InconclusiveReason::Value("guild_id".to_owned()),
        InconclusiveReason::Trigger("internal-error".to_owned()),
    ] {
        assert!(reasons.contains(&&because), "{reasons:?}");
    }
    let rows: Vec<String> = preview
        .rows_lacking
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(rows.contains(&"0/500".to_owned()), "{rows:?}");
    assert!(rows.contains(&"30006".to_owned()), "{rows:?}");
    assert!(!rows.contains(&"20002".to_owned()), "{rows:?}");
}

#[test]
fn a_preview_with_a_budget_tells_what_it_leaves_out() {
    let preview = Given::everything().preview(Some(Duration::from_secs(30)));
    let left = preview.left_out.expect("it takes minutes");
    assert_eq!(left.cases + preview.cases, all().len());
    assert_eq!(left.rows, []);
    assert!(!left.defects.is_empty());
    assert!(preview.takes_ms <= Some(30_000), "{:?}", preview.takes_ms);
}
