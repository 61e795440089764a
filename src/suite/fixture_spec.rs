//! Specifications of fixtures: the values, resources and objects that cases may refer to.

use std::collections::BTreeSet;

use super::ask::Ask;
use super::template::{Bindings, Template};

/// The specifications of all fixtures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FixtureSpecs {
    /// Values that only the operator of the target can supply: `value.NAME`.
    pub known: Vec<KnownSpec>,
    /// Values that identify nothing on the target: `unknown.NAME`.
    pub unknown: Vec<UnknownSpec>,
    /// Resources that are created and removed again: `NAME.capture`.
    pub made: Vec<MadeSpec>,
    /// Objects that are read first and restored afterwards: `NAME.capture`.
    pub kept: Vec<KeptSpec>,
}

/// A value that only the operator of the target can supply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSpec {
    /// The name of the value.
    pub name: String,
    /// A description of the value.
    pub about: String,
}

/// A value that identifies nothing on the target.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownSpec {
    /// The name of the value.
    pub name: String,
    /// The format of the random value.
    pub draw: Draw,
    /// Targets of read requests, with `{value}`, whose responses must show that the value identifies nothing.
    pub prove: Vec<Template>,
}

/// The format of a random value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Draw {
    /// A version 4 UUID.
    Uuid,
    /// A fixed number of letters from an alphabet.
    Letters {
        /// The letters to choose from.
        letters: String,
        /// The number of letters.
        length: usize,
    },
    /// A decimal number. Its first digit is 1, so that it fits into 64 bits.
    Digits {
        /// The number of digits.
        length: usize,
    },
}

/// The lifetime of a created resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// The whole run.
    Run,
    /// One case, which may destroy the resource.
    Case,
}

/// A value to remember from a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// The name after the dot.
    pub name: String,
    /// The JSON pointer to the value in the response body.
    pub pointer: String,
}

/// A resource that is created and removed again.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeSpec {
    /// The name of the resource.
    pub name: String,
    /// A description of the resource.
    pub about: String,
    /// The request that creates the resource.
    pub make: Ask,
    /// The values to remember from the response.
    pub capture: Vec<Capture>,
    /// The lifetime of the resource.
    pub lifetime: Lifetime,
    /// Fixtures that are created before this one although its templates do not use them.
    pub after: Vec<String>,
    /// The method and target of the request that removes the resource, if the operation does not define them.
    pub undo: Option<(String, Template)>,
}

impl MadeSpec {
    /// Returns the dotted names that the request uses, and the names of the fixtures that are created before.
    #[must_use]
    pub fn needs(&self) -> BTreeSet<String> {
        let mut names = self.make.names();
        names.extend(self.after.iter().cloned());
        names
    }
}

/// An object that exists before the run, is read first and restored afterwards.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptSpec {
    /// The name of the object.
    pub name: String,
    /// A description of the object.
    pub about: String,
    /// The request that reads the object.
    pub read: Ask,
    /// The method and target of the request that writes the object. The body is a part of the object as it was read.
    pub write: (String, Template),
    /// Other targets whose requests write the object too, such as those that contain its id.
    pub also: Vec<Template>,
    /// The keys that are restored.
    pub keys: Vec<String>,
    /// The values to remember from the object.
    pub capture: Vec<Capture>,
}

impl KeptSpec {
    /// Returns the dotted names that are used to read and to write the object.
    #[must_use]
    pub fn needs(&self) -> BTreeSet<String> {
        let mut names = self.read.names();
        names.extend(self.write.1.names().map(str::to_owned));
        names
    }

    /// Reports whether a request to this target writes the object.
    #[must_use]
    pub fn is_written_by(&self, target: &str, bindings: &dyn Bindings) -> bool {
        let mut targets = std::iter::once(&self.write.1).chain(&self.also);
        targets.any(|own| own.fill(bindings).is_ok_and(|own| own == target))
    }
}

impl FixtureSpecs {
    /// Returns the specification of the created resource of this name.
    #[must_use]
    pub fn made(&self, name: &str) -> Option<&MadeSpec> {
        self.made.iter().find(|spec| spec.name == name)
    }

    /// Returns the specification of the restored object of this name.
    #[must_use]
    pub fn kept(&self, name: &str) -> Option<&KeptSpec> {
        self.kept.iter().find(|spec| spec.name == name)
    }

    /// Returns every dotted name that templates may use.
    #[must_use]
    pub fn all_names(&self) -> BTreeSet<String> {
        let known = self.known.iter().map(|spec| format!("value.{}", spec.name));
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
