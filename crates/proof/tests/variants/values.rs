//! Values that are read otherwise.

use badreq_proof::Variant;
use rstest::rstest;

use crate::variants::client::{Sender, ask, assert_rows, serve};

const MEMBER: &str = "PATCH /members/{member}";
const SETTINGS: &str = "PATCH /systems/@me/settings";
const SYSTEM_GUILD: &str = "GET /systems/@me/guilds/";

#[rstest]
#[case::type_in_model(Variant::TypeIsAModelError, MEMBER, "{\"name\": 5}", ["0/400", "40001"])]
#[case::type_of_entry(Variant::TypeIsAModelError, "POST /groups/{group}/members/add", "[5]", ["0/400", "40001"])]
#[case::null_boolean(Variant::NullIsAWrongType, MEMBER, "{\"tts\": null}", ["40001", "0/400"])]
#[case::null_list(Variant::NullIsAWrongType, "POST /systems/@me/switches", "{\"members\": null}", ["40001", "0/400"])]
#[case::null_name(Variant::NullTextIsAWrongType, MEMBER, "{\"name\": null}", ["40001", "0/400"])]
#[case::null_time(Variant::NullTextIsAWrongType, "POST /systems/@me/switches", "{\"timestamp\": null, \"members\": []}", ["40001", "0/400"])]
#[case::null_mode(Variant::NullTextIsAWrongType, "PATCH /systems/@me/autoproxy?guild_id=1", "{\"autoproxy_mode\": null}", ["40001", "0/400"])]
#[case::privacy_type(Variant::PrivacyValuesAreTexts, MEMBER, "{\"privacy\": {\"visibility\": 1}}", ["40001", "0/400"])]
#[case::text(Variant::ScalarsAsTexts, MEMBER, "{\"name\": 5}", ["0/400", "200"])]
#[case::boolean(Variant::ScalarsAsBooleans, MEMBER, "{\"tts\": \"true\"}", ["0/400", "200"])]
#[case::number(Variant::ScalarsAsNumbers, SETTINGS, "{\"latch_timeout\": \"3600\"}", ["0/400", "200"])]
#[case::any_seconds(Variant::AnyNumberOfSeconds, SETTINGS, "{\"latch_timeout\": -1}", ["40001", "200"])]
#[case::seconds_type(Variant::SecondsOutOfRangeAreAWrongType, SETTINGS, "{\"latch_timeout\": -1}", ["40001", "0/400"])]
#[case::word(Variant::WordsInAnyCase, SETTINGS, "{\"proxy_switch\": \"NEW\"}", ["40001", "200"])]
#[case::mode(Variant::WordsInAnyCase, "PATCH /systems/@me/autoproxy?guild_id=1", "{\"autoproxy_mode\": \"LATCH\"}", ["40001", "200"])]
#[case::empty_color(Variant::EmptyTextIsNull, MEMBER, "{\"color\": \"\"}", ["40001", "200"])]
#[case::nul_invalid(Variant::NulIsInvalid, MEMBER, "{\"name\": \"a\\u0000\"}", ["200", "40001"])]
#[case::nul_unread(Variant::NulIsNotRead, MEMBER, "{\"name\": \"a\\u0000\"}", ["200", "0/400"])]
#[case::offset(Variant::TimesInUtcOnly, "GET /systems/@me/switches?before=2022-01-01T00:00:00+01:00", "", ["200", "0/400"])]
#[case::mark(Variant::ByteOrderMarkSkipped, MEMBER, "\u{feff}{\"name\": \"\"}", ["0/400", "40001"])]
#[case::zero(Variant::ZeroIsNoId, "GET /systems/@me/guilds/0", "", ["20009", "0/400"])]
#[case::notation(Variant::NumbersInAnyNotation, "GET /systems/@me/guilds/-5", "", ["0/400", "20009"])]
#[case::count(Variant::NumbersInAnyNotation, "GET /systems/@me/switches?limit=0x5", "", ["0/400", "200"])]
#[case::entry(Variant::EntriesAsTexts, "POST /groups/{group}/members/add", "[5]", ["0/400", "20003"])]
#[tokio::test]
async fn a_value_is_read_otherwise(
    #[case] variant: Variant,
    #[case] request: &str,
    #[case] body: &str,
    #[case] rows: [&str; 2],
) {
    assert_rows(variant, Sender::Owner, request, body, rows).await;
}

#[tokio::test]
async fn a_url_of_another_scheme_is_kept_as_it_was_sent_and_has_a_host() {
    let server = serve(&[Variant::UrlsOfAnyScheme]).await;
    let url = "{\"banner\": \"http://example.org/a.png\"}";
    let answer = ask(&server, Sender::Owner, MEMBER, url).await;
    assert!(answer.body.contains("\"http://example.org/a.png\""));
    let answer = ask(&server, Sender::Owner, MEMBER, "{\"banner\": \"ftp:///a\"}").await;
    assert_eq!(answer.row(), "40001");
    server.shutdown().await;
}

#[tokio::test]
async fn the_own_server_of_the_seeds_is_still_found_by_its_number() {
    let server = serve(&[Variant::NumbersInAnyNotation, Variant::ZeroIsNoId]).await;
    let request = format!("{SYSTEM_GUILD}{{guild}}");
    assert_eq!(ask(&server, Sender::Owner, &request, "").await.row(), "200");
    server.shutdown().await;
}

#[rstest]
#[case::of_99(95, ["200", "200"])]
#[case::of_100(96, ["40001", "200"])]
#[case::of_101(97, ["40001", "40001"])]
#[tokio::test]
async fn a_proxy_tag_may_be_longer_by_one(#[case] prefix: usize, #[case] rows: [&str; 2]) {
    let body = format!(
        "{{\"proxy_tags\": [{{\"prefix\": \"{}\"}}]}}",
        "a".repeat(prefix)
    );
    assert_rows(Variant::ProxyTagsOf100, Sender::Owner, MEMBER, &body, rows).await;
}
