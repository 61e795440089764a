//! Resolution of the names in fixtures: every name that a fixture uses must exist.

use std::collections::HashMap;

use super::fixture_spec::FixtureSpecs;
use super::locate::{template_with, text_that, value_of};
use super::parse_fixtures::Fixtures;
use crate::contract::authored::{File, Span, Table};
use crate::contract::suggest;

/// Names that have a meaning of their own in templates.
const RESERVED: &[&str] = &["value", "unknown", "run", "null", "true", "false"];

/// Reports the names in fixtures that do not exist, and the names that have two meanings.
pub(super) fn settle_fixtures(file: &mut File, read: &Fixtures) {
    check_names(file, read);
    if !read.is_whole {
        return;
    }
    let all = read.specs.all_names();
    for (name, used) in used_names(&read.specs) {
        if all.contains(&used) {
            continue;
        }
        let span = place(read, &name, |table| template_with(table, &used));
        let hint = suggest(&used, all.iter().map(String::as_str));
        file.flaw(
            span,
            format!("fixture `{name}`: `{{{used}}}` is not among the fixtures"),
            hint.map(|near| format!("did you mean `{near}`?")),
        );
    }
    let made = || read.specs.made.iter().map(|spec| spec.name.as_str());
    for spec in &read.specs.made {
        for before in spec
            .after
            .iter()
            .filter(|name| read.specs.made(name).is_none())
        {
            let span = place(read, &spec.name, |table| {
                value_of(table, "after", &|text| text == before.as_str())
            });
            file.flaw(
                span,
                format!(
                    "fixture `{}`: `after` names no fixture `{before}`",
                    spec.name
                ),
                suggest(before, made()).map(|near| format!("did you mean `{near}`?")),
            );
        }
    }
}

/// Lists each fixture with each of the names that its templates use.
fn used_names(specs: &FixtureSpecs) -> Vec<(String, String)> {
    let made = specs.made.iter().map(|spec| {
        let mut names = spec.make.names();
        if let Some((_, target)) = &spec.undo {
            target.collect_names(&mut names);
        }
        (&spec.name, names)
    });
    let kept = specs.kept.iter().map(|spec| (&spec.name, spec.needs()));
    made.chain(kept)
        .flat_map(|(name, names)| names.into_iter().map(|used| (name.clone(), used)))
        .collect()
}

/// Checks that no created resource has the name of a restored object, and that none has a reserved name.
fn check_names(file: &mut File, read: &Fixtures) {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let made = read.specs.made.iter().map(|spec| (&spec.name, "fixture"));
    let kept = read
        .specs
        .kept
        .iter()
        .map(|spec| (&spec.name, "restored object"));
    let mut flaws: Vec<(Span, String)> = Vec::new();
    for (name, kind) in made.chain(kept) {
        let places = || read.written.iter().filter_map(|table| name_of(table, name));
        if RESERVED.contains(&name.as_str()) {
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
        file.flaw(span, what, Some("give it another name".to_owned()));
    }
}

fn name_of(table: &Table, name: &str) -> Option<Span> {
    let (_, node) = table.get("name")?;
    (node.text() == Some(name)).then(|| node.span.clone())
}

fn place(read: &Fixtures, name: &str, within: impl Fn(&Table) -> Option<Span>) -> Span {
    read.written
        .iter()
        .filter(|table| name_of(table, name).is_some())
        .find_map(|table| within(table).or_else(|| text_that(table, &|text| text == name)))
        .unwrap_or(0..0)
}
