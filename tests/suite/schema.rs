//! The schemas accept what the loader accepts, and refuse what it refuses.

use rstest::rstest;

use crate::suite::support::{CASE, FIXTURES, Kind, SUITE};

fn suite(lines: &str) -> String {
    format!("{SUITE}{CASE}{lines}\n")
}

fn replaced(from: &str, to: &str) -> String {
    let text = suite("");
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

fn fixtures(from: &str, to: &str) -> String {
    assert!(FIXTURES.contains(from), "{from}");
    FIXTURES.replace(from, to)
}

#[rstest]
#[case::suite(Kind::Suite)]
#[case::fixtures(Kind::Fixtures)]
fn the_schema_is_a_schema_of_its_draft(#[case] kind: Kind) {
    let schema = kind.schema();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert!(jsonschema::meta::is_valid(&schema));
}

#[rstest]
#[case::plain(suite(""))]
#[case::actors(suite("as = [\"owner\", \"anonymous\"]"))]
#[case::no_control(replaced("control = {}", "no_control = \"why\""))]
#[case::controls(replaced(
    "control = {}",
    "control = [{ status = [200, 204] }, { body = false }]"
))]
#[case::refusal(replaced("\"40001\"", "\"refusal\""))]
#[case::row_of_code_0(replaced("\"40001\"", "\"0/401\""))]
#[case::accept(suite("accept = [\"0/400\"]\nlevel = \"should\""))]
#[case::accept_served(suite("accept = \"served\""))]
#[case::accept_tables(suite(
    "accept = [\"0/400\", { row = \"20003\", level = \"should\", why = \"why\" }, { row = \"served\" }]"
))]
#[case::accept_table(suite("accept = { row = \"0/400\" }"))]
#[case::json(suite("json = [1, \"{member.id}\", { \"{value.id}\" = false }]"))]
#[case::text(suite("text = \"{\""))]
#[case::hex(suite("hex = \"fF 0 0\""))]
#[case::parts(suite(
    "parts = [{ text = \"a\", times = 3 }, { hex = \"ff\" }, { value = \"{member.id}\" }]"
))]
#[case::headers(suite("headers = { Accept = false, X-A = \"{member.id}\" }"))]
#[case::errors(suite(
    "errors = { a = {}, b = [{ max_length = 1, actual_length = 2 }, { message = \"No.\" }], c = { alias = \"d\" } }"
))]
#[case::condition(suite("while.system = { name = \"A\" }"))]
#[case::unchanged(suite("unchanged = [\"GET /members/{member.id} as stranger\"]"))]
#[case::burst(suite(
    "burst = \"generic_update\"\nothers = [\"GET /systems/@me\"]\ntrigger = \"rate-limit\""
))]
#[case::way(suite(
    "defect = \"unknown-member\"\noperation = \"member-get\"\nfill.memberRef = \"{member.id}\""
))]
#[case::axes(replaced("\"a\"", "\"{x}-{y}-{z}\"") + "each.x = [\"b\"]\neach.y = { c = { errors = { name = {} }, n = 1 } }\neach.z = \"$shared\"\nerrors = \"{y.errors}\"\njson = \"{y.n}\"\n[tables]\nshared = { d = 1 }")]
#[case::axes_for_the_rest(replaced("\"a\"", "\"{x}\"") .replace("\"40001\"", "\"{x.row}\"").replace("control = {}", "control = \"{x.control}\"")
    + "each.x.one = { row = \"20002\", who = \"stranger\", rows = [\"0/400\", { row = \"served\", why = \"why\" }], level = \"should\", control = { status = 204 } }\nas = \"{x.who}\"\naccept = \"{x.rows}\"\nlevel = \"{x.level}\"")]
fn a_sound_suite_fits_the_schema_and_loads(#[case] text: String) {
    assert_eq!(Kind::Suite.complaints(&text), Vec::<String>::new());
    if let Err(flaws) = Kind::Suite.load(&text) {
        panic!("{flaws}");
    }
}

