//! The faults that every run of the tests tries. The others are ignored, and tried with `-- --include-ignored`.

use std::collections::{BTreeMap, BTreeSet};

/// The size from which a family is sampled. The members of so large a family differ in the row, the operation or the field only.
const LARGE_FAMILY: usize = 24;

/// How many members of a large family one tried member stands for.
const SHARE: usize = 3;

/// The same for families that break the contract as mutants of a recording do, which are all tried (`tests/proof/mutants.rs`). The few members
/// show that a live run detects what is detected in a recording.
const SHARE_OF_MUTANTS: usize = 12;

/// These families.
const MUTANT_FAMILIES: &[&str] = &[
    "accepts",
    "code",
    "crashes",
    "errors",
    "errors-elsewhere",
    "field",
    "framework",
    "key",
    "leak",
    "mistaken",
    "neighbour",
    "null-keys",
    "refuses",
    "retry-after-elsewhere",
    "status",
    "status-200",
    "text",
];

/// Draws the faults to try from all names: small families whole, a share of the large ones, and whatever has a part that no fault so far has.
pub(crate) fn draw_sample(names: &[String]) -> BTreeSet<&str> {
    let mut in_order = Vec::new();
    let mut families: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in names {
        let members = families.entry(family(name)).or_default();
        if members.is_empty() {
            in_order.push(family(name));
        }
        members.push(name);
    }
    let mut sample = BTreeSet::new();
    for (number, family) in in_order.into_iter().enumerate() {
        let members = &families[family];
        if members.len() < LARGE_FAMILY {
            sample.extend(members.iter().copied());
        } else {
            let share = if MUTANT_FAMILIES.contains(&family) {
                SHARE_OF_MUTANTS
            } else {
                SHARE
            };
            // Neighbouring families go over the same rows, so each begins at another one.
            sample.extend(members.iter().copied().skip(number % share).step_by(share));
        }
    }
    let mut covered: BTreeSet<String> = sample.iter().flat_map(|name| parts(name)).collect();
    for name in names {
        let own = parts(name);
        if own.iter().any(|part| !covered.contains(part)) {
            sample.insert(name);
            covered.extend(own);
        }
    }
    sample
}

/// The family of a fault: the first part of its name.
pub(crate) fn family(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

/// What a fault has that others may lack: each part of its name behind the family, the kind within the family, and the last two of four parts,
/// which name a field of a model, or a row by its code and status.
fn parts(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split('/').collect();
    let mut parts: Vec<String> = words
        .iter()
        .skip(1)
        .map(|word| (*word).to_owned())
        .collect();
    if words.len() > 2 {
        parts.push(words[..2].join("/"));
    }
    if words.len() > 3 {
        parts.push(words[words.len() - 2..].join("/"));
    }
    parts
}
