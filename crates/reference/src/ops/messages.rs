//! Operations on proxied messages.

use serde_json::Value;

use super::context::{OperationContext, object_reply};
use crate::access::parse_path_id;
use crate::api_error::DocumentedError;
use crate::model::MemberResponseExtra;
use crate::reply::OperationResult;

/// Handles `GET /messages/{message}` (operation 36).
pub(super) fn read_message(context: &OperationContext<'_>, message: &str) -> OperationResult {
    let id = parse_path_id(&*context.seams.values, message)?;
    let mut messages = context.store.messages.iter();
    let message = messages
        .find(|message| message.matches_id(id, context.now))
        .ok_or(DocumentedError::MessageNotFound)?;
    let (system, member) = match message.member {
        None => (Value::Null, Value::Null),
        Some(key) => {
            let member = context.store.member(key)?;
            let viewer = context.caller.viewer_role(member.system);
            let system = context.store.system(member.system)?.to_json(viewer);
            (
                system.into(),
                member.to_json(viewer, MemberResponseExtra::Plain).into(),
            )
        }
    };
    object_reply(message.to_json(system, member))
}
