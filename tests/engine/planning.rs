//! What is tried first, what a run is said to take beforehand, and what a budget leaves out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use badreq::contract::{Edition, RateLimits};
use badreq::outcome::{
    Actor, CaseOutcome, CaseRank, ConformanceConclusion, InconclusiveReason, RowVerdict,
    RunPreview, SkipReason, Verdict,
};
use badreq::reference::{ServerRateLimits, TriggerMode};
use badreq::run::{ConcurrencyMode, PlanContext, PlannedCase, RunPlan, TargetRateLimiting};
use badreq::suite::{Case, RequestDefaults, RequestRepetition};
use badreq::target::Credentials;
use rstest::rstest;

use crate::bench::{Run, assert_green, assert_untouched, inputs, server, server_with};
use crate::proxy::{Proxy, meddling};

/// What whoever plans a run has given.
struct Given {
    credentials: Credentials,
    known: BTreeMap<String, String>,
    usual: RequestDefaults,
    pace: Option<RateLimits>,
    limits: TargetRateLimiting,
    edition: Edition,
    keeps_journal: bool,
}

/// Whose tokens are given.
#[derive(Clone, Copy, Debug)]
enum Tokens {
    Both,
    Owner,
    None,
}

fn credentials(owner: Option<&str>, stranger: Option<&str>) -> Credentials {
    let token = |text: Option<&str>| text.map(|text| text.parse().expect("it is a token"));
    Credentials::new(token(owner), token(stranger)).expect("they differ")
}

impl Given {
    /// Everything, for a target that keeps the documented limits.
    fn everything() -> Self {
        let contract = &inputs(Edition::Errata).0;
        let known = inputs(Edition::Errata).1.fixtures.values.iter();
        let hooks = ["internal-error", "rate-limit"].into_iter();
        Self {
            credentials: credentials(Some("owner-token"), Some("stranger-token")),
            known: known
                .map(|spec| (spec.name.clone(), "1".to_owned()))
                .collect(),
            usual: RequestDefaults {
                user_agent: "badreq/test".to_owned(),
                authorization_header: contract.authorization_header.clone(),
                triggers: hooks
                    .map(|name| {
                        let hook = format!("X-Reference-Hook: {name}");
                        (name.to_owned(), hook.parse().expect("it is a hook"))
                    })
                    .collect(),
            },
            pace: contract.limits.clone(),
            limits: TargetRateLimiting::Enforced,
            edition: Edition::Errata,
            keeps_journal: false,
        }
    }

    /// The same for a target without limits.
    fn without_limits() -> Self {
        Self {
            pace: None,
            limits: TargetRateLimiting::Off,
            ..Self::everything()
        }
    }

    fn means(&self) -> PlanContext<'_> {
        let (contract, suites) = inputs(self.edition);
        PlanContext {
            contract,
            fixtures: &suites.fixtures,
            request_defaults: &self.usual,
            credentials: &self.credentials,
            values: &self.known,
            throttle_limits: self.pace.as_ref(),
            target_limits: self.limits,
            keeps_journal: self.keeps_journal,
        }
    }

    fn plan(&self) -> RunPlan<'static> {
        let cases: Vec<_> = inputs(self.edition).1.cases().collect();
        RunPlan::new(&cases, &self.means())
    }

    fn preview(&self, budget: Option<Duration>) -> RunPreview {
        let (url, edition) = ("http://target/v2".to_owned(), self.edition.to_string());
        self.plan().preview(&self.means(), url, edition, budget)
    }
}

fn all() -> Vec<&'static Case> {
    inputs(Edition::Errata).1.cases().collect()
}

