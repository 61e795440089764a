//! A server that keeps notes in memory. It describes its errors as problem details (RFC 9457); `contract/errors.md` documents them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Map, Value, json};

/// The tokens of the two accounts.
pub const TOKENS: [&str; 2] = ["token-of-ann", "token-of-bob"];

/// The longest title, in characters.
const MAX_TITLE: usize = 40;

const JSON: &str = "application/json";

/// A mistake of the server, so that a test can show that it is noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The problem of a locked note has a type that is not documented.
    WrongCode,
    /// The problem of a body that is not JSON has the content type of ordinary JSON.
    WrongContentType,
    /// A change of another account's note is refused and made all the same.
    ChangesAnyway,
}

/// A server with its notes.
#[derive(Clone, Debug, Default)]
pub struct Notes(Arc<Mutex<Store>>);

#[derive(Debug, Default)]
struct Store {
    notes: BTreeMap<u64, Note>,
    last_id: u64,
    fault: Option<Fault>,
}

#[derive(Debug)]
struct Note {
    account: &'static str,
    title: String,
    locked: bool,
}

/// A row of `contract/errors.md` (type, status, title), and the errors of fields.
#[derive(Debug, PartialEq)]
struct Problem(&'static str, u16, &'static str, Option<Value>);

const TOKEN_REQUIRED: Problem = Problem("token-required", 401, "A valid token is required.", None);
const NOT_YOUR_NOTE: Problem = Problem("not-your-note", 403, "This note is not yours.", None);
const NOTE_NOT_FOUND: Problem = Problem("note-not-found", 404, "There is no such note.", None);
const NOT_FOUND: Problem = Problem("about:blank", 404, "Not Found", None);
const METHOD_NOT_ALLOWED: Problem = Problem("about:blank", 405, "Method Not Allowed", None);
const NOTE_LOCKED: Problem = Problem("note-locked", 409, "This note is locked.", None);
const CONTENT_TYPE: Problem = Problem("content-type", 415, "The body has to be JSON.", None);
const BODY_NOT_JSON: Problem = Problem("body-not-json", 400, "The body is no JSON object.", None);

type Result<T = Response> = std::result::Result<T, Problem>;
type Server = State<Notes>;

impl Notes {
    /// Returns a server without notes that has a fault.
    pub fn with_fault(fault: Fault) -> Self {
        let notes = Self::default();
        notes.lock().fault = Some(fault);
        notes
    }

    /// Returns the number of notes.
    pub fn count(&self) -> usize {
        self.lock().notes.len()
    }

