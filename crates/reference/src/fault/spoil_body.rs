//! Faults of every error answer: its status, its two keys, its body as bytes, its content type.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::answer::{BodyFault, ContentTypeFault, KeyFault, Leak, LeakPlace, ReferenceFault};
use super::board::{is_watched, strikes, token, which};
use super::breach::FaultKind;
use super::input::Dated;
use super::mishap::problem_details;
use crate::api_error::DocumentedError;
use crate::variant;

/// Longer than any client waits for an error.
const SLOW: Duration = Duration::from_millis(2200);

/// The status that the row is answered with.
pub(crate) fn status(row: DocumentedError) -> u16 {
    if strikes(FaultKind::Ok(row)) {
        200
    } else if strikes(FaultKind::Status(row)) {
        row.wrong_status()
    } else {
        row.status()
    }
}

/// How long the row is kept back.
pub(crate) fn delay(row: DocumentedError) -> Option<Duration> {
    strikes(FaultKind::Slow(row)).then_some(SLOW)
}

/// The message of a row that repeats `reference`; `first` is the first of the list that it stood in.
pub(crate) fn message(row: DocumentedError, reference: &str, first: &str) -> String {
    if row.has_exact_message() && strikes(FaultKind::Text(row)) {
        return "Something is not right with this request.".to_owned();
    }
    if row.message_repeats_reference() {
        let lower = reference.to_lowercase().replace('-', "");
        let changing = ReferenceFault::ALL.iter().copied().filter(|how| match how {
            ReferenceFault::Unfilled | ReferenceFault::Left => true,
            ReferenceFault::LowerCase => lower != reference,
            ReferenceFault::FirstEntry => first != reference,
            // Spoils what is written, not what it says.
            ReferenceFault::Raw => false,
        });
        let changing: Vec<_> = changing.collect();
        match which(&changing, |how| FaultKind::Reference(how, row)) {
            Some(ReferenceFault::Unfilled) => return row.message("{memberRef}"),
            Some(ReferenceFault::Left) => return row.message(""),
            Some(ReferenceFault::LowerCase) => return row.message(&lower),
            Some(ReferenceFault::FirstEntry) => return row.message(first),
            Some(ReferenceFault::Raw) | None => {}
        }
    }
    row.message(reference)
}

/// Spoils the keys of an error body.
pub(crate) fn keys(row: DocumentedError, body: &mut Map<String, Value>) {
    if strikes(FaultKind::Code(row)) {
        body.insert("code".into(), (row.code() + 70).into());
    }
    if row != DocumentedError::ModelInvalid && strikes(FaultKind::ErrorsElsewhere(row)) {
        body.insert("errors".into(), json!({}));
    }
    if row != DocumentedError::TooManyRequests && strikes(FaultKind::RetryElsewhere(row)) {
        body.insert("retry_after".into(), 0.into());
    }
    if strikes(FaultKind::NullKeys(row)) {
        for key in ["errors", "retry_after"] {
            body.entry(key).or_insert(Value::Null);
        }
    }
    for fault in KeyFault::ALL {
        if strikes(FaultKind::Key(*fault, row)) {
            spoil(*fault, row, body);
        }
    }
}

fn spoil(fault: KeyFault, row: DocumentedError, body: &mut Map<String, Value>) {
    let code = row.code();
    match fault {
        KeyFault::CodeMissing => drop(body.remove("code")),
        KeyFault::CodeNull => drop(body.insert("code".into(), Value::Null)),
        KeyFault::CodeText => drop(body.insert("code".into(), code.to_string().into())),
        KeyFault::CodeFraction => {
            drop(body.insert("code".into(), (f64::from(code) + 0.5).into()));
        }
        KeyFault::CodeRenamed => rename(body, "code", "error_code"),
        KeyFault::MessageMissing => drop(body.remove("message")),
        KeyFault::MessageNull => drop(body.insert("message".into(), Value::Null)),
        KeyFault::MessageNumber => drop(body.insert("message".into(), code.into())),
        KeyFault::MessageEmpty => drop(body.insert("message".into(), "".into())),
        KeyFault::MessageRenamed => rename(body, "message", "error"),
        KeyFault::Wrapped => {
            let inner = std::mem::take(body);
            body.insert("error".into(), inner.into());
        }
    }
}

fn rename(body: &mut Map<String, Value>, from: &str, to: &str) {
    if let Some(value) = body.remove(from) {
        body.insert(to.into(), value);
    }
}

/// Shows something of the inside in a body; a header where that is where it is shown.
pub(crate) fn leak(row: DocumentedError, body: &mut Map<String, Value>) -> Option<String> {
    let leaks = matches!(
        row,
        DocumentedError::InternalError
            | DocumentedError::BadRequest
            | DocumentedError::MemberNotFound
    );
    if !leaks || !is_watched() {
        return None;
    }
    let mut header = None;
    for leak in Leak::ALL {
        let Some(text) = leaked(*leak) else { continue };
        let place = which(LeakPlace::ALL, |place| FaultKind::Leak(*leak, place, row));
        match place {
            Some(LeakPlace::Message) => {
                let message = body
                    .get("message")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                let message = format!("{message}: {text}");
                body.insert("message".into(), message.into());
            }
            Some(LeakPlace::Key) => drop(body.insert("details".into(), text.into())),
            Some(LeakPlace::Header) => header = Some(text.replace('\n', " ")),
            None => {}
        }
    }
    header
}

