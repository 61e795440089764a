//! Resolution of the names in a case: finds its operation, and reports names that the contract and the fixtures do not have.

use std::collections::{BTreeSet, HashSet};

use super::ask::Ask;
use super::case::{Case, Shape};
use super::fixture_spec::KeptSpec;
use super::json::JsonTemplate;
use super::locate::{template_with, text_that, value_of};
use super::parse_fixtures::Fixtures;
use crate::check::Answer;
use crate::contract::authored::{File, Span, Table};
use crate::contract::{Contract, RowName, suggest};

/// A resolver for the cases of one `[[case]]`. A mistake that several of them share is reported once.
#[derive(Debug)]
pub(super) struct Settling<'a> {
    contract: &'a Contract,
    fixtures: &'a Fixtures,
    told: HashSet<(usize, String)>,
}

/// A name that a case uses and that does not exist.
struct Stray {
    span: Option<Span>,
    what: String,
    hint: Option<String>,
}

impl Stray {
    fn new(span: Option<Span>, what: String) -> Self {
        Self {
            span,
            what,
            hint: None,
        }
    }

    fn near<'c>(self, word: &'c str, choice: impl IntoIterator<Item = &'c str>) -> Self {
        let hint = suggest(word, choice).map(|near| format!("did you mean `{near}`?"));
        Self { hint, ..self }
    }

    fn hint(self, hint: impl Into<String>) -> Self {
        let hint = self.hint.or_else(|| Some(hint.into()));
        Self { hint, ..self }
    }
}

impl<'a> Settling<'a> {
    pub(super) fn new(contract: &'a Contract, fixtures: &'a Fixtures) -> Self {
        Self {
            contract,
            fixtures,
            told: HashSet::new(),
        }
    }

    /// Finds the operation of a case, and reports the names in it that do not exist.
    pub(super) fn settle(&mut self, file: &mut File, case: &mut Case, table: &Table, span: &Span) {
        if case.operation.is_none() {
            let found = self
                .contract
                .operations
                .find(&case.bad.method, &case.bad.target.outline());
            case.operation = found.map(|operation| operation.id.clone());
        }
        let mut strays = Vec::new();
        if self.fixtures.is_whole {
            strays.extend(self.names(case, table));
            strays.extend(self.conditions(case, table));
        }
        strays.extend(self.operation(case, table));
        strays.extend(self.way(case, table));
        strays.extend(self.scope(case, table));
        strays.extend(self.rows(case, table));
        for stray in strays {
            let span = stray.span.unwrap_or_else(|| span.clone());
            if self.told.insert((span.start, stray.what.clone())) {
                let what = format!("case `{}`: {}", case.name.leaf(), stray.what);
                file.flaw(span, what, stray.hint);
            }
        }
    }

    fn names(&self, case: &Case, table: &Table) -> Vec<Stray> {
        let specs = &self.fixtures.specs;
        let all = specs.all_names();
        let mut names: BTreeSet<String> = case.asks().flat_map(Ask::template_names).collect();
        for (_, template) in &case.expected.fill {
            template.collect_names(&mut names);
        }
        names
            .into_iter()
            .filter(|name| !all.contains(name))
            .map(|name| {
                let stray = Stray::new(
                    template_with(table, &name),
                    format!("`{{{name}}}` is not among the fixtures"),
                )
                .near(&name, all.iter().map(String::as_str));
                let below: Vec<&str> = all
                    .iter()
                    .filter(|one| one.starts_with(&format!("{name}.")))
                    .map(String::as_str)
                    .collect();
                match below.first() {
                    Some(first) => stray.hint(format!("name what it captured: `{{{first}}}`")),
                    None => stray,
                }
            })
            .collect()
    }

