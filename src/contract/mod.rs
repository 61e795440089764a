//! The contract: the promises of the documentation.
//!
//! [`Sources`] holds its pages as text: the document with the error table, its errata, the requirements, the error model and the rate limits,
//! the operations, the schema of a body. [`Contract::load`] parses them all. It returns a contract in which every reference resolves, or
//! [`Flaws`]: every mistake of every page, each with its line and a hint.
//!
//! Nothing here depends on a particular API.

pub(crate) mod authored;
mod digest;
mod edition;
mod flaw;
mod glob;
mod identity;
mod json_pointer;
mod limits;
mod load;
mod markdown;
mod meaning;
mod model;
mod operation;
mod operation_rules;
mod operations;
mod page;
mod reading;
mod requirement;
mod requirement_scope;
mod requirements;
mod row;
mod schema;
mod schema_rules;
mod sources;
mod suggest;
mod table;
mod terms;

pub(crate) use digest::digest_texts;
pub use edition::{Edition, EditionError};
pub use flaw::{Flaw, Flaws};
pub use glob::{glob, names_case};
pub use identity::Identity;
pub use json_pointer::{JsonPointer, JsonPointerError};
pub use limits::{RateHeaders, RateLimits, Scope};
pub use load::Contract;
pub(crate) use meaning::Meaning;
pub use model::ErrorModel;
pub use operation::{Gap, Operation, Undo, Way};
pub use operations::Operations;
pub use page::Page;
pub use requirement::{Basis, Level, Requirement, RequirementId};
pub use requirement_scope::{RequirementScope, ScopedResponses};
pub use requirements::Requirements;
pub use row::{Origin, Row, RowName, RowNameError};
pub use schema::{BodySchema, SchemaFailure};
pub use sources::Sources;
pub use suggest::suggest;
pub use table::Table;
