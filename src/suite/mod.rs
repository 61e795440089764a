//! Test suites: cases written as TOML, which are parsed, expanded and checked against the contract.
//!
//! A suite file is parsed into values that keep their position in the file (`contract::authored`). A case as written becomes one case
//! for each combination of its parameters (`axes`, `expand`). Only then is it parsed (`parse_*`) into types that hold no invalid value
//! ([`Case`], [`RequestTemplate`]). Values that depend on the target stay templates ([`Template`]) until a request is composed.
//! `docs/cases.md` is the guide for authors.

mod case;
mod case_expectations;
mod compose_request;
pub mod coverage;
mod expand;
mod find_span;
mod fixture_spec;
mod json_template;
mod load;
mod parameters;
mod parse_body;
mod parse_case;
mod parse_control;
mod parse_expectation;
mod parse_fixtures;
mod parse_request;
mod request_template;
mod resolve;
mod resolve_fixtures;
mod select;
mod sources;
mod template;
#[cfg(test)]
pub(crate) mod testing;

pub use case::{Case, CaseName, CaseSendMode, Control, ExpectationTemplate, Suite};
pub use compose_request::{ComposeError, ErrorTrigger, RequestDefaults, TriggerParseError};
pub use fixture_spec::{
    CreatedResourceSpec, FixtureLifetime, FixtureSpecs, OperatorSuppliedValueSpec, ResponseCapture,
    RestoredObjectSpec, UnknownIdFormat, UnknownIdSpec,
};
pub use json_template::JsonTemplate;
pub use load::SuiteSet;
pub use request_template::{BodyTemplate, BodyTemplatePart, RequestTemplate, RequiredObjectState};
pub use select::{CasePattern, CaseSelection, UnmatchedPattern};
pub use sources::{FIXTURES_FILE_NAME, SuiteSources, SuiteSourcesError};
pub use template::{Template, TemplateBindings, TemplateFilter, TemplateParseError, UnboundName};
pub(crate) use template::{encode_path_segment, json_to_text};
