//! What cases may refer to: given values, unknown values, things to make, things to put back.

use std::collections::BTreeSet;

use super::ask::Ask;
use super::template::{Bindings, Template};

/// All that cases may refer to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FixtureSpecs {
    /// Values that only whoever runs the target knows: `known.NAME`.
    pub known: Vec<KnownSpec>,
    /// Values that name nothing: `unknown.NAME`.
    pub unknown: Vec<UnknownSpec>,
    /// Things that are made and undone: `NAME.capture`.
    pub made: Vec<MadeSpec>,
    /// Things that are read first and put back: `NAME.capture`.
    pub kept: Vec<KeptSpec>,
}

/// A value that only whoever runs the target knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSpec {
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
}

/// A value that names nothing on the target.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownSpec {
    /// Its name.
    pub name: String,
    /// How to draw one.
    pub draw: Draw,
    /// Reads, with `{value}`, that must answer that there is nothing.
    pub prove: Vec<Template>,
}

/// How to draw a value at random.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Draw {
    /// A version 4 UUID.
    Uuid,
    /// Some of these letters, so many.
    Letters {
        /// The letters to draw from.
        letters: String,
        /// How many to draw.
        length: usize,
    },
    /// A decimal number of so many digits, the first of them 1, so that it stays in 64 bits.
    Digits {
        /// How many digits.
        length: usize,
    },
}

/// How long something that is made lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// For the whole run.
    Run,
    /// For one case, which may destroy it.
    Case,
}

/// A name for something in an answer, and the JSON pointer to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// The name after the dot.
    pub name: String,
    /// A JSON pointer into the answer.
    pub pointer: String,
}

/// Something that is made and undone.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeSpec {
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// The request that makes it.
    pub make: Ask,
    /// What to remember of the answer.
    pub capture: Vec<Capture>,
    /// How long it lives.
    pub lifetime: Lifetime,
    /// Fixtures that are made before it though it does not name them.
    pub after: Vec<String>,
    /// The method and target that remove it, where the operation does not say so.
    pub undo: Option<(String, Template)>,
}

impl MadeSpec {
    /// The dotted names that it takes to make it.
    #[must_use]
    pub fn needs(&self) -> BTreeSet<String> {
        let mut names = self.make.names();
        names.extend(self.after.iter().cloned());
        names
    }
}

/// Something that was there before the run, is read first and put back.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptSpec {
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// The read that shows it.
    pub read: Ask,
    /// The method and target that write it; the body is a part of what was read.
    pub write: (String, Template),
    /// Other targets whose requests write it too, such as those that name it by its id.
    pub also: Vec<Template>,
    /// The keys that are put back.
    pub keys: Vec<String>,
    /// What to remember of it.
    pub capture: Vec<Capture>,
}

impl KeptSpec {
    /// The dotted names that it takes to read and to write it.
    #[must_use]
    pub fn needs(&self) -> BTreeSet<String> {
        let mut names = self.read.names();
        names.extend(self.write.1.names().map(str::to_owned));
        names
    }

    /// Whether a request to this target writes it.
    #[must_use]
    pub fn is_written_by(&self, target: &str, bindings: &dyn Bindings) -> bool {
        let mut targets = std::iter::once(&self.write.1).chain(&self.also);
        targets.any(|own| own.fill(bindings).is_ok_and(|own| own == target))
    }
}

impl FixtureSpecs {
    /// The made fixture of this name.
    #[must_use]
    pub fn made(&self, name: &str) -> Option<&MadeSpec> {
        self.made.iter().find(|spec| spec.name == name)
    }

    /// The kept object of this name.
    #[must_use]
    pub fn kept(&self, name: &str) -> Option<&KeptSpec> {
        self.kept.iter().find(|spec| spec.name == name)
    }

    /// Every dotted name that templates may use.
    #[must_use]
    pub fn all_names(&self) -> BTreeSet<String> {
        let known = self.known.iter().map(|spec| format!("known.{}", spec.name));
        let unknown = self
            .unknown
            .iter()
            .map(|spec| format!("unknown.{}", spec.name));
        let captures = |name: &str, captures: &[Capture]| -> Vec<String> {
            captures
                .iter()
                .map(|capture| format!("{name}.{}", capture.name))
                .collect()
        };
        let made = self
            .made
            .iter()
            .flat_map(|spec| captures(&spec.name, &spec.capture));
        let kept = self
            .kept
            .iter()
            .flat_map(|spec| captures(&spec.name, &spec.capture));
        known
            .chain(unknown)
            .chain(made)
            .chain(kept)
            .chain(["run".to_owned(), "run.millis".to_owned()])
            .collect()
    }
}
