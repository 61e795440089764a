//! What succeeds: the shape of every operation's answer.

use rstest::rstest;
use serde_json::{Value, json};

use crate::bench::{As, Bench, keys, text};

const SYSTEM: &str =
    "avatar_url banner color created description id name privacy pronouns tag uuid";
const MEMBER: &str = "autoproxy_enabled avatar_url banner birthday color created description display_name id \
    keep_proxy last_message_timestamp message_count name privacy pronouns proxy_tags tts uuid webhook_avatar_url";
const ONE_MEMBER: &str = "autoproxy_enabled avatar_url banner birthday color created description display_name id \
    keep_proxy last_message_timestamp message_count name privacy pronouns proxy_tags system tts uuid webhook_avatar_url";
const GROUP: &str = "banner color created description display_name icon id name privacy uuid";
const ONE_GROUP: &str =
    "banner color created description display_name icon id name privacy system uuid";
const SETTINGS: &str = "case_sensitive_proxy_tags group_default_private group_limit hid_display_caps hid_display_split \
    hid_list_padding latch_timeout member_default_private member_limit name_format pings_enabled \
    proxy_error_message_enabled proxy_switch show_private_info timezone";
const PUBLIC_SETTINGS: &str = "case_sensitive_proxy_tags hid_display_caps hid_display_split hid_list_padding \
    latch_timeout name_format pings_enabled proxy_error_message_enabled proxy_switch";
const SYSTEM_GUILD: &str = "avatar_url display_name proxying_enabled tag tag_enabled";
const MEMBER_GUILD: &str = "avatar_url display_name keep_proxy";
const AUTOPROXY: &str = "autoproxy_member autoproxy_mode last_latch_timestamp";
const SWITCH: &str = "id members timestamp";
const MESSAGE: &str = "channel guild id member original sender system timestamp";

#[rstest]
#[case::system(As::Anonymous, "GET /systems/{system}", "", SYSTEM)]
#[case::system_by_account(As::Anonymous, "GET /systems/{account}", "", SYSTEM)]
#[case::change_system(As::Owner, "PATCH /systems/@me", r#"{"tag": "x"}"#, SYSTEM)]
#[case::change_system_by_id(As::Owner, "PATCH /systems/{system}", r#"{"tag": "x"}"#, SYSTEM)]
#[case::settings(As::Owner, "GET /systems/@me/settings", "", SETTINGS)]
#[case::public_settings(As::Stranger, "GET /systems/{system}/settings", "", PUBLIC_SETTINGS)]
#[case::change_settings(
    As::Owner,
    "PATCH /systems/@me/settings",
    r#"{"latch_timeout": 0}"#,
    SETTINGS
)]
#[case::system_guild(As::Owner, "GET /systems/@me/guilds/{guild}", "", SYSTEM_GUILD)]
#[case::own_id_is_as_good_as_me(
    As::Owner,
    "GET /systems/{system}/guilds/{guild}",
    "",
    SYSTEM_GUILD
)]
#[case::change_system_guild(
    As::Owner,
    "PATCH /systems/@me/guilds/{guild}",
    r#"{"tag": null}"#,
    SYSTEM_GUILD
)]
#[case::autoproxy(As::Owner, "GET /systems/@me/autoproxy?guild_id=5", "", AUTOPROXY)]
#[case::change_autoproxy(
    As::Owner,
    "PATCH /systems/@me/autoproxy?guild_id=5",
    r#"{"autoproxy_mode": "latch"}"#,
    AUTOPROXY
)]
#[case::create_member(As::Owner, "POST /members", r#"{"name": "x"}"#, MEMBER)]
#[case::member(As::Anonymous, "GET /members/{member}", "", ONE_MEMBER)]
#[case::change_member(As::Owner, "PATCH /members/{member}", r#"{"name": "x"}"#, ONE_MEMBER)]
#[case::member_guild(
    As::Stranger,
    "GET /members/{stranger_member}/guilds/{guild}",
    "",
    MEMBER_GUILD
)]
#[case::change_member_guild(
    As::Owner,
    "PATCH /members/{member}/guilds/{guild}",
    r#"{"keep_proxy": true}"#,
    MEMBER_GUILD
)]
#[case::create_group(As::Owner, "POST /groups", r#"{"name": "x"}"#, GROUP)]
#[case::group(As::Stranger, "GET /groups/{group}", "", ONE_GROUP)]
#[case::change_group(
    As::Owner,
    "PATCH /groups/{group}",
    r#"{"color": "ff0000"}"#,
    ONE_GROUP
)]
#[case::fronters(As::Anonymous, "GET /systems/{system}/fronters", "", SWITCH)]
#[case::create_switch(As::Owner, "POST /systems/@me/switches", r#"{"members": []}"#, SWITCH)]
#[case::switch(As::Anonymous, "GET /systems/{system}/switches/{switch}", "", SWITCH)]
#[case::change_switch(
    As::Owner,
    "PATCH /systems/@me/switches/{switch}",
    r#"{"timestamp": "2019-01-01T00:00:00Z"}"#,
    SWITCH
)]
#[case::same_time_again(
    As::Owner,
    "PATCH /systems/@me/switches/{switch}",
    r#"{"timestamp": "2020-01-01T00:00:00Z"}"#,
    SWITCH
)]
#[case::change_switch_members(
    As::Owner,
    "PATCH /systems/@me/switches/{switch}/members",
    "[]",
    SWITCH
)]
#[case::message(As::Anonymous, "GET /messages/{message}", "", MESSAGE)]
#[case::message_by_its_trigger(As::Anonymous, "GET /messages/{original}", "", MESSAGE)]
#[tokio::test]
async fn an_object_is_complete(
    #[case] who: As,
    #[case] request: &str,
    #[case] body: &str,
    #[case] shape: &str,
) {
    let bench = Bench::with_switches().await;
    let answer = bench.send(who, request, body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.keys(), shape.split_whitespace().collect::<Vec<_>>());
}

