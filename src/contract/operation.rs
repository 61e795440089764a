//! The operations of the API, and the defects that their requests can have.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::JsonPointer;

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
    /// The file with the model of the bodies of its requests, by [`RequestBodyModelSource::path`](super::RequestBodyModelSource::path).
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

    /// Returns the request that removes what an accepted request for this target created, or `None` if such a request creates nothing.
    ///
    /// The variables of the path have the values that they have in the target, as they were sent.
    #[must_use]
    pub fn undo_for_target(&self, target: &str) -> Option<UndoRequest> {
        let undo = self.undo.as_ref()?;
        let path = target.split('?').next().unwrap_or_default();
        let values: BTreeMap<&str, &str> = self.path.split('/').zip(path.split('/')).collect();
        let fill = |request: &str| {
            let segments = request.split('/').map(|segment| {
                let is_variable = segment.starts_with('{') && !undo.is_response_id(segment);
                let value = values.get(segment).filter(|_| is_variable);
                *value.unwrap_or(&segment)
            });
            segments.collect::<Vec<&str>>().join("/")
        };
        Some(UndoRequest {
            request: fill(&undo.request),
            list: undo.list.as_deref().map(fill),
            ..undo.clone()
        })
    }
}

/// The placeholder of the id that a response has.
pub(super) const RESPONSE_ID: &str = "{id}";

/// The request that removes what another request created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndoRequest {
    /// The method and path. `{id}` stands for the value that [`UndoRequest::id`] points to, another placeholder for what the path of the creating
    /// request has at its variable of this name.
    pub request: String,
    /// A JSON pointer to the id in the response to the creating request; empty if its path has all that names what it creates.
    #[serde(default)]
    pub id: String,
    /// The method and path of a request that lists all resources of this kind to their creator. It finds resources whose creation got no response.
    #[serde(default)]
    pub list: Option<String>,
    /// A JSON pointer to the list in the response to [`UndoRequest::list`]; empty if the response is the list.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub items: String,
    /// A JSON pointer to the id in an item of the list, if it is not [`UndoRequest::id`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
    /// The largest number of resources in that list, if it is limited.
    #[serde(default)]
    pub page: Option<usize>,
}

impl UndoRequest {
    /// Reports whether a placeholder stands for the id that the response to the creating request has.
    pub(super) fn is_response_id(&self, placeholder: &str) -> bool {
        placeholder == RESPONSE_ID && !self.id.is_empty()
    }

    /// Returns the resources in a response to the listing request, each with its id where [`UndoRequest::id`] points; `None` if it has no list.
    #[must_use]
    pub fn parse_listing(&self, body: &Value) -> Option<Vec<Value>> {
        let mut items = body.pointer(&self.items)?.as_array()?.clone();
        if let Some(item_id) = &self.item_id
            && let Ok(id) = JsonPointer::try_from(self.id.clone())
        {
            for item in &mut items {
                if let Some(value) = item.pointer(item_id).cloned() {
                    id.insert_into(item, value);
                }
            }
        }
        Some(items)
    }

    /// Returns the path of the request that lists all resources of this kind, if there is one.
    #[must_use]
    pub fn listing_path(&self) -> Option<&str> {
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

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::{ApiOperation, UndoRequest};

    #[rstest]
    #[case::whole_response("", None, json!([{"id": 7}]), Some(json!([{"id": 7}])))]
    #[case::inside("/books", None, json!({"books": [{"id": 7}]}), Some(json!([{"id": 7}])))]
    #[case::id_elsewhere(
        "/books",
        Some("/isbn"),
        json!({"books": [{"isbn": 7}, {"title": "a"}]}),
        Some(json!([{"isbn": 7, "id": 7}, {"title": "a"}]))
    )]
    #[case::no_list("/books", None, json!({"books": {}}), None)]
    #[case::another_response("/books", None, json!([]), None)]
    fn the_items_of_a_list_have_their_ids_where_the_created_resource_has_it(
        #[case] items: &str,
        #[case] item_id: Option<&str>,
        #[case] body: Value,
        #[case] expected: Option<Value>,
    ) {
        let undo = UndoRequest {
            request: "DELETE /books/{id}".to_owned(),
            id: "/id".to_owned(),
            list: Some("GET /books".to_owned()),
            items: items.to_owned(),
            item_id: item_id.map(str::to_owned),
            page: None,
        };
        assert_eq!(undo.parse_listing(&body).map(Value::from), expected);
    }

    #[rstest]
    #[case::id_of_the_response(
        "/shelves/{shelf}/books",
        "DELETE /books/{id}",
        "/id",
        "DELETE /books/{id}"
    )]
    #[case::variable("/books/{isbn}", "DELETE /books/{isbn}", "", "DELETE /books/a%2Fb")]
    #[case::both(
        "/shelves/{shelf}/books",
        "DELETE /shelves/{shelf}/books/{id}",
        "/id",
        "DELETE /shelves/a%2Fb/books/{id}"
    )]
    #[case::variable_with_the_name_of_an_id(
        "/books/{id}",
        "DELETE /books/{id}",
        "",
        "DELETE /books/a%2Fb"
    )]
    #[case::both_of_one_name(
        "/shelves/{id}/books",
        "DELETE /books/{id}",
        "/id",
        "DELETE /books/{id}"
    )]
    fn a_removal_names_what_the_path_of_the_request_named(
        #[case] path: &str,
        #[case] request: &str,
        #[case] id: &str,
        #[case] expected: &str,
    ) {
        let operation = ApiOperation {
            id: "book-put".to_owned(),
            method: "PUT".to_owned(),
            path: path.to_owned(),
            body: None,
            defects: Vec::new(),
            undo: Some(UndoRequest {
                request: request.to_owned(),
                id: id.to_owned(),
                list: None,
                items: String::new(),
                item_id: None,
                page: None,
            }),
        };
        let variable = path.split('/').find(|own| own.starts_with('{'));
        let target = path.replace(variable.unwrap(), "a%2Fb") + "?force=true";
        let undo = operation.undo_for_target(&target).unwrap();
        assert_eq!(undo.request, expected);
    }
}
