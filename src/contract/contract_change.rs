//! The changes from one edition of a contract to the next, and whether they break clients.

use std::fmt;

use super::{Contract, ErrorId, ErrorRow, ErrorTable, RateLimits, RequestValueRule, RowStatus};

/// A change from one edition of a contract to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContractChange {
    /// A row is gone: clients that handle its error never see it again, and see another one instead.
    RowRemoved {
        /// The row.
        row: ErrorId,
        /// Its meaning.
        meaning: String,
    },
    /// A row is new.
    RowAdded {
        /// The row.
        row: ErrorId,
        /// Its meaning.
        meaning: String,
    },
    /// The same error has another code.
    RowRenumbered {
        /// The old row.
        old: ErrorId,
        /// The new row.
        new: ErrorId,
    },
    /// The same code has another status code.
    StatusChanged {
        /// The row.
        row: ErrorId,
        /// The old status code.
        old: RowStatus,
        /// The new status code.
        new: RowStatus,
    },
    /// The meaning of a row is worded differently.
    MeaningReworded {
        /// The row.
        row: ErrorId,
        /// The old meaning.
        old: String,
        /// The new meaning.
        new: String,
    },
    /// An operation is gone.
    OperationRemoved {
        /// Its method and path.
        operation: String,
    },
    /// An operation is new.
    OperationAdded {
        /// Its method and path.
        operation: String,
    },
    /// A body must have a key, or keep to a rule, that it was free of.
    RuleAdded {
        /// The id of the operation.
        operation: String,
        /// The place in the body and the rule.
        rule: String,
    },
    /// A body is free of a rule.
    RuleRemoved {
        /// The id of the operation.
        operation: String,
        /// The place in the body and the rule.
        rule: String,
    },
    /// A scope grants fewer requests.
    LimitLowered {
        /// The name of the scope.
        scope: String,
        /// The old limit.
        old: u32,
        /// The new limit.
        new: u32,
    },
    /// A scope grants more requests.
    LimitRaised {
        /// The name of the scope.
        scope: String,
        /// The old limit.
        old: u32,
        /// The new limit.
        new: u32,
    },
    /// A scope is new: requests are limited that were not, or together with others.
    LimitAdded {
        /// The name of the scope.
        scope: String,
    },
    /// A scope is gone.
    LimitRemoved {
        /// The name of the scope.
        scope: String,
    },
}

/// The effect of a change on clients that were written for the old edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeEffect {
    /// A client that keeps to the old edition may fail.
    Breaking,
    /// A client that keeps to the old edition works.
    Compatible,
}

impl fmt::Display for ChangeEffect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Breaking => "breaking",
            Self::Compatible => "compatible",
        })
    }
}

impl ContractChange {
    /// Returns the id of the kind of change, such as `row-removed`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::RowRemoved { .. } => "row-removed",
            Self::RowAdded { .. } => "row-added",
            Self::RowRenumbered { .. } => "row-renumbered",
            Self::StatusChanged { .. } => "status-changed",
            Self::MeaningReworded { .. } => "meaning-reworded",
            Self::OperationRemoved { .. } => "operation-removed",
            Self::OperationAdded { .. } => "operation-added",
            Self::RuleAdded { .. } => "rule-added",
            Self::RuleRemoved { .. } => "rule-removed",
            Self::LimitLowered { .. } => "limit-lowered",
            Self::LimitRaised { .. } => "limit-raised",
            Self::LimitAdded { .. } => "limit-added",
            Self::LimitRemoved { .. } => "limit-removed",
        }
    }

    /// Returns the effect on clients.
    #[must_use]
    pub const fn effect(&self) -> ChangeEffect {
        match self {
            Self::RowRemoved { .. }
            | Self::RowRenumbered { .. }
            | Self::StatusChanged { .. }
            | Self::OperationRemoved { .. }
            | Self::RuleAdded { .. }
            | Self::LimitLowered { .. }
            | Self::LimitAdded { .. } => ChangeEffect::Breaking,
            Self::RowAdded { .. }
            | Self::MeaningReworded { .. }
            | Self::OperationAdded { .. }
            | Self::RuleRemoved { .. }
            | Self::LimitRaised { .. }
            | Self::LimitRemoved { .. } => ChangeEffect::Compatible,
        }
    }
}

