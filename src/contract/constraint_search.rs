//! The search for the constraints that a JSON Schema sets.

use std::collections::BTreeSet;

use jsonschema::Draft;
use serde_json::{Map, Value, json};

use super::body_constraint::ANY_ITEM;
use super::json_text::find_key_or_item_span;
use super::schema_keywords::{
    ANNOTATIONS, FORMATS, KEYWORDS, TYPES, TYPES_BESIDE_NULL, suggest_keyword,
};
use super::{
    Diagnostic, Diagnostics, JsonPointer, RequestBodyConstraint, RequestValueRule, SourceFile,
    suggest_similar_word,
};

/// The dialect of the models.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Finds every constraint that the schema of a page sets, once, in the order of the schema.
///
/// # Errors
///
/// Fails with every part of the schema that is wrong or sets something that is not a [`RequestValueRule`].
pub(super) fn find_constraints(
    page: &SourceFile,
    document: &Value,
) -> Result<Vec<RequestBodyConstraint>, Diagnostics> {
    let root = JsonPointer::root();
    let mut search = ConstraintSearch {
        page,
        document,
        constraints: Vec::new(),
        flaws: Vec::new(),
        flawed: BTreeSet::new(),
        open_references: vec![""],
    };
    search.walk_schema(document, &root, &root);
    search.diagnose_by_meta_schema();
    search
        .flaws
        .sort_by_key(|flaw| flaw.span.as_ref().map(|span| span.start));
    match Diagnostics::from_nonempty(search.flaws) {
        Some(flaws) => Err(flaws),
        None => Ok(search.constraints),
    }
}

/// Returns a diagnostic at a place of a schema, or about the whole page where there is no such place.
pub(super) fn build_schema_diagnostic(
    page: &SourceFile,
    at: Option<&JsonPointer>,
    what: String,
) -> Diagnostic {
    match at.and_then(|at| find_key_or_item_span(&page.text, at)) {
        Some(span) => page.diagnostic_at(span, what),
        None => page.whole_file_diagnostic(what),
    }
}

/// A walk through a schema that collects constraints and mistakes.
///
/// In its functions, `at` is a place in the schema, and `place` the one in a body that this part of the schema is about.
#[derive(Debug)]
struct ConstraintSearch<'s> {
    page: &'s SourceFile,
    document: &'s Value,
    constraints: Vec<RequestBodyConstraint>,
    flaws: Vec<Diagnostic>,
    /// The places of the mistakes.
    flawed: BTreeSet<JsonPointer>,
    /// The pointers of the schemas around the current one that the walk has reached by reference, the whole schema first.
    open_references: Vec<&'s str>,
}

impl<'s> ConstraintSearch<'s> {
    fn walk_schema(&mut self, schema: &'s Value, at: &JsonPointer, place: &JsonPointer) {
        match schema {
            Value::Bool(true) => {}
            Value::Object(keywords) => {
                for (keyword, value) in keywords {
                    self.walk_keyword(keyword, value, &at.join_key(keyword), place);
                }
            }
            Value::Bool(false) => self.diagnose(
                at,
                "`false` allows no value".to_owned(),
                "write the schema of the values that are allowed, or leave it out".to_owned(),
            ),
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => self.diagnose(
                at,
                "this is not a JSON Schema".to_owned(),
                "write an object, such as `{ \"type\": \"object\" }`".to_owned(),
            ),
        }
    }

    fn walk_keyword(
        &mut self,
        keyword: &str,
        value: &'s Value,
        at: &JsonPointer,
        place: &JsonPointer,
    ) {
        match keyword {
            "type" => self.add_type(value, at, place),
            "enum" => self.add_choice(value, place),
            "maxLength" => self.add_limit(value, at, place, RequestValueRule::MaxLength),
            "minLength" => self.add_limit(value, at, place, RequestValueRule::MinLength),
            "minItems" => self.add_limit(value, at, place, RequestValueRule::MinItems),
            "pattern" => self.add_pattern(value, at, place),
            "format" => self.add_format(value, at, place),
            "minimum" | "maximum" => self.add_constraint(place, RequestValueRule::Range),
            "required" => {
                let keys = value.as_array().into_iter().flatten();
                for key in keys.filter_map(Value::as_str) {
                    self.add_constraint(&place.join_key(key), RequestValueRule::Required);
                }
            }
            "properties" => {
                for (key, schema) in value.as_object().into_iter().flatten() {
                    self.walk_schema(schema, &at.join_key(key), &place.join_key(key));
                }
            }
            "items" => self.walk_schema(value, at, &place.join_key(ANY_ITEM)),
            "allOf" => {
                let parts = value.as_array().into_iter().flatten();
                for (index, part) in parts.enumerate() {
                    self.walk_schema(part, &at.join_index(index), place);
                }
            }
            "$ref" => self.follow_reference(value, at, place),
            "$schema" => self.validate_dialect(value, at),
            // A schema in there constrains nothing unless a reference leads to it.
            "$defs" => {}
            "additionalProperties" if *value == Value::Bool(true) => {}
            annotation if ANNOTATIONS.contains(&annotation) => {}
            other => self.diagnose_unusable_keyword(other, at),
        }
    }

    fn add_constraint(&mut self, place: &JsonPointer, rule: RequestValueRule) {
        let constraint = RequestBodyConstraint {
            place: place.to_string(),
            rule,
        };
        if !self.constraints.contains(&constraint) {
            self.constraints.push(constraint);
        }
    }

