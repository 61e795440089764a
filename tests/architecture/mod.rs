//! The rooms of the engine and what may stand in them, and the shape of every file, read from the sources.
//!
//! Every file of `src/` is cut into tokens; what it imports, names and calls is held to the one table in `rooms`. The packages in `crates/`
//! have no rooms, and Cargo holds their boundaries; the rules on words, printing and the shape of files hold there, too. Code under
//! `#[cfg(test)]` has to keep to the rooms as well, and is free otherwise. Each rule is tried on small made-up sources too, so that a
//! rule that finds nothing is known to be able to find something.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "tests say what must hold by panicking, their helpers too"
)]

mod finding;
mod paths;
mod rooms;
mod rules;
mod rules_tried;
mod shape;
mod source;
mod words;

use finding::Finding;
use source::Sources;

/// A rule, and what it says of the sources.
type Rule = (&'static str, fn(&Sources) -> Vec<Finding>);

const RULES: &[Rule] = &[
    ("every room is known", rooms::unknown_rooms),
    ("rooms import only what they may", rules::edges),
    (
        "libraries stay in the rooms that they belong to",
        rules::libraries,
    ),
    ("only the command line prints", rules::printing),
    ("the engine does not know which API it judges", words::words),
    ("the front pages of rooms hold no logic", shape::front_pages),
    ("no file is longer than a reader can hold", shape::lengths),
];

/// One test for all rules: to cut the sources into tokens takes seconds, and tokens stay in their thread.
#[test]
fn the_sources_keep_to_every_rule() {
    let sources = Sources::of_the_packages();
    for root in ["src/lib.rs", "crates/reference/src/lib.rs"] {
        let mut files = sources.files.iter();
        assert!(files.any(|source| source.path == root), "{root} is found");
    }
    let lines = RULES.iter().flat_map(|(name, rule)| {
        let findings = rule(&sources);
        let lines = findings.iter().map(|finding| format!("{name}: {finding}"));
        lines.collect::<Vec<_>>()
    });
    let lines: Vec<String> = lines.collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}
