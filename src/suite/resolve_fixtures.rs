//! Resolution of the names in fixtures: every name that a fixture uses must exist.

use std::collections::HashMap;

use super::find_span::{find_matching_text_span, find_name_usage_span, find_text_span_in_value};
use super::fixture_spec::FixtureSpecs;
use super::parse_fixtures::ParsedFixtures;
use crate::contract::authored::{Span, TomlFileReader, TomlTable};
use crate::contract::suggest_similar_word;

/// Names that have a meaning of their own in templates.
const RESERVED_NAMES: &[&str] = &["value", "unknown", "run", "null", "true", "false"];

/// Reports the names in fixtures that do not exist, and the names that have two meanings.
pub(super) fn check_fixture_references(file: &mut TomlFileReader, read: &ParsedFixtures) {
    check_fixture_names(file, read);
    if !read.is_complete {
        return;
    }
    let all = read.available_names();
    for (name, used) in list_names_used_by_fixtures(&read.specs) {
        if all.contains(&used) {
            continue;
        }
        let span = find_span_in_fixture(read, &name, |table| find_name_usage_span(table, &used));
        let hint = suggest_similar_word(&used, all.iter().map(String::as_str));
        file.record_diagnostic(
            span,
            format!("fixture `{name}`: `{{{used}}}` is not among the fixtures"),
            hint.map(|near| format!("did you mean `{near}`?")),
        );
    }
    let made = || read.specs.created.iter().map(|spec| spec.name.as_str());
    for spec in &read.specs.created {
        for before in spec
            .depends_on
            .iter()
            .filter(|name| read.specs.find_created_resource(name).is_none())
        {
            let span = find_span_in_fixture(read, &spec.name, |table| {
                find_text_span_in_value(table, "after", &|text| text == before.as_str())
            });
            file.record_diagnostic(
                span,
                format!(
                    "fixture `{}`: `after` names no fixture `{before}`",
                    spec.name
                ),
                suggest_similar_word(before, made()).map(|near| format!("did you mean `{near}`?")),
            );
        }
    }
}

/// Lists each fixture with each of the names that its templates use.
fn list_names_used_by_fixtures(specs: &FixtureSpecs) -> Vec<(String, String)> {
    let made = specs.created.iter().map(|spec| {
        let mut names = spec.create_request.referenced_names();
        if let Some((_, target)) = &spec.undo_request {
            target.collect_names(&mut names);
        }
        (&spec.name, names)
    });
    let kept = specs
        .restored
        .iter()
        .map(|spec| (&spec.name, spec.required_names()));
    made.chain(kept)
        .flat_map(|(name, names)| names.into_iter().map(|used| (name.clone(), used)))
        .collect()
}

/// Checks that no created resource has the name of a restored object, and that none has a reserved name.
fn check_fixture_names(file: &mut TomlFileReader, read: &ParsedFixtures) {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let made = read
        .specs
        .created
        .iter()
        .map(|spec| (&spec.name, "fixture"));
    let kept = read
        .specs
        .restored
        .iter()
        .map(|spec| (&spec.name, "restored object"));
    let mut flaws: Vec<(Span, String)> = Vec::new();
    for (name, kind) in made.chain(kept) {
        let places = || {
            read.spec_tables
                .iter()
                .filter_map(|table| find_name_declaration_span(table, name))
        };
        if RESERVED_NAMES.contains(&name.as_str()) {
            let span = places().next().unwrap_or(0..0);
            flaws.push((
                span,
                format!("{kind} `{name}`: templates use this name for something else"),
            ));
        }
        // Two fixtures of one kind with the same name are reported where they are parsed.
        if let Some(other) = seen.insert(name, kind)
            && other != kind
        {
            let span = places().next_back().unwrap_or(0..0);
            flaws.push((
                span,
                format!("{kind} `{name}`: there is a {other} of this name"),
            ));
        }
    }
    for (span, what) in flaws {
        file.record_diagnostic(span, what, Some("give it another name".to_owned()));
    }
}

fn find_name_declaration_span(table: &TomlTable, name: &str) -> Option<Span> {
    let (_, node) = table.get("name")?;
    (node.as_text() == Some(name)).then(|| node.span.clone())
}

fn find_span_in_fixture(
    read: &ParsedFixtures,
    name: &str,
    within: impl Fn(&TomlTable) -> Option<Span>,
) -> Span {
    read.spec_tables
        .iter()
        .filter(|table| find_name_declaration_span(table, name).is_some())
        .find_map(|table| {
            within(table).or_else(|| find_matching_text_span(table, &|text| text == name))
        })
        .unwrap_or(0..0)
}
