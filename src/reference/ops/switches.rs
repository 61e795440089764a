//! Operations that read switches.

use serde_json::Value;
use uuid::Uuid;

use super::context::{Context, object, objects};
use crate::reference::access;
use crate::reference::fault::{Named, PrivateList};
use crate::reference::ident::parse_uuid;
use crate::reference::model::{MemberDetail, Switch};
use crate::reference::refusal::Refusal;
use crate::reference::reply::{Outcome, Reply};
use crate::reference::rows::Row;
use crate::reference::store::SystemKey;
use crate::reference::variant;

/// The maximum number of switches in one response, which is also the default.
const MOST: usize = 100;

/// Handles `GET /systems/{s}/switches` (operation 29).
pub(super) fn list(context: &Context<'_>, system: &str) -> Outcome {
    let key = access::system(context.store, context.caller, system)?;
    let viewer = context.caller.viewer(key);
    let record = &context.store.system(key)?.record;
    access::see(
        PrivateList::History,
        record,
        "front_history_privacy",
        viewer,
        context.caller,
    )?;
    let before = context.call.query.time("before")?;
    let limit = context
        .call
        .query
        .natural("limit")?
        .unwrap_or(MOST)
        .min(MOST);
    let switches = context.store.switches_of(key).into_iter();
    let asked = switches
        .filter(|switch| before.is_none_or(|before| switch.time < before))
        .take(limit);
    let shown: Result<Vec<_>, Refusal> = asked
        .map(|switch| {
            let ids: Result<Vec<Value>, Refusal> = switch
                .members
                .iter()
                .map(|key| Ok(context.store.member(*key)?.id.as_str().into()))
                .collect();
            Ok(switch.show(ids?))
        })
        .collect();
    objects(shown?)
}

/// Handles `GET /systems/{s}/fronters` (operation 30).
pub(super) fn read_fronters(context: &Context<'_>, system: &str) -> Outcome {
    let key = access::system(context.store, context.caller, system)?;
    let viewer = context.caller.viewer(key);
    let record = &context.store.system(key)?.record;
    access::see(
        PrivateList::Fronters,
        record,
        "front_privacy",
        viewer,
        context.caller,
    )?;
    match context.store.latest_switch(key) {
        Some(switch) => show(context, switch),
        None => Ok(Reply::Nothing),
    }
}

/// Handles `GET /systems/{s}/switches/{sw}` (operation 32).
pub(super) fn read(context: &Context<'_>, system: &str, switch: &str) -> Outcome {
    let key = access::system(context.store, context.caller, system)?;
    let switch = find(context, key, switch, Row::SwitchNotVisible)?;
    let viewer = context.caller.viewer(key);
    let record = &context.store.system(key)?.record;
    access::see(
        PrivateList::Switch,
        record,
        "front_history_privacy",
        viewer,
        context.caller,
    )?;
    show_switch(context, switch)
}

/// Finds the switch that `text` names in a system.
///
/// # Errors
///
/// Returns `40006` for text that is not a UUID, and `missing` for a switch that is unknown or another system's.
pub(super) fn find(
    context: &Context<'_>,
    system: SystemKey,
    text: &str,
    missing: Row,
) -> Result<Uuid, Refusal> {
    let Some(uuid) = parse_uuid(text) else {
        let row = variant::malformed_switch(missing);
        return Err(access::missing(Named::Switch, text, row));
    };
    match context.store.switch(uuid) {
        Some(switch) if switch.system == system => Ok(uuid),
        Some(_) | None => Err(variant::switch_row(missing).into()),
    }
}

/// Returns a switch with its members as objects.
pub(super) fn show_switch(context: &Context<'_>, uuid: Uuid) -> Outcome {
    let switch = context.store.switch(uuid).ok_or(Row::InternalError)?;
    show(context, switch)
}

fn show(context: &Context<'_>, switch: &Switch) -> Outcome {
    let viewer = context.caller.viewer(switch.system);
    let members: Result<Vec<Value>, Refusal> = switch
        .members
        .iter()
        .map(|key| {
            Ok(context
                .store
                .member(*key)?
                .show(viewer, MemberDetail::Plain)
                .into())
        })
        .collect();
    object(switch.show(members?))
}
