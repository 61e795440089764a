//! The keys of the schemas are those of the loader, neither more nor fewer.
//!
//! The loader's own list is what it answers an unknown key with.

use std::collections::BTreeSet;

use rstest::rstest;

use crate::suite::support::{CASE, FIXTURES, Kind, SUITE};

/// A key that is like no other.
const STRAY: &str = "zzzzzzzzzzzzzzzzzz = 1";

/// What the loader says that it knows in the place of the stray key.
fn known_keys(kind: Kind, text: &str) -> BTreeSet<String> {
    let flaws = kind.load(text).expect_err("there is a stray key");
    let hints: Vec<_> = flaws
        .into_iter()
        .filter(|flaw| flaw.message.contains("unknown key `zzz"))
        .filter_map(|flaw| flaw.hint)
        .collect();
    assert_eq!(hints.len(), 1, "{hints:?}");
    hints[0]
        .strip_prefix("known keys: ")
        .expect("the hint lists the keys")
        .split(", ")
        .map(str::to_owned)
        .collect()
}

fn suite(lines: &str) -> String {
    format!("{SUITE}{CASE}{lines}\n")
}

/// The fixtures with the stray key in the table that begins with `head`.
fn fixtures(head: &str) -> String {
    FIXTURES.replace(head, &format!("{head}\n{STRAY}"))
}

#[rstest]
#[case::root(Kind::Suite, "", format!("{STRAY}\n{}", suite("")))]
#[case::head(Kind::Suite, "/properties/suite", suite("").replace("title", &format!("{STRAY}, title")))]
#[case::case(Kind::Suite, "/$defs/case", suite(&format!("{STRAY}\neach = {{}}")))]
#[case::control(Kind::Suite, "/$defs/control", suite("").replace("{}", &format!("{{ {STRAY} }}")))]
#[case::part(Kind::Suite, "/$defs/part", suite(&format!("parts = [{{ text = \"\", {STRAY} }}]")))]
#[case::alternative(Kind::Suite, "/$defs/alternative", suite(&format!("accept = [{{ row = \"20003\", {STRAY} }}]")))]
#[case::field_error(Kind::Suite, "/$defs/field_error", suite(&format!("errors.name = {{ {STRAY} }}")))]
#[case::fixtures(Kind::Fixtures, "", format!("{STRAY}\n{FIXTURES}"))]
#[case::known(Kind::Fixtures, "/$defs/value", fixtures("[[value]]"))]
#[case::unknown(Kind::Fixtures, "/$defs/unknown", fixtures("[[unknown]]"))]
#[case::fixture(Kind::Fixtures, "/$defs/fixture", fixtures("[[fixture]]"))]
#[case::kept(Kind::Fixtures, "/$defs/restored", fixtures("[[restored]]"))]
#[case::part_of_a_fixture(
    Kind::Fixtures,
    "/$defs/part",
    fixtures("[[fixture]]").replace(STRAY, &format!("parts = [{{ text = \"\", {STRAY} }}]"))
)]
fn the_schema_has_the_keys_that_the_loader_knows(
    #[case] kind: Kind,
    #[case] pointer: &str,
    #[case] text: String,
) {
    let schema = kind.schema();
    let table = schema.pointer(pointer).expect("the schema has this table");
    let properties = table["properties"].as_object().expect("it has keys");
    let properties: BTreeSet<_> = properties.keys().cloned().collect();
    assert_eq!(properties, known_keys(kind, &text));
    assert_eq!(table["additionalProperties"], false);
}

/// Returns the places of the tables that take no other keys than the listed ones.
fn closed_tables(value: &serde_json::Value, pointer: &str) -> Vec<String> {
    let Some(table) = value.as_object() else {
        return Vec::new();
    };
    let own =
        (table.get("additionalProperties") == Some(&false.into())).then(|| pointer.to_owned());
    let inner = table
        .iter()
        .flat_map(|(key, value)| closed_tables(value, &format!("{pointer}/{key}")));
    own.into_iter().chain(inner).collect()
}

#[rstest]
#[case::suite(Kind::Suite, &["", "/properties/suite", "/$defs/alternative", "/$defs/part", "/$defs/field_error", "/$defs/control", "/$defs/case"])]
#[case::fixtures(Kind::Fixtures, &["", "/$defs/part", "/$defs/value", "/$defs/unknown", "/$defs/fixture", "/$defs/restored"])]
fn no_table_of_a_schema_is_left_out_above(#[case] kind: Kind, #[case] compared: &[&str]) {
    let compared: BTreeSet<String> = compared.iter().map(|own| (*own).to_owned()).collect();
    let tables: BTreeSet<String> = closed_tables(&kind.schema(), "").into_iter().collect();
    assert_eq!(tables, compared);
}

#[rstest]
#[case::suite(Kind::Suite)]
#[case::fixtures(Kind::Fixtures)]
fn every_key_of_a_schema_says_what_it_means(#[case] kind: Kind) {
    let schema = kind.schema();
    let tables = schema["$defs"].as_object().expect("it has definitions");
    for (name, table) in tables.iter().chain([(&String::from("root"), &schema)]) {
        for (key, value) in table["properties"].as_object().into_iter().flatten() {
            let referred = value["$ref"]
                .as_str()
                .and_then(|path| schema.pointer(path.trim_start_matches('#')))
                .unwrap_or(value);
            let described = [value, referred]
                .iter()
                .any(|place| place["description"].is_string());
            assert!(described, "`{key}` of `{name}` has no description");
        }
    }
}
