//! The operations: 36 of them, and which ways to be wrong each has.

use std::collections::{BTreeMap, BTreeSet};

use badreq::contract::{ApiOperation, Edition};
use rstest::rstest;

use crate::contract::load;

/// A request to each operation, written by hand.
const REQUESTS: [(&str, &str, &str); 36] = [
    ("GET", "/systems/exmpl", "system-get"),
    ("PATCH", "/systems/@me", "system-patch"),
    ("GET", "/systems/@me/settings", "system-settings-get"),
    ("PATCH", "/systems/@me/settings", "system-settings-patch"),
    (
        "GET",
        "/systems/@me/guilds/466707357099884544",
        "system-guild-get",
    ),
    (
        "PATCH",
        "/systems/@me/guilds/466707357099884544",
        "system-guild-patch",
    ),
    (
        "GET",
        "/systems/@me/autoproxy?guild_id=466707357099884544",
        "autoproxy-get",
    ),
    (
        "PATCH",
        "/systems/@me/autoproxy?guild_id=466707357099884544",
        "autoproxy-patch",
    ),
    ("GET", "/systems/exmpl/members", "system-members"),
    ("POST", "/members", "member-post"),
    ("GET", "/members/exmpl", "member-get"),
    ("PATCH", "/members/exmpl", "member-patch"),
    ("DELETE", "/members/exmpl", "member-delete"),
    ("GET", "/members/exmpl/groups", "member-groups"),
    ("POST", "/members/exmpl/groups/add", "member-groups-add"),
    (
        "POST",
        "/members/exmpl/groups/remove",
        "member-groups-remove",
    ),
    (
        "POST",
        "/members/exmpl/groups/overwrite",
        "member-groups-overwrite",
    ),
    (
        "GET",
        "/members/exmpl/guilds/466707357099884544",
        "member-guild-get",
    ),
    (
        "PATCH",
        "/members/exmpl/guilds/466707357099884544",
        "member-guild-patch",
    ),
    (
        "GET",
        "/systems/exmpl/groups?with_members=true",
        "system-groups",
    ),
    ("POST", "/groups", "group-post"),
    ("GET", "/groups/exmpl", "group-get"),
    ("PATCH", "/groups/exmpl", "group-patch"),
    ("DELETE", "/groups/exmpl", "group-delete"),
    ("GET", "/groups/exmpl/members", "group-members"),
    ("POST", "/groups/exmpl/members/add", "group-members-add"),
    (
        "POST",
        "/groups/exmpl/members/remove",
        "group-members-remove",
    ),
    (
        "POST",
        "/groups/exmpl/members/overwrite",
        "group-members-overwrite",
    ),
    ("GET", "/systems/exmpl/switches?limit=1", "switches"),
    ("GET", "/systems/exmpl/fronters", "fronters"),
    ("POST", "/systems/@me/switches", "switch-post"),
    ("GET", "/systems/@me/switches/1", "switch-get"),
    ("PATCH", "/systems/@me/switches/1", "switch-patch"),
    (
        "PATCH",
        "/systems/@me/switches/1/members",
        "switch-members-patch",
    ),
    ("DELETE", "/systems/@me/switches/1", "switch-delete"),
    ("GET", "/messages/466707357099884544", "message-get"),
];

/// The ids of the operations that list a way.
fn with(way: &str) -> Vec<String> {
    let operations = load(Edition::Errata).operations;
    assert!(
        operations.find_defect(way).is_some(),
        "there is no way {way}"
    );
    let listing = operations.operations().iter();
    listing
        .filter(|operation| operation.defects.iter().any(|own| own == way))
        .map(|operation| operation.id.clone())
        .collect()
}

#[test]
fn there_are_these_36_operations() {
    let operations = load(Edition::Errata).operations;
    let ids: Vec<&str> = operations
        .operations()
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(ids, REQUESTS.map(|(_, _, id)| id));
}

#[test]
fn a_request_to_each_operation_is_found_to_be_one() {
    let operations = load(Edition::Errata).operations;
    for (method, target, id) in REQUESTS {
        let found = operations.find_operation_for_request(method, target);
        assert_eq!(
            found.map(|one| one.id.as_str()),
            Some(id),
            "{method} {target}"
        );
    }
}

#[rstest]
#[case::method_of_another_path("DELETE", "/systems/exmpl")]
#[case::unknown_path("GET", "/nothing")]
#[case::slash_at_the_end("GET", "/members/")]
fn a_request_to_no_operation_is_found_to_be_none(#[case] method: &str, #[case] target: &str) {
    assert_eq!(
        load(Edition::Errata)
            .operations
            .find_operation_for_request(method, target),
        None
    );
}

