//! Omissions: the cases that a budget left out, and the coverage lost with them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{CaseInfo, ExpectedErrorResponse};
use crate::contract::ErrorId;
use crate::exchange::Actor;

/// The cases that the budget left no time for, and the coverage lost with them.
///
/// Except for the number of cases, it lists only things that no tried case covered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BudgetOmissions {
    /// The budget, in milliseconds.
    pub budget_ms: u64,
    /// The number of cases that were not tried.
    pub cases: usize,
    /// Rows for which no case was tried.
    pub rows: Vec<ErrorId>,
    /// Operations that no tried case used, by their ids.
    pub operations: Vec<String>,
    /// Operations that were tried, but not by this actor.
    pub actors: Vec<(String, Actor)>,
    /// Operations that were tried, but not with this defect.
    pub defects: Vec<(String, String)>,
}

impl BudgetOmissions {
    /// Collects the things that the omitted cases would have covered and the tried cases did not.
    #[must_use]
    pub fn new(budget_ms: u64, left: &[&CaseInfo], tried: &[&CaseInfo]) -> Self {
        let operations = untried_keys(left, tried, |info| info.operation.clone());
        let is_met = |operation: &String| !operations.contains(operation);
        Self {
            budget_ms,
            cases: left.len(),
            rows: untried_keys(left, tried, |info| match &info.expected {
                ExpectedErrorResponse::Row { row, .. } => Some(*row),
                ExpectedErrorResponse::Refusal | ExpectedErrorResponse::AnyRow => None,
            }),
            actors: untried_keys(left, tried, |info| {
                let operation = info.operation.clone().filter(is_met)?;
                Some((operation, info.actor))
            }),
            defects: untried_keys(left, tried, |info| {
                let operation = info.operation.clone().filter(is_met)?;
                Some((operation, info.defect.clone()?))
            }),
            operations,
        }
    }
}

fn untried_keys<K: Ord>(
    left: &[&CaseInfo],
    tried: &[&CaseInfo],
    of: impl Fn(&CaseInfo) -> Option<K>,
) -> Vec<K> {
    let tried: BTreeSet<K> = tried.iter().filter_map(|info| of(info)).collect();
    let left: BTreeSet<K> = left.iter().filter_map(|info| of(info)).collect();
    left.into_iter()
        .filter(|key| !tried.contains(key))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::BudgetOmissions;
    use crate::contract::ErrorId;
    use crate::exchange::Actor;
    use crate::outcome::testing::case_outcome;
    use crate::outcome::{CaseInfo, ExpectedErrorResponse, Verdict};

    fn info(operation: &str, way: &str, actor: Actor, code: i64) -> CaseInfo {
        CaseInfo {
            operation: Some(operation.to_owned()),
            defect: Some(way.to_owned()),
            actor,
            expected: ExpectedErrorResponse::Row {
                row: ErrorId::new(code, 404),
                accepted: Vec::new(),
            },
            ..case_outcome("a", Verdict::Pass, None).case
        }
    }

    #[test]
    fn only_what_no_case_has_tried_is_named() {
        let tried = info("get", "unknown", Actor::Owner, 7);
        let left = [
            info("get", "unknown", Actor::Owner, 7),
            info("get", "unknown", Actor::Stranger, 7),
            info("get", "malformed", Actor::Owner, 7),
            info("delete", "unknown", Actor::Owner, 8),
        ];
        let left: Vec<&CaseInfo> = left.iter().collect();
        let expected = BudgetOmissions {
            budget_ms: 30_000,
            cases: 4,
            rows: vec![ErrorId::new(8, 404)],
            operations: vec!["delete".to_owned()],
            actors: vec![("get".to_owned(), Actor::Stranger)],
            defects: vec![("get".to_owned(), "malformed".to_owned())],
        };
        assert_eq!(BudgetOmissions::new(30_000, &left, &[&tried]), expected);
    }
}