fn names(planned: &[PlannedCase<'_>]) -> Vec<String> {
    let names = planned.iter().map(|planned| planned.case.name.to_string());
    names.collect()
}

fn is_burst(case: &Case) -> bool {
    matches!(case.send_mode, RequestRepetition::Burst { .. })
}

#[rstest]
#[case::limited(Given::everything())]
#[case::unlimited(Given::without_limits())]
fn every_case_has_one_place_in_the_plan_and_always_the_same(#[case] given: Given) {
    let plan = given.plan();
    let mut planned = [names(&plan.parallel_cases), names(&plan.sequential_cases)].concat();
    planned.sort();
    let mut expected: Vec<String> = all().iter().map(|case| case.name.to_string()).collect();
    expected.sort();
    assert_eq!(planned, expected);
    let again = given.plan();
    assert_eq!(names(&again.parallel_cases), names(&plan.parallel_cases));
    assert_eq!(
        names(&again.sequential_cases),
        names(&plan.sequential_cases)
    );
}

/// What the cases up to and with this rank are about.
fn up_to<T: Ord>(
    plan: &RunPlan<'_>,
    rank: CaseRank,
    of: impl Fn(&Case) -> Option<T>,
) -> BTreeSet<T> {
    let planned = plan.parallel_cases.iter().chain(&plan.sequential_cases);
    let early = planned.filter(|planned| planned.rank <= rank);
    early.filter_map(|planned| of(planned.case)).collect()
}

#[test]
fn each_rank_meets_all_that_it_is_for() {
    let plan = Given::everything().plan();
    let of_all = CaseRank::Rest;
    let row = |case: &Case| case.expected_row();
    assert_eq!(up_to(&plan, CaseRank::Rows, row), up_to(&plan, of_all, row));
    let operation = |case: &Case| case.operation.clone();
    assert_eq!(
        up_to(&plan, CaseRank::Operations, operation),
        up_to(&plan, of_all, operation)
    );
    let actor = |case: &Case| Some((case.operation.clone()?, case.bad_request.actor));
    assert_eq!(
        up_to(&plan, CaseRank::Actors, actor),
        up_to(&plan, of_all, actor)
    );
    let way = |case: &Case| Some((case.operation.clone()?, case.defect.clone()?));
    assert_eq!(
        up_to(&plan, CaseRank::Defects, way),
        up_to(&plan, of_all, way)
    );
}

#[test]
fn no_rank_begins_before_the_one_before_it_is_over_where_limits_make_time_short() {
    let plan = Given::everything().plan();
    for stream in [&plan.parallel_cases, &plan.sequential_cases] {
        assert!(stream.is_sorted_by_key(|planned| planned.rank));
    }
    let rows = plan.sequential_cases.iter().chain(&plan.parallel_cases);
    let rows = rows.filter(|planned| planned.rank == CaseRank::Rows);
    // The 30 rows, and a burst for each of the two scopes beside the one that proves 0/429.
    assert_eq!(rows.count(), 32);
}

#[rstest]
#[case::limited(Given::everything())]
#[case::unlimited(Given::without_limits())]
fn cases_of_one_condition_follow_each_other_within_a_rank(#[case] given: Given) {
    let plan = given.plan();
    let mut seen = BTreeSet::new();
    let alone = plan.sequential_cases.iter().filter(|planned| {
        planned.mode == ConcurrencyMode::Exclusive
            && !planned.case.bad_request.conditions.is_empty()
    });
    let conditions: Vec<String> = alone
        .map(|planned| {
            let rank = given.pace.as_ref().map(|_| planned.rank);
            format!("{rank:?} {:?}", planned.case.bad_request.conditions)
        })
        .collect();
    for group in conditions.chunk_by(|one, next| one == next) {
        assert!(seen.insert(&group[0]), "{} comes twice", group[0]);
    }
    assert!(seen.len() > 2);
}

#[test]
fn bursts_come_last_in_their_rank_where_all_wait_for_them_and_first_where_nobody_does() {
    let limited = Given::everything().plan();
    for rank in limited
        .sequential_cases
        .chunk_by(|one, next| one.rank == next.rank)
    {
        assert!(rank.is_sorted_by_key(|planned| is_burst(planned.case)));
    }
    assert_eq!(
        limited
            .parallel_cases
            .iter()
            .filter(|planned| is_burst(planned.case))
            .count(),
        0
    );
    let unlimited = Given::without_limits().plan();
    assert!(
        unlimited
            .parallel_cases
            .is_sorted_by_key(|planned| !is_burst(planned.case))
    );
    assert!(is_burst(unlimited.parallel_cases[0].case));
}

/// What can be told beforehand has to be what comes: nearly for what is sent, and exactly for what is made.
#[tokio::test]
async fn a_preview_tells_what_a_run_sends_and_makes() {
    let server = server().await;
    let whole = Run::on(&server).all_but(&[]).await;
    assert_green(&whole);
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
    assert!(told.abs_diff(sent) * 33 <= sent, "{told} told, {sent} sent");
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

#[tokio::test]
async fn a_control_that_cases_have_in_common_is_sent_once_though_they_are_tried_side_by_side() {
    let server = server().await;
    let controls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&controls);
    let meddler = meddling(move |upstream, call| {
        let counted = Arc::clone(&counted);
        async move {
            let answer = upstream.forward(&call).await?;
            if call.target().ends_with("/groups") && answer.status() == 200 {
                counted.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Some(answer)
        }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let outcome = Run::through(&server, &proxy.url)
        .only(&[
            "members/groups-of-an-unknown-short-id",
            "references/apostrophe-member-groups",
        ])
        .await;
    assert_green(&outcome);
    assert_eq!(controls.load(Ordering::SeqCst), 1);
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
    assert_eq!(ranks, CaseRank::ALL);
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

/// A target that keeps the documented limits, and a run that knows them.
async fn limited(budget: Option<Duration>) -> (badreq::reference::ReferenceServer, Run) {
    let server = server_with(ServerRateLimits::Documented, TriggerMode::On).await;
    let mut run = Run::on(&server);
    run.options.target_limits = TargetRateLimiting::Enforced;
    run.options.budget = budget;
    run.pace.clone_from(&inputs(Edition::Errata).0.limits);
    (server, run)
}

#[tokio::test]
async fn a_budget_proves_the_rows_first_and_tells_what_it_left_out() {
    let (server, run) = limited(Some(Duration::from_secs(8))).await;
    let before = server.dump_state();
    let outcome = run.only(&["members"]).await;
    assert_eq!(outcome.receipt.refused_by_accident, 0);
    assert_eq!(outcome.conclusion(), ConformanceConclusion::Conforms);
    let left = outcome.left_out.as_ref().expect("it takes much longer");
    assert_eq!(left.rows, []);
    for row in outcome.rows.iter().filter(|row| row.cases > 0) {
        assert_eq!(row.state, RowVerdict::Proven, "{}", row.row.id());
    }
    let skipped = outcome.cases.iter().filter(|case| match &case.verdict {
        Verdict::Skipped { reason } => *reason == SkipReason::Budget { budget_ms: 8000 },
        _ => false,
    });
    assert_eq!(skipped.count(), left.cases);
    assert_eq!(outcome.leftovers, []);
    assert_untouched(&before, &server);
}

#[tokio::test]
async fn a_run_under_limits_is_never_refused_by_accident_and_tells_the_best_time() {
    let (_server, run) = limited(None).await;
    let outcome = run.only(&["fronters", "messages"]).await;
    assert_green(&outcome);
    let receipt = &outcome.receipt;
    assert_eq!(receipt.refused_by_accident, 0);
    let best = receipt.min_duration_ms().expect("limits were kept");
    assert!(best > 0 && best <= receipt.elapsed_ms + 1000, "{receipt:?}");
    for scope in &receipt.scopes {
        let allowed = scope.allowed.expect("limits were kept");
        assert!(
            scope.peak_per_second <= u64::from(allowed.requests),
            "{scope:?}"
        );
    }
}

#[tokio::test]
async fn a_budget_that_leaves_no_time_for_anything_tries_nothing() {
    let server = server().await;
    let mut run = Run::on(&server);
    run.options.budget = Some(Duration::from_nanos(1));
    let outcome = run.all_but(&[]).await;
    assert_eq!(outcome.conclusion(), ConformanceConclusion::NothingRun);
    assert_eq!(outcome.receipt.requests, 1);
    let left = outcome.left_out.expect("all of it");
    assert_eq!((left.cases, left.rows.len()), (all().len(), 30));
    assert!(left.actors.is_empty() && left.defects.is_empty());
}

#[tokio::test]
async fn a_budget_that_is_long_enough_leaves_nothing_out() {
    let server = server().await;
    let mut run = Run::on(&server);
    run.options.budget = Some(Duration::from_secs(600));
    let outcome = run.only(&["members"]).await;
    assert_green(&outcome);
    assert_eq!(outcome.left_out, None);
}

/// Nothing limits its rate, but each answer takes its time, and so does each removal at the end.
#[tokio::test]
async fn a_budget_counts_the_time_that_answers_take() {
    let server = server().await;
    let meddler = meddling(|upstream, call| async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        upstream.forward(&call).await
    });
    let proxy = Proxy::start(&server, meddler).await;
    let mut run = Run::through(&server, &proxy.url);
    run.options.parallel_reads = 1;
    run.options.budget = Some(Duration::from_secs(4));
    let outcome = run.only(&["members", "groups"]).await;
    let left = outcome.left_out.as_ref().expect("it takes much longer");
    assert!(left.cases < outcome.cases.len(), "{left:?}");
    assert_eq!(outcome.leftovers, []);
    let receipt = &outcome.receipt;
    // Two at a time, forty in four seconds each, and one at a time while things are undone.
    assert!(receipt.requests + receipt.undone <= 80, "{receipt:?}");
}
