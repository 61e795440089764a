//! Operations on proxied messages.

use serde_json::Value;

use super::context::{Context, object};
use crate::reference::access::read_number;
use crate::reference::fault::Numbered;
use crate::reference::model::MemberDetail;
use crate::reference::reply::Outcome;
use crate::reference::rows::Row;

/// Handles `GET /messages/{message}` (operation 36).
pub(super) fn read(context: &Context<'_>, message: &str) -> Outcome {
    let id = read_number(Numbered::Message, message)?;
    let mut messages = context.store.messages.iter();
    let message = messages
        .find(|message| message.is_named_by(id, context.now))
        .ok_or(Row::MessageNotFound)?;
    let (system, member) = match message.member {
        None => (Value::Null, Value::Null),
        Some(key) => {
            let member = context.store.member(key)?;
            let viewer = context.caller.viewer(member.system);
            let system = context.store.system(member.system)?.show(viewer);
            (
                system.into(),
                member.show(viewer, MemberDetail::Plain).into(),
            )
        }
    };
    object(message.show(system, member))
}
