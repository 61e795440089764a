//! The models of request bodies: which values the documentation allows at which place.

use std::collections::BTreeSet;

use jsonschema::Validator;
use jsonschema::error::{ValidationError, ValidationErrorKind};
use serde_json::Value;

use super::body_constraint::ANY_ITEM;
use super::{
    Diagnostics, JsonPointer, RequestBodyConstraint, RequestValueRule, SourceFile,
    constraint_search,
};

/// The model of the bodies of a request: a JSON Schema, compiled.
///
/// ```
/// use badreq::contract::{RequestBodyConstraint, RequestValueRule, RequestBodyModel, SourceFile};
/// use serde_json::json;
///
/// let page = SourceFile::new("models/book.schema.json", r#"{
///     "properties": { "authors": { "type": "array", "items": { "type": "string", "maxLength": 5 } } }
/// }"#);
/// let model = RequestBodyModel::parse(&page)?;
/// assert_eq!(model.constraints().len(), 5);
///
/// let broken = model.find_broken_constraints(&json!({"authors": ["Kafka", "Austen"]}));
/// let limit = RequestBodyConstraint { place: "/authors/*".to_owned(), rule: RequestValueRule::MaxLength(5) };
/// assert_eq!(broken, [limit].into());
/// # Ok::<(), badreq::contract::Diagnostics>(())
/// ```
#[derive(Debug)]
pub struct RequestBodyModel {
    constraints: Vec<RequestBodyConstraint>,
    validator: Validator,
}

impl RequestBodyModel {
    /// Compiles a page that holds a JSON Schema.
    ///
    /// # Errors
    ///
    /// Fails with every mistake at once: a page that is not JSON or not a schema; a keyword that sets no [`RequestValueRule`]; a reference that leads
    /// out of the page, to nothing, or back to itself.
    pub fn parse(page: &SourceFile) -> Result<Self, Diagnostics> {
        let document: Value = serde_json::from_str(&page.text).map_err(|error| {
            let line = page.span_of_line(error.line().max(1));
            page.diagnostic_at(line, format!("the model is not JSON: {error}"))
                .with_hint("correct it here, or on the line before")
        })?;
        let constraints = constraint_search::find_constraints(page, &document)?;
        let options = jsonschema::draft202012::options().should_validate_formats(true);
        match options.build(&document) {
            Ok(validator) => Ok(Self {
                constraints,
                validator,
            }),
            Err(error) => {
                let place = error.instance_path();
                let what = format!("the model cannot be compiled: {error}");
                let hint = format!("correct it at `{place}`");
                let place = JsonPointer::try_from(place.as_str().to_owned()).ok();
                let flaw = constraint_search::build_schema_diagnostic(page, place.as_ref(), what);
                Err(flaw.with_hint(hint).into())
            }
        }
    }

    /// Returns every constraint, once, in the order of the schema.
    #[must_use]
    pub fn constraints(&self) -> &[RequestBodyConstraint] {
        &self.constraints
    }

    /// Finds the constraints that a body breaks; returns an empty set for a body that the model allows.
    ///
    /// A value of a wrong type breaks no other constraint. In JSON Schema, `1.0` is an integer, and the characters of a text are its code
    /// points.
    #[must_use]
    pub fn find_broken_constraints(&self, body: &Value) -> BTreeSet<RequestBodyConstraint> {
        let broken: Vec<(String, RequestBodyConstraint)> = self
            .validator
            .iter_errors(body)
            .filter_map(|error| {
                let value = error.instance_path().as_str().to_owned();
                Some((value, identify_constraint(body, &error)?))
            })
            .collect();
        let of_wrong_type: BTreeSet<&str> = broken
            .iter()
            .filter(|(_, constraint)| {
                matches!(
                    constraint.rule,
                    RequestValueRule::Type | RequestValueRule::NotNull
                )
            })
            .map(|(value, _)| value.as_str())
            .collect();
        broken
            .iter()
            .filter(|(value, constraint)| {
                constraint.rule != RequestValueRule::Choice
                    || !of_wrong_type.contains(value.as_str())
            })
            .map(|(_, constraint)| constraint.clone())
            .collect()
    }
}

/// Returns the constraint whose failure is an error, or `None` if the error says nothing about the body.
fn identify_constraint(body: &Value, error: &ValidationError<'_>) -> Option<RequestBodyConstraint> {
    let value = JsonPointer::try_from(error.instance_path().as_str().to_owned()).ok()?;
    let mut place = replace_indices_by_wildcard(body, &value);
    let is_null = error.instance().is_null();
    let rule = match error.kind() {
        ValidationErrorKind::Type { .. } | ValidationErrorKind::Enum { .. } if is_null => {
            RequestValueRule::NotNull
        }
        ValidationErrorKind::Type { .. } => RequestValueRule::Type,
        ValidationErrorKind::Enum { .. } => RequestValueRule::Choice,
        ValidationErrorKind::MaxLength { limit } => RequestValueRule::MaxLength(*limit),
        ValidationErrorKind::MinLength { limit } => RequestValueRule::MinLength(*limit),
        ValidationErrorKind::MinItems { limit } => RequestValueRule::MinItems(*limit),
        ValidationErrorKind::Pattern { .. } | ValidationErrorKind::Format { .. } => {
            RequestValueRule::Form
        }
        ValidationErrorKind::Minimum { .. } | ValidationErrorKind::Maximum { .. } => {
            RequestValueRule::Range
        }
        ValidationErrorKind::Required { property } => {
            place = place.join_key(property.as_str()?);
            RequestValueRule::Required
        }
        // The search for constraints admits no other keyword; what is left are failures of the validator itself.
        _ => return None,
    };
    Some(RequestBodyConstraint {
        place: place.into(),
        rule,
    })
}

/// Returns the place of a value with `*` in the place of each index of a list.
fn replace_indices_by_wildcard(body: &Value, value: &JsonPointer) -> JsonPointer {
    let mut place = JsonPointer::root();
    let mut outer = Some(body);
    for token in value.reference_tokens() {
        let (key, inner) = match outer {
            Some(Value::Array(items)) => {
                let index = token.parse::<usize>().ok();
                (ANY_ITEM, index.and_then(|index| items.get(index)))
            }
            other => (token.as_str(), other.and_then(|other| other.get(&token))),
        };
        place = place.join_key(key);
        outer = inner;
    }
    place
}

#[cfg(test)]
#[path = "body_model_tests.rs"]
mod tests;