#[rstest]
#[case::unknown_member(
    "unknown-member",
    "member-get member-patch member-delete member-groups member-groups-add member-groups-remove member-groups-overwrite member-guild-get member-guild-patch"
)]
#[case::unknown_group(
    "unknown-group",
    "group-get group-patch group-delete group-members group-members-add group-members-remove group-members-overwrite"
)]
#[case::unknown_system(
    "unknown-system",
    "system-get system-patch system-settings-get system-settings-patch system-members system-groups switches fronters switch-post switch-get switch-patch switch-members-patch switch-delete"
)]
#[case::unknown_switch(
    "unknown-switch",
    "switch-get switch-patch switch-members-patch switch-delete"
)]
#[case::malformed_switch(
    "malformed-switch",
    "switch-get switch-patch switch-members-patch switch-delete"
)]
#[case::foreign_switch(
    "foreign-switch",
    "switch-get switch-patch switch-members-patch switch-delete"
)]
#[case::unknown_message("unknown-message", "message-get")]
#[case::message_not_a_number("message-not-a-number", "message-get")]
#[case::private(
    "private",
    "system-members member-groups system-groups group-members switches fronters switch-get"
)]
#[case::never_set(
    "never-set",
    "system-guild-get system-guild-patch member-guild-get member-guild-patch"
)]
#[case::guild_not_a_number(
    "guild-not-a-number",
    "system-guild-get system-guild-patch autoproxy-get autoproxy-patch member-guild-get member-guild-patch"
)]
#[case::guild_missing("guild-missing", "autoproxy-get autoproxy-patch")]
#[case::channel_given("channel-given", "autoproxy-get autoproxy-patch")]
#[case::nothing_to_set(
    "nothing-to-set",
    "system-patch system-settings-patch system-guild-patch autoproxy-patch member-patch member-guild-patch group-patch switch-patch"
)]
#[case::empty_list(
    "empty-list",
    "member-groups-add member-groups-remove group-members-add group-members-remove"
)]
#[case::name_missing("name-missing", "member-post group-post")]
#[case::too_long(
    "too-long",
    "system-patch system-guild-patch member-post member-patch member-guild-patch group-post group-patch"
)]
#[case::malformed(
    "malformed",
    "system-patch system-settings-patch system-guild-patch member-post member-patch member-guild-patch group-post group-patch"
)]
#[case::null_value(
    "null-value",
    "system-settings-patch system-guild-patch autoproxy-patch member-post member-patch group-post group-patch switch-post"
)]
#[case::several_keys(
    "several-keys",
    "system-patch system-settings-patch system-guild-patch member-post member-patch member-guild-patch group-post group-patch"
)]
#[case::entry_unknown(
    "entry-unknown",
    "member-groups-add member-groups-remove member-groups-overwrite group-members-add group-members-remove group-members-overwrite switch-post switch-members-patch"
)]
#[case::entry_foreign(
    "entry-foreign",
    "member-groups-add member-groups-remove member-groups-overwrite group-members-add group-members-remove group-members-overwrite switch-post switch-members-patch"
)]
#[case::duplicate_entries("duplicate-entries", "switch-post switch-members-patch")]
#[case::identical_list("identical-list", "switch-post switch-members-patch")]
#[case::timestamp_taken("timestamp-taken", "switch-post switch-patch")]
#[case::timestamp_unreadable("timestamp-unreadable", "switch-post switch-patch")]
#[case::timestamp_null("timestamp-null", "switch-patch")]
#[case::members_missing("members-missing", "switch-post")]
#[case::mode_without_member("mode-without-member", "autoproxy-patch")]
#[case::query_not_boolean("query-not-boolean", "system-groups")]
#[case::query_not_timestamp("query-not-timestamp", "switches")]
#[case::query_not_a_number("query-not-a-number", "switches")]
#[case::anonymous(
    "anonymous",
    "system-patch system-settings-patch member-post member-patch member-delete member-groups-add member-groups-remove member-groups-overwrite member-guild-get member-guild-patch group-post group-patch group-delete group-members-add group-members-remove group-members-overwrite switch-post switch-patch switch-members-patch switch-delete"
)]
#[case::wrong_type(
    "wrong-type",
    "system-patch system-settings-patch system-guild-patch autoproxy-patch member-post member-patch member-guild-patch group-post group-patch switch-post switch-patch"
)]
#[case::entry_wrong_type(
    "entry-wrong-type",
    "member-groups-add member-groups-remove member-groups-overwrite group-members-add group-members-remove group-members-overwrite switch-post switch-members-patch"
)]
#[case::query_without_value(
    "query-without-value",
    "autoproxy-get autoproxy-patch system-groups switches"
)]
#[case::mode_unknown("mode-unknown", "autoproxy-patch")]
#[case::member_with_front("member-with-front", "autoproxy-patch")]
#[case::autoproxy_member_unknown("autoproxy-member-unknown", "autoproxy-patch")]
#[case::autoproxy_member_foreign("autoproxy-member-foreign", "autoproxy-patch")]
#[case::rate_limit("rate-limit", "system-get member-patch message-get")]
fn a_way_belongs_to_these_operations(#[case] way: &str, #[case] ids: &str) {
    assert_eq!(with(way).join(" "), ids);
}

