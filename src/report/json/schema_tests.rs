//! A test that the published schema matches the types.

use std::fs;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::Value;

use super::write::ResultDocument;

/// Forbids keys of an object that its type does not have.
fn forbid_additional_properties(schema: &mut Schema) {
    if schema.get("properties").is_some() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}

/// Keeps only the first paragraph of a description: the rest of a doc comment is for users of the crate.
fn shorten_description(schema: &mut Schema) {
    let described = schema.get("description").and_then(Value::as_str);
    if let Some(description) = described {
        let first = description.split("\n\n").next().unwrap_or_default();
        let first = first.replace('\n', " ");
        schema.insert("description".to_owned(), first.into());
    }
}

#[test]
fn the_published_schema_is_the_one_that_the_types_give() {
    let settings = SchemaSettings::draft2020_12()
        .for_serialize()
        .with_transform(RecursiveTransform(forbid_additional_properties))
        .with_transform(RecursiveTransform(shorten_description));
    let schema = settings
        .into_generator()
        .into_root_schema_for::<ResultDocument<'_>>();
    let derived = serde_json::to_string_pretty(&schema).expect("it is JSON") + "\n";
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/report.schema.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(file, &derived).expect("the schema can be written");
    }
    let published = fs::read_to_string(file).expect("the schema is there");
    assert!(
        published == derived,
        "schemas/report.schema.json differs from the types of a result: `UPDATE_SCHEMA=1 cargo test --lib published_schema` writes it anew"
    );
}
