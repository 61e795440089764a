//! The contract: the promises of the documentation.
//!
//! [`ContractFiles`] holds its pages as text: the document with the error table, its errata, the requirements, the error model and the rate limits,
//! the operations, the models of their bodies, the schema of an error body. [`Contract::parse`] parses them all. It returns a contract in which
//! every reference resolves, or [`Diagnostics`]: every mistake of every page, each with its line and a hint.
//!
//! Nothing here depends on a particular API.

pub(crate) mod authored;
mod body_constraint;
mod body_model;
mod body_model_file;
mod constraint_search;
mod contract_change;
mod contract_files;
mod derived_body_schema;
mod diagnostics;
mod digest;
mod edition;
mod error_body_schema;
mod error_code;
mod error_model;
mod generic_requirements;
mod glob;
mod identity;
mod json_pointer;
mod json_text;
mod load;
mod markdown;
mod message_pattern;
mod operation;
mod operation_defect_matrix;
mod operation_validation;
mod rate_limits;
mod requirement;
mod requirement_list;
mod requirement_scope;
mod row;
mod row_status;
mod schema_keywords;
mod schema_validation;
mod sentences;
mod settings;
mod source_file;
mod standard_defects;
mod suggest;
mod table;
mod table_parser;
mod table_settings;
mod token_header;

pub use body_constraint::{RequestBodyConstraint, RequestValueRule};
pub use body_model::RequestBodyModel;
pub use body_model_file::RequestBodyModelSource;
pub use contract_change::{ChangeEffect, ContractChange, compare_contracts, compare_tables};
pub use contract_files::ContractFiles;
pub use diagnostics::{Diagnostic, Diagnostics};
pub(crate) use digest::digest_texts;
pub use edition::{Edition, EditionParseError};
pub use error_body_schema::{ErrorBodySchema, ErrorBodySchemaMismatch};
pub use error_code::{CodeType, CodeWord, ErrorCode};
pub use error_model::{DescribedRows, ErrorDetailsModel, ErrorModel, RetryWaitModel, WaitUnit};
pub use glob::{matches_case_name, matches_glob};
pub use identity::IdentityRequest;
pub use json_pointer::{JsonPointer, JsonPointerParseError};
pub use load::Contract;
pub(crate) use message_pattern::MessagePattern;
pub use operation::{ApiOperation, CoverageExclusion, RequestDefect, UndoRequest};
pub use operation_defect_matrix::OperationDefectMatrix;
pub use rate_limits::{RateLimitHeaderNames, RateLimitScope, RateLimits};
pub use requirement::{Level, Requirement, RequirementBasis, RequirementId};
pub use requirement_list::RequirementList;
pub use requirement_scope::{ApplicableResponses, RequirementScope};
pub use row::{ErrorId, ErrorIdParseError, ErrorRow, RowOrigin};
pub use row_status::{AnyErrorStatus, RowStatus};
pub use sentences::{CaseTraits, DocumentedSentence, SentenceList};
pub use source_file::SourceFile;
pub use suggest::suggest_similar_word;
pub use table::ErrorTable;
pub use token_header::{TokenHeader, TokenHeaderParseError};