#[rstest]
#[case::nothing(String::new())]
#[case::no_head(CASE.to_owned())]
#[case::no_case(SUITE.to_owned())]
#[case::empty_title(replaced("\"A\"", "\"\""))]
#[case::unknown_table(suite("[cases]"))]
#[case::unknown_key(suite("reqest = 1"))]
#[case::no_id(replaced("id = \"a\"\n", ""))]
#[case::no_about(replaced("about = \"A.\"\n", ""))]
#[case::blank_about(replaced("\"A.\"", "\" \""))]
#[case::no_request(replaced("request = \"POST /members\"\n", ""))]
#[case::no_expect(replaced("expect = \"40001\"\n", ""))]
#[case::no_control(replaced("control = {}\n", ""))]
#[case::control_and_none(suite("no_control = \"why\""))]
#[case::empty_reason(replaced("control = {}", "no_control = \"\""))]
#[case::empty_controls(replaced("{}", "[]"))]
#[case::id(replaced("\"a\"", "\"A b\""))]
#[case::request(replaced("POST /members", "/members"))]
#[case::target(replaced("POST /members", "POST members"))]
#[case::number_as_row(replaced("\"40001\"", "40001"))]
#[case::row(replaced("\"40001\"", "\"0\""))]
#[case::refusal_with_errors(replaced("\"40001\"", "\"refusal\"") + "errors = {}")]
#[case::probe_with_fill(replaced("\"40001\"", "\"any-row\"") + "fill.memberRef = \"a\"")]
#[case::accept(suite("accept = [\"any\"]"))]
#[case::accept_number(suite("accept = [20003]"))]
#[case::accept_without_row(suite("accept = [{ why = \"why\" }]"))]
#[case::accept_key(suite("accept = [{ row = \"20003\", reason = \"why\" }]"))]
#[case::accept_level(suite("accept = [{ row = \"20003\", level = \"must\" }]"))]
#[case::accept_blank_reason(suite("accept = [{ row = \"20003\", why = \" \" }]"))]
#[case::level(suite("level = \"may\""))]
#[case::actor(suite("as = \"admin\""))]
#[case::nobody(suite("as = []"))]
#[case::two_bodies(suite("json = 1\ntext = \"1\""))]
#[case::hex(suite("hex = \"f\""))]
#[case::part(suite("parts = [{ text = \"a\", value = \"b\" }]"))]
#[case::empty_part(suite("parts = [{}]"))]
#[case::times(suite("parts = [{ text = \"a\", times = -1 }]"))]
#[case::times_of_a_value(suite("parts = [{ value = \"a\", times = 2 }]"))]
#[case::part_key(suite("parts = [{ txt = \"a\" }]"))]
#[case::header(suite("headers.Accept = true"))]
#[case::condition(suite("while.system = 1"))]
#[case::one_length(suite("errors.name = { max_length = 1 }"))]
#[case::error_key(suite("errors.name = { max = 1 }"))]
#[case::errors(suite("errors = [\"name\"]"))]
#[case::fill(suite("fill.memberRef = 1"))]
#[case::unchanged(suite("unchanged = \"PATCH /systems/@me\""))]
#[case::others_without_a_burst(suite("others = \"GET /systems/@me\""))]
#[case::each(suite("each = [\"x\"]"))]
#[case::empty_axis(replaced("\"a\"", "\"{x}\"") + "each.x = {}")]
#[case::axis_of_numbers(replaced("\"a\"", "\"{x}\"") + "each.x = [1]")]
#[case::control_key(replaced("{}", "{ statsu = 200 }"))]
#[case::control_status(replaced("{}", "{ status = 20 }"))]
#[case::control_without_status(replaced("{}", "{ status = [] }"))]
#[case::control_body(replaced("{}", "{ body = true }"))]
#[case::control_body_and_none(replaced("{}", "{ body = false, json = 1 }"))]
#[case::control_of_two(replaced("{}", "{ as = [\"owner\", \"stranger\"] }"))]
#[case::body_of_a_case(suite("body = false"))]
fn a_suite_that_the_schema_refuses_does_not_load_either(#[case] text: String) {
    assert_ne!(Kind::Suite.complaints(&text), Vec::<String>::new());
    assert!(Kind::Suite.load(&text).is_err());
}

#[rstest]
#[case::plain(FIXTURES.to_owned())]
#[case::nothing(String::new())]
#[case::letters(fixtures(
    "\"uuid\"",
    "\"letters\"\nletters = \"ab\"\nlength = 3\nprove = [\"GET /members/{value}\"]"
))]
#[case::digits(fixtures("\"uuid\"", "\"digits\"\nlength = 19"))]
#[case::made(fixtures(
    "capture =",
    "scope = \"case\"\nundo = \"DELETE /members/{member.id}\"\njson = { name = \"{run}\" }\nheaders = { X-A = \"b\" }\nafter = \"member\"\ncapture ="
))]
#[case::tables(format!("{FIXTURES}[tables]\na = [\"b\"]\nc = {{ d = 1 }}"))]
fn sound_fixtures_fit_the_schema_and_load(#[case] text: String) {
    assert_eq!(Kind::Fixtures.complaints(&text), Vec::<String>::new());
    if let Err(flaws) = Kind::Fixtures.load(&text) {
        panic!("{flaws}");
    }
}

#[rstest]
#[case::root(format!("fixtures = []\n{FIXTURES}"))]
#[case::known_without_about(fixtures("about = \"a number\"\n", ""))]
#[case::known_key(fixtures("about = \"a number\"\n", "about = \"a number\"\nvalue = 1\n"))]
#[case::dotted_name(fixtures("\"member\"", "\"a.b\""))]
#[case::reserved_name(fixtures("\"member\"", "\"run\""))]
#[case::kind(fixtures("\"uuid\"", "\"words\""))]
#[case::uuid_with_length(fixtures("\"uuid\"", "\"uuid\"\nlength = 3"))]
#[case::letters_without_length(fixtures("\"uuid\"", "\"letters\"\nletters = \"ab\""))]
#[case::digits_with_letters(fixtures("\"uuid\"", "\"digits\"\nletters = \"1\"\nlength = 3"))]
#[case::too_many_digits(fixtures("\"uuid\"", "\"digits\"\nlength = 20"))]
#[case::prove(fixtures("\"uuid\"", "\"uuid\"\nprove = [\"GET /members/1\"]"))]
#[case::fixture_without_actor(fixtures("as = \"owner\"\nrequest", "request"))]
#[case::actor(fixtures("as = \"owner\"\nrequest", "as = [\"owner\"]\nrequest"))]
#[case::capture(fixtures("\"/id\"", "\"id\""))]
#[case::scope(fixtures("capture =", "scope = \"suite\"\ncapture ="))]
#[case::conditions(fixtures("capture =", "while = {}\ncapture ="))]
#[case::hook(fixtures("capture =", "trigger = \"a\"\ncapture ="))]
#[case::two_bodies(fixtures("capture =", "json = 1\ntext = \"1\"\ncapture ="))]
#[case::kept_without_write(fixtures("write = \"PATCH /systems/@me\"\n", ""))]
#[case::kept_key(fixtures("keys =", "key ="))]
#[case::read(fixtures("\"GET /systems/@me\"", "\"/systems/@me\""))]
fn fixtures_that_the_schema_refuses_do_not_load_either(#[case] text: String) {
    assert_ne!(Kind::Fixtures.complaints(&text), Vec::<String>::new());
    assert!(Kind::Fixtures.load(&text).is_err());
}
