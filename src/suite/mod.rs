//! Test suites: cases written as TOML, which are parsed, expanded and checked against the contract.
//!
//! A suite file is parsed into values that keep their position in the file (`contract::authored`). A case as written becomes one case
//! for each combination of its parameters (`axes`, `expand`). Only then is it parsed (`parse_*`) into types that hold no invalid value
//! ([`Case`], [`Ask`]). Values that depend on the target stay templates ([`Template`]) until a request is composed.
//! `docs/cases.md` is the guide for authors.

mod ask;
mod axes;
mod case;
mod compose;
pub mod coverage;
mod expand;
mod fixture_spec;
mod json;
mod load;
mod locate;
mod parse_ask;
mod parse_body;
mod parse_case;
mod parse_control;
mod parse_expected;
mod parse_fixtures;
mod select;
mod settle;
mod settle_fixtures;
mod sources;
mod template;
#[cfg(test)]
pub(crate) mod testing;

pub use ask::{Ask, Body, Condition, Part};
pub use case::{Case, CaseName, Control, Expected, Shape, Suite};
pub use compose::{ComposeError, Hook, HookError, Usual};
pub use fixture_spec::{
    Capture, Draw, FixtureSpecs, KeptSpec, KnownSpec, Lifetime, MadeSpec, UnknownSpec,
};
pub use json::JsonTemplate;
pub use load::Suites;
pub use select::{Pattern, Selection, UnmatchedPattern};
pub use sources::{FIXTURES, Sources, SourcesError};
pub(crate) use template::as_text;
pub use template::{Bindings, Template, TemplateError, Unbound};