/// The operations that take a body, by the numbers of the documentation's list.
const WITH_BODY: [usize; 18] = [
    2, 4, 6, 8, 10, 12, 15, 16, 17, 19, 21, 23, 26, 27, 28, 31, 33, 34,
];

#[rstest]
fn the_ways_of_a_body_belong_to_every_operation_that_takes_one(
    #[values("broken-json", "empty-body", "wrong-top-level", "content-type")] way: &str,
) {
    assert_eq!(with(way), WITH_BODY.map(|number| REQUESTS[number - 1].2));
}

#[test]
fn every_operation_can_be_asked_without_a_user_agent() {
    assert_eq!(with("no-user-agent").len(), 36);
}

#[test]
fn the_wrong_method_is_tried_once_per_path() {
    let operations = load(Edition::Errata).operations;
    let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
    for ApiOperation {
        path,
        defects: ways,
        ..
    } in operations.operations()
    {
        let own = ways.iter().filter(|way| *way == "wrong-method").count();
        *listed.entry(path).or_default() += own;
    }
    assert_eq!(listed.len(), 24);
    assert!(listed.values().all(|count| *count == 1), "{listed:?}");
}

#[test]
fn whoever_is_refused_as_a_stranger_is_refused_without_a_token_too() {
    for id in with("stranger") {
        assert!(with("anonymous").contains(&id), "{id}");
        assert!(with("invalid-token").contains(&id), "{id}");
    }
    assert_eq!(with("stranger").len(), 18);
}

#[test]
fn at_me_needs_a_token_wherever_a_path_names_a_system() {
    let operations = load(Edition::Errata).operations;
    let systems = operations.operations().iter();
    let expected: Vec<&str> = systems
        .filter(|one| one.path.starts_with("/systems/"))
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(with("me-anonymous"), expected);
}

#[test]
fn what_an_accepted_creation_made_can_be_removed() {
    let operations = load(Edition::Errata).operations;
    let undone: Vec<(&str, &str)> = operations
        .operations()
        .iter()
        .filter_map(|one| Some((one.id.as_str(), one.undo.as_ref()?.request.as_str())))
        .collect();
    assert_eq!(
        undone,
        [
            ("member-post", "DELETE /members/{id}"),
            ("group-post", "DELETE /groups/{id}"),
            ("switch-post", "DELETE /systems/@me/switches/{id}"),
        ]
    );
}

#[test]
fn every_defect_has_a_short_phrase_of_its_own_for_the_titles_of_findings() {
    let operations = load(Edition::Errata).operations;
    let mut phrases = BTreeSet::new();
    for defect in operations.defects() {
        let phrase = defect.about.as_str();
        assert!(phrase.chars().count() <= 60, "`{phrase}` is too long");
        assert!(!phrase.ends_with('.'), "`{phrase}` ends like a sentence");
        let modal = phrase
            .split(' ')
            .find(|word| ["may", "must", "should"].contains(word));
        assert_eq!(modal, None, "`{phrase}` says what is expected");
        let subject = ["the path ", "the body ", "the query "]
            .into_iter()
            .find(|start| phrase.starts_with(*start));
        assert_eq!(subject, None, "`{phrase}` does not fit behind \"with\"");
        assert!(phrases.insert(phrase), "two defects say `{phrase}`");
    }
}

#[test]
fn nothing_is_left_out_of_the_matrix() {
    assert_eq!(load(Edition::Errata).operations.exclusions(), []);
}

#[test]
fn the_limited_operations_cover_every_scope() {
    let contract = load(Edition::Errata);
    let limits = contract.limits.expect("there are limits");
    let scopes: Vec<&str> = with("rate-limit")
        .iter()
        .filter_map(|id| contract.operations.find_operation(id))
        .filter_map(|one| limits.scope_for_request(&one.method, &one.path))
        .map(|scope| scope.name.as_str())
        .collect();
    assert_eq!(scopes, ["generic_get", "generic_update", "message"]);
}
