//! The context of a judgement: the parts of a contract that the checks need, and the options of the run.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{
    BodySchema, Contract, ErrorModel, Level, RateLimits, RequirementId, Row, RowName, SchemaFailure,
};

/// The parts of a contract that responses are judged by.
///
/// It is borrowed from a contract once and passed to every check of a run. It holds no network and no clock: the times that a check
/// needs are part of the exchange.
#[derive(Clone, Debug)]
pub struct Rules<'a> {
    /// The rows of every edition. A response that only another edition documents counts as documented.
    pub rows: &'a [Row],
    /// The meaning of the keys of an error body.
    pub model: &'a ErrorModel,
    /// The rate limits; `None` if the contract has none, and then none is checked.
    pub limits: Option<&'a RateLimits>,
    /// The level of each requirement. A requirement that is not listed is not checked.
    pub levels: Levels,
    /// The validator of an error body.
    pub body: &'a dyn BodyRules,
    /// The options of this run.
    pub terms: Terms,
}

impl<'a> Rules<'a> {
    /// Creates the rules of a contract.
    #[must_use]
    pub fn of(contract: &'a Contract, terms: Terms) -> Self {
        let requirements = contract.requirements.all().iter();
        Self {
            rows: contract.documented.rows(),
            model: &contract.model,
            limits: contract.limits.as_ref(),
            levels: requirements
                .map(|requirement| (requirement.id, requirement.level))
                .collect(),
            body: &contract.body,
            terms,
        }
    }

    /// Returns the row with exactly this code and status code.
    #[must_use]
    pub fn pair(&self, code: i64, status: u16) -> Option<&'a Row> {
        self.rows
            .iter()
            .find(|row| row.code == code && row.status == status)
    }

    /// Returns the row of this name.
    #[must_use]
    pub fn row(&self, name: RowName) -> Option<&'a Row> {
        self.rows.iter().find(|row| row.name() == name)
    }
}

/// The level of each requirement of a contract.
///
/// ```
/// use badreq::check::Levels;
/// use badreq::contract::{Level, RequirementId};
///
/// let levels: Levels = [(RequirementId::RowExpected, Level::Must)].into_iter().collect();
/// assert_eq!(levels.of(RequirementId::RowExpected), Some(Level::Must));
/// assert_eq!(levels.of(RequirementId::MessageText), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<RequirementId, Level>);

impl Levels {
    /// Returns the level of this requirement; `None` if the contract does not list it.
    #[must_use]
    pub fn of(&self, requirement: RequirementId) -> Option<Level> {
        self.0.get(&requirement).copied()
    }
}

impl FromIterator<(RequirementId, Level)> for Levels {
    fn from_iter<I: IntoIterator<Item = (RequirementId, Level)>>(levels: I) -> Self {
        Self(levels.into_iter().collect())
    }
}

/// The options of a judgement that the contract leaves to the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The greatest accepted difference between the clock of the target and that of the harness, in either direction.
    ///
    /// A server reports times by its own clock. Two machines that synchronize their clocks by NTP differ by
    /// milliseconds. Two seconds leave room for a container that has drifted, and are still far from the difference that a
    /// wrong unit (seconds, microseconds) would cause.
    pub clock_allowance: Duration,
    /// The longest time that an error response may take; `None` if it is not checked.
    pub budget: Option<Duration>,
    /// The declaration of whether the target limits the rate of requests.
    pub limiting: Limiting,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            clock_allowance: Duration::from_secs(2),
            budget: None,
            limiting: Limiting::Unknown,
        }
    }
}

/// A declaration of whether a target limits the rate of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Limiting {
    /// The target limits the rate: every response in a scope must have the rate-limit headers.
    On,
    /// The target may or may not limit the rate: only a rate-limit refusal must have the headers.
    Unknown,
}

/// A validator of error bodies by the rules that a JSON Schema can express.
///
/// The checks cover the rules that it cannot express: an integer written as an integer, a key that occurs once.
pub trait BodyRules: fmt::Debug + Send + Sync {
    /// Lists every failure of this body, an object, against the schema.
    fn failures(&self, body: &Value) -> Vec<SchemaFailure>;
}

impl BodyRules for BodySchema {
    fn failures(&self, body: &Value) -> Vec<SchemaFailure> {
        Self::failures(self, body)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::contract::{Edition, JsonPointer, Page, Sources};

    #[test]
    fn the_rules_of_a_contract_have_the_rows_of_every_edition_and_its_own_levels() {
        let contract = Contract::load(&Sources::embedded(), Edition::Document).unwrap();
        let rules = Rules::of(&contract, Terms::default());
        assert_eq!(contract.table.pair(0, 429), None);
        assert!(rules.pair(0, 429).is_some());
        assert!(rules.row(RowName::of(0, 429)).is_some());
        assert_eq!(
            rules.levels.of(RequirementId::MessageText),
            Some(Level::Should)
        );
    }

    #[test]
    fn a_schema_judges_a_body_for_the_requirement_that_it_names() {
        let page = Page::new(
            "body.json",
            r#"{"x-requirement": "body-code-integer", "properties": {"code": {"type": "integer"}}}"#,
        );
        let schema: &dyn BodyRules = &BodySchema::read(&page).unwrap();
        let expected = SchemaFailure {
            requirement: RequirementId::BodyCodeInteger,
            pointer: JsonPointer::root().key("code"),
            expected: json!({"type": "integer"}),
            actual: json!("7"),
        };
        assert_eq!(schema.failures(&json!({"code": "7"})), [expected]);
        assert_eq!(schema.failures(&json!({"code": 7})), []);
    }
}
