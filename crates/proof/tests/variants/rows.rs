//! Other rows where the documentation leaves several.

use badreq_proof::Variant;
use rstest::rstest;

use crate::variants::client::{Sender, ask, assert_rows, serve};

const UNKNOWN_SWITCH: &str =
    "PATCH /systems/@me/switches/01234567-89ab-4def-8123-456789abcdef/members";
const AUTOPROXY: &str = "PATCH /systems/@me/autoproxy?guild_id=1";

#[rstest]
#[case::entry_as_path(Variant::EntriesAsPaths, "POST /groups/{group}/members/add", "[\"qqqqqq\"]", ["20003", "20002"])]
#[case::foreign_entry(Variant::ForeignIsNotFound, "POST /groups/{group}/members/add", "[\"{foreign}\"]", ["30008", "20003"])]
#[case::foreign_member(Variant::ForeignMemberIsNotFound, "POST /groups/{group}/members/add", "[\"{foreign}\"]", ["30008", "20002"])]
#[case::groups_of_unknown(Variant::GroupsOfAnUnknownReference, "GET /members/qqqqqq/groups", "", ["20002", "20003"])]
#[case::members_of_unknown(Variant::MembersOfAnUnknownReference, "GET /groups/qqqqqq/members", "", ["20004", "20005"])]
#[case::rows_exchanged(Variant::SwitchRowsExchanged, UNKNOWN_SWITCH, "[]", ["20007", "20008"])]
#[case::malformed_switch(Variant::MalformedSwitchIsNotFound, "PATCH /systems/@me/switches/x/members", "[]", ["40006", "20007"])]
#[case::system_of_switch(Variant::SwitchByItsSystem, "GET /systems/qqqqqq/switches/x", "", ["20001", "20008"])]
#[case::switch_without_members(Variant::SwitchAsAModel, "POST /systems/@me/switches", "{}", ["0/400", "40001"])]
#[case::switch_time(Variant::SwitchAsAModel, "POST /systems/@me/switches", "{\"timestamp\": 5, \"members\": []}", ["0/400", "40001"])]
#[case::autoproxy_query(Variant::AutoproxyAsAModel, "GET /systems/@me/autoproxy", "", ["0/400", "40001"])]
#[case::autoproxy_as_model(Variant::AutoproxyAsAModel, AUTOPROXY, "{\"autoproxy_member\": \"{foreign}\"}", ["30006", "40001"])]
#[case::autoproxy_as_path(Variant::AutoproxyAsAPath, AUTOPROXY, "{\"autoproxy_member\": \"qqqqqq\"}", ["40001", "20002"])]
#[case::autoproxy_as_entry(Variant::AutoproxyAsAnEntry, AUTOPROXY, "{\"autoproxy_member\": \"{foreign}\"}", ["30006", "30008"])]
#[case::autoproxy_forbidden(Variant::AutoproxyForbidden, AUTOPROXY, "{\"autoproxy_member\": \"{foreign}\"}", ["30006", "0/403"])]
#[case::autoproxy_own(Variant::AutoproxyOfOwnMembers, AUTOPROXY, "{\"autoproxy_member\": \"{foreign}\"}", ["30006", "20003"])]
#[case::duplicates(Variant::DuplicatesRefused, "POST /groups/{group}/members/add", "[\"{member}\", \"{member}\"]", ["204", "40003"])]
#[case::duplicate_groups(Variant::DuplicateGroupsRefused, "POST /members/{member}/groups/add", "[\"{group}\", \"{group}\"]", ["204", "0/400"])]
#[case::empty_served(Variant::EmptyListsServed, "POST /groups/{group}/members/add", "[]", ["0/400", "204"])]
#[case::empty_model(Variant::EmptyListIsAModelError, "POST /groups/{group}/members/add", "[]", ["0/400", "40001"])]
#[case::unknown_path(Variant::StatusesOfHttp, "GET /badreq", "", ["0/400", "0/404"])]
#[tokio::test]
async fn another_row_is_answered_to_the_owner(
    #[case] variant: Variant,
    #[case] request: &str,
    #[case] body: &str,
    #[case] rows: [&str; 2],
) {
    assert_rows(variant, Sender::Owner, request, body, rows).await;
}

#[tokio::test]
async fn a_named_system_is_forbidden_without_a_token_and_the_own_one_is_not() {
    let variant = Variant::NamedSystemForbidden;
    for (request, rows) in [
        ("PATCH /systems/{system}", ["0/401", "0/403"]),
        ("PATCH /systems/@me", ["0/401", "0/401"]),
    ] {
        assert_rows(variant, Sender::Anonymous, request, "{}", rows).await;
    }
}

#[tokio::test]
async fn a_token_of_nobody_is_refused_where_none_is_needed() {
    let rows = ["200", "0/401"];
    let variant = Variant::InvalidTokenRefused;
    assert_rows(variant, Sender::Nobody, "GET /members/{member}", "", rows).await;
}

#[tokio::test]
async fn an_entry_that_is_refused_as_another_row_is_repeated_in_its_message() {
    let server = serve(&[Variant::GroupsOfAnUnknownReference]).await;
    let answer = ask(&server, Sender::Owner, "GET /members/qqqqqq/groups", "").await;
    assert!(answer.body.contains("Member 'qqqqqq' not found."));
    server.shutdown().await;
}

#[rstest]
#[case::usual(&[], "20008")]
#[case::forbidden(&[Variant::PrivateSwitchForbidden], "30005")]
#[case::not_found(&[Variant::PrivateSwitchIsNotFound], "20007")]
#[tokio::test]
async fn a_switch_of_a_private_history_has_the_row_of_the_variant(
    #[case] variants: &[Variant],
    #[case] row: &str,
) {
    let server = serve(variants).await;
    let made = "POST /systems/@me/switches";
    let made = ask(&server, Sender::Owner, made, "{\"members\": []}").await;
    let switch: serde_json::Value = serde_json::from_str(&made.body).unwrap();
    let private = "{\"privacy\": {\"front_history_privacy\": \"private\"}}";
    ask(&server, Sender::Owner, "PATCH /systems/@me", private).await;
    let request = format!(
        "GET /systems/{{system}}/switches/{}",
        switch["id"].as_str().unwrap()
    );
    let answer = ask(&server, Sender::Stranger, &request, "").await;
    assert_eq!(answer.row(), row);
    server.shutdown().await;
}

#[rstest]
#[case::usual(&[], "200")]
#[case::in_any_order(&[Variant::IdenticalInAnyOrder], "40004")]
#[tokio::test]
async fn members_in_another_order_are_the_same_for_the_variant_alone(
    #[case] variants: &[Variant],
    #[case] row: &str,
) {
    let server = serve(variants).await;
    let request = "POST /systems/@me/switches";
    for (members, row) in [
        ("{\"members\": [\"{member}\", \"{other}\"]}", "200"),
        ("{\"members\": [\"{other}\", \"{member}\"]}", row),
    ] {
        let answer = ask(&server, Sender::Owner, request, members).await;
        assert_eq!(answer.row(), row);
    }
    server.shutdown().await;
}
