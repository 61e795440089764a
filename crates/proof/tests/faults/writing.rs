//! Faults in what a request writes.

use reqwest::Method;
use rstest::rstest;
use serde_json::json;

use crate::faults::bench::{Bench, json as with_json, row, send, text};

#[rstest]
#[case::token("late/token/member-post", "/members", r#"{"name": "late"}"#)]
#[case::model(
    "late/model/member-post",
    "/members",
    r#"{"name": "late", "color": "x"}"#
)]
#[tokio::test]
async fn a_refused_creation_is_made(#[case] fault: &str, #[case] path: &str, #[case] body: &str) {
    let bench = Bench::start(fault).await;
    let request = if fault.contains("token") {
        bench.anonymous(Method::POST, path)
    } else {
        bench.owner(Method::POST, path)
    };
    assert!((400..500).contains(&send(text(request, body)).await.0));
    let members = bench.read("/systems/@me/members").await;
    let is_late = |member: &serde_json::Value| member["name"] == "late";
    assert!(members.as_array().unwrap().iter().any(is_late));
}

#[tokio::test]
async fn a_refused_deletion_of_another_systems_group_is_made() {
    let bench = Bench::start("late/owner/group-delete").await;
    let path = format!("/groups/{}", bench.seeds().five_letter_group_id);
    assert_eq!(
        row(&send(bench.stranger(Method::DELETE, &path)).await),
        (403, 30007)
    );
    assert_eq!(
        row(&send(bench.owner(Method::GET, &path)).await),
        (404, 20004)
    );
}

#[tokio::test]
async fn a_value_of_another_type_is_converted_and_refused() {
    let bench = Bench::start("late/type/member-patch").await;
    let path = format!("/members/{}", bench.seeds().guild_member_id);
    let request = text(bench.owner(Method::PATCH, &path), r#"{"description": 5}"#);
    assert_eq!(send(request).await.0, 400);
    assert_eq!(bench.read(&path).await["description"], "5");
}

#[tokio::test]
async fn a_bad_entry_behind_the_first_is_passed_over() {
    let bench = Bench::start("entries/first-only/group-members-add").await;
    let group = bench.create("/groups", &json!({"name": "g"})).await;
    let path = format!("/groups/{group}/members/add");
    let own = &bench.seeds().guild_member_id;
    let list = |list| with_json(bench.owner(Method::POST, &path), &list);
    assert_eq!(send(list(json!([own, "zzzzzz"]))).await.0, 204);
    assert_eq!(row(&send(list(json!(["zzzzzz", own]))).await), (404, 20003));
}

#[tokio::test]
async fn the_first_of_a_refused_list_is_added() {
    let bench = Bench::start("late/entries/member-groups-add").await;
    let group = bench.create("/groups", &json!({"name": "g"})).await;
    let member = &bench.seeds().guild_member_id;
    let path = format!("/members/{member}/groups/add");
    let request = with_json(bench.owner(Method::POST, &path), &json!(["zzzzzz", group]));
    assert_eq!(row(&send(request).await), (404, 20005));
    let groups = bench.read(&format!("/members/{member}/groups")).await;
    assert_eq!(groups[0]["id"], json!(group));
}

#[rstest]
#[case::duplicates(
    "duplicates/any/switch-post",
    "POST",
    "/systems/@me/switches",
    r#"{"members": ["M", "M"]}"#,
    200
)]
#[case::empty_list(
    "empty-list/crash/member-groups-add",
    "POST",
    "/members/M/groups/add",
    "[]",
    500
)]
#[case::empty_object(
    "nothing-to-set/empty-object/system-patch",
    "PATCH",
    "/systems/@me",
    "{}",
    200
)]
#[case::other_keys(
    "nothing-to-set/other-keys-only/member-patch",
    "PATCH",
    "/members/M",
    r#"{"id": "x"}"#,
    200
)]
#[case::dated("dated/2022-03-23", "PATCH", "/systems/@me", "{}", 500)]
#[tokio::test]
async fn a_write_gets_another_status(
    #[case] fault: &str,
    #[case] method: Method,
    #[case] path: &str,
    #[case] body: &str,
    #[case] status: u16,
) {
    let bench = Bench::start(fault).await;
    let member = &bench.seeds().guild_member_id;
    let request = bench.owner(method, &path.replace('M', member));
    let answer = send(text(request, &body.replace('M', member))).await;
    assert_eq!(answer.0, status);
}

#[tokio::test]
async fn a_name_of_one_character_more_is_served() {
    let bench = Bench::start("length/one-more/member-name").await;
    let create = |length| {
        let body = json!({"name": "x".repeat(length)});
        with_json(bench.owner(Method::POST, "/members"), &body)
    };
    assert_eq!(send(create(101)).await.0, 200);
    assert_eq!(row(&send(create(102)).await), (400, 40001));
}

#[tokio::test]
async fn a_name_of_the_limit_is_refused() {
    let bench = Bench::start("length/one-less/member-name").await;
    let create = |length| {
        let body = json!({"name": "x".repeat(length)});
        with_json(bench.owner(Method::POST, "/members"), &body)
    };
    let refused = send(create(100)).await;
    assert_eq!(row(&refused), (400, 40001));
    assert_eq!(refused.1["errors"]["name"][0]["max_length"], 99);
    assert_eq!(send(create(99)).await.0, 200);
}