impl fmt::Display for ContractChange {
    /// Writes what changed: `20003: status 404 becomes 403`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RowRemoved { row, meaning } | Self::RowAdded { row, meaning } => {
                write!(f, "{row}: {meaning}")
            }
            Self::RowRenumbered { old, new } => write!(f, "{old} becomes {new}"),
            Self::StatusChanged { row, old, new } => {
                write!(f, "{row}: status {old} becomes {new}")
            }
            Self::MeaningReworded { row, old, new } => write!(f, "{row}: “{old}” becomes “{new}”"),
            Self::OperationRemoved { operation } | Self::OperationAdded { operation } => {
                f.write_str(operation)
            }
            Self::RuleAdded { operation, rule } | Self::RuleRemoved { operation, rule } => {
                write!(f, "{operation}: {rule}")
            }
            Self::LimitLowered { scope, old, new } | Self::LimitRaised { scope, old, new } => {
                write!(f, "{scope}: {old} becomes {new}")
            }
            Self::LimitAdded { scope } | Self::LimitRemoved { scope } => f.write_str(scope),
        }
    }
}

/// Compares two editions of a contract; breaking changes come first.
#[must_use]
pub fn compare_contracts(old: &Contract, new: &Contract) -> Vec<ContractChange> {
    let mut changes = compare_tables(&old.table, &new.table);
    changes.extend(compare_operations(old, new));
    changes.extend(compare_limits(old.limits.as_ref(), new.limits.as_ref()));
    changes.sort_by_key(ContractChange::effect);
    changes
}

/// Compares two error tables; breaking changes come first.
///
/// Rows are paired by code and status code, then by code, then by status code and meaning.
#[must_use]
pub fn compare_tables(old: &ErrorTable, new: &ErrorTable) -> Vec<ContractChange> {
    let mut changes = Vec::new();
    let mut before: Vec<&ErrorRow> = old.rows().iter().collect();
    let mut after: Vec<&ErrorRow> = new.rows().iter().collect();
    let mut pairs = take_pairs(&mut before, &mut after, |a, b| {
        a.code == b.code && a.status == b.status
    });
    let by_code = take_pairs(&mut before, &mut after, |a, b| a.code == b.code);
    changes.extend(by_code.iter().map(|(a, b)| ContractChange::StatusChanged {
        row: b.id(),
        old: a.status,
        new: b.status,
    }));
    pairs.extend(by_code);
    let renumbered = take_pairs(&mut before, &mut after, |a, b| {
        a.status == b.status && a.meaning == b.meaning
    });
    changes.extend(
        renumbered
            .iter()
            .map(|(a, b)| ContractChange::RowRenumbered {
                old: a.id(),
                new: b.id(),
            }),
    );
    let reworded = pairs.iter().filter(|(a, b)| a.meaning != b.meaning);
    changes.extend(reworded.map(|(a, b)| ContractChange::MeaningReworded {
        row: b.id(),
        old: a.meaning.clone(),
        new: b.meaning.clone(),
    }));
    changes.extend(before.iter().map(|row| ContractChange::RowRemoved {
        row: row.id(),
        meaning: row.meaning.clone(),
    }));
    changes.extend(after.iter().map(|row| ContractChange::RowAdded {
        row: row.id(),
        meaning: row.meaning.clone(),
    }));
    changes.sort_by_key(ContractChange::effect);
    changes
}

/// Takes the rows that belong together out of both lists.
fn take_pairs<'r>(
    before: &mut Vec<&'r ErrorRow>,
    after: &mut Vec<&'r ErrorRow>,
    belong: impl Fn(&ErrorRow, &ErrorRow) -> bool,
) -> Vec<(&'r ErrorRow, &'r ErrorRow)> {
    let mut pairs = Vec::new();
    before.retain(|old| match after.iter().position(|new| belong(old, new)) {
        Some(place) => {
            pairs.push((*old, after.remove(place)));
            false
        }
        None => true,
    });
    pairs
}

