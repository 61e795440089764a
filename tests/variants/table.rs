//! The table of the variants in the docs.

use badreq::reference::Variant;

/// A variant that no page tells of is one that nobody finds; a line without its variant is one that nobody tests.
pub(crate) fn names_every_variant() {
    let page = include_str!("../../docs/proof.md");
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
