//! The models of request bodies: that each body has one, and that they say what the page on the models says.

use std::collections::BTreeSet;

use badreq::contract::{ContractFiles, Edition, RequestBodyConstraint, RequestValueRule};
use rstest::rstest;
use serde_json::{Value, json};

use crate::contract::load;

#[test]
fn an_operation_has_a_model_if_it_takes_a_body() {
    let contract = load(Edition::Errata);
    let mut count = 0;
    for operation in contract.operations.operations() {
        let takes_body = operation.defects.iter().any(|own| own == "broken-json");
        let model = contract.find_body_model(&operation.id);
        assert_eq!(model.is_some(), takes_body, "{}", operation.id);
        count += usize::from(takes_body);
    }
    assert_eq!(count, 18);
}

#[test]
fn each_model_has_a_title_of_its_own_and_names_headings_of_the_page_that_it_rests_on() {
    let files = ContractFiles::embedded();
    let [page] = files.quoted_pages.as_slice() else {
        panic!("one page on the API, not {}", files.quoted_pages.len());
    };
    let lines = page.text.lines();
    let headings: BTreeSet<String> = lines
        .filter_map(|line| line.strip_prefix("## "))
        .map(|heading| format!("api.md#{}", heading.to_lowercase().replace(' ', "-")))
        .collect();
    let mut titles = BTreeSet::new();
    for file in &files.body_models {
        let model: Value = serde_json::from_str(&file.page.text).expect("it is JSON");
        let text = |key: &str| model[key].as_str().unwrap_or_default().to_owned();
        assert!(titles.insert(text("title")), "{}: its title", file.path);
        let description = text("description");
        let named: Vec<&str> = description
            .split(' ')
            .filter(|word| word.starts_with("api.md#"))
            .map(|word| word.trim_end_matches(['.', ',', ';']))
            .collect();
        assert!(!named.is_empty(), "{}: no heading is named", file.path);
        for heading in named {
            assert!(headings.contains(heading), "{}: {heading}", file.path);
        }
    }
}

#[rstest]
#[case("member-post", "member-patch")]
#[case("group-post", "group-patch")]
fn a_creation_takes_what_a_change_takes_and_needs_a_name(
    #[case] creation: &str,
    #[case] change: &str,
) {
    let contract = load(Edition::Errata);
    let constraints = |operation: &str| -> BTreeSet<RequestBodyConstraint> {
        let model = contract.find_body_model(operation).expect("it has a model");
        model.constraints().iter().cloned().collect()
    };
    let mut expected = constraints(change);
    expected.insert(RequestBodyConstraint {
        place: "/name".to_owned(),
        rule: RequestValueRule::Required,
    });
    assert_eq!(constraints(creation), expected);
}

/// Returns the constraints of an operation's model that a body breaks, as `place: rule`; `None` if there is no model.
fn broken(operation: &str, body: &Value) -> Option<Vec<String>> {
    let contract = load(Edition::Errata);
    let model = contract.find_body_model(operation)?;
    let found = model.find_broken_constraints(body);
    let found = found.iter();
    Some(
        found
            .map(|own| format!("{}: {}", own.place, own.rule))
            .collect(),
    )
}

#[rstest]
#[case::color_in_capitals("system-patch", json!({"color": "C0FFEE"}))]
#[case::cleared("system-patch", json!({"name": null, "tag": null, "avatar_url": null, "privacy": null}))]
#[case::empty_name_of_a_system("system-patch", json!({"name": ""}))]
#[case::scheme_in_capitals("system-patch", json!({"banner": "HTTPS://example.org"}))]
#[case::url_beyond_ascii("system-patch", json!({"banner": "https://example.org/é"}))]
#[case::privacy_by_default("system-patch", json!({"privacy": {"front_privacy": null}}))]
#[case::key_beside_the_model("system-patch", json!({"id": 7, "color": null}))]
#[case::hidden_year("member-patch", json!({"birthday": "0004-02-29"}))]
#[case::proxy_tags("member-patch", json!({"proxy_tags": [{"prefix": "a", "suffix": null}, {}]}))]
#[case::default_timeout("system-settings-patch", json!({"latch_timeout": null}))]
#[case::zone("system-settings-patch", json!({"timezone": "America/Port-au-Prince"}))]
#[case::zone_by_offset("system-settings-patch", json!({"timezone": "Etc/GMT+1"}))]
#[case::mode_alone("autoproxy-patch", json!({"autoproxy_mode": "front"}))]
#[case::nobody_fronts("switch-post", json!({"members": []}))]
#[case::basic_form("switch-patch", json!({"timestamp": "20261231T235959,5+0100"}))]
#[case::without_an_offset("switch-patch", json!({"timestamp": "2026-12-31T23:59:60"}))]
#[case::day_of_a_week("switch-patch", json!({"timestamp": "2026-W53-7T00Z"}))]
#[case::day_of_the_year("switch-patch", json!({"timestamp": "2026-365T00:00Z"}))]
#[case::empty_list("member-groups-overwrite", json!([]))]
#[case::any_reference("group-members-add", json!(["", "no such reference"]))]
fn a_body_that_the_page_allows_breaks_nothing(#[case] operation: &str, #[case] body: Value) {
    assert_eq!(broken(operation, &body), Some(Vec::new()));
}

