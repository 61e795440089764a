//! Cases: one bad request, why it is bad, and what must come back.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::ask::Ask;
use super::template::Template;
use crate::check::{Answer, KeyFaults};
use crate::contract::{Level, RowName};
use crate::exchange::Actor;

/// The name of a case: `members/unknown-uuid@anonymous`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CaseName {
    /// The suite, the topic.
    pub suite: String,
    /// The case's id, axes filled in.
    pub id: String,
    /// The actor, where the case is made for several.
    pub actor: Option<Actor>,
}

impl CaseName {
    /// The name below its suite: `unknown-uuid@anonymous`.
    #[must_use]
    pub fn leaf(&self) -> String {
        match self.actor {
            Some(actor) => format!("{}@{actor}", self.id),
            None => self.id.clone(),
        }
    }
}

impl fmt::Display for CaseName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.suite, self.leaf())
    }
}

/// A suite: the cases of one topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Suite {
    /// The topic's id, the stem of the file's name.
    pub id: String,
    /// The topic, for people.
    pub title: String,
    /// What its cases are about.
    pub about: String,
    /// Its cases, in the order of the file.
    pub cases: Vec<Case>,
}

/// One bad request, why it is bad, and what must come back.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its name.
    pub name: CaseName,
    /// What is wrong with the request, one sentence.
    pub about: String,
    /// The file that it stands in.
    pub file: String,
    /// The line of that file, counted from 1.
    pub line: usize,
    /// The bad request.
    pub bad: Ask,
    /// One request, or a burst of it.
    pub shape: Shape,
    /// What must come back.
    pub expected: Expected,
    /// The valid twins.
    pub controls: Vec<Control>,
    /// Why there is no control, where there is none.
    pub no_control: Option<String>,
    /// Reads that must answer the same before and after.
    pub unchanged: Vec<Ask>,
    /// The operation's id, where there is such an operation.
    pub operation: Option<String>,
    /// The way in which the request is wrong.
    pub way: Option<String>,
}

/// Whether a case sends its request once or as a burst.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// One request.
    Single,
    /// A burst, to meet the limit of a scope.
    Burst {
        /// The name of the scope.
        scope: String,
        /// Requests of other scopes, which must not be refused meanwhile.
        others: Vec<Ask>,
    },
}

/// What must come back, places not filled in yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Which answer is right.
    pub answer: Answer,
    /// How binding it is that it is this one.
    pub level: Level,
    /// What stands for the placeholders of the row's meaning.
    pub fill: Vec<(String, Template)>,
    /// What `errors` must say.
    pub errors: Option<BTreeMap<String, KeyFaults>>,
}

/// The valid twin of a bad request.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// What it sends.
    pub ask: Ask,
    /// The statuses that are a success.
    pub statuses: Vec<u16>,
    /// Whether it brings its own conditions, and so is sent before the bad request.
    pub has_own_conditions: bool,
}

impl Case {
    /// The row that says what is wrong, where one does.
    #[must_use]
    pub fn row(&self) -> Option<RowName> {
        match &self.expected.answer {
            Answer::Row { expected, .. } => Some(*expected),
            Answer::Refusal | Answer::AnyRow => None,
        }
    }

    /// Every request that it may send.
    pub fn asks(&self) -> impl Iterator<Item = &Ask> {
        let others = match &self.shape {
            Shape::Single => [].as_slice(),
            Shape::Burst { others, .. } => others.as_slice(),
        };
        std::iter::once(&self.bad)
            .chain(self.controls.iter().map(|control| &control.ask))
            .chain(&self.unchanged)
            .chain(others)
    }

    /// The dotted names that it uses.
    #[must_use]
    pub fn names(&self) -> BTreeSet<String> {
        let mut names: BTreeSet<String> = self.asks().flat_map(Ask::names).collect();
        for (_, template) in &self.expected.fill {
            template.collect_names(&mut names);
        }
        names
    }

    /// Whether all that it sends only reads, so that it disturbs no other case.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.asks().all(Ask::is_read)
    }
}