#[rstest]
#[case::members("/systems/{system}/members", 2, MEMBER)]
#[case::groups("/systems/{system}/groups", 1, GROUP)]
#[case::groups_without_members("/systems/{system}/groups?with_members=false", 1, GROUP)]
#[case::groups_of_a_member("/members/{member}/groups", 1, GROUP)]
#[case::members_of_a_group("/groups/{group}/members", 1, MEMBER)]
#[case::switches("/systems/{system}/switches", 2, SWITCH)]
#[case::switches_before("/systems/{system}/switches?before=2021-01-01T00:00:00Z", 1, SWITCH)]
#[case::one_switch("/systems/{system}/switches?limit=1", 1, SWITCH)]
#[case::more_than_there_may_be("/systems/{system}/switches?limit=1000", 2, SWITCH)]
#[tokio::test]
async fn a_list_holds_complete_objects(
    #[case] path: &str,
    #[case] length: usize,
    #[case] shape: &str,
) {
    let bench = Bench::with_switches().await;
    bench
        .send(
            As::Owner,
            "POST /groups/{group}/members/add",
            r#"["{member}"]"#,
        )
        .await;
    let answer = bench.get(As::Anonymous, path).await;
    let list = answer.body.as_array().unwrap();
    assert_eq!(list.len(), length);
    for object in list {
        assert_eq!(keys(object), shape.split_whitespace().collect::<Vec<_>>());
    }
}

#[rstest]
#[case::delete_member("DELETE /members/{member}", "")]
#[case::delete_group("DELETE /groups/{group}", "")]
#[case::delete_switch("DELETE /systems/@me/switches/{switch}", "")]
#[case::add_groups("POST /members/{member}/groups/add", r#"["{group}"]"#)]
#[case::add_a_group_twice("POST /members/{member}/groups/add", r#"["{group}", "{group}"]"#)]
#[case::remove_what_is_not_there("POST /members/{member}/groups/remove", r#"["{group}"]"#)]
#[case::overwrite_groups("POST /members/{member}/groups/overwrite", "[]")]
#[case::add_members("POST /groups/{group}/members/add", r#"["{member}", "{member5}"]"#)]
#[case::remove_members("POST /groups/{group}/members/remove", r#"["{member}"]"#)]
#[case::overwrite_members("POST /groups/{group}/members/overwrite", "[]")]
#[tokio::test]
async fn deleting_and_editing_lists_answer_without_a_body(
    #[case] request: &str,
    #[case] body: &str,
) {
    let bench = Bench::with_switches().await;
    assert_eq!(bench.send(As::Owner, request, body).await.status, 204);
}

#[tokio::test]
async fn a_system_without_a_switch_has_no_fronters_to_show() {
    let bench = Bench::new().await;
    assert_eq!(
        bench
            .get(As::Anonymous, "/systems/{system}/fronters")
            .await
            .status,
        204
    );
}

#[tokio::test]
async fn lists_of_groups_and_members_are_two_sides_of_one_thing() {
    let bench = Bench::with_switches().await;
    let ids = |list: &Value| -> Vec<String> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|object| text(&object["id"]))
            .collect()
    };
    let names = |name: &str| bench.fill(name);
    bench
        .send(
            As::Owner,
            "POST /groups/{group}/members/overwrite",
            r#"["{member5}", "{member_uuid}"]"#,
        )
        .await;
    let members = bench.get(As::Owner, "/groups/{group}/members").await;
    assert_eq!(ids(&members.body), [names("{member}"), names("{member5}")]);
    let with_members = bench
        .get(As::Owner, "/systems/@me/groups?with_members=true")
        .await;
    assert_eq!(with_members.body[0]["members"][0], names("{member_uuid}"));

    bench
        .send(As::Owner, "POST /members/{member}/groups/overwrite", "[]")
        .await;
    let members = bench.get(As::Owner, "/groups/{group}/members").await;
    assert_eq!(ids(&members.body), [names("{member5}")]);
    bench
        .send(
            As::Owner,
            "POST /groups/{group}/members/remove",
            r#"["{member5}"]"#,
        )
        .await;
    let groups = bench.get(As::Owner, "/members/{member5}/groups").await;
    assert_eq!(groups.body, json!([]));
}

