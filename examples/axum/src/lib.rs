//! A server that keeps notes in memory. Its errors are documented in `contract/errors.md`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Map, Value, json};

/// The longest title, in characters.
const LONGEST_TITLE: usize = 40;

/// The accounts, by token.
const ACCOUNTS: [(&str, &str); 2] = [("token-of-ann", "ann"), ("token-of-bob", "bob")];

#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Store>>);

#[derive(Default)]
struct Store {
    notes: BTreeMap<u64, Note>,
    last_id: u64,
}

struct Note {
    author: &'static str,
    title: String,
    is_archived: bool,
}

/// The rows of `contract/errors.md`.
enum Error {
    NoToken,
    NoNote,
    OtherAccount,
    NotJson,
    Invalid(Value),
    Archived,
}

type Result<T = Response> = std::result::Result<T, Error>;

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, code, message) = match &self {
            Self::NoToken => (StatusCode::UNAUTHORIZED, 100, "A valid token is required."),
            Self::NoNote => (StatusCode::NOT_FOUND, 200, "There is no such note."),
            Self::OtherAccount => (
                StatusCode::FORBIDDEN,
                201,
                "This note belongs to another account.",
            ),
            Self::NotJson => (
                StatusCode::BAD_REQUEST,
                300,
                "The body is not a JSON object.",
            ),
            Self::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, 301, "A field is invalid."),
            Self::Archived => (StatusCode::CONFLICT, 302, "This note is archived."),
        };
        let mut body = json!({ "code": code, "message": message });
        if let Self::Invalid(fields) = self {
            body["fields"] = fields;
        }
        json_response(status, &body)
    }
}

/// Returns the routes of a server without notes.
pub fn router() -> Router {
    Router::new()
        .route("/notes", post(create))
        .route("/notes/{id}", get(show).put(change).delete(remove))
        .route("/notes/{id}/archive", post(archive))
        .with_state(Notes::default())
}

async fn create(State(notes): State<Notes>, headers: HeaderMap, body: Bytes) -> Result {
    let author = authenticate(&headers)?;
    let body = parse_body(&body)?;
    let is_archived = body.get("archived") == Some(&Value::Bool(true));
    let note = Note {
        author,
        title: parse_title(&body)?,
        is_archived,
    };
    let mut store = notes.lock();
    store.last_id += 1;
    let id = store.last_id;
    let response = json_response(StatusCode::CREATED, &render(id, &note));
    store.notes.insert(id, note);
    Ok(response)
}

async fn show(State(notes): State<Notes>, Path(id): Path<String>) -> Result {
    let mut store = notes.lock();
    let (id, note) = find(&mut store, &id)?;
    Ok(json_response(StatusCode::OK, &render(id, note)))
}

async fn change(
    State(notes): State<Notes>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result {
    let mut store = notes.lock();
    let (id, note) = find_own(&mut store, &id, &headers)?;
    let title = parse_title(&parse_body(&body)?)?;
    if note.is_archived {
        return Err(Error::Archived);
    }
    note.title = title;
    Ok(json_response(StatusCode::OK, &render(id, note)))
}

async fn archive(
    State(notes): State<Notes>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode> {
    let mut store = notes.lock();
    let (_, note) = find_own(&mut store, &id, &headers)?;
    if note.is_archived {
        return Err(Error::Archived);
    }
    note.is_archived = true;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove(
    State(notes): State<Notes>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode> {
    let mut store = notes.lock();
    let (id, _) = find_own(&mut store, &id, &headers)?;
    store.notes.remove(&id);
    Ok(StatusCode::NO_CONTENT)
}

impl Notes {
    fn lock(&self) -> MutexGuard<'_, Store> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn authenticate(headers: &HeaderMap) -> Result<&'static str> {
    let token = headers.get(header::AUTHORIZATION).ok_or(Error::NoToken)?;
    let account = ACCOUNTS.iter().find(|(own, _)| token == own);
    account.map(|(_, name)| *name).ok_or(Error::NoToken)
}

fn find<'n>(store: &'n mut Store, id: &str) -> Result<(u64, &'n mut Note)> {
    let id = id.parse().map_err(|_| Error::NoNote)?;
    store
        .notes
        .get_mut(&id)
        .map(|note| (id, note))
        .ok_or(Error::NoNote)
}

fn find_own<'n>(
    store: &'n mut Store,
    id: &str,
    headers: &HeaderMap,
) -> Result<(u64, &'n mut Note)> {
    let account = authenticate(headers)?;
    let (id, note) = find(store, id)?;
    if note.author == account {
        Ok((id, note))
    } else {
        Err(Error::OtherAccount)
    }
}

fn parse_body(body: &[u8]) -> Result<Map<String, Value>> {
    serde_json::from_slice(body).map_err(|_| Error::NotJson)
}

fn parse_title(body: &Map<String, Value>) -> Result<String> {
    let invalid = |detail: Value| Error::Invalid(json!({ "title": [detail] }));
    let title = body.get("title").and_then(Value::as_str);
    let title = title.ok_or_else(|| invalid(json!({ "message": "A note has a title." })))?;
    match title.chars().count() {
        length if length > LONGEST_TITLE => Err(invalid(
            json!({ "message": "The title is too long.", "max_length": LONGEST_TITLE, "actual_length": length }),
        )),
        _ => Ok(title.to_owned()),
    }
}

fn render(id: u64, note: &Note) -> Value {
    json!({ "id": id, "author": note.author, "title": note.title, "archived": note.is_archived })
}

fn json_response(status: StatusCode, body: &Value) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        body.to_string(),
    )
        .into_response()
}
