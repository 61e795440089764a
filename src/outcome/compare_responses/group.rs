//! The grouping of differences by cause.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::FactDifference;
use super::facts::FactPlace;
use super::{ResponseChangeGroup, ResponseDifference, ResponseEdit, ResponsePlace};
use crate::check::TextEdit;
use crate::outcome::CaseOutcome;

/// The maximum number of edits with nothing in common that are told one by one, for one place.
const MAX_SEPARATE_EDITS: usize = 3;

/// The number of edits with nothing in common that are told together where every text of a place changed.
const MIN_EDITS_OF_EVERY_TEXT: usize = 3;

/// The differences found so far, and the texts that did not change.
#[derive(Debug, Default)]
pub(super) struct DifferenceCollector<'r> {
    by_place: BTreeMap<ResponsePlace, Vec<FoundDifference<'r>>>,
    unchanged: BTreeMap<FactPlace, BTreeSet<String>>,
}

#[derive(Clone, Debug)]
struct FoundDifference<'r> {
    at: FactPlace,
    edit: ResponseEdit,
    shown: ResponseDifference<'r>,
}

impl<'r> DifferenceCollector<'r> {
    /// Adds a difference between the responses to a case.
    pub(super) fn add(&mut self, difference: FactDifference, outcome: &'r CaseOutcome) {
        let FactDifference {
            at,
            place,
            edit,
            before,
            after,
        } = difference;
        let shown = ResponseDifference {
            outcome,
            before,
            after,
        };
        let own = FoundDifference { at, edit, shown };
        self.by_place.entry(place).or_default().push(own);
    }

    /// Adds a text that is the same in both runs.
    pub(super) fn add_unchanged_text(&mut self, at: &FactPlace, text: &str) {
        if let Some(texts) = self.unchanged.get_mut(at) {
            texts.insert(text.to_owned());
        } else {
            let texts = BTreeSet::from([text.to_owned()]);
            self.unchanged.insert(at.clone(), texts);
        }
    }

    /// Groups the differences by cause: changed rows first, then the changes with the most cases.
    pub(super) fn into_change_groups(self) -> Vec<ResponseChangeGroup<'r>> {
        let mut changes = Vec::new();
        for (place, found) in self.by_place {
            group_differences_at_place(&place, found, &self.unchanged, &mut changes);
        }
        changes.sort_by_cached_key(|own| {
            let is_row = own.place == ResponsePlace::Row;
            (!is_row, std::cmp::Reverse(own.case_count()))
        });
        changes
    }
}

fn group_differences_at_place<'r>(
    place: &ResponsePlace,
    found: Vec<FoundDifference<'r>>,
    unchanged: &BTreeMap<FactPlace, BTreeSet<String>>,
    changes: &mut Vec<ResponseChangeGroup<'r>>,
) {
    let mut texts: BTreeMap<TextEdit, Vec<FoundDifference<'r>>> = BTreeMap::new();
    let mut values = Vec::new();
    let mut others: BTreeMap<ResponseEdit, Vec<ResponseDifference<'r>>> = BTreeMap::new();
    for own in found {
        match &own.edit {
            ResponseEdit::Text(edit) => texts.entry(edit.clone()).or_default().push(own),
            ResponseEdit::Replaced { .. } => values.push(own.shown),
            ResponseEdit::Retyped { .. }
            | ResponseEdit::Added
            | ResponseEdit::Removed
            | ResponseEdit::Moved { .. }
            | ResponseEdit::Various { .. } => {
                others.entry(own.edit).or_default().push(own.shown);
            }
        }
    }
    let mut push = |edit, differences| {
        changes.push(ResponseChangeGroup {
            place: place.clone(),
            edit,
            differences,
        });
    };
    for (edit, differences) in others {
        push(edit, differences);
    }
    group_by_old_and_new_value(values, MAX_SEPARATE_EDITS, &mut push);

    let all: Vec<&FoundDifference<'_>> = texts.values().flatten().collect();
    let total = count_old_texts(&all);
    let is_row = *place == ResponsePlace::Row;
    let is_every = !is_row && has_nearly_every_text_changed(&all, total, unchanged);
    let mut rest = Vec::new();
    for (edit, found) in texts {
        let count = count_old_texts(&found.iter().collect::<Vec<_>>());
        let is_common = count > 1 && (!is_every || count * 2 >= total);
        let differences = found.into_iter().map(|own| own.shown);
        if is_common {
            push(ResponseEdit::Text(edit), differences.collect());
        } else {
            rest.extend(differences);
        }
    }
    let most = if is_row {
        usize::MAX
    } else if is_every {
        MIN_EDITS_OF_EVERY_TEXT - 1
    } else {
        MAX_SEPARATE_EDITS
    };
    group_by_old_and_new_value(rest, most, &mut push);
}

/// Groups differences that have no edit in common: by old and new value, or all together if these are more than `most`.
fn group_by_old_and_new_value<'r>(
    differences: Vec<ResponseDifference<'r>>,
    most: usize,
    push: &mut impl FnMut(ResponseEdit, Vec<ResponseDifference<'r>>),
) {
    let key = |own: &ResponseDifference<'r>| (own.before.clone(), own.after.clone());
    let edits: BTreeSet<_> = differences.iter().map(key).collect();
    if edits.len() > most {
        let edits = edits.len();
        push(ResponseEdit::Various { edits }, differences);
        return;
    }
    for edit in edits {
        let own: Vec<ResponseDifference<'r>> = differences
            .iter()
            .filter(|&own| key(own) == edit)
            .cloned()
            .collect();
        let (before, after) = edit;
        let edit = ResponseEdit::Replaced {
            before: before.unwrap_or_default(),
            after: after.unwrap_or_default(),
        };
        push(edit, own);
    }
}

fn count_old_texts(found: &[&FoundDifference<'_>]) -> usize {
    let found = found.iter();
    let texts: BTreeSet<Option<&str>> = found.map(|own| own.shown.before.as_deref()).collect();
    texts.len()
}

/// Reports whether at least ten of eleven different texts at these places changed.
fn has_nearly_every_text_changed(
    found: &[&FoundDifference<'_>],
    changed: usize,
    unchanged: &BTreeMap<FactPlace, BTreeSet<String>>,
) -> bool {
    let places: BTreeSet<&FactPlace> = found.iter().map(|own| &own.at).collect();
    let kept: BTreeSet<&String> = places
        .into_iter()
        .filter_map(|place| unchanged.get(place))
        .flatten()
        .collect();
    kept.len() * 10 <= changed
}
