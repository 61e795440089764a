//! The JSON Schema of an error body: it finds the requirements that the shape of a body breaks.

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value, json};

use super::{Diagnostics, JsonPointer, RequirementId, SourceFile, schema_validation};

/// The keyword by which a subschema names the requirement that its failures break.
pub(super) const REQUIREMENT_KEYWORD: &str = "x-requirement";

/// The JSON Schema of an error body, compiled.
///
/// Each of its subschemas under `allOf` names its requirement in `x-requirement`.
///
/// ```
/// use badreq::contract::{ErrorBodySchema, SourceFile, RequirementId};
/// use serde_json::json;
///
/// let page = SourceFile::new("body.json", r#"{ "allOf": [ {
///     "x-requirement": "body-code-integer",
///     "properties": { "code": { "type": "integer" } },
///     "required": ["code"]
/// } ] }"#);
/// let schema = ErrorBodySchema::parse(&page)?;
/// assert!(schema.find_failures(&json!({"code": 7})).is_empty());
///
/// let failures = schema.find_failures(&json!({"code": "7"}));
/// assert_eq!(failures[0].requirement, RequirementId::BodyCodeInteger);
/// assert_eq!(failures[0].pointer.as_str(), "/code");
/// assert_eq!(failures[0].expected, json!({"type": "integer"}));
/// # Ok::<(), badreq::contract::Diagnostics>(())
/// ```
#[derive(Debug)]
pub struct ErrorBodySchema {
    document: Value,
    validator: Validator,
}

/// A place at which a body breaks the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorBodySchemaMismatch {
    /// The requirement that is broken.
    pub requirement: RequirementId,
    /// The JSON pointer of the invalid or missing value.
    pub pointer: JsonPointer,
    /// The keywords of the schema that the value breaks; for an unexpected key, the list of the keys that the error model has.
    pub expected: Value,
    /// The value; `None` if it is missing.
    pub actual: Option<Value>,
}

impl ErrorBodySchema {
    /// Compiles a page that holds a JSON Schema.
    ///
    /// # Errors
    ///
    /// Fails for a page that is not JSON or not a schema, every `x-requirement` that is not a [`RequirementId`], and every rule outside the
    /// subschemas that name a requirement.
    pub fn parse(page: &SourceFile) -> Result<Self, Diagnostics> {
        let document = schema_validation::parse_and_validate_schema(page)?;
        Self::from_document(document).map_err(|error| {
            let what = format!("the schema cannot be compiled: {error}");
            let hint = format!("correct it at `{}`", error.instance_path());
            page.whole_file_diagnostic(what).with_hint(hint).into()
        })
    }

    /// Compiles a schema whose rules all name a requirement.
    pub(super) fn from_document(document: Value) -> Result<Self, ValidationError<'static>> {
        let validator = jsonschema::options().build(&document)?;
        Ok(Self {
            document,
            validator,
        })
    }

    /// Finds everything that the shape of a body breaks, in the order of the schema; returns an empty list for a valid body.
    ///
    /// In JSON Schema, `1.0` is an integer.
    #[must_use]
    pub fn find_failures(&self, body: &Value) -> Vec<ErrorBodySchemaMismatch> {
        let mut failures = Vec::new();
        for error in self.validator.iter_errors(body) {
            let rule = error.schema_path().as_str();
            let named = self
                .enclosing_requirement(rule)
                .or_else(|| self.enclosing_requirement(error.evaluation_path().as_str()));
            // `schema_rules` ensures that every failure has a requirement.
            let Some(requirement) = named else { continue };
            let failure = |pointer, expected, actual| ErrorBodySchemaMismatch {
                requirement,
                pointer,
                expected,
                actual,
            };
            let Ok(place) = JsonPointer::try_from(error.instance_path().as_str().to_owned()) else {
                continue;
            };
            match error.kind() {
                ValidationErrorKind::Required { property } => {
                    let key = property.as_str().unwrap_or_default();
                    let expected = self.rules_for_key(rule, key);
                    failures.push(failure(place.join_key(key), expected, None));
                }
                ValidationErrorKind::AdditionalProperties { unexpected } => {
                    let known = self.list_known_properties(rule);
                    for key in unexpected {
                        let actual = error.instance().get(key).cloned();
                        failures.push(failure(place.join_key(key), known.clone(), actual));
                    }
                }
                kind => {
                    let limit = self.document.pointer(rule).cloned().unwrap_or_default();
                    let expected = json!({ kind.keyword(): limit });
                    let actual = error.instance().clone().into_owned();
                    failures.push(failure(place, expected, Some(actual)));
                }
            }
        }
        failures
    }

    /// Returns the requirement of the innermost subschema around a rule.
    fn enclosing_requirement(&self, rule: &str) -> Option<RequirementId> {
        let mut path = rule;
        loop {
            let id = self
                .document
                .pointer(path)
                .and_then(schema_validation::declared_requirement);
            if id.is_some() {
                return id;
            }
            path = path.rsplit_once('/')?.0;
        }
    }

    /// Returns the rules for a key in the schema that contains this `required` rule.
    fn rules_for_key(&self, rule: &str, key: &str) -> Value {
        let properties = self
            .document
            .pointer(&sibling_keyword_pointer(rule, "properties"));
        match properties.and_then(|properties| properties.get(key)) {
            Some(Value::Object(rules)) => {
                let rules = rules.iter().filter(|(name, _)| !is_annotation(name));
                Value::Object(rules.map(|(k, v)| (k.clone(), v.clone())).collect())
            }
            _ => json!({ "required": [key] }),
        }
    }

    fn list_known_properties(&self, rule: &str) -> Value {
        let keys = self
            .document
            .pointer(&sibling_keyword_pointer(rule, "properties"));
        let keys = keys.and_then(Value::as_object).map(Map::keys);
        keys.into_iter().flatten().cloned().collect()
    }
}

/// Returns the pointer to another keyword of the same schema.
fn sibling_keyword_pointer(rule: &str, keyword: &str) -> String {
    let schema = rule.rsplit_once('/').map_or("", |(schema, _)| schema);
    format!("{schema}/{keyword}")
}

/// Reports whether a keyword describes a schema and constrains nothing.
pub(super) fn is_annotation(keyword: &str) -> bool {
    keyword.starts_with('$')
        || [REQUIREMENT_KEYWORD, "title", "description", "examples"].contains(&keyword)
}

#[cfg(test)]
#[path = "error_body_schema_tests.rs"]
mod tests;
