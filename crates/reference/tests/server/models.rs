//! What a model may hold: both sides of the limits, and what is named when it fails.

use rstest::rstest;
use serde_json::{Value, json};

use crate::bench::{As, Bench};

#[rstest]
#[case::member_name("PATCH /members/{member}", "name", 100)]
#[case::member_display_name("PATCH /members/{member}", "display_name", 100)]
#[case::member_pronouns("PATCH /members/{member}", "pronouns", 100)]
#[case::member_description("PATCH /members/{member}", "description", 1000)]
#[case::group_name("PATCH /groups/{group}", "name", 100)]
#[case::group_description("PATCH /groups/{group}", "description", 1000)]
#[case::system_name("PATCH /systems/@me", "name", 100)]
#[case::system_tag("PATCH /systems/@me", "tag", 79)]
#[case::system_description("PATCH /systems/@me", "description", 1000)]
#[case::guild_tag("PATCH /systems/@me/guilds/{guild}", "tag", 79)]
#[case::guild_display_name("PATCH /members/{member}/guilds/{guild}", "display_name", 100)]
#[tokio::test]
async fn a_text_may_be_as_long_as_its_limit_and_no_longer(
    #[case] request: &str,
    #[case] key: &str,
    #[case] limit: usize,
) {
    let bench = Bench::new().await;
    let longest = json!({key: "a".repeat(limit)});
    let fine = bench.send(As::Owner, request, &longest.to_string()).await;
    assert_eq!(fine.body[key], longest[key]);
    let too_long = json!({key: "a".repeat(limit + 1)});
    let refused = bench.send(As::Owner, request, &too_long.to_string()).await;
    assert_eq!(refused.row(), (400, 40001));
    let message = format!("Field {key} is too long.");
    let error = json!({"message": message, "max_length": limit, "actual_length": limit + 1});
    assert_eq!(refused.body["errors"], json!({key: [error]}));
}

#[rstest]
#[case::avatar("PATCH /members/{member}", "avatar_url", json!("no url"))]
#[case::icon("PATCH /groups/{group}", "icon", json!("no url"))]
#[case::color("PATCH /systems/@me", "color", json!("red"))]
#[case::birthday("PATCH /members/{member}", "birthday", json!("2023-02-30"))]
#[case::boolean_null("PATCH /members/{member}", "keep_proxy", json!(null))]
#[case::list_null("PATCH /members/{member}", "proxy_tags", json!(null))]
#[case::timezone("PATCH /systems/@me/settings", "timezone", json!("Europe/Atlantis"))]
#[case::timezone_null("PATCH /systems/@me/settings", "timezone", json!(null))]
#[case::padding("PATCH /systems/@me/settings", "hid_list_padding", json!("middle"))]
#[case::guild_boolean_null("PATCH /systems/@me/guilds/{guild}", "tag_enabled", json!(null))]
#[case::mode("PATCH /systems/@me/autoproxy?guild_id={guild}", "autoproxy_mode", json!("sometimes"))]
#[tokio::test]
async fn an_invalid_value_is_named_without_lengths(
    #[case] request: &str,
    #[case] key: &str,
    #[case] value: Value,
) {
    let bench = Bench::new().await;
    let answer = bench
        .send(As::Owner, request, &json!({key: value}).to_string())
        .await;
    assert_eq!(answer.row(), (400, 40001));
    let message = format!("Field {key} is invalid.");
    assert_eq!(answer.body["errors"], json!({key: [{"message": message}]}));
}

#[rstest]
#[case::text("PATCH /members/{member}", json!({"name": 5}))]
#[case::boolean("PATCH /members/{member}", json!({"tts": "yes"}))]
#[case::number("PATCH /systems/@me/settings", json!({"latch_timeout": "600"}))]
#[case::privacy("PATCH /groups/{group}", json!({"privacy": []}))]
#[case::mode("PATCH /systems/@me/autoproxy?guild_id={guild}", json!({"autoproxy_mode": 1}))]
#[case::members("POST /systems/@me/switches", json!({"members": "abcdef"}))]
#[case::timestamp("PATCH /systems/@me/switches/{switch}", json!({"timestamp": 1_600_000_000}))]
#[tokio::test]
async fn the_wrong_json_type_is_a_bad_request(#[case] request: &str, #[case] body: Value) {
    let bench = Bench::with_switches().await;
    assert_eq!(
        bench
            .send(As::Owner, request, &body.to_string())
            .await
            .row(),
        (400, 0)
    );
}

