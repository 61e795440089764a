//! The three ways to edit a list.

use std::collections::BTreeSet;

use super::context::OperationContext;
use crate::api_error::DocumentedError;
use crate::body;
use crate::model::parse_references;
use crate::refusal::Refusal;
use crate::seams::OptionalRefusal;

/// The way in which a list of references is applied to the existing list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListEditMode {
    Add,
    Remove,
    Overwrite,
}

impl ListEditMode {
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
        context: &OperationContext<'_>,
    ) -> Result<Vec<String>, Refusal> {
        let seams = context.seams;
        let entries = body::parse_list(context.call, seams)?;
        match self {
            Self::Add | Self::Remove if entries.is_empty() => {
                let usual = Some(DocumentedError::BadRequest);
                seams.refuse_unless_served(OptionalRefusal::EmptyList, usual, key.into())?;
            }
            Self::Add | Self::Remove | Self::Overwrite => {}
        }
        parse_references(key, &entries, seams)
    }
}

/// Reports whether a list has the same key twice.
pub(super) fn has_duplicates<K: Ord>(keys: &[K]) -> bool {
    let distinct: BTreeSet<&K> = keys.iter().collect();
    distinct.len() < keys.len()
}
