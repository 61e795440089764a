//! State that changes behind a refusal, and state that stays where it should change: caches, sessions, locks.

use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use badreq_reference::DocumentedError;
use serde_json::{Value, json};

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::lax::{self, JsonLeniency};
use super::reaction::{FaultReaction, SubstituteResponse};
use super::request::{BufferedRequest, Caller};
use super::response::{ResponseFacts, refuses_list_entry};
use crate::named::named;
use crate::operation::Operation;

named! {
    /// A mistake in what the server keeps.
    pub(super) enum StateFault {
        /// A read is answered as it was the first time, for ever.
        StaleReads = "reads-stay-as-they-were",
        /// A read that was served is served to everybody, whose token it ever was.
        SharedCache = "cache-ignores-the-token",
        /// A read that was refused is refused to everybody.
        SharedRefusals = "cache-keeps-refusals",
        /// A request without a token counts as one of the sender of the request before it.
        RemembersToken = "session-outlives-the-token",
        /// A path is closed to everybody once a request to it came without a valid token.
        LocksOut = "refusal-locks-the-path",
        LeavesMember = "refused-creation-leaves-a-member",
        LeavesGroup = "refused-creation-leaves-a-group",
        LeavesSwitch = "refused-creation-leaves-a-switch",
        /// A change is made as far as it could be read.
        CutOffChange = "cut-off-change-is-made",
        /// A change is made although its content type is refused.
        ChangeOfAnotherType = "change-of-another-content-type-is-made",
        /// An object is deleted although the `User-Agent` is missing.
        UnnamedDeletion = "deletion-without-user-agent-is-made",
        EmptiesGroup = "refused-overwrite-empties-the-group",
        EmptiesMember = "refused-overwrite-empties-the-member",
    }
}

impl FaultFamily for StateFault {
    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn full_name(self) -> String {
        format!("state/{}", Self::name(self))
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        match self {
            Self::StaleReads => serve_stale_read(exchange),
            Self::SharedCache => serve_shared_read(exchange, ResponseFacts::is_success),
            Self::SharedRefusals => serve_shared_read(exchange, |first| !first.is_success()),
            Self::RemembersToken => reuse_last_token(exchange),
            Self::LocksOut => refuse_locked_path(exchange),
            Self::LeavesMember => create_leftover_object(
                exchange,
                Operation::CreateMember,
                &json!({"name": "left behind"}),
            ),
            Self::LeavesGroup => create_leftover_object(
                exchange,
                Operation::CreateGroup,
                &json!({"name": "left behind"}),
            ),
            Self::LeavesSwitch => {
                let count = exchange.history.refusal_count() % 1000;
                let time = format!("2012-12-12T12:12:12.{count:03}Z");
                let switch = json!({"timestamp": time, "members": []});
                create_leftover_object(exchange, Operation::CreateSwitch, &switch)
            }
            Self::CutOffChange => write_truncated_change(exchange),
            Self::ChangeOfAnotherType => write_non_json_change(exchange),
            Self::UnnamedDeletion => delete_without_user_agent(exchange),
            Self::EmptiesGroup => {
                empty_overwritten_list(exchange, Operation::OverwriteGroupMembers)
            }
            Self::EmptiesMember => {
                empty_overwritten_list(exchange, Operation::OverwriteMemberGroups)
            }
        }
    }
}

fn is_refused_as_bad_request(exchange: &CleanExchange<'_>) -> bool {
    exchange.refusal_row() == Some(DocumentedError::BadRequest)
}

/// Returns an earlier response once more.
fn repeat_response(earlier: &ResponseFacts) -> FaultReaction {
    let body = &earlier.given.body;
    let mut answer = SubstituteResponse::empty(earlier.given.status);
    if !body.is_empty() {
        answer.content_type = Some("application/json");
        answer.body = body.to_vec();
    }
    FaultReaction::Replace(answer)
}

fn serve_stale_read(exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
    let first = exchange
        .history
        .first_response_to_caller(exchange.request)?;
    let (first_body, body) = (&first.given.body, &exchange.response.given.body);
    (first_body != body).then(|| repeat_response(first))
}

fn serve_shared_read(
    exchange: &CleanExchange<'_>,
    is_kept: impl Fn(&ResponseFacts) -> bool,
) -> Option<FaultReaction> {
    let request = exchange.request;
    request.operation?;
    let is_read = request.sent.method == Method::GET;
    let first = exchange.history.first_response_to_anyone(request)?;
    let is_other = is_kept(first) && !is_kept(exchange.response);
    (is_read && is_other).then(|| repeat_response(first))
}

fn reuse_last_token(exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
    let is_met = exchange.request.caller == Caller::Anonymous
        && exchange.refusal_row() == Some(DocumentedError::Unauthorized);
    let token = exchange.history.last_token().filter(|_| is_met)?;
    Some(FaultReaction::Serve(
        exchange.request.sent.clone().with_token(token),
    ))
}

fn refuse_locked_path(exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
    let failures = exchange
        .history
        .unauthorized_count(&exchange.request.sent.path);
    let is_met = failures > 0 && exchange.response.is_success();
    is_met.then(|| FaultReaction::from_row(DocumentedError::Unauthorized))
}

/// Makes another object beside the creation that was refused.
fn create_leftover_object(
    exchange: &CleanExchange<'_>,
    operation: Operation,
    object: &Value,
) -> Option<FaultReaction> {
    let rows = [DocumentedError::BadRequest, DocumentedError::ModelInvalid];
    let request = exchange.request;
    let is_met = request.operation == Some(operation)
        && exchange
            .refusal_row()
            .is_some_and(|row| rows.contains(&row));
    let token = match request.caller {
        Caller::Owner => &exchange.seeds.token,
        Caller::Stranger => &exchange.seeds.stranger_token,
        Caller::Anonymous | Caller::Unknown => return None,
    };
    is_met.then(|| {
        let path = request.sent.path.clone();
        let more = BufferedRequest::new(Method::POST, path, token, Some(object));
        FaultReaction::SendAlso(vec![more])
    })
}

fn write_truncated_change(exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
    let request = exchange.request;
    let is_met = request.operation?.is_object_update()
        && request.json.is_none()
        && request.sent.has_json_content_type()
        && is_refused_as_bad_request(exchange);
    let read =
        is_met.then(|| lax::parse_leniently(&request.sent.body, JsonLeniency::Unclosed))??;
    Some(FaultReaction::Write(request.sent.clone().with_json(&read)))
}

fn write_non_json_change(exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
    let sent = &exchange.request.sent;
    let is_met = exchange.request.operation?.is_object_update()
        && !sent.has_json_content_type()
        && sent.headers.contains_key(CONTENT_TYPE)
        && is_refused_as_bad_request(exchange);
    is_met.then(|| FaultReaction::Write(sent.clone().with_json_content_type()))
}

fn delete_without_user_agent(exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
    let is_met = exchange.request.operation?.is_deletion() && is_refused_as_bad_request(exchange);
    is_met.then(|| FaultReaction::Write(exchange.request.sent.clone().with_user_agent()))
}

fn empty_overwritten_list(
    exchange: &CleanExchange<'_>,
    operation: Operation,
) -> Option<FaultReaction> {
    let row = exchange.refusal_row()?;
    let is_met = exchange.request.operation == Some(operation)
        && (row == DocumentedError::BadRequest || refuses_list_entry(row));
    let emptied = exchange.request.sent.clone().with_json(&json!([]));
    is_met.then(|| FaultReaction::SendAlso(vec![emptied]))
}