    fn conditions(&self, case: &Case, table: &Table) -> Vec<Stray> {
        let kept = &self.fixtures.specs.kept;
        let mut strays = Vec::new();
        for condition in case.asks().flat_map(|ask| &ask.conditions) {
            let name = &condition.kept;
            match self.fixtures.specs.kept(name) {
                None => strays.push(
                    Stray::new(
                        text_that(table, &|text| text == name),
                        format!("`while.{name}` names no restored object"),
                    )
                    .near(name, kept.iter().map(|spec| spec.name.as_str())),
                ),
                Some(spec) => strays.extend(keys_not_put_back(spec, &condition.holds, table)),
            }
        }
        strays
    }

    fn operation(&self, case: &Case, table: &Table) -> Option<Stray> {
        let id = case.operation.as_ref()?;
        let operations = &self.contract.operations;
        operations.get(id).is_none().then(|| {
            let ids = operations.operations().iter();
            Stray::new(
                value_of(table, "operation", &|text| text == id),
                format!("there is no operation `{id}`"),
            )
            .near(id, ids.map(|operation| operation.id.as_str()))
        })
    }

    fn way(&self, case: &Case, table: &Table) -> Option<Stray> {
        let way = case.way.as_ref()?;
        let ways = self.contract.operations.ways().iter();
        let ways: Vec<&str> = ways.map(|way| way.id.as_str()).collect();
        (!ways.contains(&way.as_str())).then(|| {
            Stray::new(
                value_of(table, "defect", &|text| text == way),
                format!("there is no defect `{way}`"),
            )
            .near(way, ways.iter().copied())
        })
    }

    fn scope(&self, case: &Case, table: &Table) -> Option<Stray> {
        let Shape::Burst { scope, .. } = &case.shape else {
            return None;
        };
        let scopes = self
            .contract
            .limits
            .iter()
            .flat_map(|limits| &limits.scopes);
        let scopes: Vec<&str> = scopes.map(|scope| scope.name.as_str()).collect();
        (!scopes.contains(&scope.as_str())).then(|| {
            Stray::new(
                value_of(table, "burst", &|text| text == scope),
                format!("there is no scope `{scope}`"),
            )
            .near(scope, scopes.iter().copied())
            .hint(match scopes.as_slice() {
                [] => "the contract has no rate limits".to_owned(),
                scopes => format!("write one of `{}`", scopes.join("`, `")),
            })
        })
    }

    fn rows(&self, case: &Case, table: &Table) -> Vec<Stray> {
        let rows: Vec<(&str, RowName)> = match &case.expected.answer {
            Answer::Row { expected, accepted } => std::iter::once(("expect", *expected))
                .chain(accepted.iter().map(|row| ("accept", *row)))
                .collect(),
            Answer::Refusal | Answer::AnyRow => Vec::new(),
        };
        let of_edition: Vec<String> = self
            .contract
            .table
            .rows()
            .iter()
            .map(|row| row.name().to_string())
            .collect();
        rows.into_iter()
            .filter(|(_, row)| !self.contract.knows(*row))
            .map(|(key, row)| {
                let name = row.to_string();
                Stray::new(
                    value_of(table, key, &|text| text == name),
                    format!("no edition of the table has a row `{name}`"),
                )
                .near(&name, of_edition.iter().map(String::as_str))
            })
            .collect()
    }
}

/// Lists the keys that a condition sets on a restored object and that would not be restored.
fn keys_not_put_back(spec: &KeptSpec, holds: &JsonTemplate, table: &Table) -> Vec<Stray> {
    let entries = match holds {
        JsonTemplate::Object(entries) => entries.as_slice(),
        JsonTemplate::Scalar(_) | JsonTemplate::Text(_) | JsonTemplate::List(_) => &[],
    };
    entries
        .iter()
        .filter(|(key, _)| key.names().next().is_none())
        .map(|(key, _)| key.outline())
        .filter(|key| !spec.keys.contains(key))
        .map(|key| {
            Stray::new(
                text_that(table, &|text| text == key),
                format!(
                    "`while.{}` sets `{key}`, which is not among the `keys` that are put back",
                    spec.name
                ),
            )
            .near(&key, spec.keys.iter().map(String::as_str))
        })
        .collect()
}
