//! Every row of the table, met where the documentation implies it; and that a refused request changes nothing.

use rstest::rstest;

use crate::bench::{As, Bench};

async fn refused(
    prepared: &str,
    who: As,
    request: &str,
    body: &str,
    row: (u16, i64),
    message: &str,
) {
    let bench = Bench::with_switches().await;
    for step in prepared.lines() {
        let (step, body) = step.split_at(step.find(" {").unwrap());
        assert_eq!(
            bench.send(As::Owner, step, body).await.status,
            200,
            "{step}"
        );
    }
    let before = bench.server.dump_state();
    for _ in 0..2 {
        let answer = bench.send(who, request, body).await;
        assert_eq!(answer.row(), row, "{}", answer.body);
        assert_eq!(answer.body["message"], bench.fill(message));
    }
    assert_eq!(bench.server.dump_state(), before);
}

const BAD: &str = "400: Bad Request";
const TOKEN: &str = "401: Missing or invalid Authorization header";
const MODEL: &str = "Error parsing JSON model";
const HIDDEN: &str = "Switch not found, switch associated with different system, or unauthorized to view front history.";

#[rstest]
#[case::bad_request("PATCH /systems/@me", "{", (400, 0), BAD)]
#[case::empty_object("PATCH /members/{member}", "{}", (400, 0), BAD)]
#[case::list_for_an_object("POST /members", "[]", (400, 0), BAD)]
#[case::object_for_a_list("POST /members/{member}/groups/add", "{}", (400, 0), BAD)]
#[case::empty_list_to_add("POST /members/{member}/groups/add", "[]", (400, 0), BAD)]
#[case::empty_list_to_remove("POST /groups/{group}/members/remove", "[]", (400, 0), BAD)]
#[case::entry_that_is_no_text("POST /groups/{group}/members/add", "[5]", (400, 0), BAD)]
#[case::message_that_is_no_number("GET /messages/abc", "", (400, 0), BAD)]
#[case::guild_that_is_no_number("GET /systems/@me/guilds/abc", "", (400, 0), BAD)]
#[case::autoproxy_without_guild("GET /systems/@me/autoproxy", "", (400, 0), BAD)]
#[case::autoproxy_with_channel("GET /systems/@me/autoproxy?guild_id={guild}&channel_id=1", "", (400, 0), BAD)]
#[case::with_members_no_boolean("GET /systems/@me/groups?with_members=perhaps", "", (400, 0), BAD)]
#[case::limit_without_a_value("GET /systems/@me/switches?limit=", "", (400, 0), BAD)]
#[case::before_no_timestamp("GET /systems/@me/switches?before=yesterday", "", (400, 0), BAD)]
#[case::switch_without_members("POST /systems/@me/switches", r#"{"timestamp": "2022-01-01T00:00:00Z"}"#, (400, 0), BAD)]
#[case::switch_time_unreadable("POST /systems/@me/switches", r#"{"members": [], "timestamp": "soon"}"#, (400, 0), BAD)]
#[case::switch_without_time("PATCH /systems/@me/switches/{switch}", "{}", (400, 0), BAD)]
#[case::unknown_path("GET /nothing", "", (400, 0), BAD)]
#[case::unknown_method("PUT /members/{member}", "{}", (400, 0), BAD)]
#[case::strangers_system("PATCH /systems/{stranger_system}", r#"{"tag": "x"}"#, (403, 0), "403: Forbidden")]
#[case::strangers_guild("GET /systems/{stranger_system}/guilds/{guild}", "", (403, 0), "403: Forbidden")]
#[case::strangers_autoproxy("GET /systems/{stranger_system}/autoproxy?guild_id={guild}", "", (403, 0), "403: Forbidden")]
#[case::system_not_found("GET /systems/{uuid}", "", (404, 20001), "System not found.")]
#[case::system_of_guild_not_found("GET /systems/{uuid}/guilds/{guild}", "", (404, 20001), "System not found.")]
#[case::member_not_found("GET /members/{uuid}", "", (404, 20002), "Member not found.")]
#[case::member_of_groups_not_found("GET /members/{uuid}/groups", "", (404, 20002), "Member not found.")]
#[case::listed_member_not_found("POST /groups/{group}/members/add", r#"["Who?"]"#, (404, 20003), "Member 'Who?' not found.")]
#[case::switch_member_not_found("POST /systems/@me/switches", r#"{"members": ["@me"]}"#, (404, 20003), "Member '@me' not found.")]
#[case::group_not_found("GET /groups/{uuid}", "", (404, 20004), "Group not found.")]
#[case::listed_group_not_found("POST /members/{member}/groups/overwrite", r#"["DDD-DDD"]"#, (404, 20005), "Group 'DDD-DDD' not found.")]
#[case::message_not_found("GET /messages/5", "", (404, 20006), "Message not found.")]
#[case::switch_not_found("PATCH /systems/@me/switches/{uuid}/members", "[]", (404, 20007), "Switch not found.")]
#[case::strangers_switch_members("PATCH /systems/@me/switches/{stranger_switch}/members", r#"["{member}"]"#, (404, 20007), "Switch not found.")]
#[case::switch_unknown("GET /systems/@me/switches/{uuid}", "", (404, 20008), HIDDEN)]
#[case::strangers_switch("DELETE /systems/@me/switches/{stranger_switch}", "", (404, 20008), HIDDEN)]
#[case::switch_to_change_unknown("PATCH /systems/@me/switches/{uuid}", r#"{"timestamp": "2022-01-01T00:00:00Z"}"#, (404, 20008), HIDDEN)]
#[case::system_guild_not_found("GET /systems/@me/guilds/1", "", (404, 20009), "No system guild settings found for target guild.")]
#[case::member_guild_not_found("PATCH /members/{member}/guilds/1", r#"{"display_name": "x"}"#, (404, 20010), "No member guild settings found for target guild.")]
#[case::not_your_member("PATCH /members/{stranger_member}", r#"{"name": "x"}"#, (403, 30006), "Target member is not part of your system.")]
#[case::not_your_member_to_delete("DELETE /members/{stranger_member}", "", (403, 30006), "Target member is not part of your system.")]
#[case::not_your_members_guild("GET /members/{stranger_member}/guilds/{guild}", "", (403, 30006), "Target member is not part of your system.")]
#[case::not_your_group("PATCH /groups/{stranger_group}", r#"{"name": "x"}"#, (403, 30007), "Target group is not part of your system.")]
#[case::not_your_listed_member("POST /groups/{group}/members/overwrite", r#"["{member}", "{stranger_member}"]"#, (403, 30008), "Member '{stranger_member}' is not part of your system.")]
#[case::not_your_listed_group("POST /members/{member}/groups/remove", r#"["{stranger_group}"]"#, (403, 30009), "Group '{stranger_group}' is not part of your system.")]
#[case::model("POST /members", "{}", (400, 40001), MODEL)]
#[case::model_of_a_switch("PATCH /systems/@me/switches/{switch}", r#"{"timestamp": null}"#, (400, 40001), MODEL)]
#[case::members_null("POST /systems/@me/switches", r#"{"members": null}"#, (400, 40001), MODEL)]
#[case::autoproxy_member_missing("PATCH /systems/@me/autoproxy?guild_id={guild}", r#"{"autoproxy_mode": "member"}"#, (400, 40002), "Missing autoproxy member for member-mode autoproxy.")]
#[case::duplicates("POST /systems/@me/switches", r#"{"members": ["{member5}", "{member5}"]}"#, (400, 40003), "Duplicate members in member list.")]
#[case::duplicates_by_id_and_uuid("PATCH /systems/@me/switches/{switch}/members", r#"["{member}", "{member_uuid}"]"#, (400, 40003), "Duplicate members in member list.")]
#[case::identical("POST /systems/@me/switches", r#"{"members": ["{member}", "{member5}"]}"#, (400, 40004), "Member list identical to current fronter list.")]
#[case::identical_on_a_switch("PATCH /systems/@me/switches/{switch}/members", r#"["{member}"]"#, (400, 40004), "Member list identical to current fronter list.")]
#[case::time_taken("POST /systems/@me/switches", r#"{"members": [], "timestamp": "2020-01-01T00:00:00Z"}"#, (400, 40005), "Switch with provided timestamp already exists.")]
#[case::time_taken_by_another("PATCH /systems/@me/switches/{switch}", r#"{"timestamp": "2021-01-01T01:00:00+01:00"}"#, (400, 40005), "Switch with provided timestamp already exists.")]
#[case::switch_id("GET /systems/@me/switches/abcdef", "", (400, 40006), "Invalid switch ID.")]
#[case::switch_id_of_members("PATCH /systems/@me/switches/abcdef/members", "[]", (400, 40006), "Invalid switch ID.")]
#[tokio::test]
async fn the_owner_is_refused_with_the_row_that_says_why(
    #[case] request: &str,
    #[case] body: &str,
    #[case] row: (u16, i64),
    #[case] message: &str,
) {
    refused("", As::Owner, request, body, row, message).await;
}

