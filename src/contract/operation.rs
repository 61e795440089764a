//! The operations of the API, and the defects that their requests can have.

use serde::{Deserialize, Serialize};

/// An operation of the API: its method and path, and the defects that its requests can have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiOperation {
    /// A short stable id, such as `member-patch`.
    pub id: String,
    /// The HTTP method.
    pub method: String,
    /// The path below the base URL, with variable segments in braces: `/members/{member}`.
    pub path: String,
    /// The file with the model of the bodies of its requests, by [`BodyModelFile::path`](super::BodyModelFile::path).
    #[serde(default)]
    pub body: Option<String>,
    /// The defects that a request of this operation can have, by [`RequestDefect::id`].
    pub defects: Vec<String>,
    /// The request that removes what an accepted request of this operation created.
    #[serde(default)]
    pub undo: Option<UndoRequest>,
}

impl ApiOperation {
    /// Reports whether a request belongs to this operation.
    ///
    /// `target` is the path and query below the base URL. A variable segment matches any segment that is not empty.
    #[must_use]
    pub fn matches_request(&self, method: &str, target: &str) -> bool {
        let path = target.split('?').next().unwrap_or_default();
        let (mut own, mut sent) = (self.path.split('/'), path.split('/'));
        self.method == method
            && loop {
                match (own.next(), sent.next()) {
                    (None, None) => break true,
                    (Some(own), Some(sent)) if own == sent => {}
                    (Some(own), Some(sent)) if own.starts_with('{') && !sent.is_empty() => {}
                    _ => break false,
                }
            }
    }
}

/// The request that removes what another request created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndoRequest {
    /// The method and path; `{id}` stands for the value that [`UndoRequest::id`] points to.
    pub request: String,
    /// A JSON pointer to the id in the response to the creating request.
    pub id: String,
    /// The method and path of a request that lists all resources of this kind to their creator. It finds resources whose creation got no response.
    #[serde(default)]
    pub list: Option<String>,
    /// The largest number of resources in that list, if it is limited.
    #[serde(default)]
    pub page: Option<usize>,
}

impl UndoRequest {
    /// Returns the path of the request that lists all resources of this kind, if there is one.
    #[must_use]
    pub fn list_path(&self) -> Option<&str> {
        let (_, path) = self.list.as_deref()?.split_once(' ')?;
        Some(path)
    }
}

/// A defect: the one thing wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestDefect {
    /// A short stable id, such as `unknown-member`.
    pub id: String,
    /// The description of the defect: a short noun phrase that fits behind "with", such as "a book that does not exist".
    pub about: String,
}

/// A cell of the matrix (operation x defect) that deliberately has no case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverageExclusion {
    /// The id of the operation, or `*` for every operation that lists the defect.
    pub operation: String,
    /// The id of the defect.
    pub defect: String,
    /// The reason why there is no case.
    pub reason: String,
}
