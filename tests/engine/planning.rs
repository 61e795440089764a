//! What is tried first, and what is sent once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use badreq::contract::{Edition, RateLimits};
use badreq::outcome::{CoverageRank, RunPreview};
use badreq::run::{ConcurrencyMode, PlanContext, PlannedCase, RunPlan, TargetRateLimiting};
use badreq::suite::{Case, CaseSendMode, RequestDefaults};
use badreq::target::Credentials;
use rstest::rstest;

use crate::engine::bench::{Run, assert_green, inputs, server};
use crate::engine::proxy::{Proxy, meddling};

/// What whoever plans a run has given.
pub(crate) struct Given {
    pub(crate) credentials: Credentials,
    pub(crate) known: BTreeMap<String, String>,
    pub(crate) usual: RequestDefaults,
    pub(crate) pace: Option<RateLimits>,
    pub(crate) limits: TargetRateLimiting,
    pub(crate) edition: Edition,
    pub(crate) keeps_journal: bool,
}

/// Whose tokens are given.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Tokens {
    Both,
    Owner,
    None,
}

pub(crate) fn credentials(owner: Option<&str>, stranger: Option<&str>) -> Credentials {
    let token = |text: Option<&str>| text.map(|text| text.parse().expect("it is a token"));
    Credentials::new(token(owner), token(stranger)).expect("they differ")
}

impl Given {
    /// Everything, for a target that keeps the documented limits.
    pub(crate) fn everything() -> Self {
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
                token_header: contract.token_header.clone(),
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
    pub(crate) fn without_limits() -> Self {
        Self {
            pace: None,
            limits: TargetRateLimiting::Off,
            ..Self::everything()
        }
    }

    pub(crate) fn means(&self) -> PlanContext<'_> {
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

    pub(crate) fn plan(&self) -> RunPlan<'static> {
        let cases: Vec<_> = inputs(self.edition).1.cases().collect();
        RunPlan::new(&cases, &self.means())
    }

    pub(crate) fn preview(&self, budget: Option<Duration>) -> RunPreview {
        let (url, edition) = ("http://target/v2".to_owned(), self.edition.to_string());
        self.plan().preview(&self.means(), url, edition, budget)
    }
}

pub(crate) fn all() -> Vec<&'static Case> {
    inputs(Edition::Errata).1.cases().collect()
}

fn names(planned: &[PlannedCase<'_>]) -> Vec<String> {
    let names = planned.iter().map(|planned| planned.case.name.to_string());
    names.collect()
}

fn is_burst(case: &Case) -> bool {
    matches!(case.send_mode, CaseSendMode::Burst { .. })
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
    rank: CoverageRank,
    of: impl Fn(&Case) -> Option<T>,
) -> BTreeSet<T> {
    let planned = plan.parallel_cases.iter().chain(&plan.sequential_cases);
    let early = planned.filter(|planned| planned.rank <= rank);
    early.filter_map(|planned| of(planned.case)).collect()
}

#[test]
fn each_rank_meets_all_that_it_is_for() {
    let plan = Given::everything().plan();
    let of_all = CoverageRank::Rest;
    let row = |case: &Case| case.expected_row();
    assert_eq!(
        up_to(&plan, CoverageRank::Rows, row),
        up_to(&plan, of_all, row)
    );
    let operation = |case: &Case| case.operation.clone();
    assert_eq!(
        up_to(&plan, CoverageRank::Operations, operation),
        up_to(&plan, of_all, operation)
    );
    let actor = |case: &Case| Some((case.operation.clone()?, case.bad_request.actor));
    assert_eq!(
        up_to(&plan, CoverageRank::Actors, actor),
        up_to(&plan, of_all, actor)
    );
    let way = |case: &Case| Some((case.operation.clone()?, case.defect.clone()?));
    assert_eq!(
        up_to(&plan, CoverageRank::Defects, way),
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
    let rows = rows.filter(|planned| planned.rank == CoverageRank::Rows);
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
