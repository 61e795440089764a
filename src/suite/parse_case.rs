//! Parsing of cases.

use super::ask::Ask;
use super::axes::{Axes, Tables, combinations};
use super::case::{Case, CaseName, Shape};
use super::parse_ask::{actor, ask, reads};
use super::parse_control::twins;
use super::parse_expected::expected;
use crate::contract::Flaw;
use crate::contract::authored::{File, Kind, Reader, Span, Table};
use crate::exchange::Actor;

/// The cases of one combination of parameters, one for each actor, and the table that they were parsed from.
#[derive(Debug)]
pub(super) struct Combination {
    pub(super) table: Table,
    pub(super) cases: Vec<Case>,
}

/// Parses one `[[case]]` of a suite into a case for each combination of its parameters and each of its actors.
pub(super) fn cases(
    file: &mut File,
    suite: &str,
    written: &Table,
    span: &Span,
    tables: &Tables,
) -> Vec<Combination> {
    let each = written.get("each").map(|(_, each)| each);
    let axes = match combinations(each, tables) {
        Ok(axes) => axes,
        Err((what, span)) => {
            file.flaw(span, what, None);
            return Vec::new();
        }
    };
    check_id_names_axes(file, written, &axes);
    let mut combined = Vec::new();
    for axes in axes {
        let flaws_before = file.flaws.len();
        match axes.apply_to_case(written) {
            Ok(table) => {
                let made = one_combination(file, suite, &table, span);
                combined.push(Combination { table, cases: made });
            }
            Err((what, span)) => file.flaw(span, what, None),
        }
        // The next combination would repeat the same diagnostics.
        if file.flaws.len() > flaws_before {
            break;
        }
    }
    combined
}

fn check_id_names_axes(file: &mut File, written: &Table, axes: &[Axes]) {
    let Some((_, id)) = written.get("id") else {
        return;
    };
    let text = id.text().unwrap_or_default();
    for axis in axes.first().iter().flat_map(|axes| axes.names()) {
        if !text.contains(&format!("{{{axis}}}")) {
            file.flaw(
                id.span.clone(),
                format!("the id `{text}` does not name the axis `{axis}`, so its cases would share a name"),
                Some(format!("write `{{{axis}}}` somewhere in it")),
            );
        }
    }
}

fn one_combination(file: &mut File, suite: &str, table: &Table, span: &Span) -> Vec<Case> {
    let first = file.flaws.len();
    let mut reader = Reader::new(&mut *file, "case".to_owned(), table.clone(), span.clone());
    let id = reader.required_text("id");
    if let Some((id, id_span)) = &id {
        reader.rename(format!("case `{id}`"));
        check_is_kebab(&mut reader, id, id_span);
    }
    // The parameters are expanded already. Taking the key makes it known, so that it is listed and suggested for unknown keys.
    reader.take("each");
    let about = reader.required_text("about");
    let actors = actors(&mut reader);
    let expected = expected(&mut reader);
    let way = reader.text("defect").map(|(way, _)| way);
    let operation = reader.text("operation").map(|(operation, _)| operation);
    let no_control = reader.filled_text("no_control").map(|(reason, _)| reason);
    let controls = reader.take("control");
    match (&controls, table.get("no_control")) {
        (None, None) => reader.flaw(
            span.clone(),
            "there is neither a `control` nor a `no_control` that says why",
        ),
        (Some(_), Some((span, _))) => reader.flaw(
            span.clone(),
            "`no_control` says why there is no control, and there is one",
        ),
        (None, Some(_)) | (Some(_), None) => {}
    }
    let unchanged = reads(&mut reader, "unchanged");
    let shape = shape(&mut reader, table);
    let bad = ask(&mut reader, Actor::Owner);
    reader.finish();
    let name = id.as_ref().map_or("", |(id, _)| id);
    let own = file.flaws.len();
    let twins = controls.as_ref().map_or_else(Vec::new, |controls| {
        let twins = twins(file, name, controls, table);
        forget_inherited(file, first, own, &controls.span);
        twins
    });
    let (Some((id, _)), Some((about, _)), Some(expected), Some(bad)) = (id, about, expected, bad)
    else {
        return Vec::new();
    };
    let several = table
        .get("as")
        .is_some_and(|(_, actors)| matches!(actors.kind, Kind::List(_)));
    let line = file.line(span);
    actors
        .into_iter()
        .map(|actor| Case {
            name: CaseName {
                suite: suite.to_owned(),
                id: id.clone(),
                actor: several.then_some(actor),
            },
            about: about.clone(),
            file: file.page.name.clone(),
            line,
            bad: Ask {
                actor,
                ..bad.clone()
            },
            shape: shape.clone(),
            expected: expected.clone(),
            controls: twins.iter().map(|twin| twin.of(actor)).collect(),
            no_control: no_control.clone(),
            unchanged: unchanged.clone(),
            operation: operation.clone(),
            way: way.clone(),
        })
        .collect()
}

/// Removes the diagnostics of the controls that repeat one of the case: they come from keys that a control inherits.
fn forget_inherited(file: &mut File, first: usize, own: usize, controls: &Span) {
    let said = |flaw: &Flaw| {
        let tail = flaw.what.split_once(": ").map(|(_, tail)| tail.to_owned());
        (tail, flaw.span.clone())
    };
    let of_controls = file.flaws.split_off(own);
    let of_case: Vec<_> = file.flaws[first..].iter().map(said).collect();
    file.flaws.extend(of_controls.into_iter().filter(|flaw| {
        let (what, span) = said(flaw);
        !of_case.iter().any(|(other, place)| {
            *other == what && (*place == span || span.as_ref() == Some(controls))
        })
    }));
}

fn check_is_kebab(reader: &mut Reader<'_>, id: &str, span: &Span) {
    let is_kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || !id.chars().all(is_kebab) {
        reader.flaw(
            span.clone(),
            "an id is kebab-case: lower-case letters, digits and dashes",
        );
    }
}

/// Parses the actors that send the request; the default is the owner.
fn actors(reader: &mut Reader<'_>) -> Vec<Actor> {
    let Some(names) = reader.texts("as") else {
        return vec![Actor::Owner];
    };
    if names.is_empty() {
        let what = "`as` names nobody: write `anonymous`, `owner`, `stranger` or a list of them";
        reader.flaw(reader.span(), what);
    }
    names
        .into_iter()
        .filter_map(|(text, span)| actor(reader, &text, span))
        .collect()
}

fn shape(reader: &mut Reader<'_>, table: &Table) -> Shape {
    let burst = reader.text("burst");
    let others = reads(reader, "others");
    match (burst, table.get("others")) {
        (Some((scope, _)), _) => Shape::Burst { scope, others },
        (None, Some((span, _))) => {
            reader.flaw(
                span.clone(),
                "`others` goes with a `burst`, and there is none",
            );
            Shape::Single
        }
        (None, None) => Shape::Single,
    }
}

#[cfg(test)]
#[path = "parse_case_tests.rs"]
mod tests;
