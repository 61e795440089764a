//! Wording of wrong rows: the documented rows, and what is wrong with an error body.

use super::{Breach, BreachDescription, ResponseSummary};
use crate::contract::ErrorId;

/// The maximum number of rows named beside an undocumented response.
const MAX_NEAR_ROWS: usize = 5;

/// Describes a documented response, and names the rows that are nearest to the received one.
pub(super) fn describe_nearest_rows(near: &[ErrorId]) -> String {
    let mut words = "a status and code from the table".to_owned();
    if !near.is_empty() {
        let named: Vec<String> = near
            .iter()
            .take(MAX_NEAR_ROWS)
            .map(ErrorId::to_string)
            .collect();
        let rows = if near.len() == 1 { "row" } else { "rows" };
        words.push_str(&format!(" (nearest {rows}: {}", named.join(", ")));
        if near.len() > MAX_NEAR_ROWS {
            words.push_str(&format!(" and {} more", near.len() - MAX_NEAR_ROWS));
        }
        words.push(')');
    }
    words
}

/// Describes a response that does not follow the error model, by what is wrong with it.
pub(super) fn describe_wrong_error_model(
    keys: &[String],
    answer: &ResponseSummary,
    off: &[Breach],
) -> BreachDescription {
    if off.is_empty() {
        return BreachDescription::new("any status 4xx", answer.describe());
    }
    let mut expected = format!("an error body with {}", keys.join(" and "));
    let mut wrong: Vec<String> = Vec::new();
    if !(400..500).contains(&answer.status) {
        expected = format!("any status 4xx, and {expected}");
        wrong.push(format!("status {}", answer.status));
    }
    wrong.extend(off.iter().map(|breach| {
        let BreachDescription { expected, got } = breach.describe();
        format!("{}: {got} (expected {expected})", breach.place())
    }));
    BreachDescription::new(expected, wrong.join("; "))
}
