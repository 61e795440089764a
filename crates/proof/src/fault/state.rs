//! State that changes behind a refusal, and state that stays where it should change: caches, sessions, locks.

use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use badreq_reference::DocumentedError;
use serde_json::{Value, json};

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::lax::{self, Lax};
use super::reaction::{Answer, Reaction};
use super::request::{Caller, WireRequest};
use super::response::{ResponseFacts, is_about_entry};
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

    fn react(self, exchange: &CleanExchange<'_>) -> Option<Reaction> {
        match self {
            Self::StaleReads => keep_read(exchange),
            Self::SharedCache => share_read(exchange, ResponseFacts::is_success),
            Self::SharedRefusals => share_read(exchange, |first| !first.is_success()),
            Self::RemembersToken => remember_token(exchange),
            Self::LocksOut => lock_path(exchange),
            Self::LeavesMember => leave_object(
                exchange,
                Operation::CreateMember,
                &json!({"name": "left behind"}),
            ),
            Self::LeavesGroup => leave_object(
                exchange,
                Operation::CreateGroup,
                &json!({"name": "left behind"}),
            ),
            Self::LeavesSwitch => {
                let count = exchange.history.refusals() % 1000;
                let time = format!("2012-12-12T12:12:12.{count:03}Z");
                let switch = json!({"timestamp": time, "members": []});
                leave_object(exchange, Operation::CreateSwitch, &switch)
            }
            Self::CutOffChange => make_cut_off_change(exchange),
            Self::ChangeOfAnotherType => make_change_of_another_type(exchange),
            Self::UnnamedDeletion => make_unnamed_deletion(exchange),
            Self::EmptiesGroup => empty_list(exchange, Operation::OverwriteGroupMembers),
            Self::EmptiesMember => empty_list(exchange, Operation::OverwriteMemberGroups),
        }
    }
}

fn is_bad_request(exchange: &CleanExchange<'_>) -> bool {
    exchange.row() == Some(DocumentedError::BadRequest)
}

/// Returns an earlier response once more.
fn repeat_response(earlier: &ResponseFacts) -> Reaction {
    let body = &earlier.given.body;
    let mut answer = Answer::empty(earlier.given.status);
    if !body.is_empty() {
        answer.content_type = Some("application/json");
        answer.body = body.to_vec();
    }
    Reaction::Replace(answer)
}

fn keep_read(exchange: &CleanExchange<'_>) -> Option<Reaction> {
    let first = exchange.history.own_read(exchange.request)?;
    let (first_body, body) = (&first.given.body, &exchange.response.given.body);
    (first_body != body).then(|| repeat_response(first))
}

fn share_read(
    exchange: &CleanExchange<'_>,
    is_kept: impl Fn(&ResponseFacts) -> bool,
) -> Option<Reaction> {
    let request = exchange.request;
    request.operation?;
    let is_read = request.sent.method == Method::GET;
    let first = exchange.history.read_by_anybody(request)?;
    let is_other = is_kept(first) && !is_kept(exchange.response);
    (is_read && is_other).then(|| repeat_response(first))
}

fn remember_token(exchange: &CleanExchange<'_>) -> Option<Reaction> {
    let is_met = exchange.request.caller == Caller::Anonymous
        && exchange.row() == Some(DocumentedError::Unauthorized);
    let token = exchange.history.last_token().filter(|_| is_met)?;
    Some(Reaction::Serve(
        exchange.request.sent.clone().with_token(token),
    ))
}

fn lock_path(exchange: &CleanExchange<'_>) -> Option<Reaction> {
    let failures = exchange.history.unauthorized(&exchange.request.sent.path);
    let is_met = failures > 0 && exchange.response.is_success();
    is_met.then(|| Reaction::row(DocumentedError::Unauthorized))
}

/// Makes another object beside the creation that was refused.
fn leave_object(
    exchange: &CleanExchange<'_>,
    operation: Operation,
    object: &Value,
) -> Option<Reaction> {
    let rows = [DocumentedError::BadRequest, DocumentedError::ModelInvalid];
    let request = exchange.request;
    let is_met = request.operation == Some(operation)
        && exchange.row().is_some_and(|row| rows.contains(&row));
    let token = match request.caller {
        Caller::Owner => &exchange.seeds.token,
        Caller::Stranger => &exchange.seeds.stranger_token,
        Caller::Anonymous | Caller::Unknown => return None,
    };
    is_met.then(|| {
        let path = request.sent.path.clone();
        let more = WireRequest::new(Method::POST, path, token, Some(object));
        Reaction::SendAlso(vec![more])
    })
}

fn make_cut_off_change(exchange: &CleanExchange<'_>) -> Option<Reaction> {
    let request = exchange.request;
    let is_met = request.operation?.is_change()
        && request.json.is_none()
        && request.sent.has_json_type()
        && is_bad_request(exchange);
    let read = is_met.then(|| lax::read(&request.sent.body, Lax::Unclosed))??;
    Some(Reaction::Write(request.sent.clone().with_json(&read)))
}

fn make_change_of_another_type(exchange: &CleanExchange<'_>) -> Option<Reaction> {
    let sent = &exchange.request.sent;
    let is_met = exchange.request.operation?.is_change()
        && !sent.has_json_type()
        && sent.headers.contains_key(CONTENT_TYPE)
        && is_bad_request(exchange);
    is_met.then(|| Reaction::Write(sent.clone().with_json_type()))
}

fn make_unnamed_deletion(exchange: &CleanExchange<'_>) -> Option<Reaction> {
    let is_met = exchange.request.operation?.is_deletion() && is_bad_request(exchange);
    is_met.then(|| Reaction::Write(exchange.request.sent.clone().with_user_agent()))
}

fn empty_list(exchange: &CleanExchange<'_>, operation: Operation) -> Option<Reaction> {
    let row = exchange.row()?;
    let is_met = exchange.request.operation == Some(operation)
        && (row == DocumentedError::BadRequest || is_about_entry(row));
    let emptied = exchange.request.sent.clone().with_json(&json!([]));
    is_met.then(|| Reaction::SendAlso(vec![emptied]))
}
