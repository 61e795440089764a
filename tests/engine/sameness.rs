//! A run says the same however it is done, and however often.

use badreq::contract::{ErrorId, RequirementId};
use badreq::outcome::{RunOutcome, Verdict};

use crate::bench::{Run, assert_green, assert_untouched, server};

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

#[tokio::test]
async fn one_reader_and_eight_say_the_same() {
    let server = server().await;
    let before = server.dump_state();
    let mut alone = Run::on(&server);
    alone.options.parallel_reads = 1;
    let mut together = Run::on(&server);
    together.options.parallel_reads = 8;
    let alone = alone.all_but(&[]).await;
    assert_green(&alone);
    assert_untouched(&before, &server);
    let together = together.all_but(&[]).await;
    assert_eq!(said(&alone), said(&together));
    assert_untouched(&before, &server);
}

#[tokio::test]
async fn a_case_alone_says_what_it_says_among_all() {
    let server = server().await;
    let all = said(&Run::on(&server).all_but(&[]).await);
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
