//! The schema of configurations accepts what is read, refuses what is not, and knows the same keys.

use std::collections::BTreeSet;

use rstest::rstest;
use serde_json::Value;

use super::command::{Ended, badreq, folder};

fn schema() -> Value {
    let path = format!("{}/schemas/config.schema.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the schema is there");
    serde_json::from_str(&text).expect("the schema is JSON")
}

fn fits(text: &str) -> bool {
    let value: Value = toml::from_str(text).expect("it is TOML");
    jsonschema::validator_for(&schema())
        .expect("it is a schema")
        .is_valid(&value)
}

/// What the command says of this file; it never comes to a run.
fn said(test: &str, text: &str) -> String {
    let folder = folder(&format!("schema-{test}"));
    std::fs::write(folder.join("badreq.toml"), text).expect("the file can be written");
    // That nothing may be sent there is found after the file was read.
    let output = badreq(&[
        "run",
        "messages/zero",
        "--target",
        "https://api.pluralkit.me/v2",
    ])
    .current_dir(folder)
    .output()
    .expect("the command starts");
    let ended = Ended::of(output);
    assert_eq!(ended.status, 2, "{}", ended.err);
    ended.err
}

#[test]
fn the_schema_is_a_schema_of_its_draft() {
    assert!(jsonschema::meta::is_valid(&schema()));
}

/// A key that is like no other: what is known instead is listed.
const STRAY: &str = "zzzzzzzzzzzzzzzzzz = 1";

#[rstest]
#[case::root("", format!("{STRAY}\n"))]
#[case::target("/$defs/target", format!("[targets.a]\nurl = 'http://a.example'\n{STRAY}\n"))]
#[case::timeouts("/$defs/timeouts", format!("[targets.a]\nurl = 'http://a.example'\ntimeouts = {{ {STRAY} }}\n"))]
#[case::skip("/$defs/skip", format!("[targets.a]\nurl = 'http://a.example'\nskip = [{{ {STRAY} }}]\n"))]
#[case::source("/$defs/source", format!("[targets.a]\nurl = 'http://a.example'\ntoken = {{ env = 'A', {STRAY} }}\n"))]
fn the_schema_has_the_keys_that_are_read(#[case] pointer: &str, #[case] text: String) {
    let err = said(&format!("keys{}", pointer.replace(['/', '$'], "-")), &text);
    let known = err
        .lines()
        .find_map(|line| line.strip_prefix("help: known keys: "));
    let known: BTreeSet<&str> = known.expect("the keys are listed").split(", ").collect();
    let schema = schema();
    let table = schema.pointer(pointer).expect("the schema has this table");
    let keys = table["properties"].as_object().expect("it has keys");
    let keys: BTreeSet<&str> = keys.keys().map(String::as_str).collect();
    assert_eq!(keys, known);
    assert_eq!(table["additionalProperties"], false);
}

#[test]
fn no_table_of_the_schema_is_left_out_above() {
    let schema = schema();
    let tables = schema["$defs"].as_object().expect("it has definitions");
    let closed = tables
        .iter()
        .filter(|(_, table)| table["additionalProperties"] == false)
        .map(|(name, _)| name.as_str());
    assert_eq!(
        closed.collect::<Vec<_>>(),
        ["source", "skip", "target", "timeouts"]
    );
}

