//! Operations that read switches.

use serde_json::Value;
use uuid::Uuid;

use super::context::{OperationContext, list_reply, object_reply};
use crate::access;
use crate::api_error::DocumentedError;
use crate::entity_reference::parse_uuid;
use crate::fault::{Named, PrivateList};
use crate::model::{MemberDetail, Switch};
use crate::refusal::Refusal;
use crate::reply::{OperationResult, OperationSuccess};
use crate::store::SystemKey;
use crate::variant;

/// The maximum number of switches in one response, which is also the default.
const MAX_SWITCHES: usize = 100;

/// Handles `GET /systems/{s}/switches` (operation 29).
pub(super) fn list_switches(context: &OperationContext<'_>, system: &str) -> OperationResult {
    let key = access::find_system_or_refuse(context.store, context.caller, system)?;
    let viewer = context.caller.viewer_role(key);
    let record = &context.store.system(key)?.record;
    access::check_list_visibility(
        PrivateList::History,
        record,
        "front_history_privacy",
        viewer,
        context.caller,
    )?;
    let before = context.call.query.time_param("before")?;
    let limit = context
        .call
        .query
        .natural_param("limit")?
        .unwrap_or(MAX_SWITCHES)
        .min(MAX_SWITCHES);
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
            Ok(switch.to_json(ids?))
        })
        .collect();
    list_reply(shown?)
}

/// Handles `GET /systems/{s}/fronters` (operation 30).
pub(super) fn read_fronters(context: &OperationContext<'_>, system: &str) -> OperationResult {
    let key = access::find_system_or_refuse(context.store, context.caller, system)?;
    let viewer = context.caller.viewer_role(key);
    let record = &context.store.system(key)?.record;
    access::check_list_visibility(
        PrivateList::Fronters,
        record,
        "front_privacy",
        viewer,
        context.caller,
    )?;
    match context.store.latest_switch(key) {
        Some(switch) => switch_reply(context, switch),
        None => Ok(OperationSuccess::NoContent),
    }
}

/// Handles `GET /systems/{s}/switches/{sw}` (operation 32).
pub(super) fn read_switch(
    context: &OperationContext<'_>,
    system: &str,
    switch: &str,
) -> OperationResult {
    let key = access::find_system_or_refuse(context.store, context.caller, system)
        .map_err(variant::system_of_a_switch)?;
    let switch = find_switch_or_refuse(context, key, switch, DocumentedError::SwitchNotVisible)?;
    let viewer = context.caller.viewer_role(key);
    let record = &context.store.system(key)?.record;
    access::check_list_visibility(
        PrivateList::Switch,
        record,
        "front_history_privacy",
        viewer,
        context.caller,
    )
    .map_err(variant::private_switch)?;
    switch_reply_by_id(context, switch)
}

/// Finds the switch that `text` names in a system.
///
/// # Errors
///
/// Returns `40006` for text that is not a UUID, and `missing` for a switch that is unknown or another system's.
pub(super) fn find_switch_or_refuse(
    context: &OperationContext<'_>,
    system: SystemKey,
    text: &str,
    missing: DocumentedError,
) -> Result<Uuid, Refusal> {
    let Some(uuid) = parse_uuid(text) else {
        let row = variant::malformed_switch(missing);
        return Err(access::unknown_reference_refusal(Named::Switch, text, row));
    };
    match context.store.switch(uuid) {
        Some(switch) if switch.system == system => Ok(uuid),
        Some(_) | None => Err(variant::switch_row(missing).into()),
    }
}

/// Returns a switch with its members as objects.
pub(super) fn switch_reply_by_id(context: &OperationContext<'_>, uuid: Uuid) -> OperationResult {
    let switch = context
        .store
        .switch(uuid)
        .ok_or(DocumentedError::InternalError)?;
    switch_reply(context, switch)
}

fn switch_reply(context: &OperationContext<'_>, switch: &Switch) -> OperationResult {
    let viewer = context.caller.viewer_role(switch.system);
    let members: Result<Vec<Value>, Refusal> = switch
        .members
        .iter()
        .map(|key| {
            Ok(context
                .store
                .member(*key)?
                .to_json(viewer, MemberDetail::Plain)
                .into())
        })
        .collect();
    object_reply(switch.to_json(members?))
}
