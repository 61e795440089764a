//! The context of a judgement: the parts of a contract that the checks need, and the options of the run.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{
    CodeType, Contract, ErrorBodySchema, ErrorBodySchemaMismatch, ErrorCode, ErrorId, ErrorModel,
    ErrorRow, Level, RateLimits, RequirementId,
};

/// The parts of a contract that responses are judged by.
///
/// It is borrowed from a contract once and passed to every check of a run. It holds no network and no clock: the times that a check
/// needs are part of the exchange.
#[derive(Clone, Debug)]
pub struct JudgeContext<'a> {
    /// The rows of every edition. A response that only another edition documents counts as documented.
    pub rows: &'a [ErrorRow],
    /// The type of the codes of all rows.
    pub code_type: CodeType,
    /// The meaning of the keys of an error body.
    pub model: &'a ErrorModel,
    /// The rate limits; `None` if the contract has none, and then none is checked.
    pub limits: Option<&'a RateLimits>,
    /// The level of each requirement. A requirement that is not listed is not checked.
    pub levels: RequirementLevels,
    /// The validator of an error body.
    pub body_validator: &'a dyn BodyValidator,
    /// The options of this run.
    pub options: JudgeOptions,
}

impl<'a> JudgeContext<'a> {
    /// Creates the rules of a contract.
    #[must_use]
    pub fn from_contract(contract: &'a Contract, terms: JudgeOptions) -> Self {
        let requirements = contract.requirements.as_slice().iter();
        Self {
            rows: contract.full_table.rows(),
            code_type: contract.full_table.code_type(),
            model: &contract.model,
            limits: contract.limits.as_ref(),
            levels: requirements
                .map(|requirement| (requirement.id, requirement.level))
                .collect(),
            body_validator: &contract.body_schema,
            options: terms,
        }
    }

    /// Returns the row with exactly this code and status code.
    #[must_use]
    pub fn find_row_by_code_and_status(
        &self,
        code: impl Into<ErrorCode>,
        status: u16,
    ) -> Option<&'a ErrorRow> {
        let code = code.into();
        self.rows
            .iter()
            .find(|row| row.code == code && row.status.allows(status))
    }

    /// Returns the row with this code, or `None` if there is none or more than one.
    #[must_use]
    pub fn find_only_row_with_code(&self, code: ErrorCode) -> Option<&'a ErrorRow> {
        let mut rows = self.rows.iter().filter(|row| row.code == code);
        rows.next().filter(|_| rows.next().is_none())
    }

    /// Returns the row of this name.
    #[must_use]
    pub fn find_row_by_id(&self, name: ErrorId) -> Option<&'a ErrorRow> {
        self.rows.iter().find(|row| row.id() == name)
    }
}

/// The level of each requirement of a contract.
///
/// ```
/// use badreq::check::RequirementLevels;
/// use badreq::contract::{Level, RequirementId};
///
/// let levels: RequirementLevels = [(RequirementId::RowExpected, Level::Must)].into_iter().collect();
/// assert_eq!(levels.get(RequirementId::RowExpected), Some(Level::Must));
/// assert_eq!(levels.get(RequirementId::MessageText), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequirementLevels(BTreeMap<RequirementId, Level>);

impl RequirementLevels {
    /// Returns the level of this requirement; `None` if the contract does not list it.
    #[must_use]
    pub fn get(&self, requirement: RequirementId) -> Option<Level> {
        self.0.get(&requirement).copied()
    }
}

impl FromIterator<(RequirementId, Level)> for RequirementLevels {
    fn from_iter<I: IntoIterator<Item = (RequirementId, Level)>>(levels: I) -> Self {
        Self(levels.into_iter().collect())
    }
}

/// The options of a judgement that the contract leaves to the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JudgeOptions {
    /// The greatest accepted difference between a time in a response and the clock of the target as its `Date` shows it, in either direction;
    /// without a `Date`, the clock of the harness.
    ///
    /// Servers renew their `Date` only once a second, and a gateway writes it by its own clock. Two seconds leave room for that and for a container
    /// that has drifted, and are still far from the difference that a wrong unit (seconds, microseconds) would cause.
    pub clock_tolerance: Duration,
    /// The longest time that an error response may take; `None` if it is not checked.
    pub max_response_time: Option<Duration>,
    /// The declaration of whether the target limits the rate of requests.
    pub rate_limit_enforcement: RateLimitEnforcement,
}

impl Default for JudgeOptions {
    fn default() -> Self {
        Self {
            clock_tolerance: Duration::from_secs(2),
            max_response_time: None,
            rate_limit_enforcement: RateLimitEnforcement::Unknown,
        }
    }
}

/// A declaration of whether a target limits the rate of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RateLimitEnforcement {
    /// The target limits the rate: every response in a scope must have the rate-limit headers.
    On,
    /// The target may or may not limit the rate: a rate-limit refusal must have the headers, and a response like those that had them before.
    Unknown,
}

/// A validator of error bodies by the rules that a JSON Schema can express.
///
/// The checks cover the rules that a schema cannot express: an integer of at most 64 bits, a key that occurs once.
pub trait BodyValidator: fmt::Debug + Send + Sync {
    /// Lists every failure of this body, an object, against the schema.
    fn find_failures(&self, body: &Value) -> Vec<ErrorBodySchemaMismatch>;
}

impl BodyValidator for ErrorBodySchema {
    fn find_failures(&self, body: &Value) -> Vec<ErrorBodySchemaMismatch> {
        Self::find_failures(self, body)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::contract::{ContractFiles, Edition, JsonPointer, SourceFile};

    #[test]
    fn the_rules_of_a_contract_have_the_rows_of_every_edition_and_its_own_levels() {
        let contract = Contract::parse(&ContractFiles::embedded(), Edition::Document).unwrap();
        let rules = JudgeContext::from_contract(&contract, JudgeOptions::default());
        assert_eq!(contract.table.find_row_by_code_and_status(0, 429), None);
        assert!(rules.find_row_by_code_and_status(0, 429).is_some());
        assert!(rules.find_row_by_id(ErrorId::new(0, 429)).is_some());
        assert_eq!(
            rules.levels.get(RequirementId::MessageText),
            Some(Level::Should)
        );
    }

    #[test]
    fn a_schema_judges_a_body_for_the_requirement_that_it_names() {
        let page = SourceFile::new(
            "body.json",
            r#"{"x-requirement": "body-code-integer", "properties": {"code": {"type": "integer"}}}"#,
        );
        let schema: &dyn BodyValidator = &ErrorBodySchema::parse(&page).unwrap();
        let expected = ErrorBodySchemaMismatch {
            requirement: RequirementId::BodyCodeInteger,
            pointer: JsonPointer::root().join_key("code"),
            expected: json!({"type": "integer"}),
            actual: Some(json!("7")),
        };
        assert_eq!(schema.find_failures(&json!({"code": "7"})), [expected]);
        assert_eq!(schema.find_failures(&json!({"code": 7})), []);
    }
}