#[rstest]
#[case::nothing("")]
#[case::one_host("production_hosts = 'a.example'")]
#[case::hosts("production_hosts = ['a.example', 'b.example:81', '[::1]']")]
#[case::contact("contact = 'mailto:us@a.example'")]
#[case::reference("target = 'reference'")]
#[case::target("target = 'a'\n[targets.a]\nurl = 'HTTP://localhost:5000/v2/'")]
#[case::name("[targets.'büro-1.x_y']\nurl = 'https://a.example'")]
#[case::tokens(
    "[targets.a]\nurl = 'https://a.example'\ntoken = 'a'\nstranger_token = { env = '_B1' }"
)]
#[case::tokens_of_commands(
    "[targets.a]\nurl = 'https://a.example'\ntoken = { command = 'pass show a' }\nstranger_token = { command = 'exit 1' }"
)]
#[case::skips(
    "[targets.a]\nurl = 'https://a.example'\nskip = [{ pattern = '20003', reason = 'a' }, { pattern = 'b/*', reason = 'c', until = '2027-12-31' }]"
)]
#[case::no_skips("[targets.a]\nurl = 'https://a.example'\nskip = []")]
#[case::limits_in_words(
    "[targets.a]\nurl = 'https://a.example'\nlimits = 'update=3,generic_get=1'"
)]
#[case::limits("[targets.a]\nurl = 'https://a.example'\nlimits = { message = 1 }")]
#[case::headers(
    "[targets.a]\nurl = 'https://a.example'\nheaders = { X-A = 'b', X-B = { file = 'c' } }"
)]
#[case::header_of_the_case("[targets.a]\nurl = 'https://a.example'\ncase_header = 'X-Case'")]
#[case::roots("[targets.a]\nurl = 'https://a.example'\nca_certs = ['a.pem']")]
#[case::proxy("[targets.a]\nurl = 'https://a.example'\nproxy = 'http://b.example:3128/'")]
#[case::certificate(
    "[targets.a]\nurl = 'https://a.example'\ncert = 'client.pem'\nkey = 'client-key.pem'"
)]
#[case::proxy_with_a_password(
    "[targets.a]\nurl = 'https://a.example'\nproxy = 'http://me:hunter2@b.example:3128'"
)]
#[case::proxy_of_a_variable("[targets.a]\nurl = 'https://a.example'\nproxy = { env = 'PROXY' }")]
#[case::timeouts(
    "[targets.a]\nurl = 'https://a.example'\ntimeouts = { connect = '1ms', first_byte = '30s', response = '60m' }"
)]
#[case::size_of_a_body("[targets.a]\nurl = 'https://a.example'\nmax_body = '512K'")]
#[case::known(
    "[targets.a]\nurl = 'https://a.example'\nvalues = { message_id = '1' }\ntriggers = { internal-error = '/fail' }"
)]
fn a_sound_configuration_fits_the_schema_and_is_read(#[case] text: &str) {
    assert!(fits(text));
    let err = said(&test_name("sound", text), text);
    assert!(err.contains("api.pluralkit.me serves real users"), "{err}");
}

