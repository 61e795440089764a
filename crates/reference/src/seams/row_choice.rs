//! The choice of a row where the documentation leaves room for several.

use std::fmt::Debug;

use super::row_doubt::{OptionalRefusal, RowAmbiguity};
use crate::api_error::DocumentedError;

/// The choice of a row where the documentation leaves room for several; by default this server's own.
///
/// ```
/// use std::sync::Arc;
///
/// use badreq_reference::{DocumentedError, RowChoice, RowAmbiguity, ServerOptions};
///
/// /// A server that answers `30005` for a switch of a private history.
/// #[derive(Debug)]
/// struct FrankAboutHistory;
///
/// impl RowChoice for FrankAboutHistory {
///     fn choose_row(&self, doubt: RowAmbiguity, usual: DocumentedError) -> DocumentedError {
///         if doubt == RowAmbiguity::PrivateSwitch { DocumentedError::FrontHistoryPrivate } else { usual }
///     }
/// }
///
/// let options = ServerOptions { rows: Arc::new(FrankAboutHistory), ..ServerOptions::default() };
/// # drop(options);
/// ```
pub trait RowChoice: Debug + Send + Sync {
    /// Returns the row with which a request is refused.
    fn choose_row(&self, _doubt: RowAmbiguity, usual: DocumentedError) -> DocumentedError {
        usual
    }

    /// Returns the row with which a request is refused, or `None` to serve it.
    fn choose_row_or_serve(
        &self,
        _doubt: OptionalRefusal,
        usual: Option<DocumentedError>,
    ) -> Option<DocumentedError> {
        usual
    }

    /// Returns the key under which `errors` reports an invalid value of this key of `privacy`.
    fn choose_privacy_error_key<'k>(&self, key: &'k str) -> &'k str {
        key
    }
}

/// This server's own choice.
#[derive(Debug)]
pub(crate) struct UsualRowChoice;

impl RowChoice for UsualRowChoice {}
