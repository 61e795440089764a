//! Faults that show in more than one request.

use reqwest::Method;
use rstest::rstest;
use serde_json::json;

use crate::faults::bench::{Bench, json as with_json, row, send, text};

#[tokio::test]
async fn a_read_stays_as_it_was() {
    let bench = Bench::start("state/reads-stay-as-they-were").await;
    let before = bench.read("/systems/@me").await;
    let change = text(
        bench.owner(Method::PATCH, "/systems/@me"),
        r#"{"name": "new"}"#,
    );
    assert_eq!(send(change).await.1["name"], "new");
    assert_eq!(bench.read("/systems/@me").await, before);
}

#[tokio::test]
async fn what_was_served_to_the_owner_is_served_to_others() {
    let bench = Bench::start("state/cache-ignores-the-token").await;
    let system = bench.read("/systems/@me").await;
    let anonymous = send(bench.anonymous(Method::GET, "/systems/@me")).await;
    assert_eq!(anonymous, (200, system));
}

#[tokio::test]
async fn a_request_without_a_token_counts_as_the_owners() {
    let bench = Bench::start("state/session-outlives-the-token").await;
    let anonymous = || bench.anonymous(Method::GET, "/systems/@me");
    assert_eq!(row(&send(anonymous()).await), (401, 0));
    bench.read("/systems/@me").await;
    assert_eq!(send(anonymous()).await.0, 200);
}

#[tokio::test]
async fn a_refused_creation_leaves_a_group() {
    let bench = Bench::start("state/refused-creation-leaves-a-group").await;
    assert_eq!(
        send(text(bench.owner(Method::POST, "/groups"), "{"))
            .await
            .0,
        400
    );
    let groups = bench.read("/systems/@me/groups").await;
    assert_eq!(
        groups.as_array().unwrap().last().unwrap()["name"],
        "left behind"
    );
}

#[tokio::test]
async fn a_change_that_is_cut_off_is_made() {
    let bench = Bench::start("state/cut-off-change-is-made").await;
    let change = text(
        bench.owner(Method::PATCH, "/systems/@me"),
        r#"{"name": "cut"#,
    );
    assert_eq!(row(&send(change).await), (400, 0));
    assert_eq!(bench.read("/systems/@me").await["name"], "cut");
}

#[tokio::test]
async fn a_refused_overwrite_empties_the_group() {
    let bench = Bench::start("state/refused-overwrite-empties-the-group").await;
    let group = bench.create("/groups", &json!({"name": "g"})).await;
    let overwrite = |list| {
        let path = format!("/groups/{group}/members/overwrite");
        with_json(bench.owner(Method::POST, &path), &list)
    };
    let own = json!([bench.seeds().guild_member_id]);
    assert_eq!(send(overwrite(own)).await.0, 204);
    assert_eq!(send(overwrite(json!(["zzzzzz"]))).await.0, 404);
    let members = bench.read(&format!("/groups/{group}/members")).await;
    assert_eq!(members, json!([]));
}

#[rstest]
#[case::other_row("second-time/other-row", 400)]
#[case::breaks("second-time/breaks", 500)]
#[case::served("second-time/served", 200)]
#[tokio::test]
async fn a_bad_request_gets_another_answer_the_second_time(
    #[case] fault: &str,
    #[case] second: u16,
) {
    let bench = Bench::start(fault).await;
    let read = || bench.owner(Method::GET, "/messages/1");
    assert_eq!(send(read()).await.0, 404);
    assert_eq!(send(read()).await.0, second);
}

#[tokio::test]
async fn every_fourth_bad_request_breaks_the_server() {
    let bench = Bench::start("every-fourth/breaks").await;
    for expected in [404, 404, 404, 500, 404] {
        let (status, _) = send(bench.owner(Method::GET, "/messages/1")).await;
        assert_eq!(status, expected);
    }
}
