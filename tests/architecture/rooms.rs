//! The one table of what may know what.

use std::collections::BTreeSet;

use crate::architecture::finding::Finding;
use crate::architecture::source::Sources;

/// A room and the other rooms that it may import.
pub(crate) const ROOMS: &[(&str, &[&str])] = &[
    ("contract", &[]),
    ("exchange", &[]),
    ("check", &["contract", "exchange"]),
    ("outcome", &["check", "contract", "exchange"]),
    ("report", &["outcome"]),
    ("baseline", &["contract", "outcome"]),
    ("suite", &["check", "contract", "exchange"]),
    ("generate", &["check", "contract", "exchange", "suite"]),
    (
        "prove",
        &["check", "contract", "exchange", "outcome", "suite"],
    ),
    ("target", &["contract", "exchange"]),
    (
        "fixture",
        &["contract", "exchange", "outcome", "suite", "target"],
    ),
    (
        "run",
        &[
            "baseline", "check", "contract", "exchange", "fixture", "outcome", "suite", "target",
        ],
    ),
    (
        "conformance",
        &[
            "baseline", "check", "contract", "exchange", "outcome", "report", "run", "suite",
            "target",
        ],
    ),
    (
        "cli",
        &[
            "baseline",
            "check",
            "conformance",
            "contract",
            "exchange",
            "fixture",
            "generate",
            "outcome",
            "prove",
            "report",
            "run",
            "suite",
            "target",
        ],
    ),
];

/// A library, or a part of one, and the rooms that may name it.
pub(crate) const LIBRARIES: &[(&str, Where)] = &[
    ("reqwest", Where::In(&["target"])),
    ("hyper", Where::In(&["target"])),
    ("hyper_util", Where::In(&["target"])),
    ("http_body_util", Where::In(&["target"])),
    ("rustls", Where::In(&["target"])),
    ("rustls_platform_verifier", Where::In(&["target"])),
    ("flate2", Where::In(&["target"])),
    ("tokio_rustls", Where::In(&["target"])),
    ("axum", Where::In(&["conformance"])),
    ("badreq_reference", Where::In(&["cli"])),
    ("libtest_mimic", Where::In(&["conformance"])),
    ("clap", Where::In(&["cli"])),
    ("clap_complete", Where::In(&["cli"])),
    ("clap_mangen", Where::In(&["cli"])),
    ("indicatif", Where::In(&["cli"])),
    ("annotate_snippets", Where::In(&["cli"])),
    ("base64", Where::In(&["report", "target"])),
    ("quick_junit", Where::In(&["report"])),
    (
        "sha2",
        Where::In(&["check", "contract", "outcome", "report"]),
    ),
    ("anstream", Where::In(&["cli"])),
    ("terminal_size", Where::In(&["cli"])),
    ("std::process::exit", Where::In(&["cli"])),
    ("tokio", Where::NotIn(PURE)),
    ("futures_util", Where::NotIn(PURE)),
    ("std::time::Instant", Where::NotIn(PURE)),
    ("std::time::SystemTime", Where::NotIn(PURE)),
    ("std::net", Where::NotIn(PURE)),
    ("std::thread", Where::NotIn(PURE)),
    ("std::fs", Where::NotIn(PURE)),
];

/// Rooms that are given all they work on: they know no network, no clock, no file and no waiting.
const PURE: &[&str] = &[
    "baseline", "check", "contract", "exchange", "generate", "outcome", "prove", "report", "suite",
];

/// Files that may name a library all the same, and why.
pub(crate) const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    "src/suite/sources.rs",
    "std::fs",
    "suites may stand in a folder, and every mistake of all its files is reported at once",
)];

/// Which rooms may name a library.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Where {
    In(&'static [&'static str]),
    NotIn(&'static [&'static str]),
}

impl Where {
    pub(crate) fn allows(self, room: &str) -> bool {
        match self {
            Self::In(rooms) => rooms.contains(&room),
            Self::NotIn(rooms) => !rooms.contains(&room),
        }
    }
}

/// The rooms that a room may import, or `None` where the table does not know it.
pub(crate) fn imports(room: &str) -> Option<&'static [&'static str]> {
    ROOMS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|(_, imports)| *imports)
}

/// Rooms that the table does not know, and files beside the rooms.
pub(crate) fn unknown_rooms(sources: &Sources) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    sources
        .files
        .iter()
        .filter_map(|source| {
            let room = source.room()?;
            let is_folder = source.path.matches('/').count() > 1;
            let what = if !is_folder {
                format!("`{}` stands beside the rooms: move it into one", source.path)
            } else if imports(&room).is_none() && seen.insert(room.clone()) {
                format!("the table does not know the room `{room}`: say in `rooms.rs` what it may import")
            } else {
                return None;
            };
            Some(Finding {
                file: source.path.clone(),
                line: 1,
                what,
            })
        })
        .collect()
}

#[test]
fn a_new_room_has_to_be_entered_in_the_table() {
    let findings = unknown_rooms(&Sources::one("src/cellar/mod.rs", "//! Wine.\n"));
    assert_eq!(
        findings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "src/cellar/mod.rs:1: the table does not know the room `cellar`: say in `rooms.rs` what it may import"
        ]
    );
    let findings = unknown_rooms(&Sources::one("src/helpers.rs", ""));
    assert_eq!(findings.len(), 1);
}

#[test]
fn the_table_names_no_room_that_it_does_not_know() {
    for (room, others) in ROOMS {
        for other in *others {
            assert!(imports(other).is_some(), "{room} -> {other}");
            assert_ne!(room, other);
        }
    }
}
