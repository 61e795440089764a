//! The three ways to edit a list.

use serde_json::Value;

use crate::api_error::DocumentedError;
use crate::api_request::ApiRequest;
use crate::body;
use crate::fault::{FaultKind, Mishap, crash, strikes_here};
use crate::model::parse_references;
use crate::refusal::Refusal;
use crate::variant;

/// The way in which a list of references is applied to the existing list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListEdit {
    Add,
    Remove,
    Overwrite,
}

impl ListEdit {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "add" => Some(Self::Add),
            "remove" => Some(Self::Remove),
            "overwrite" => Some(Self::Overwrite),
            _ => None,
        }
    }

    /// Parses the references in a request that edits a list.
    ///
    /// # Errors
    ///
    /// Returns the bad request row if the body is not a list of strings, or is an empty one that would change nothing.
    pub(crate) fn parse_request_references(
        self,
        key: &str,
        call: &ApiRequest,
    ) -> Result<Vec<String>, Refusal> {
        let entries: Vec<Value> = body::parse_list(call)?;
        match self {
            Self::Add | Self::Remove if entries.is_empty() => {
                if strikes_here(|kind| FaultKind::EmptyList(Mishap::Crash, kind)) {
                    crash();
                }
                if strikes_here(|kind| FaultKind::EmptyList(Mishap::Served, kind)) {
                    return Ok(Vec::new());
                }
                variant::empty_list(key, DocumentedError::BadRequest.into())
            }
            Self::Add | Self::Remove | Self::Overwrite => parse_references(key, &entries),
        }
    }
}
