//! Operations: what the API offers, and the ways in which each can be asked wrongly.

use serde::{Deserialize, Serialize};

/// One operation of the API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// A short stable id, `member-patch`.
    pub id: String,
    /// The method.
    pub method: String,
    /// The path below the base URL with its variable segments in braces: `/members/{member}`.
    pub path: String,
    /// The ways to be wrong that the documentation leaves open for this operation, by [`Way::id`].
    pub ways: Vec<String>,
    /// How to remove what an accepted request of this operation made.
    #[serde(default)]
    pub undo: Option<Undo>,
}

impl Operation {
    /// Whether a request is one of this operation.
    ///
    /// `target` is path and query below the base URL. A variable segment fits anything but an empty segment.
    #[must_use]
    pub fn fits(&self, method: &str, target: &str) -> bool {
        let path = target.split('?').next().unwrap_or_default();
        let (mut own, mut sent) = (self.path.split('/'), path.split('/'));
        self.method == method
            && loop {
                match (own.next(), sent.next()) {
                    (None, None) => break true,
                    (Some(own), Some(sent)) if own == sent => {}
                    (Some(own), Some(sent)) if own.starts_with('{') && !sent.is_empty() => {}
                    _ => break false,
                }
            }
    }
}

/// How to remove what a request made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    /// The method and path that remove it; `{id}` stands for what [`Undo::id`] points at.
    pub request: String,
    /// A JSON pointer into the answer of the request that made it.
    pub id: String,
    /// The read that lists all things of the kind to who made them, as method and path: where to look for what no answer told of.
    #[serde(default)]
    pub list: Option<String>,
    /// How many things that read shows at most, where it does not show all.
    #[serde(default)]
    pub page: Option<usize>,
}

impl Undo {
    /// The path of the read that lists all things of the kind, where there is one.
    #[must_use]
    pub fn list_path(&self) -> Option<&str> {
        let (_, path) = self.list.as_deref()?.split_once(' ')?;
        Some(path)
    }
}

/// A way in which a request can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// A short stable id, `unknown-member`.
    pub id: String,
    /// What is wrong, in a few words.
    pub about: String,
}

/// A cell of the matrix (operation x way) that has no case on purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// The operation's id, or `*` for every operation that lists the way.
    pub operation: String,
    /// The way's id.
    pub way: String,
    /// Why there is no case.
    pub reason: String,
}