#[tokio::test]
async fn switches_come_newest_first_with_ids_and_fronters_with_members() {
    let bench = Bench::with_switches().await;
    let switches = bench
        .get(As::Anonymous, "/systems/{system}/switches")
        .await
        .body;
    assert_eq!(switches[0]["id"], bench.fill("{latest}"));
    assert_eq!(switches[0]["timestamp"], "2021-01-01T00:00:00Z");
    assert_eq!(
        switches[0]["members"],
        json!([bench.fill("{member}"), bench.fill("{member5}")])
    );
    let fronters = bench
        .get(As::Anonymous, "/systems/{system}/fronters")
        .await
        .body;
    assert_eq!(fronters["id"], bench.fill("{latest}"));
    assert_eq!(fronters["members"][1]["id"], bench.fill("{member5}"));
}

#[tokio::test]
async fn a_switch_without_a_time_is_the_latest() {
    let bench = Bench::with_switches().await;
    let made = bench
        .send(
            As::Owner,
            "POST /systems/@me/switches",
            r#"{"members": ["{member5}"]}"#,
        )
        .await;
    let again = bench
        .send(
            As::Owner,
            "POST /systems/@me/switches",
            r#"{"members": []}"#,
        )
        .await;
    let fronters = bench.get(As::Owner, "/systems/@me/fronters").await;
    assert_eq!(made.status, 200);
    assert_eq!(fronters.body["id"], again.body["id"]);
    let past = r#"{"members": [], "timestamp": "2018-01-01T00:00:00Z"}"#;
    assert_eq!(
        bench
            .send(As::Owner, "POST /systems/@me/switches", past)
            .await
            .status,
        200
    );
    let fronters = bench.get(As::Owner, "/systems/@me/fronters").await;
    assert_eq!(fronters.body["id"], again.body["id"]);
}

#[tokio::test]
async fn a_deleted_member_leaves_switches_groups_messages_and_autoproxy() {
    let bench = Bench::with_switches().await;
    bench
        .send(
            As::Owner,
            "POST /groups/{group}/members/add",
            r#"["{member}"]"#,
        )
        .await;
    let autoproxy = "/systems/@me/autoproxy?guild_id={guild}";
    let set = r#"{"autoproxy_mode": "member", "autoproxy_member": "{member_uuid}"}"#;
    let answer = bench
        .send(As::Owner, &format!("PATCH {autoproxy}"), set)
        .await;
    assert_eq!(answer.body["autoproxy_member"], bench.fill("{member}"));

    assert_eq!(
        bench
            .send(As::Owner, "DELETE /members/{member}", "")
            .await
            .status,
        204
    );
    assert_eq!(
        bench.get(As::Owner, "/members/{member}").await.row(),
        (404, 20002)
    );
    assert_eq!(
        bench.get(As::Owner, "/groups/{group}/members").await.body,
        json!([])
    );
    assert_eq!(
        bench
            .get(As::Owner, "/systems/@me/switches/{switch}")
            .await
            .body["members"],
        json!([])
    );
    assert_eq!(
        bench
            .get(As::Owner, autoproxy)
            .await
            .body
            .get("autoproxy_member"),
        Some(&Value::Null)
    );
    let message = bench.get(As::Owner, "/messages/{message}").await.body;
    assert_eq!(message.get("system"), Some(&Value::Null));
    assert_eq!(message.get("member"), Some(&Value::Null));
}

#[tokio::test]
async fn one_answer_holds_a_hundred_switches_at_most() {
    let bench = Bench::new().await;
    for minute in 0..101 {
        let time = format!("2020-01-01T{:02}:{:02}:00Z", minute / 60, minute % 60);
        let body = json!({"members": [if minute % 2 == 0 { "{member}" } else { "{member5}" }], "timestamp": time});
        let made = bench
            .send(As::Owner, "POST /systems/@me/switches", &body.to_string())
            .await;
        assert_eq!(made.status, 200);
    }
    for query in ["", "?limit=101", "?limit=99999999999999999999999"] {
        let switches = bench
            .get(As::Owner, &format!("/systems/@me/switches{query}"))
            .await
            .body;
        assert_eq!(switches.as_array().unwrap().len(), 100);
        assert_eq!(switches[0]["timestamp"], "2020-01-01T01:40:00Z");
    }
}

#[tokio::test]
async fn a_system_has_two_hundred_and_fifty_groups_at_most() {
    let bench = Bench::new().await;
    let create = async || {
        bench
            .send(As::Owner, "POST /groups", r#"{"name": "x"}"#)
            .await
    };
    // One group stands there from the start.
    for _ in 0..249 {
        assert_eq!(create().await.status, 200);
    }
    assert_eq!(create().await.row(), (400, 0));
}