#[rstest]
#[case::unknown_key("tagret = 'a'")]
#[case::number_for_a_host("production_hosts = [1]")]
#[case::url_for_a_host("production_hosts = ['https://a.example']")]
#[case::no_contact("contact = 'us'")]
#[case::contact_with_a_blank("contact = 'https://a.example/a b'")]
#[case::contact_that_ends_the_comment("contact = 'https://a.example/)'")]
#[case::name_that_is_a_url("[targets.'https://a.example']\nurl = 'https://a.example'")]
#[case::reference_as_a_target("[targets.reference]\nurl = 'https://a.example'")]
#[case::no_url("[targets.a]")]
#[case::no_table("targets.a = 'https://a.example'")]
#[case::other_scheme("[targets.a]\nurl = 'ftp://a.example'")]
#[case::query("[targets.a]\nurl = 'https://a.example?b'")]
#[case::password("[targets.a]\nurl = 'https://a:b@a.example'")]
#[case::number_for_a_token("[targets.a]\nurl = 'https://a.example'\ntoken = 1")]
#[case::two_sources("[targets.a]\nurl = 'https://a.example'\ntoken = { env = 'A', file = 'b' }")]
#[case::no_source("[targets.a]\nurl = 'https://a.example'\ntoken = {}")]
#[case::no_variable("[targets.a]\nurl = 'https://a.example'\ntoken = { env = '1' }")]
#[case::blank_command("[targets.a]\nurl = 'https://a.example'\ntoken = { command = ' ' }")]
#[case::command_and_variable(
    "[targets.a]\nurl = 'https://a.example'\ntoken = { command = 'a', env = 'A' }"
)]
#[case::skip_as_a_text("[targets.a]\nurl = 'https://a.example'\nskip = 'messages'")]
#[case::skip_without_a_reason(
    "[targets.a]\nurl = 'https://a.example'\nskip = [{ pattern = 'messages' }]"
)]
#[case::skip_with_a_blank_reason(
    "[targets.a]\nurl = 'https://a.example'\nskip = [{ pattern = 'messages', reason = ' ' }]"
)]
#[case::skip_without_a_pattern("[targets.a]\nurl = 'https://a.example'\nskip = [{ reason = 'a' }]")]
#[case::skip_until_no_day(
    "[targets.a]\nurl = 'https://a.example'\nskip = [{ pattern = 'messages', reason = 'a', until = '01.03.2027' }]"
)]
#[case::limit_of_nothing("[targets.a]\nurl = 'https://a.example'\nlimits = { message = 0 }")]
#[case::list_of_limits("[targets.a]\nurl = 'https://a.example'\nlimits = ['none']")]
#[case::list_for_a_header("[targets.a]\nurl = 'https://a.example'\nheaders = { X-A = [] }")]
#[case::blank_in_the_header_of_the_case(
    "[targets.a]\nurl = 'https://a.example'\ncase_header = 'X Case'"
)]
#[case::taken_header_of_the_case("[targets.a]\nurl = 'https://a.example'\ncase_header = 'Host'")]
#[case::no_path_of_a_certificate("[targets.a]\nurl = 'https://a.example'\ncert = ''")]
#[case::proxy_behind_tls("[targets.a]\nurl = 'https://a.example'\nproxy = 'https://b.example'")]
#[case::duration_without_a_unit(
    "[targets.a]\nurl = 'https://a.example'\ntimeouts = { response = '10' }"
)]
#[case::duration_of_nothing(
    "[targets.a]\nurl = 'https://a.example'\ntimeouts = { response = '0s' }"
)]
#[case::size_of_nothing("[targets.a]\nurl = 'https://a.example'\nmax_body = '0K'")]
#[case::size_as_a_number("[targets.a]\nurl = 'https://a.example'\nmax_body = 1024")]
#[case::number_for_a_known_value(
    "[targets.a]\nurl = 'https://a.example'\nvalues = { message_id = 1 }"
)]
#[case::empty_hook("[targets.a]\nurl = 'https://a.example'\ntriggers = { internal-error = '' }")]
fn a_wrong_configuration_is_refused_by_the_schema_and_by_the_reader(#[case] text: &str) {
    assert!(!fits(text));
    let err = said(&test_name("wrong", text), text);
    assert!(err.contains("mistake in the configuration"), "{err}");
}

fn test_name(kind: &str, text: &str) -> String {
    let words = text.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    format!("{kind}-{words}").chars().take(100).collect()
}

#[test]
fn every_key_says_what_it_means() {
    let schema = schema();
    let tables = schema["$defs"].as_object().expect("it has definitions");
    for (name, table) in tables.iter().chain([(&String::from("root"), &schema)]) {
        for (key, value) in table["properties"].as_object().into_iter().flatten() {
            assert!(
                value["description"].is_string(),
                "`{key}` of `{name}` has no description"
            );
        }
    }
}

#[test]
fn the_example_of_the_page_fits() {
    let path = format!("{}/docs/configuration.md", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the page is there");
    let example = text
        .split("```toml\n")
        .filter_map(|part| part.split_once("```"))
        .map(|(example, _)| example)
        .find(|example| example.contains("[targets.staging]"));
    assert!(fits(example.expect("there is an example")));
}
