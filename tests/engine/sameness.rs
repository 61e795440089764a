//! A run says the same however it is done, and however often.

use std::collections::{BTreeSet, HashSet};
use std::sync::Mutex;

use badreq::check::ExchangeRole;
use badreq::contract::{ErrorId, RequirementId};
use badreq::outcome::{CaseOutcome, ExpectedErrorResponse, RunOutcome, Verdict};

use crate::engine::bench::{Run, assert_green, assert_untouched, names, of, server, whole_run};
use crate::engine::proxy::{Proxy, meddling};

type Said = (String, Verdict, Option<ErrorId>, Vec<RequirementId>);

fn said(outcome: &RunOutcome) -> Vec<Said> {
    let cases = outcome.cases.iter().map(|case| {
        let broken = case.violations.iter().map(|found| found.requirement);
        (
            case.case.name.clone(),
            case.verdict.clone(),
            case.observed,
            broken.collect(),
        )
    });
    cases.collect()
}

fn has_step(case: &CaseOutcome, role: ExchangeRole) -> bool {
    case.steps.iter().any(|step| step.role == role)
}

/// The cases whose bad request was sent and answered a second time.
fn repeating(outcome: &RunOutcome) -> Vec<&str> {
    let cases = outcome.cases.iter();
    let repeating = cases.filter(|case| has_step(case, ExchangeRole::Repeat));
    repeating.map(|case| case.case.name.as_str()).collect()
}

/// Those of them whose row the plan foresees.
fn repeating_as_planned(outcome: &RunOutcome) -> Vec<&str> {
    let mut repeating = repeating(outcome);
    repeating.retain(|name| {
        matches!(
            of(outcome, name).case.expected,
            ExpectedErrorResponse::Row { .. }
        )
    });
    repeating
}

#[tokio::test]
async fn one_reader_and_eight_say_the_same() {
    let server = server().await;
    let before = server.dump_state();
    let mut alone = Run::on(&server);
    alone.options.parallel_reads = 1;
    assert_eq!(Run::on(&server).options.parallel_reads, 8);
    let together = whole_run().await;
    let alone = alone.all_but(&[]).await;
    assert_green(&alone);
    assert_untouched(&before, &server);
    assert_eq!(said(&alone), said(together));
    assert_eq!(repeating_as_planned(&alone), repeating_as_planned(together));
}

#[tokio::test]
async fn a_bad_request_is_repeated_once_for_its_operation_and_row() {
    let server = server().await;
    let same = ["messages/one", "messages/number-of-a-server"];
    let outcome = Run::on(&server).only(&same).await;
    assert_green(&outcome);
    assert_eq!(repeating(&outcome).len(), 1);
    let other = [
        "messages/one",
        "messages/number-of-a-server",
        "messages/word@owner",
    ];
    let outcome = Run::on(&server).only(&other).await;
    assert_green(&outcome);
    assert_eq!(repeating(&outcome).len(), 2);
}

#[tokio::test]
async fn a_whole_run_repeats_each_row_of_each_operation() {
    let outcome = whole_run().await;
    let mut refusals = BTreeSet::new();
    // A burst is not repeated.
    let cases = outcome.cases.iter();
    for case in cases.filter(|case| !has_step(case, ExchangeRole::Burst)) {
        let mut steps = case.steps.iter();
        let Some(bad) = steps.find(|step| step.role == ExchangeRole::BadRequest) else {
            continue;
        };
        let (method, status) = (&bad.exchange.request.method, bad.exchange.response.status);
        // What was served is not sent again.
        if status < 400 {
            continue;
        }
        let operation = case.case.operation.as_ref();
        let answer = case
            .observed
            .map_or(status.to_string(), |row| row.to_string());
        refusals.insert((operation.unwrap_or(method), answer));
    }
    assert_eq!(repeating(outcome).len(), refusals.len());
}

/// The first message that is asked for a second time is not answered any more.
#[tokio::test]
async fn a_repetition_that_gets_no_answer_is_left_to_the_next_case() {
    let server = server().await;
    let asked = Mutex::new((HashSet::new(), None));
    let meddler = meddling(move |upstream, call| {
        let target = call.target().to_owned();
        let mut asked = asked.lock().expect("nobody panics");
        let (seen, unanswered) = &mut *asked;
        let is_again = target.starts_with("/messages/") && !seen.insert(target.clone());
        if is_again && unanswered.is_none() {
            *unanswered = Some(target.clone());
        }
        let is_answered = unanswered.as_ref() != Some(&target);
        async move {
            if is_answered {
                upstream.forward(&call).await
            } else {
                None
            }
        }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let mut run = Run::through(&server, &proxy.url);
    run.options.parallel_reads = 1;
    let cases = ["messages/one", "messages/number-of-a-server"];
    let outcome = run.only(&cases).await;
    let failed = names(&outcome, |verdict| *verdict == Verdict::Fail);
    let passed = names(&outcome, |verdict| *verdict == Verdict::Pass);
    assert_eq!((failed.len(), passed.len()), (1, 1), "{failed:?}");
    assert_eq!(repeating(&outcome), passed);
}

#[tokio::test]
async fn a_case_alone_says_what_it_says_among_all() {
    let server = server().await;
    let all = said(whole_run().await);
    // Every fortieth is enough; each is a run of its own.
    for case in all.iter().step_by(40) {
        let alone = Run::on(&server).only(&[&case.0]).await;
        assert_eq!(said(&alone), std::slice::from_ref(case));
    }
}

#[tokio::test]
async fn two_runs_at_the_same_time_do_not_disturb_each_other_where_they_only_read() {
    let server = server().await;
    let (one, other) = (Run::on(&server), Run::on(&server));
    let only = &["messages", "references/member-unknown-*"];
    let (one, other) = tokio::join!(one.only(only), other.only(only));
    assert_green(&one);
    assert_eq!(said(&one), said(&other));
}
