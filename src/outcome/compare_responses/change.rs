//! Changes of responses: the differences that have one cause.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::TextEdit;
use crate::outcome::CaseOutcome;

/// A group of the differences between the responses of two runs that have one cause.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseChangeGroup<'r> {
    /// The place in the responses.
    pub place: ResponsePlace,
    /// The edit that all these responses have in common.
    pub edit: ResponseEdit,
    /// The differences, in the order of the new run; never empty.
    pub differences: Vec<ResponseDifference<'r>>,
}

/// A difference between the responses to one case.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseDifference<'r> {
    /// The outcome of the case in the new run.
    pub outcome: &'r CaseOutcome,
    /// The old value, without values that differ from run to run; absent where there was none.
    pub before: Option<String>,
    /// The new value; absent where there is none.
    pub after: Option<String>,
}

/// The place of a difference in a response. The gravest come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResponsePlace {
    /// The status code and the row of the error table.
    Row,
    /// The kind of the body, and the nesting of its keys.
    BodyForm,
    /// The values of this key, wherever it stands in the body; empty for items of a list that has no key.
    BodyKey(String),
    /// A body that is not JSON.
    BodyText,
    /// The header field of this name.
    Header(String),
}

/// The edit of a place in a response.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResponseEdit {
    /// A value stands in place of another.
    Replaced {
        /// The old value.
        before: String,
        /// The new value.
        after: String,
    },
    /// Different texts are edited in the same way.
    Text(TextEdit),
    /// A value has another type.
    Retyped {
        /// The old type.
        before: &'static str,
        /// The new type.
        after: &'static str,
    },
    /// The place is new.
    Added,
    /// The place is gone.
    Removed,
    /// Keys stand in another object.
    Moved {
        /// The JSON pointer to the old object.
        before: String,
        /// The JSON pointer to the new object.
        after: String,
    },
    /// Values are edited in ways that have nothing in common.
    Various {
        /// The number of different edits.
        edits: usize,
    },
}

impl<'r> ResponseChangeGroup<'r> {
    /// Returns the number of cases whose responses changed in this way.
    #[must_use]
    pub fn case_count(&self) -> usize {
        let names = self.differences.iter();
        let names: BTreeSet<&str> = names.map(|own| own.outcome.case.name.as_str()).collect();
        names.len()
    }

    /// Lists the operations with their numbers of cases, the most frequent first; cases without an operation count under none.
    #[must_use]
    pub fn count_cases_by_operation(&self) -> Vec<(Option<&'r str>, usize)> {
        let mut cases: BTreeMap<Option<&'r str>, BTreeSet<&'r str>> = BTreeMap::new();
        for ResponseDifference { outcome, .. } in &self.differences {
            let operation = outcome.case.operation.as_deref();
            cases
                .entry(operation)
                .or_default()
                .insert(&outcome.case.name);
        }
        let counts = cases.into_iter().map(|(name, own)| (name, own.len()));
        let mut counts: Vec<(Option<&'r str>, usize)> = counts.collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counts
    }

    /// Lists the first difference of each old value, at most this many.
    #[must_use]
    pub fn examples(&self, most: usize) -> Vec<&ResponseDifference<'r>> {
        let mut seen = BTreeSet::new();
        let differences = self.differences.iter();
        differences
            .filter(|own| seen.insert(own.before.as_deref()))
            .take(most)
            .collect()
    }
}
