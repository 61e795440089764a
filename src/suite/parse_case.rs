//! Parsing of cases.

use super::case::{Case, CaseName, CaseSendMode};
use super::parameters::{NamedTables, ParameterSet, list_parameter_sets};
use super::parse_control::parse_controls;
use super::parse_expectation::parse_expectation;
use super::parse_request::{parse_actor, parse_request, parse_request_list};
use super::request_template::RequestTemplate;
use crate::contract::Diagnostic;
use crate::contract::authored::{Span, TableReader, TomlFileReader, TomlTable, TomlValue};
use crate::exchange::Actor;

/// The cases of one combination of parameters, one for each actor, and the table that they were parsed from.
#[derive(Debug)]
pub(super) struct ParameterSetCases {
    pub(super) table: TomlTable,
    pub(super) cases: Vec<Case>,
}

/// Parses one `[[case]]` of a suite into a case for each combination of its parameters and each of its actors.
pub(super) fn parse_cases(
    file: &mut TomlFileReader,
    suite: &str,
    written: &TomlTable,
    span: &Span,
    tables: &NamedTables,
) -> Vec<ParameterSetCases> {
    let each = written.get("each").map(|(_, each)| each);
    let axes = match list_parameter_sets(each, tables) {
        Ok(axes) => axes,
        Err((what, span)) => {
            file.record_diagnostic(span, what, None);
            return Vec::new();
        }
    };
    check_id_names_parameters(file, written, &axes);
    let mut combined = Vec::new();
    for axes in axes {
        let flaws_before = file.diagnostics.len();
        match axes.substitute_in_case(written) {
            Ok(table) => {
                let made = parse_expanded_case(file, suite, &table, span);
                combined.push(ParameterSetCases { table, cases: made });
            }
            Err((what, span)) => file.record_diagnostic(span, what, None),
        }
        // The next combination would repeat the same diagnostics.
        if file.diagnostics.len() > flaws_before {
            break;
        }
    }
    combined
}

fn check_id_names_parameters(
    file: &mut TomlFileReader,
    written: &TomlTable,
    axes: &[ParameterSet],
) {
    let Some((_, id)) = written.get("id") else {
        return;
    };
    let text = id.as_text().unwrap_or_default();
    for axis in axes.first().iter().flat_map(|axes| axes.names()) {
        if !text.contains(&format!("{{{axis}}}")) {
            file.record_diagnostic(
                id.span.clone(),
                format!("the id `{text}` does not name the axis `{axis}`, so its cases would share a name"),
                Some(format!("write `{{{axis}}}` somewhere in it")),
            );
        }
    }
}

fn parse_expanded_case(
    file: &mut TomlFileReader,
    suite: &str,
    table: &TomlTable,
    span: &Span,
) -> Vec<Case> {
    let first = file.diagnostics.len();
    let mut reader = TableReader::new(&mut *file, "case".to_owned(), table.clone(), span.clone());
    let id = reader.take_required_text("id");
    if let Some((id, id_span)) = &id {
        reader.set_message_subject(format!("case `{id}`"));
        check_kebab_case(&mut reader, id, id_span);
    }
    // The parameters are expanded already. Taking the key makes it known, so that it is listed and suggested for unknown keys.
    reader.take_value("each");
    let about = reader.take_required_text("about");
    let actors = parse_actors(&mut reader);
    let expected = parse_expectation(&mut reader);
    let way = reader.take_text("defect").map(|(way, _)| way);
    let operation = reader
        .take_text("operation")
        .map(|(operation, _)| operation);
    let no_control = reader
        .take_nonblank_text("no_control")
        .map(|(reason, _)| reason);
    let controls = reader.take_value("control");
    match (&controls, table.get("no_control")) {
        (None, None) => reader.diagnose(
            span.clone(),
            "there is neither a `control` nor a `no_control` that says why",
        ),
        (Some(_), Some((span, _))) => reader.diagnose(
            span.clone(),
            "`no_control` says why there is no control, but there is one",
        ),
        (None, Some(_)) | (Some(_), None) => {}
    }
    let unchanged = parse_request_list(&mut reader, "unchanged");
    let shape = parse_send_mode(&mut reader, table);
    let bad = parse_request(&mut reader, Actor::Owner);
    reader.diagnose_unread_keys();
    let name = id.as_ref().map_or("", |(id, _)| id);
    let own = file.diagnostics.len();
    let twins = controls.as_ref().map_or_else(Vec::new, |controls| {
        let twins = parse_controls(file, name, controls, table);
        remove_duplicate_control_diagnostics(file, first, own, &controls.span);
        twins
    });
    let (Some((id, _)), Some((about, _)), Some(expected), Some(bad)) = (id, about, expected, bad)
    else {
        return Vec::new();
    };
    let several = table
        .get("as")
        .is_some_and(|(_, actors)| matches!(actors.value, TomlValue::List(_)));
    let line = file.line_number_at(span.start);
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
            bad_request: RequestTemplate {
                actor,
                ..bad.clone()
            },
            send_mode: shape.clone(),
            expectation: expected.clone(),
            controls: twins.iter().map(|twin| twin.for_actor(actor)).collect(),
            no_control: no_control.clone(),
            unchanged_reads: unchanged.clone(),
            operation: operation.clone(),
            defect: way.clone(),
        })
        .collect()
}

/// Removes the diagnostics of the controls that repeat one of the case: they come from keys that a control inherits.
fn remove_duplicate_control_diagnostics(
    file: &mut TomlFileReader,
    first: usize,
    own: usize,
    controls: &Span,
) {
    let said = |flaw: &Diagnostic| {
        let tail = flaw
            .message
            .split_once(": ")
            .map(|(_, tail)| tail.to_owned());
        (tail, flaw.span.clone())
    };
    let of_controls = file.diagnostics.split_off(own);
    let of_case: Vec<_> = file.diagnostics[first..].iter().map(said).collect();
    file.diagnostics
        .extend(of_controls.into_iter().filter(|flaw| {
            let (what, span) = said(flaw);
            !of_case.iter().any(|(other, place)| {
                *other == what && (*place == span || span.as_ref() == Some(controls))
            })
        }));
}

fn check_kebab_case(reader: &mut TableReader<'_>, id: &str, span: &Span) {
    let is_kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || !id.chars().all(is_kebab) {
        reader.diagnose(
            span.clone(),
            "an id is kebab-case: lower-case letters, digits and dashes",
        );
    }
}

/// Parses the actors that send the request; the default is the owner.
fn parse_actors(reader: &mut TableReader<'_>) -> Vec<Actor> {
    let Some(names) = reader.take_texts("as") else {
        return vec![Actor::Owner];
    };
    if names.is_empty() {
        let what = "`as` names no actor: write `anonymous`, `owner`, `stranger` or a list of them";
        reader.diagnose(reader.span(), what);
    }
    names
        .into_iter()
        .filter_map(|(text, span)| parse_actor(reader, &text, span))
        .collect()
}

fn parse_send_mode(reader: &mut TableReader<'_>, table: &TomlTable) -> CaseSendMode {
    let burst = reader.take_text("burst");
    let others = parse_request_list(reader, "others");
    match (burst, table.get("others")) {
        (Some((scope, _)), _) => CaseSendMode::Burst {
            scope,
            other_scope_requests: others,
        },
        (None, Some((span, _))) => {
            reader.diagnose(
                span.clone(),
                "`others` goes with a `burst`, and there is none",
            );
            CaseSendMode::Single
        }
        (None, None) => CaseSendMode::Single,
    }
}

#[cfg(test)]
#[path = "parse_case_tests.rs"]
mod tests;
