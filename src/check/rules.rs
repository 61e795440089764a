//! What an answer is held to: the parts of a contract that the checks need, and how a run wants them judged.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{
    BodySchema, Contract, ErrorModel, Level, RateLimits, RequirementId, Row, RowName, SchemaFailure,
};

/// The parts of a contract that answers are held to.
///
/// Borrowed from a contract once and handed to every check of a run. It holds no network and no clock: what a check
/// needs to know of time is part of the exchange.
#[derive(Clone, Debug)]
pub struct Rules<'a> {
    /// The rows of every edition: an answer that only another edition has is documented all the same.
    pub rows: &'a [Row],
    /// Which keys of an error body mean what.
    pub model: &'a ErrorModel,
    /// The rate limits; `None` where the contract has none, and then nothing about them is judged.
    pub limits: Option<&'a RateLimits>,
    /// How binding each requirement is; one that is not listed is not judged.
    pub levels: Levels,
    /// The schema of an error body.
    pub body: &'a dyn BodyRules,
    /// How this run wants them judged.
    pub terms: Terms,
}

impl<'a> Rules<'a> {
    /// The rules of a contract.
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

    /// The row with exactly this code and status.
    #[must_use]
    pub fn pair(&self, code: i64, status: u16) -> Option<&'a Row> {
        self.rows
            .iter()
            .find(|row| row.code == code && row.status == status)
    }

    /// The row of this name.
    #[must_use]
    pub fn row(&self, name: RowName) -> Option<&'a Row> {
        self.rows.iter().find(|row| row.name() == name)
    }
}

/// How binding each requirement of a contract is.
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
    /// How binding this requirement is; `None` where the contract does not list it.
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

/// How a run wants an answer judged where the contract alone does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How far the target's clock may be from the harness's, in either direction.
    ///
    /// A server reports points in time by its own clock. Two machines that keep their clocks by NTP differ by
    /// milliseconds; two seconds leave room for a container that has drifted and are still far from what a
    /// wrong unit (seconds, microseconds) would show.
    pub clock_allowance: Duration,
    /// The time that an error may take; `None` where it is not judged.
    pub budget: Option<Duration>,
    /// Whether the target is known to limit the rate of requests.
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

/// Whether a target limits the rate of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Limiting {
    /// It does: every answer in a scope must carry the rate-limit headers.
    On,
    /// Nobody has said so: only a rate-limit refusal must carry them.
    Unknown,
}

/// The schema of an error body, as far as a JSON Schema can say it.
///
/// What it cannot say (an integer written as an integer, a key given once) the checks judge themselves.
pub trait BodyRules: fmt::Debug + Send + Sync {
    /// Every way in which this body, an object, fails the schema.
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
