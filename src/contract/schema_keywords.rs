//! The words of JSON Schema that a model may have, and those that it may not.

use super::suggest_similar_word;

/// The keywords that set constraints, or lead to schemas that do.
pub(super) const KEYWORDS: &[&str] = &[
    "type",
    "enum",
    "maxLength",
    "minLength",
    "minItems",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "required",
    "properties",
    "items",
    "allOf",
    "$ref",
    "$defs",
    "$schema",
];

/// The keywords that describe a schema and constrain nothing.
pub(super) const ANNOTATIONS: &[&str] = &[
    "title",
    "description",
    "$comment",
    "default",
    "examples",
    "deprecated",
];

/// The other keywords of the dialect: none of them is a misspelt one.
const OTHER_KEYWORDS: &[&str] = &[
    "$anchor",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$vocabulary",
    "additionalProperties",
    "anyOf",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "if",
    "maxContains",
    "maxItems",
    "maxProperties",
    "minContains",
    "minProperties",
    "multipleOf",
    "not",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "readOnly",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "writeOnly",
];

/// The JSON types that together are all but null.
pub(super) const TYPES_BESIDE_NULL: &[&str] = &["array", "boolean", "number", "object", "string"];

/// The JSON types.
pub(super) const TYPES: &[&str] = &[
    "array", "boolean", "integer", "null", "number", "object", "string",
];

/// The formats that are suggested; the validator knows some more.
pub(super) const FORMATS: &[&str] = &[
    "date",
    "date-time",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "json-pointer",
    "regex",
    "time",
    "uri",
    "uri-reference",
    "uuid",
];

/// Returns the keyword of a model that is closest to a misspelt one; a keyword of JSON Schema that a model may not have is not misspelt.
pub(super) fn suggest_keyword(keyword: &str) -> Option<&'static str> {
    if OTHER_KEYWORDS.contains(&keyword) {
        return None;
    }
    suggest_similar_word(keyword, KEYWORDS.iter().chain(ANNOTATIONS).copied())
}

#[cfg(test)]
mod tests {
    use super::{ANNOTATIONS, KEYWORDS, OTHER_KEYWORDS, suggest_keyword};

    #[test]
    fn a_misspelt_keyword_is_close_to_the_right_one() {
        assert_eq!(suggest_keyword("minLenght"), Some("minLength"));
        assert_eq!(suggest_keyword("titel"), Some("title"));
        assert_eq!(suggest_keyword("colour"), None);
    }

    #[test]
    fn a_keyword_of_json_schema_is_not_taken_for_a_misspelt_one() {
        assert_eq!(suggest_keyword("maxItems"), None);
    }

    #[test]
    fn no_keyword_is_both_allowed_and_not() {
        for keyword in OTHER_KEYWORDS {
            assert!(!KEYWORDS.contains(keyword), "{keyword}");
            assert!(!ANNOTATIONS.contains(keyword), "{keyword}");
        }
    }
}