#[rstest]
#[case::unknown_member(json!({"autoproxy_mode": "member", "autoproxy_member": "{uuid}"}), "Member not found.")]
#[case::with_front(json!({"autoproxy_mode": "front", "autoproxy_member": "{member}"}), "Cannot update autoproxy member if autoproxy is disabled or set to 'front' mode")]
#[case::with_stored_off(json!({"autoproxy_member": "{member}"}), "Cannot update autoproxy member if autoproxy is disabled or set to 'front' mode")]
#[tokio::test]
async fn an_autoproxy_member_must_be_known_and_fit_the_mode(
    #[case] body: Value,
    #[case] message: &str,
) {
    let bench = Bench::new().await;
    let request = "PATCH /systems/@me/autoproxy?guild_id={guild}";
    let answer = bench.send(As::Owner, request, &body.to_string()).await;
    assert_eq!(answer.row(), (400, 40001));
    assert_eq!(
        answer.body["errors"],
        json!({"autoproxy_member": [{"message": message}]})
    );
}

#[tokio::test]
async fn another_systems_autoproxy_member_is_not_yours() {
    let bench = Bench::new().await;
    let body = r#"{"autoproxy_mode": "member", "autoproxy_member": "{stranger_member}"}"#;
    let answer = bench
        .send(
            As::Owner,
            "PATCH /systems/@me/autoproxy?guild_id={guild}",
            body,
        )
        .await;
    assert_eq!(answer.row(), (403, 30006));
}

#[tokio::test]
async fn a_stored_member_is_enough_for_member_mode() {
    let bench = Bench::new().await;
    let request = "PATCH /systems/@me/autoproxy?guild_id={guild}";
    let latch = r#"{"autoproxy_mode": "latch", "autoproxy_member": "{member5}"}"#;
    assert_eq!(bench.send(As::Owner, request, latch).await.status, 200);
    let member = bench
        .send(As::Owner, request, r#"{"autoproxy_mode": "member"}"#)
        .await;
    assert_eq!(member.body["autoproxy_member"], bench.fill("{member5}"));
    let none = bench
        .send(As::Owner, request, r#"{"autoproxy_member": null}"#)
        .await;
    assert_eq!(none.row(), (400, 40002));
}

#[tokio::test]
async fn what_may_not_be_set_is_ignored_beside_what_may() {
    let bench = Bench::new().await;
    let body =
        r#"{"id": "zzzzzz", "uuid": 5, "created": "x", "message_count": 9, "pronouns": "they"}"#;
    let answer = bench.send(As::Owner, "PATCH /members/{member}", body).await;
    assert_eq!(answer.body["id"], bench.fill("{member}"));
    assert_eq!(answer.body["pronouns"], "they");
    assert_eq!(answer.body["message_count"], 1);
}

#[tokio::test]
async fn a_new_member_has_the_documented_defaults() {
    let bench = Bench::new().await;
    let made = bench
        .send(As::Owner, "POST /members", r#"{"name": "New"}"#)
        .await;
    assert_eq!(made.body["name"], "New");
    assert_eq!(made.body["id"].as_str().unwrap().len(), 6);
    assert_eq!(made.body["proxy_tags"], json!([]));
    assert_eq!(
        (made.value("keep_proxy"), made.value("tts")),
        (&json!(false), &json!(false))
    );
    assert_eq!(
        (made.value("autoproxy_enabled"), made.value("message_count")),
        (&json!(true), &json!(0))
    );
    assert_eq!(
        (
            made.value("display_name"),
            made.value("last_message_timestamp")
        ),
        (&Value::Null, &Value::Null)
    );
    let privacy = made.body["privacy"].as_object().unwrap();
    assert_eq!(privacy.len(), 9);
    assert!(privacy.values().all(|value| value == "public"));
}

#[tokio::test]
async fn settings_start_with_the_documented_defaults() {
    let bench = Bench::new().await;
    let settings = bench.get(As::Owner, "/systems/@me/settings").await.body;
    assert_eq!(
        settings,
        json!({
            "timezone": "UTC", "pings_enabled": true, "latch_timeout": null, "member_default_private": false,
            "group_default_private": false, "show_private_info": true, "member_limit": 1000, "group_limit": 250,
            "case_sensitive_proxy_tags": true, "proxy_error_message_enabled": true, "hid_display_split": false,
            "hid_display_caps": false, "hid_list_padding": "off", "proxy_switch": "off", "name_format": "{name} {tag}",
        })
    );
    let autoproxy = bench
        .get(As::Owner, "/systems/@me/autoproxy?guild_id=1")
        .await
        .body;
    let off =
        json!({"autoproxy_mode": "off", "autoproxy_member": null, "last_latch_timestamp": null});
    assert_eq!(autoproxy, off);
}
