//! The tables of the variants: in the docs, and which of them are tried together.

use std::collections::BTreeSet;

use badreq_proof::Variant;

use crate::combined::{ALONE, COMBINED};

/// A variant that no page tells of is one that nobody finds; a line without its variant is one that nobody tests.
pub(crate) fn names_every_variant() {
    let page = include_str!("../../../../docs/proof.md");
    let section = page
        .split("## Variants")
        .nth(1)
        .expect("the section is there");
    let section = section.split("\n## ").next().unwrap_or_default();
    let told: Vec<&str> = section
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    let names: Vec<String> = Variant::all().iter().map(ToString::to_string).collect();
    assert_eq!(told, names);
}

/// A variant in no combined server is tried with every case once a week only, and one in two of them costs time.
pub(crate) fn combines_every_variant_once() {
    let mut tried = BTreeSet::new();
    let alone = ALONE.iter().map(|(variant, _)| *variant);
    for variant in COMBINED.iter().copied().flatten().copied().chain(alone) {
        assert!(tried.insert(variant), "{variant} stands there twice");
    }
    let all = Variant::all().iter();
    let forgotten: Vec<String> = all
        .filter(|variant| !tried.contains(*variant))
        .map(ToString::to_string)
        .collect();
    assert!(forgotten.is_empty(), "in no combined server: {forgotten:?}");
}
