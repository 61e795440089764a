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

fn of_the_packages(rule: impl Fn(&Sources) -> Vec<Finding>) {
    let sources = Sources::of_the_packages();
    for root in ["src/lib.rs", "crates/reference/src/lib.rs"] {
        let mut files = sources.files.iter();
        assert!(files.any(|source| source.path == root), "{root} is found");
    }
    let findings = rule(&sources);
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

#[test]
fn every_room_is_known() {
    of_the_packages(rooms::unknown_rooms);
}

#[test]
fn rooms_import_only_what_they_may() {
    of_the_packages(rules::edges);
}

#[test]
fn libraries_stay_in_the_rooms_that_they_belong_to() {
    of_the_packages(rules::libraries);
}

#[test]
fn only_the_command_line_prints() {
    of_the_packages(rules::printing);
}

#[test]
fn the_engine_does_not_know_which_api_it_judges() {
    of_the_packages(words::words);
}

#[test]
fn the_front_pages_of_rooms_hold_no_logic() {
    of_the_packages(shape::front_pages);
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    of_the_packages(shape::lengths);
}