    fn add_type(&mut self, value: &Value, at: &JsonPointer, place: &JsonPointer) {
        let words: Vec<&str> = match value {
            Value::String(word) => vec![word],
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
        };
        for word in words.iter().filter(|word| !TYPES.contains(word)) {
            self.diagnose_unknown_word("type", word, TYPES, at);
        }
        if !TYPES_BESIDE_NULL.iter().all(|own| words.contains(own)) {
            self.add_constraint(place, RequestValueRule::Type);
        }
        if !words.contains(&"null") {
            self.add_constraint(place, RequestValueRule::NotNull);
        }
    }

    fn add_choice(&mut self, value: &Value, place: &JsonPointer) {
        let has_null = value
            .as_array()
            .is_some_and(|own| own.contains(&Value::Null));
        if !has_null {
            self.add_constraint(place, RequestValueRule::NotNull);
        }
        self.add_constraint(place, RequestValueRule::Choice);
    }

    fn add_limit(
        &mut self,
        value: &Value,
        at: &JsonPointer,
        place: &JsonPointer,
        rule: fn(u64) -> RequestValueRule,
    ) {
        match (value.as_u64(), rule(0)) {
            // Nothing is shorter than that.
            (Some(0), RequestValueRule::MinLength(_) | RequestValueRule::MinItems(_)) => {}
            (Some(limit), _) => self.add_constraint(place, rule(limit)),
            (None, _) => {
                let what = format!("`{value}` is not a limit");
                self.diagnose(at, what, "write a whole number, such as `100`".to_owned());
            }
        }
    }

    fn add_pattern(&mut self, value: &Value, at: &JsonPointer, place: &JsonPointer) {
        // The validator of the whole schema stops at the first pattern that it cannot read, and does not say where it is.
        if jsonschema::options()
            .build(&json!({ "pattern": value }))
            .is_ok()
        {
            self.add_constraint(place, RequestValueRule::Form);
        } else {
            let what = format!("`{value}` is not a regular expression");
            self.diagnose(at, what, "write one of ECMA-262: `^[a-z]+$`".to_owned());
        }
    }

    fn add_format(&mut self, value: &Value, at: &JsonPointer, place: &JsonPointer) {
        let Some(format) = value.as_str() else {
            return;
        };
        if jsonschema::options().is_known_format(Draft::Draft202012, format) {
            self.add_constraint(place, RequestValueRule::Form);
        } else {
            self.diagnose_unknown_word("format", format, FORMATS, at);
        }
    }

    /// Walks through the schema that a `$ref` names.
    fn follow_reference(&mut self, value: &'s Value, at: &JsonPointer, place: &JsonPointer) {
        let Some(reference) = value.as_str() else {
            return;
        };
        let Some(fragment) = reference.strip_prefix('#') else {
            let what = format!("`{reference}` is not in this file");
            let hint = "copy that schema into `$defs` of this file, and write `#/$defs/NAME`";
            return self.diagnose(at, what, hint.to_owned());
        };
        let target = JsonPointer::try_from(fragment.to_owned()).ok();
        let Some((schema, target)) = self.document.pointer(fragment).zip(target) else {
            let what = format!("there is no schema at `{reference}`");
            let hint = self.format_unknown_reference_hint(reference);
            return self.diagnose(at, what, hint);
        };
        if self.open_references.contains(&fragment) {
            let what = format!("`{reference}` leads back to itself, endlessly");
            let hint = "write how deep a body may be: a schema for each level".to_owned();
            return self.diagnose(at, what, hint);
        }
        self.open_references.push(fragment);
        self.walk_schema(schema, &target, place);
        self.open_references.pop();
    }

    fn format_unknown_reference_hint(&self, reference: &str) -> String {
        let schemas = self.document.get("$defs").and_then(Value::as_object);
        let known: Vec<String> = schemas
            .into_iter()
            .flat_map(Map::keys)
            .map(|name| format!("#{}", JsonPointer::root().join_key("$defs").join_key(name)))
            .collect();
        match suggest_similar_word(reference, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write a schema under `$defs`, and refer to it as `#/$defs/NAME`".to_owned(),
        }
    }

    fn validate_dialect(&mut self, value: &Value, at: &JsonPointer) {
        if value.as_str() != Some(DIALECT) {
            let what = format!("`{value}` is not the dialect of a model");
            self.diagnose(at, what, format!("write `{DIALECT}`, or leave it out"));
        }
    }

    /// Records what the meta-schema finds wrong at places where the walk has found nothing.
    fn diagnose_by_meta_schema(&mut self) {
        let meta_schema = jsonschema::draft202012::meta::validator();
        for error in meta_schema.iter_errors(self.document) {
            let Ok(at) = JsonPointer::try_from(error.instance_path().as_str().to_owned()) else {
                continue;
            };
            if !self.flawed.iter().any(|flawed| flawed.is_within(&at)) {
                let hint = format!("write what JSON Schema allows at `{at}`");
                self.diagnose(&at, error.to_string(), hint);
            }
        }
    }

    fn diagnose_unusable_keyword(&mut self, keyword: &str, at: &JsonPointer) {
        let hint = match suggest_keyword(keyword) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("say it by `{}`, or leave it out", KEYWORDS.join("`, `")),
        };
        let what = format!("`{keyword}` is not a keyword that a model may have");
        self.diagnose(at, what, hint);
    }

    fn diagnose_unknown_word(&mut self, kind: &str, word: &str, choice: &[&str], at: &JsonPointer) {
        let hint = match suggest_similar_word(word, choice.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of `{}`", choice.join("`, `")),
        };
        self.diagnose(at, format!("unknown {kind} `{word}`"), hint);
    }

    fn diagnose(&mut self, at: &JsonPointer, what: String, hint: String) {
        let flaw = build_schema_diagnostic(self.page, Some(at), what).with_hint(hint);
        self.flawed.insert(at.clone());
        // A schema to which several references lead is walked through once for each.
        if !self.flaws.contains(&flaw) {
            self.flaws.push(flaw);
        }
    }
}