#[rstest]
#[case::create_member("POST /members", r#"{"name": "x"}"#)]
#[case::create_group("POST /groups", r#"{"name": "x"}"#)]
#[case::change_member("PATCH /members/{member}", r#"{"name": "x"}"#)]
#[case::delete_group("DELETE /groups/{group}", "")]
#[case::me("GET /systems/@me", "")]
#[case::my_switches("GET /systems/@me/switches", "")]
#[case::named_system("PATCH /systems/{system}", r#"{"tag": "x"}"#)]
#[case::guild("GET /systems/{system}/guilds/{guild}", "")]
#[case::autoproxy("GET /systems/@me/autoproxy?guild_id={guild}", "")]
#[case::member_guild("GET /members/{member}/guilds/{guild}", "")]
#[case::switch_members("PATCH /systems/{system}/switches/{switch}/members", "[]")]
#[tokio::test]
async fn without_a_token_nothing_that_needs_one_is_done(#[case] request: &str, #[case] body: &str) {
    refused("", As::Anonymous, request, body, (401, 0), TOKEN).await;
}

#[rstest]
#[case::member_list(r#"PATCH /systems/@me {"privacy": {"member_list_privacy": "private"}}"#, "GET /systems/{system}/members", (403, 30001), "Unauthorized to view member list")]
#[case::group_list(r#"PATCH /systems/@me {"privacy": {"group_list_privacy": "private"}}"#, "GET /systems/{system}/groups", (403, 30002), "Unauthorized to view group list")]
#[case::groups_of_a_member(r#"PATCH /systems/@me {"privacy": {"group_list_privacy": "private"}}"#, "GET /members/{member}/groups", (403, 30002), "Unauthorized to view group list")]
#[case::members_of_a_group(r#"PATCH /groups/{group} {"privacy": {"list_privacy": "private"}}"#, "GET /groups/{group}/members", (403, 30003), "Unauthorized to view group member list")]
#[case::fronters(r#"PATCH /systems/@me {"privacy": {"front_privacy": "private"}}"#, "GET /systems/{system}/fronters", (403, 30004), "Unauthorized to view current fronters.")]
#[case::front_history(r#"PATCH /systems/@me {"privacy": {"front_history_privacy": "private"}}"#, "GET /systems/{system}/switches", (403, 30005), "Unauthorized to view front history.")]
#[case::one_switch(r#"PATCH /systems/@me {"privacy": {"front_history_privacy": "private"}}"#, "GET /systems/{system}/switches/{switch}", (404, 20008), HIDDEN)]
#[tokio::test]
async fn what_is_private_is_refused_to_others(
    #[case] prepared: &str,
    #[case] request: &str,
    #[case] row: (u16, i64),
    #[case] message: &str,
    #[values(As::Anonymous, As::Stranger)] who: As,
) {
    refused(prepared, who, request, "", row, message).await;
}

