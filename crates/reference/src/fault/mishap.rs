//! Faults of whole operations, and of the framework in front of them.

use serde_json::{Map, Value};

use super::answer::{FrameworkFault, Stage};
use super::board::{deferred, strikes, which};
use super::breach::FaultKind;
use super::members::rows;
use crate::api_error::DocumentedError;
use crate::ops::OperationKind;
use crate::refusal::{NonApiResponse, Refusal};
use crate::reply::{DeliveryFault, OperationResult, OperationSuccess};

/// Breaks down, as a lookup without a check would.
pub(crate) fn crash() -> ! {
    // Unlike a panic of this server's own, one on purpose is not printed to standard error.
    std::panic::resume_unwind(Box::new("a fault that is switched on"))
}

/// What an operation answers, with the faults that belong to it as a whole.
pub(crate) fn of_operation(kind: OperationKind, outcome: OperationResult) -> OperationResult {
    let outcome = deferred().map_or(outcome, Err);
    match outcome {
        Ok(_) if strikes(FaultKind::Refuses(kind)) => {
            let row = rows(kind).last().copied();
            Err(row.unwrap_or(DocumentedError::BadRequest).into())
        }
        Ok(reply) => Ok(reply),
        Err(refusal) => mistaken(kind, refusal),
    }
}

fn mistaken(kind: OperationKind, refusal: Refusal) -> OperationResult {
    let row = refusal.documented_error();
    if strikes(FaultKind::Crashes(kind, row)) {
        crash();
    }
    if strikes(FaultKind::Accepts(kind, row)) {
        return Ok(OperationSuccess::Json(Value::Object(Map::new())));
    }
    if strikes(FaultKind::Mistaken(kind, row)) {
        return Err(row.similar_error().into());
    }
    Err(refusal)
}

/// The refusal of a request that a framework might refuse by itself: the API's own, unless a fault says otherwise.
pub(crate) fn framework(stage: Stage, row: DocumentedError) -> Refusal {
    let Some(fault) = which(FrameworkFault::ALL, |fault| {
        FaultKind::Framework(fault, stage)
    }) else {
        return row.into();
    };
    let (status, title) = match stage {
        Stage::Path => (404, "Not Found"),
        Stage::Method => (405, "Method Not Allowed"),
        Stage::ContentType => (415, "Unsupported Media Type"),
        Stage::Token => (401, "Unauthorized"),
        Stage::UserAgent | Stage::Syntax | Stage::TopLevel | Stage::Type | Stage::Query => {
            (400, "Bad Request")
        }
    };
    let answer = NonApiResponse::without_body(row, status);
    Refusal::NonApi(match fault {
        FrameworkFault::ProblemDetails => {
            answer.with_body("application/problem+json", problem_details(status, title))
        }
        FrameworkFault::Html => {
            let page = format!("<html><body><h1>{title}</h1></body></html>");
            answer.with_body("text/html; charset=utf-8", page)
        }
        FrameworkFault::Text => answer.with_body("text/plain; charset=utf-8", title),
        FrameworkFault::Empty => answer,
        FrameworkFault::HangsUp => NonApiResponse {
            delivery_fault: Some(DeliveryFault::HangUp),
            ..answer
        },
    })
}

/// A success that is none: nothing was done.
pub(crate) fn served(instead_of: DocumentedError) -> NonApiResponse {
    NonApiResponse::without_body(instead_of, 200).with_body("application/json", "{}")
}

/// An answer with problem details.
pub(crate) fn problem(instead_of: DocumentedError) -> NonApiResponse {
    let status = instead_of.status();
    let body = problem_details(status, "One or more validation errors occurred.");
    NonApiResponse::without_body(instead_of, status).with_body("application/problem+json", body)
}

/// The body that frameworks send by RFC 9457.
pub(super) fn problem_details(status: u16, title: &str) -> String {
    serde_json::json!({
        "type": "about:blank", "title": title, "status": status, "traceId": "00-4bf92f3577b34da6-00",
    })
    .to_string()
}
