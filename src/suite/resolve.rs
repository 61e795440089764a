//! Resolution of the names in a case: finds its operation, and reports names that the contract and the fixtures do not have.

use std::collections::{BTreeSet, HashSet};

use super::case::{Case, CaseSendMode};
use super::find_span::{find_matching_text_span, find_name_usage_span, find_text_span_in_value};
use super::fixture_spec::RestoredObjectSpec;
use super::json_template::JsonTemplate;
use super::parse_fixtures::ParsedFixtures;
use super::request_template::RequestTemplate;
use crate::contract::authored::{Span, TomlFileReader, TomlTable};
use crate::contract::{Contract, suggest_similar_word};

/// A resolver for the cases of one `[[case]]`. A mistake that several of them share is reported once.
#[derive(Debug)]
pub(super) struct CaseReferenceChecker<'a> {
    contract: &'a Contract,
    fixtures: &'a ParsedFixtures,
    reported: HashSet<(usize, String)>,
}

/// A name that a case uses and that does not exist.
struct UnknownNameMistake {
    span: Option<Span>,
    what: String,
    hint: Option<String>,
}

impl UnknownNameMistake {
    fn new(span: Option<Span>, what: String) -> Self {
        Self {
            span,
            what,
            hint: None,
        }
    }

    fn with_suggestion<'c>(self, word: &'c str, choice: impl IntoIterator<Item = &'c str>) -> Self {
        let hint = suggest_similar_word(word, choice).map(|near| format!("did you mean `{near}`?"));
        Self { hint, ..self }
    }

    fn with_fallback_hint(self, hint: impl Into<String>) -> Self {
        let hint = self.hint.or_else(|| Some(hint.into()));
        Self { hint, ..self }
    }
}

impl<'a> CaseReferenceChecker<'a> {
    pub(super) fn new(contract: &'a Contract, fixtures: &'a ParsedFixtures) -> Self {
        Self {
            contract,
            fixtures,
            reported: HashSet::new(),
        }
    }

    /// Finds the operation of a case, and reports the names in it that do not exist.
    pub(super) fn resolve_case_references(
        &mut self,
        file: &mut TomlFileReader,
        case: &mut Case,
        table: &TomlTable,
        span: &Span,
    ) {
        if case.operation.is_none() {
            let found = self.contract.operations.find_operation_for_request(
                &case.bad_request.method,
                &case.bad_request.target.to_sample_text(),
            );
            case.operation = found.map(|operation| operation.id.clone());
        }
        let mut strays = Vec::new();
        if self.fixtures.is_complete {
            strays.extend(self.find_unresolved_names(case, table));
            strays.extend(self.find_condition_mistakes(case, table));
        }
        strays.extend(self.find_unresolved_operation(case, table));
        strays.extend(self.find_unresolved_defect(case, table));
        strays.extend(self.find_unresolved_scope(case, table));
        strays.extend(self.find_unresolved_rows(case, table));
        for stray in strays {
            let span = stray.span.unwrap_or_else(|| span.clone());
            if self.reported.insert((span.start, stray.what.clone())) {
                let what = format!("case `{}`: {}", case.name.name_in_suite(), stray.what);
                file.record_diagnostic(span, what, stray.hint);
            }
        }
    }

    fn find_unresolved_names(&self, case: &Case, table: &TomlTable) -> Vec<UnknownNameMistake> {
        let all = self.fixtures.available_names();
        let mut names: BTreeSet<String> = case
            .all_requests()
            .flat_map(RequestTemplate::template_names)
            .collect();
        for (_, template) in &case.expectation.placeholder_values {
            template.collect_names(&mut names);
        }
        names
            .into_iter()
            .filter(|name| !all.contains(name))
            .map(|name| {
                let stray = UnknownNameMistake::new(
                    find_name_usage_span(table, &name),
                    format!("`{{{name}}}` is not among the fixtures"),
                )
                .with_suggestion(&name, all.iter().map(String::as_str));
                let below: Vec<&str> = all
                    .iter()
                    .filter(|one| one.starts_with(&format!("{name}.")))
                    .map(String::as_str)
                    .collect();
                match below.first() {
                    Some(first) => {
                        stray.with_fallback_hint(format!("name what it captured: `{{{first}}}`"))
                    }
                    None => stray,
                }
            })
            .collect()
    }

    fn find_condition_mistakes(&self, case: &Case, table: &TomlTable) -> Vec<UnknownNameMistake> {
        let kept = &self.fixtures.specs.restored;
        let mut strays = Vec::new();
        for condition in case.all_requests().flat_map(|ask| &ask.conditions) {
            let name = &condition.object;
            match self.fixtures.specs.find_restored_object(name) {
                None => strays.push(
                    UnknownNameMistake::new(
                        find_matching_text_span(table, &|text| text == name),
                        format!("`while.{name}` names no restored object"),
                    )
                    .with_suggestion(name, kept.iter().map(|spec| spec.name.as_str())),
                ),
                Some(spec) => strays.extend(find_unrestored_keys(spec, &condition.state, table)),
            }
        }
        strays
    }