#[rstest]
#[case::private(
    r#"PATCH /systems/@me {"privacy": {"member_list_privacy": "private"}}"#,
    As::Owner
)]
#[case::public(
    "PATCH /systems/@me {\"privacy\": {\"member_list_privacy\": \"public\"}}",
    As::Stranger
)]
#[tokio::test]
async fn a_list_is_shown_to_its_owner_and_to_all_while_it_is_public(
    #[case] prepared: &str,
    #[case] who: As,
) {
    let bench = Bench::new().await;
    let (step, body) = prepared.split_at(prepared.find(" {").unwrap());
    bench.send(As::Owner, step, body).await;
    let answer = bench.get(who, "/systems/{system}/members").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body.as_array().unwrap().len(), 2);
}

#[rstest]
#[case::system("PATCH /systems/{stranger_system}", r#"{"tag": "x"}"#)]
#[case::settings("PATCH /systems/{stranger_system}/settings", r#"{"timezone": "UTC"}"#)]
#[case::switch("POST /systems/{stranger_system}/switches", r#"{"members": []}"#)]
#[case::switch_to_delete("DELETE /systems/{stranger_system}/switches/{stranger_switch}", "")]
#[tokio::test]
async fn an_invalid_token_counts_as_none(#[case] request: &str, #[case] body: &str) {
    let bench = Bench::with_switches().await;
    assert_eq!(bench.send(As::Owner, request, body).await.row(), (403, 0));
    assert_eq!(
        bench.send(As::Anonymous, request, body).await.row(),
        (401, 0)
    );
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("content-type", "application/json".parse().unwrap());
    headers.insert("authorization", "Bearer nobody".parse().unwrap());
    let answer = bench
        .send_with(As::Anonymous, request, headers, body.into())
        .await;
    assert_eq!(answer.row(), (401, 0));
}
