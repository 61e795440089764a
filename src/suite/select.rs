//! Selection: which cases a run is about.

use super::case::Case;
use crate::contract::{RowName, names_case, suggest};

/// One word of a selection.
///
/// The name of a row (`20003`, `0/401`), of a suite (`members`), of a case (`members/unknown-uuid`), or a name with `*`
/// for any run of characters (`*unicode*`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// The cases of this row.
    Row(RowName),
    /// The suite or the case of this name, `*` standing for any run of characters.
    Name(String),
}

impl Pattern {
    /// Reads a word; any text is a pattern.
    #[must_use]
    pub fn of(text: &str) -> Self {
        text.parse()
            .map_or_else(|_| Self::Name(text.to_owned()), Self::Row)
    }

    /// Whether a case is meant.
    #[must_use]
    pub fn fits(&self, case: &Case) -> bool {
        match self {
            Self::Row(row) => case.row() == Some(*row),
            Self::Name(name) => names_case(name, &case.name.to_string()),
        }
    }
}

/// Which cases a run is about: all, or those that some pattern means, less those that are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Patterns that mean what is wanted; none means all.
    pub only: Vec<String>,
    /// Patterns that mean what is not wanted.
    pub skip: Vec<String>,
}

/// A pattern that means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no case, suite or row fits `{pattern}`{}", hint.as_deref().map_or(String::new(), |hint| format!(": did you mean `{hint}`?")))]
pub struct UnmatchedPattern {
    /// The pattern.
    pub pattern: String,
    /// What was probably meant.
    pub hint: Option<String>,
}

impl Selection {
    /// The cases that are selected, in their order.
    ///
    /// # Errors
    /// Fails with every [`UnmatchedPattern`], since a pattern that means nothing is a mistake and not a wish.
    pub fn select<'c>(&self, cases: &[&'c Case]) -> Result<Vec<&'c Case>, Vec<UnmatchedPattern>> {
        let unmatched: Vec<_> = self
            .only
            .iter()
            .chain(&self.skip)
            .filter(|text| {
                let pattern = Pattern::of(text);
                !cases.iter().any(|case| pattern.fits(case))
            })
            .map(|text| UnmatchedPattern {
                pattern: text.clone(),
                hint: nearest(text, cases),
            })
            .collect();
        if !unmatched.is_empty() {
            return Err(unmatched);
        }
        let any =
            |texts: &[String], case: &Case| texts.iter().any(|text| Pattern::of(text).fits(case));
        Ok(cases
            .iter()
            .filter(|case| {
                (self.only.is_empty() || any(&self.only, case)) && !any(&self.skip, case)
            })
            .copied()
            .collect())
    }
}

fn nearest(text: &str, cases: &[&Case]) -> Option<String> {
    let names: Vec<String> = cases
        .iter()
        .flat_map(|case| {
            let row = case.row().map(|row| row.to_string());
            [
                Some(case.name.suite.clone()),
                Some(case.name.to_string()),
                row,
            ]
        })
        .flatten()
        .collect();
    suggest(text, names.iter().map(String::as_str)).map(str::to_owned)
}

#[cfg(test)]
#[path = "select_tests.rs"]
mod tests;
