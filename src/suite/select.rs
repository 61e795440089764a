//! Selection of the cases of a run.

use super::case::Case;
use crate::contract::{ErrorId, matches_case_name, suggest_similar_word};

/// A pattern that selects cases.
///
/// It is the id of a row (`20003`, `0/401`) or its code alone, the name of a suite (`members`) or of a case (`members/unknown-uuid`), or a name in
/// which `*` stands for any sequence of characters (`*unicode*`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CasePattern(String);

impl CasePattern {
    /// Creates a pattern from a text; every text is a valid pattern.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Reports whether the pattern matches a case.
    #[must_use]
    pub fn matches(&self, case: &Case) -> bool {
        let is_row = |row: ErrorId| row.to_string() == self.0 || row.code().to_string() == self.0;
        case.expected_row().is_some_and(is_row)
            || matches_case_name(&self.0, &case.name.to_string())
    }
}

/// A selection of cases: all of them, or those that a pattern matches, except those that are skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseSelection {
    /// Patterns for the cases to run; an empty list selects all cases.
    pub only: Vec<String>,
    /// Patterns for the cases to skip.
    pub skip: Vec<String>,
}

/// A pattern that matches no case.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no case, suite or row matches `{pattern}`{}", hint.as_deref().map_or(String::new(), |hint| format!(": did you mean `{hint}`?")))]
pub struct UnmatchedPattern {
    /// The pattern.
    pub pattern: String,
    /// The name that was probably meant.
    pub hint: Option<String>,
}

impl CaseSelection {
    /// Returns the selected cases, in their order.
    ///
    /// # Errors
    /// Returns every [`UnmatchedPattern`]: a pattern that matches no case is a mistake.
    pub fn select_cases<'c>(
        &self,
        cases: &[&'c Case],
    ) -> Result<Vec<&'c Case>, Vec<UnmatchedPattern>> {
        let unmatched: Vec<_> = self
            .only
            .iter()
            .chain(&self.skip)
            .filter(|text| {
                let pattern = CasePattern::from_text(text);
                !cases.iter().any(|case| pattern.matches(case))
            })
            .map(|text| UnmatchedPattern {
                pattern: text.clone(),
                hint: suggest_pattern(text, cases),
            })
            .collect();
        if !unmatched.is_empty() {
            return Err(unmatched);
        }
        let any = |texts: &[String], case: &Case| {
            texts
                .iter()
                .any(|text| CasePattern::from_text(text).matches(case))
        };
        Ok(cases
            .iter()
            .filter(|case| {
                (self.only.is_empty() || any(&self.only, case)) && !any(&self.skip, case)
            })
            .copied()
            .collect())
    }
}

fn suggest_pattern(text: &str, cases: &[&Case]) -> Option<String> {
    let names: Vec<String> = cases
        .iter()
        .flat_map(|case| {
            let row = case.expected_row().map(|row| row.to_string());
            [
                Some(case.name.suite.clone()),
                Some(case.name.to_string()),
                row,
            ]
        })
        .flatten()
        .collect();
    suggest_similar_word(text, names.iter().map(String::as_str)).map(str::to_owned)
}

#[cfg(test)]
#[path = "select_tests.rs"]
mod tests;
