//! What others see of what is private.

use rstest::rstest;
use serde_json::{Value, json};

use crate::bench::{As, Bench};

#[rstest]
#[case::system_name("/systems/{system}", "name", json!("x"), "name_privacy")]
#[case::system_description("/systems/{system}", "description", json!("x"), "description_privacy")]
#[case::system_pronouns("/systems/{system}", "pronouns", json!("x"), "pronoun_privacy")]
#[case::system_avatar("/systems/{system}", "avatar_url", json!("https://example.org/x"), "avatar_privacy")]
#[case::system_banner("/systems/{system}", "banner", json!("https://example.org/x"), "banner_privacy")]
#[case::member_description("/members/{member}", "description", json!("x"), "description_privacy")]
#[case::member_pronouns("/members/{member}", "pronouns", json!("x"), "pronoun_privacy")]
#[case::member_avatar("/members/{member}", "avatar_url", json!("https://example.org/x"), "avatar_privacy")]
#[case::member_webhook("/members/{member}", "webhook_avatar_url", json!("https://example.org/x"), "avatar_privacy")]
#[case::member_birthday("/members/{member}", "birthday", json!("2001-02-03"), "birthday_privacy")]
#[case::group_description("/groups/{group}", "description", json!("x"), "description_privacy")]
#[case::group_icon("/groups/{group}", "icon", json!("https://example.org/x"), "icon_privacy")]
#[case::group_banner("/groups/{group}", "banner", json!("https://example.org/x"), "banner_privacy")]
#[tokio::test]
async fn a_private_field_is_null_for_others(
    #[case] path: &str,
    #[case] key: &str,
    #[case] value: Value,
    #[case] setting: &str,
) {
    let bench = Bench::new().await;
    let patch = format!("PATCH {path}");
    bench
        .send(As::Owner, &patch, &json!({key: value}).to_string())
        .await;
    assert_eq!(bench.get(As::Stranger, path).await.body[key], value);
    let private = json!({"privacy": {setting: "private"}});
    bench.send(As::Owner, &patch, &private.to_string()).await;
    assert_eq!(bench.get(As::Stranger, path).await.value(key), &Value::Null);
    assert_eq!(
        bench.get(As::Anonymous, path).await.value(key),
        &Value::Null
    );
    assert_eq!(bench.get(As::Owner, path).await.body[key], value);
}

#[rstest]
#[case::member("/members/{member}")]
#[case::group("/groups/{group}")]
#[tokio::test]
async fn a_private_name_gives_way_to_the_display_name(#[case] path: &str) {
    let bench = Bench::new().await;
    let patch = format!("PATCH {path}");
    bench
        .send(
            As::Owner,
            &patch,
            r#"{"name": "Name", "privacy": {"name_privacy": "private"}}"#,
        )
        .await;
    assert_eq!(bench.get(As::Anonymous, path).await.body["name"], "Name");
    bench
        .send(As::Owner, &patch, r#"{"display_name": "Shown"}"#)
        .await;
    let others = bench.get(As::Anonymous, path).await;
    assert_eq!(
        (others.value("name"), others.value("display_name")),
        (&json!("Shown"), &Value::Null)
    );
    assert_eq!(bench.get(As::Owner, path).await.body["name"], "Name");
}

#[tokio::test]
async fn metadata_proxy_tags_and_what_is_the_owners_alone_are_hidden() {
    let bench = Bench::new().await;
    let body = r#"{"proxy_tags": [{"prefix": "a:"}], "privacy": {"metadata_privacy": "private", "proxy_privacy": "private"}}"#;
    let own = bench
        .send(As::Owner, "PATCH /members/{member}", body)
        .await
        .body;
    assert_eq!(own["proxy_tags"], json!([{"prefix": "a:", "suffix": null}]));
    assert_eq!(own["message_count"], 1);
    let others = bench.get(As::Stranger, "/members/{member}").await;
    assert_eq!(others.value("proxy_tags"), &json!([]));
    for key in [
        "message_count",
        "last_message_timestamp",
        "created",
        "autoproxy_enabled",
        "privacy",
    ] {
        assert_eq!(others.value(key), &Value::Null);
        assert!(!own[key].is_null(), "{key}");
    }
}

#[tokio::test]
async fn visibility_concerns_lists_only() {
    let bench = Bench::new().await;
    bench
        .send(
            As::Owner,
            "POST /groups/{group}/members/add",
            r#"["{member}"]"#,
        )
        .await;
    let hidden = r#"{"privacy": {"visibility": "private"}}"#;
    bench
        .send(As::Owner, "PATCH /members/{member}", hidden)
        .await;
    let length = |body: Value| body.as_array().unwrap().len();
    assert_eq!(
        length(
            bench
                .get(As::Anonymous, "/systems/{system}/members")
                .await
                .body
        ),
        1
    );
    assert_eq!(
        length(bench.get(As::Owner, "/systems/{system}/members").await.body),
        2
    );
    assert_eq!(
        length(
            bench
                .get(As::Anonymous, "/groups/{group}/members")
                .await
                .body
        ),
        0
    );
    let groups = "/systems/{system}/groups?with_members=true";
    assert_eq!(
        bench.get(As::Anonymous, groups).await.body[0]["members"],
        json!([])
    );
    assert_eq!(
        length(bench.get(As::Owner, groups).await.body[0]["members"].clone()),
        1
    );
    assert_eq!(
        bench.get(As::Anonymous, "/members/{member}").await.status,
        200
    );

    bench.send(As::Owner, "PATCH /groups/{group}", hidden).await;
    assert_eq!(
        length(
            bench
                .get(As::Anonymous, "/systems/{system}/groups")
                .await
                .body
        ),
        0
    );
    assert_eq!(
        length(
            bench
                .get(As::Anonymous, "/members/{member}/groups")
                .await
                .body
        ),
        0
    );
    assert_eq!(
        bench.get(As::Anonymous, "/groups/{group}").await.status,
        200
    );
}

#[tokio::test]
async fn a_private_list_of_members_is_empty_on_the_group() {
    let bench = Bench::new().await;
    bench
        .send(
            As::Owner,
            "POST /groups/{group}/members/add",
            r#"["{member}"]"#,
        )
        .await;
    bench
        .send(
            As::Owner,
            "PATCH /groups/{group}",
            r#"{"privacy": {"list_privacy": "private"}}"#,
        )
        .await;
    let groups = "/systems/{system}/groups?with_members=true";
    assert_eq!(
        bench.get(As::Anonymous, groups).await.body[0]["members"],
        json!([])
    );
}