    fn find_unresolved_operation(
        &self,
        case: &Case,
        table: &TomlTable,
    ) -> Option<UnknownNameMistake> {
        let operations = &self.contract.operations;
        let Some(id) = &case.operation else {
            return self.find_missing_operation(case, table);
        };
        operations.find_operation(id).is_none().then(|| {
            let ids = operations.operations().iter();
            UnknownNameMistake::new(
                find_text_span_in_value(table, "operation", &|text| text == id),
                format!("there is no operation `{id}`"),
            )
            .with_suggestion(id, ids.map(|operation| operation.id.as_str()))
        })
    }

    /// Reports a request that belongs to no operation, though its defect is one that operations have: its path or method is mistyped, and any server
    /// would refuse it.
    fn find_missing_operation(&self, case: &Case, table: &TomlTable) -> Option<UnknownNameMistake> {
        let defect = case.defect.as_ref()?;
        let mut operations = self.contract.operations.operations().iter();
        operations.any(|own| own.defects.contains(defect)).then(|| {
            let request = &case.bad_request;
            let target = request.target.to_sample_text();
            UnknownNameMistake::new(
                find_text_span_in_value(table, "request", &|_| true),
                format!("no operation has `{} {target}`", request.method),
            )
            .with_fallback_hint(
                "correct the request, or name its operation with `operation`".to_owned(),
            )
        })
    }

    fn find_unresolved_defect(&self, case: &Case, table: &TomlTable) -> Option<UnknownNameMistake> {
        let way = case.defect.as_ref()?;
        let ways = self.contract.operations.defects().iter();
        let ways: Vec<&str> = ways.map(|way| way.id.as_str()).collect();
        (!ways.contains(&way.as_str())).then(|| {
            UnknownNameMistake::new(
                find_text_span_in_value(table, "defect", &|text| text == way),
                format!("there is no defect `{way}`"),
            )
            .with_suggestion(way, ways.iter().copied())
        })
    }

    fn find_unresolved_scope(&self, case: &Case, table: &TomlTable) -> Option<UnknownNameMistake> {
        let CaseSendMode::Burst { scope, .. } = &case.send_mode else {
            return None;
        };
        let scopes = self
            .contract
            .limits
            .iter()
            .flat_map(|limits| &limits.scopes);
        let scopes: Vec<&str> = scopes.map(|scope| scope.name.as_str()).collect();
        (!scopes.contains(&scope.as_str())).then(|| {
            UnknownNameMistake::new(
                find_text_span_in_value(table, "burst", &|text| text == scope),
                format!("there is no scope `{scope}`"),
            )
            .with_suggestion(scope, scopes.iter().copied())
            .with_fallback_hint(match scopes.as_slice() {
                [] => "the contract has no rate limits".to_owned(),
                scopes => format!("write one of `{}`", scopes.join("`, `")),
            })
        })
    }

    fn find_unresolved_rows(&self, case: &Case, table: &TomlTable) -> Vec<UnknownNameMistake> {
        let expected = case.expected_row();
        let of_edition: Vec<String> = self
            .contract
            .table
            .rows()
            .iter()
            .map(|row| row.id().to_string())
            .collect();
        let rows = case.expectation.outcome.named_rows();
        rows.filter(|row| !self.contract.has_row_in_any_edition(*row))
            .map(|row| {
                let name = row.to_string();
                let (key, other) = if expected == Some(row) {
                    ("expect", None)
                } else {
                    ("accept", Some("served"))
                };
                UnknownNameMistake::new(
                    find_text_span_in_value(table, key, &|text| text == name),
                    format!("no edition of the table has a row `{name}`"),
                )
                .with_suggestion(&name, of_edition.iter().map(String::as_str).chain(other))
            })
            .collect()
    }
}

/// Lists the keys that a condition sets on a restored object and that would not be restored.
fn find_unrestored_keys(
    spec: &RestoredObjectSpec,
    holds: &JsonTemplate,
    table: &TomlTable,
) -> Vec<UnknownNameMistake> {
    let entries = match holds {
        JsonTemplate::Object(entries) => entries.as_slice(),
        JsonTemplate::Scalar(_) | JsonTemplate::Text(_) | JsonTemplate::List(_) => &[],
    };
    entries
        .iter()
        .filter(|(key, _)| key.names().next().is_none())
        .map(|(key, _)| key.to_sample_text())
        .filter(|key| !spec.restored_keys.contains(key))
        .map(|key| {
            UnknownNameMistake::new(
                find_matching_text_span(table, &|text| text == key),
                format!(
                    "`while.{}` sets `{key}`, which is not among the `keys` that are restored",
                    spec.name
                ),
            )
            .with_suggestion(&key, spec.restored_keys.iter().map(String::as_str))
        })
        .collect()
}