    /// Returns the routes of the server.
    pub fn router(&self) -> Router {
        let note = get(get_note).put(change_note).delete(remove_note);
        let fault = self.lock().fault;
        let alter = move |response| std::future::ready(alter_response(response, fault));
        Router::new()
            .route("/account", get(get_account))
            .route("/notes", get(list_notes).post(create_note))
            .route("/notes/{id}", note)
            .method_not_allowed_fallback(async || METHOD_NOT_ALLOWED)
            .fallback(async || NOT_FOUND)
            .layer(map_response(alter))
            .with_state(self.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Store> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn get_account(headers: HeaderMap) -> Result {
    Ok(respond(
        200,
        JSON,
        &json!({ "id": authenticate(&headers)? }),
    ))
}

async fn list_notes(notes: Server, headers: HeaderMap) -> Result {
    let account = authenticate(&headers)?;
    let store = notes.lock();
    let own = store.notes.iter().filter(|(_, own)| own.account == account);
    let own = own.map(|(id, note)| note.to_json(*id)).collect();
    Ok(respond(200, JSON, &own))
}

async fn create_note(notes: Server, headers: HeaderMap, body: Bytes) -> Result {
    let note = Note::parse(authenticate(&headers)?, &headers, &body)?;
    let mut store = notes.lock();
    store.last_id += 1;
    let id = store.last_id;
    let created = respond(201, JSON, &note.to_json(id));
    store.notes.insert(id, note);
    Ok(created)
}

async fn get_note(notes: Server, id: Path<String>, headers: HeaderMap) -> Result {
    let store = notes.lock();
    let (id, note) = store.find_own(&id, &headers)?;
    Ok(respond(200, JSON, &note.to_json(id)))
}

async fn change_note(notes: Server, id: Path<String>, headers: HeaderMap, body: Bytes) -> Result {
    let mut store = notes.lock();
    let found = store
        .find_own(&id, &headers)
        .map(|(id, own)| (id, own.locked));
    if found == Err(NOT_YOUR_NOTE) && store.fault == Some(Fault::ChangesAnyway) {
        let (id, note) = store.find(&id)?;
        let new = Note::parse(note.account, &headers, &body)?;
        store.notes.insert(id, new);
    }
    let (id, is_locked) = found?;
    let new = Note::parse(authenticate(&headers)?, &headers, &body)?;
    if is_locked {
        return Err(NOTE_LOCKED);
    }
    let changed = respond(200, JSON, &new.to_json(id));
    store.notes.insert(id, new);
    Ok(changed)
}

async fn remove_note(notes: Server, id: Path<String>, headers: HeaderMap) -> Result<StatusCode> {
    let mut store = notes.lock();
    let (id, _) = store.find_own(&id, &headers)?;
    store.notes.remove(&id);
    Ok(StatusCode::NO_CONTENT)
}

impl Store {
    fn find(&self, id: &str) -> Result<(u64, &Note)> {
        let id = id.parse().map_err(|_| NOTE_NOT_FOUND)?;
        let note = self.notes.get(&id).ok_or(NOTE_NOT_FOUND)?;
        Ok((id, note))
    }

    fn find_own(&self, id: &str, headers: &HeaderMap) -> Result<(u64, &Note)> {
        let account = authenticate(headers)?;
        let found = self.find(id)?;
        let is_own = found.1.account == account;
        is_own.then_some(found).ok_or(NOT_YOUR_NOTE)
    }
}

impl Note {
    fn parse(account: &'static str, headers: &HeaderMap, body: &[u8]) -> Result<Self> {
        let content_type = headers.get(header::CONTENT_TYPE);
        if content_type.is_none_or(|own| own != JSON) {
            return Err(CONTENT_TYPE);
        }
        let body: Map<String, Value> = serde_json::from_slice(body).map_err(|_| BODY_NOT_JSON)?;
        let Some(title) = body.get("title").and_then(Value::as_str) else {
            return Err(invalid_title(&json!({ "detail": "The title is a text." })));
        };
        let (actual, detail) = (title.chars().count(), "The title is too long.");
        if actual > MAX_TITLE {
            let error = json!({ "detail": detail, "max": MAX_TITLE, "actual": actual });
            return Err(invalid_title(&error));
        }
        let title = title.to_owned();
        let locked = body.get("locked") == Some(&Value::Bool(true));
        Ok(Self {
            account,
            title,
            locked,
        })
    }

    fn to_json(&self, id: u64) -> Value {
        json!({ "id": id, "title": self.title, "locked": self.locked })
    }
}

fn authenticate(headers: &HeaderMap) -> Result<&'static str> {
    let sent = headers.get(header::AUTHORIZATION);
    match sent.map(HeaderValue::as_bytes) {
        Some(b"Bearer token-of-ann") => Ok("ann"),
        Some(b"Bearer token-of-bob") => Ok("bob"),
        _ => Err(TOKEN_REQUIRED),
    }
}

fn invalid_title(error: &Value) -> Problem {
    let errors = json!({ "title": [error] });
    Problem("invalid-field", 422, "A field is invalid.", Some(errors))
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self(kind, status, title, errors) = self;
        let mut body = json!({ "type": kind, "title": title, "status": status });
        if let Some(errors) = errors {
            body["errors"] = errors;
        }
        let mut response = respond(status, "application/problem+json", &body);
        if status == 401 {
            let scheme = HeaderValue::from_static("Bearer");
            let headers = response.headers_mut();
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}

fn respond(status: u16, content_type: &'static str, body: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, content_type)];
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, headers, body.to_string()).into_response()
}

fn alter_response(mut response: Response, fault: Option<Fault>) -> Response {
    match (fault, response.status()) {
        (Some(Fault::WrongCode), StatusCode::CONFLICT) => {
            Problem("note-is-locked", 409, "This note is locked.", None).into_response()
        }
        (Some(Fault::WrongContentType), StatusCode::BAD_REQUEST) => {
            let json = HeaderValue::from_static(JSON);
            response.headers_mut().insert(header::CONTENT_TYPE, json);
            response
        }
        _ => response,
    }
}
