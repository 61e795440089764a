//! The validation of the page with the schema of an error body.

use serde_json::Value;

use super::error_body_schema::{REQUIREMENT_KEYWORD, is_annotation};
use super::{Diagnostic, Diagnostics, RequirementId, SourceFile, suggest_similar_word};

/// Parses the schema of a page, and ensures that every rule belongs to a requirement.
pub(super) fn parse_and_validate_schema(page: &SourceFile) -> Result<Value, Diagnostics> {
    let document: Value = serde_json::from_str(&page.text).map_err(|error| {
        let line = page.span_of_line(error.line().max(1));
        page.diagnostic_at(line, format!("the schema is not JSON: {error}"))
            .with_hint("correct it here, or on the line before")
    })?;
    let mut flaws = Vec::new();
    diagnose_unknown_requirements(page, &document, &mut flaws);
    if document.get(REQUIREMENT_KEYWORD).is_none() {
        diagnose_rules_without_requirement(page, &document, &mut flaws);
    }
    match Diagnostics::from_nonempty(flaws) {
        Some(flaws) => Err(flaws),
        None => Ok(document),
    }
}

/// Returns the requirement that a subschema names.
pub(super) fn declared_requirement(schema: &Value) -> Option<RequirementId> {
    let id = schema.get(REQUIREMENT_KEYWORD)?.as_str()?;
    RequirementId::ALL
        .iter()
        .copied()
        .find(|known| known.as_str() == id)
}

fn diagnose_unknown_requirements(page: &SourceFile, schema: &Value, flaws: &mut Vec<Diagnostic>) {
    match schema {
        Value::Object(keys) => {
            if let Some(id) = keys.get(REQUIREMENT_KEYWORD)
                && declared_requirement(schema).is_none()
            {
                let word = id.as_str().unwrap_or_default();
                let known = RequirementId::ALL.iter().map(|id| id.as_str());
                let hint = match suggest_similar_word(word, known) {
                    Some(id) => format!("did you mean `{id}`?"),
                    None => "write the id of a requirement".to_owned(),
                };
                let literal = id.to_string();
                let what = format!("{literal} is not a requirement");
                let start = page.text.find(&literal);
                let span = start.map(|start| start..start + literal.len());
                let mut flaw = page.whole_file_diagnostic(what).with_hint(hint);
                flaw.span = span;
                flaws.push(flaw);
            }
            for value in keys.values() {
                diagnose_unknown_requirements(page, value, flaws);
            }
        }
        Value::Array(items) => {
            for item in items {
                diagnose_unknown_requirements(page, item, flaws);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn diagnose_rules_without_requirement(
    page: &SourceFile,
    document: &Value,
    flaws: &mut Vec<Diagnostic>,
) {
    let hint = format!("move it into an object under `allOf` that has an `{REQUIREMENT_KEYWORD}`");
    let mut bare = |place: String| {
        let what = format!("`{place}` names no requirement");
        flaws.push(page.whole_file_diagnostic(what).with_hint(&*hint));
    };
    let Some(keys) = document.as_object() else {
        return bare("/".to_owned());
    };
    for (key, value) in keys {
        match (key.as_str(), value) {
            ("allOf", Value::Array(parts)) => {
                for (index, part) in parts.iter().enumerate() {
                    if part.get(REQUIREMENT_KEYWORD).is_none() {
                        bare(format!("/allOf/{index}"));
                    }
                }
            }
            (key, _) if is_annotation(key) => {}
            (key, _) => bare(format!("/{key}")),
        }
    }
}
