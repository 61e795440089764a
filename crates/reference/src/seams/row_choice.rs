//! The choice of a row where the documentation leaves room for several.

use std::fmt::Debug;

use super::row_doubt::{RowDoubt, ServiceDoubt};
use crate::api_error::DocumentedError;

/// The choice of a row where the documentation leaves room for several; by default this server's own.
///
/// ```
/// use std::sync::Arc;
///
/// use badreq_reference::{DocumentedError, RowChoice, RowDoubt, ServerOptions};
///
/// /// A server that answers `30005` for a switch of a private history.
/// #[derive(Debug)]
/// struct FrankAboutHistory;
///
/// impl RowChoice for FrankAboutHistory {
///     fn choose_row(&self, doubt: RowDoubt, usual: DocumentedError) -> DocumentedError {
///         if doubt == RowDoubt::PrivateSwitch { DocumentedError::FrontHistoryPrivate } else { usual }
///     }
/// }
///
/// let options = ServerOptions { rows: Arc::new(FrankAboutHistory), ..ServerOptions::default() };
/// # drop(options);
/// ```
pub trait RowChoice: Debug + Send + Sync {
    /// Returns the row with which a request is refused.
    fn choose_row(&self, _doubt: RowDoubt, usual: DocumentedError) -> DocumentedError {
        usual
    }

    /// Returns the row with which a request is refused, or `None` to serve it.
    fn judge_request(
        &self,
        _doubt: ServiceDoubt,
        usual: Option<DocumentedError>,
    ) -> Option<DocumentedError> {
        usual
    }

    /// Returns the key under which `errors` reports an invalid value of this key of `privacy`.
    fn name_privacy_key<'k>(&self, key: &'k str) -> &'k str {
        key
    }
}

/// This server's own choice.
#[derive(Debug)]
pub(crate) struct UsualRows;

impl RowChoice for UsualRows {}
