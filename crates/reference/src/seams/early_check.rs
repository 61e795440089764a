//! The order of judging: what is checked before the operation checks everything in its own order.

/// A check that is made before the token, the references and everything else that an operation checks.
///
/// It decides nothing that the operation would not decide as well, so it matters only for a request with two defects.
///
/// ```
/// use badreq_reference::{EarlyCheck, ServerOptions};
///
/// // A server that reports a malformed body before a missing token.
/// let options = ServerOptions { early_checks: vec![EarlyCheck::Body], ..ServerOptions::default() };
/// # drop(options);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EarlyCheck {
    /// The references of the path name something.
    PathReferences,
    /// The query and the numbers in the path are well-formed.
    QueryAndNumbers,
    /// The body is valid by itself: content type, syntax, types, model.
    Body,
}