fn leaked(leak: Leak) -> Option<String> {
    let text = match leak {
        Leak::RustTrace => {
            "thread 'tokio-runtime-worker' panicked at src/endpoints/members.rs:42:17:\n\
             called `Option::unwrap()` on a `None` value\nstack backtrace:\n   0: rust_begin_unwind"
        }
        Leak::DotnetTrace => {
            "System.NullReferenceException: Object reference not set to an instance of an object.\n   \
             at Api.Controllers.MemberController.Get(String memberRef) in Controllers/MemberController.cs:line 42"
        }
        Leak::PythonTrace => {
            "Traceback (most recent call last):\n  File \"app/members.py\", line 42, in get\nKeyError: 'id'"
        }
        Leak::JavaScriptTrace => {
            "TypeError: Cannot read properties of undefined (reading 'id')\n    at get (members.js:42:17)\n    \
             at process.processTicksAndRejections (node:internal/process/task_queues:95:5)"
        }
        Leak::JavaTrace => {
            "java.lang.NullPointerException: null\n\tat org.example.api.MemberController.get(MemberController.java:42)"
        }
        Leak::Sql => "syntax error in SELECT * FROM members WHERE hid = 'dilmqd' AND system = 1",
        Leak::UnixPath => "cannot open /opt/api/releases/current/config/database.yml",
        Leak::WindowsPath => r"cannot open C:\inetpub\wwwroot\api\web.config",
        Leak::Token => return token().filter(|token| token.len() > 20),
    };
    Some(text.to_owned())
}

/// The body as it is sent.
pub(crate) fn written(row: DocumentedError, reference: &str, body: &Value) -> Vec<u8> {
    let text = variant::write_error_body(body);
    let has_to_escape = reference.contains(['"', '\\']) || reference.contains(char::is_control);
    if row.message_repeats_reference()
        && has_to_escape
        && strikes(FaultKind::Reference(ReferenceFault::Raw, row))
    {
        let escaped = Value::from(row.message(reference)).to_string();
        return text
            .replace(&escaped, &format!("\"{}\"", row.message(reference)))
            .into_bytes();
    }
    let fault = is_own(row).then(|| which(BodyFault::ALL, FaultKind::Body));
    match fault.flatten() {
        Some(fault) => spoil_bytes(fault, row, text),
        None => text.into_bytes(),
    }
}

fn spoil_bytes(fault: BodyFault, row: DocumentedError, text: String) -> Vec<u8> {
    let code = row.code();
    match fault {
        BodyFault::Empty => String::new(),
        BodyFault::Truncated => text.chars().take(text.len() / 2).collect(),
        BodyFault::Html => format!("<html><body><h1>Error {}</h1></body></html>", row.status()),
        BodyFault::PlainText => row.message(""),
        BodyFault::ProblemDetails => problem_details(row.status(), "One or more errors occurred."),
        BodyFault::TwoObjects => format!("{text}{text}"),
        BodyFault::TextBehind => format!("{text} -- end"),
        BodyFault::TextBefore => format!(")]}}',\n{text}"),
        BodyFault::CodeTwice => text.replacen('{', &format!("{{\"code\":{code},"), 1),
        BodyFault::MessageTwice => text.replacen('{', "{\"message\":\"error\",", 1),
        BodyFault::InvalidUtf8 => {
            let mut bytes = text.into_bytes();
            // Inside the message, in whose place the first quoted value stands.
            bytes.splice(12..12, [0xe9]);
            return bytes;
        }
        BodyFault::ByteOrderMark => format!("\u{feff}{text}"),
        BodyFault::Utf16 => {
            return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        }
        BodyFault::InAList => format!("[{text}]"),
        BodyFault::InAString => Value::from(text).to_string(),
        BodyFault::Null => "null".to_owned(),
        BodyFault::SingleQuotes => text.replace('"', "'"),
        BodyFault::TrailingComma => format!("{},}}", text.trim_end_matches('}')),
    }
    .into_bytes()
}

/// Reports whether the API's own code writes the answer, rather than a framework in front of it, whose bodies have faults of their own.
fn is_own(row: DocumentedError) -> bool {
    row.code() != 0
}

/// The declaration of the body of an error response.
pub(crate) fn content_type(row: DocumentedError) -> Option<&'static str> {
    if strikes(FaultKind::Dated(Dated::NoContentType)) {
        return Some("text/plain; charset=utf-8");
    }
    let fault = is_own(row).then(|| which(ContentTypeFault::ALL, FaultKind::ContentType));
    match fault.flatten() {
        None => Some("application/json"),
        Some(ContentTypeFault::Missing) => None,
        Some(ContentTypeFault::Empty) => Some(""),
        Some(ContentTypeFault::Text) => Some("text/plain"),
        Some(ContentTypeFault::Html) => Some("text/html; charset=utf-8"),
        Some(ContentTypeFault::Problem) => Some("application/problem+json"),
        Some(ContentTypeFault::Bytes) => Some("application/octet-stream"),
        Some(ContentTypeFault::Longer) => Some("application/json-seq"),
    }
}