fn compare_operations(old: &Contract, new: &Contract) -> Vec<ContractChange> {
    let (before, after) = (old.operations.operations(), new.operations.operations());
    let mut changes = Vec::new();
    for operation in before {
        let same = after
            .iter()
            .find(|own| own.method == operation.method && own.path == operation.path);
        let Some(same) = same else {
            let operation = format!("{} {}", operation.method, operation.path);
            changes.push(ContractChange::OperationRemoved { operation });
            continue;
        };
        let rules = |contract: &Contract, id: &str| {
            let model = contract.find_body_model(id);
            model.map_or_else(Vec::new, |model| model.constraints().to_vec())
        };
        let (had, has) = (rules(old, &operation.id), rules(new, &same.id));
        let name = |place: &str, rule: RequestValueRule| {
            let place = if place.is_empty() { "the body" } else { place };
            format!("{place}: {rule}")
        };
        for own in has.iter().filter(|own| !had.contains(own)) {
            changes.push(ContractChange::RuleAdded {
                operation: same.id.clone(),
                rule: name(&own.place, own.rule),
            });
        }
        for own in had.iter().filter(|own| !has.contains(own)) {
            changes.push(ContractChange::RuleRemoved {
                operation: same.id.clone(),
                rule: name(&own.place, own.rule),
            });
        }
    }
    let is_new = |operation: &&super::ApiOperation| {
        let mut same = before.iter().filter(|own| own.method == operation.method);
        same.all(|own| own.path != operation.path)
    };
    changes.extend(after.iter().filter(is_new).map(|own| {
        let operation = format!("{} {}", own.method, own.path);
        ContractChange::OperationAdded { operation }
    }));
    changes
}

fn compare_limits(old: Option<&RateLimits>, new: Option<&RateLimits>) -> Vec<ContractChange> {
    let scopes = |limits: Option<&RateLimits>| match limits {
        Some(limits) => limits.scopes.clone(),
        None => Vec::new(),
    };
    let (before, after) = (scopes(old), scopes(new));
    let mut changes = Vec::new();
    for scope in &before {
        let name = scope.name.clone();
        match after.iter().find(|own| own.name == scope.name) {
            None => changes.push(ContractChange::LimitRemoved { scope: name }),
            Some(own) if own.limit < scope.limit => changes.push(ContractChange::LimitLowered {
                scope: name,
                old: scope.limit,
                new: own.limit,
            }),
            Some(own) if own.limit > scope.limit => changes.push(ContractChange::LimitRaised {
                scope: name,
                old: scope.limit,
                new: own.limit,
            }),
            Some(_) => {}
        }
    }
    let is_new = |scope: &&super::RateLimitScope| before.iter().all(|own| own.name != scope.name);
    changes.extend(after.iter().filter(is_new).map(|own| {
        let scope = own.name.clone();
        ContractChange::LimitAdded { scope }
    }));
    changes
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{ChangeEffect, compare_tables};
    use crate::contract::{ErrorTable, RowOrigin, SourceFile};

    fn table(rows: &str) -> ErrorTable {
        let text = format!("|code|HTTP response code|meaning|\n|---|---|---|\n{rows}");
        ErrorTable::parse(&SourceFile::new("errors.md", text), RowOrigin::Document).unwrap()
    }

    #[rstest]
    #[case::nothing("|1|404|a|\n|2|400|b|\n", &[])]
    #[case::order("|2|400|b|\n|1|404|a|\n", &[])]
    #[case::removed("|1|404|a|\n", &["breaking row-removed 2: b"])]
    #[case::added("|1|404|a|\n|2|400|b|\n|3|409|c|\n", &["compatible row-added 3: c"])]
    #[case::renumbered("|1|404|a|\n|7|400|b|\n", &["breaking row-renumbered 2 becomes 7"])]
    #[case::status("|1|403|a|\n|2|400|b|\n", &["breaking status-changed 1: status 404 becomes 403"])]
    #[case::reworded("|1|404|other|\n|2|400|b|\n", &["compatible meaning-reworded 1: “a” becomes “other”"])]
    #[case::status_and_meaning(
        "|1|410|gone|\n|2|400|b|\n",
        &["breaking status-changed 1: status 404 becomes 410", "compatible meaning-reworded 1: “a” becomes “gone”"]
    )]
    #[case::second_status("|1|404|a|\n|1|403|no|\n|2|400|b|\n", &["compatible row-added 1/403: no"])]
    fn each_change_of_a_table_is_named_with_its_effect(
        #[case] new: &str,
        #[case] expected: &[&str],
    ) {
        let changes = compare_tables(&table("|1|404|a|\n|2|400|b|\n"), &table(new));
        let lines: Vec<String> = changes
            .iter()
            .map(|own| format!("{} {} {own}", own.effect(), own.id()))
            .collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn breaking_changes_come_first() {
        let changes = compare_tables(&table("|1|404|a|\n"), &table("|2|400|b|\n"));
        let effects: Vec<ChangeEffect> =
            changes.iter().map(super::ContractChange::effect).collect();
        assert_eq!(effects, [ChangeEffect::Breaking, ChangeEffect::Compatible]);
    }
}