#[rstest]
#[case::list("system-patch", json!([]), ": type")]
#[case::color_with_hash("system-patch", json!({"color": "#c0ffee"}), "/color: form")]
#[case::line_break("system-patch", json!({"color": "c0ffee\n"}), "/color: form")]
#[case::other_scheme("system-patch", json!({"banner": "http://example.org"}), "/banner: form")]
#[case::relative_url("system-patch", json!({"banner": "/a.png"}), "/banner: form")]
#[case::no_host("system-patch", json!({"banner": "https:///a.png"}), "/banner: form")]
#[case::blank_in_a_url("system-patch", json!({"banner": "https://example.org/a b"}), "/banner: form")]
#[case::privacy_in_capitals(
    "system-patch",
    json!({"privacy": {"front_privacy": "PUBLIC"}}),
    "/privacy/front_privacy: choice"
)]
#[case::privacy_as_a_boolean(
    "group-patch",
    json!({"privacy": {"list_privacy": true}}),
    "/privacy/list_privacy: type"
)]
#[case::empty_name("member-patch", json!({"name": ""}), "/name: at least 1 character")]
#[case::name_null("group-patch", json!({"name": null}), "/name: not null")]
#[case::no_name("member-post", json!({"tts": true}), "/name: required")]
#[case::no_day("member-patch", json!({"birthday": "2023-02-29"}), "/birthday: form")]
#[case::day_without_zeros("member-patch", json!({"birthday": "2023-2-9"}), "/birthday: form")]
#[case::tags_null("member-patch", json!({"proxy_tags": null}), "/proxy_tags: not null")]
#[case::prefix("member-patch", json!({"proxy_tags": [{"prefix": 1}]}), "/proxy_tags/*/prefix: type")]
#[case::tts_null("member-patch", json!({"tts": null}), "/tts: not null")]
#[case::padding("system-settings-patch", json!({"hid_list_padding": "both"}), "/hid_list_padding: choice")]
#[case::half_a_second("system-settings-patch", json!({"latch_timeout": 0.5}), "/latch_timeout: type")]
#[case::no_zone("system-settings-patch", json!({"timezone": "Europe/São Paulo"}), "/timezone: form")]
#[case::long_tag("system-guild-patch", json!({"tag": "a".repeat(80)}), "/tag: at most 79 characters")]
#[case::member_null("member-guild-patch", json!(null), ": not null")]
#[case::mode("autoproxy-patch", json!({"autoproxy_mode": "fronter"}), "/autoproxy_mode: choice")]
#[case::mode_null("autoproxy-patch", json!({"autoproxy_mode": null}), "/autoproxy_mode: not null")]
#[case::no_members("switch-post", json!({"timestamp": "2026-12-31"}), "/members: required")]
#[case::time_null("switch-patch", json!({"timestamp": null}), "/timestamp: not null")]
#[case::time_missing("switch-patch", json!({"members": []}), "/timestamp: required")]
#[case::words_for_a_time("switch-patch", json!({"timestamp": "tomorrow"}), "/timestamp: form")]
#[case::seconds_since_1970("switch-patch", json!({"timestamp": "1767225600"}), "/timestamp: form")]
#[case::day_of_no_month("switch-patch", json!({"timestamp": "2026-02-30T00:00:00Z"}), "/timestamp: form")]
#[case::hour("switch-patch", json!({"timestamp": "2026-02-01T25:00:00Z"}), "/timestamp: form")]
#[case::number_as_entry("switch-members-patch", json!([7]), "/*: type")]
#[case::nothing_to_add("member-groups-add", json!([]), ": at least 1 item")]
#[case::nothing_to_remove("group-members-remove", json!([]), ": at least 1 item")]
#[case::object_for_a_list("group-members-overwrite", json!({"members": []}), ": type")]
fn a_body_that_the_page_bars_breaks_the_constraint_that_says_so(
    #[case] operation: &str,
    #[case] body: Value,
    #[case] constraint: &str,
) {
    assert_eq!(broken(operation, &body), Some(vec![constraint.to_owned()]));
}
