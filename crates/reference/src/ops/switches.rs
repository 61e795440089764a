//! Operations that read switches.

use serde_json::Value;
use uuid::Uuid;

use super::context::{OperationContext, list_reply, object_reply};
use crate::access;
use crate::api_error::DocumentedError;
use crate::entity_reference::parse_uuid;
use crate::model::{MemberResponseExtra, Switch};
use crate::refusal::Refusal;
use crate::reply::{OperationResult, OperationSuccess};
use crate::seams::RowAmbiguity;
use crate::store::SystemKey;

/// The maximum number of switches in one response, which is also the default.
const MAX_SWITCHES: usize = 100;

/// Handles `GET /systems/{s}/switches` (operation 29).
pub(super) fn list_switches(context: &OperationContext<'_>, system: &str) -> OperationResult {
    let key = access::find_system_or_refuse(context, system)?;
    let viewer = context.caller.viewer_role(key);
    let record = &context.store.system(key)?.record;
    access::check_visibility(
        record,
        "front_history_privacy",
        viewer,
        DocumentedError::FrontHistoryPrivate,
    )?;
    let values = &*context.seams.values;
    let before = context.call.query.time_param("before", values)?;
    let limit = context
        .call
        .query
        .natural_param("limit", values)?
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
    let key = access::find_system_or_refuse(context, system)?;
    let viewer = context.caller.viewer_role(key);
    let record = &context.store.system(key)?.record;
    access::check_visibility(
        record,
        "front_privacy",
        viewer,
        DocumentedError::FrontersPrivate,
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
    let key = access::find_system_or_refuse(context, system)
        .map_err(|usual| choose_switch_system_refusal(context, usual))?;
    let switch = find_switch_or_refuse(context, key, switch, DocumentedError::SwitchNotVisible)?;
    let viewer = context.caller.viewer_role(key);
    let record = &context.store.system(key)?.record;
    let row = context.seams.rows.choose_row(
        RowAmbiguity::PrivateSwitch,
        DocumentedError::SwitchNotVisible,
    );
    access::check_visibility(record, "front_history_privacy", viewer, row)?;
    switch_reply_by_id(context, switch)
}

/// Finds the system in the path of a switch, for its owner only.
///
/// # Errors
///
/// Returns `0/401` without a token, `20001` for a reference that names no system, `0/403` for another system.
pub(super) fn find_own_system_of_switch(
    context: &OperationContext<'_>,
    text: &str,
) -> Result<SystemKey, Refusal> {
    access::find_own_system_or_refuse(context, text)
        .map_err(|usual| choose_switch_system_refusal(context, usual))
}

fn choose_switch_system_refusal(context: &OperationContext<'_>, usual: Refusal) -> Refusal {
    context.choose_refusal(RowAmbiguity::SystemOfSwitch, usual, "system".into())
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
    let uuid = parse_switch_id(context, text, missing)?;
    match context.store.switch(uuid) {
        Some(switch) if switch.system == system => Ok(uuid),
        Some(_) | None => Err(unknown_switch_refusal(context, text, missing)),
    }
}

/// Parses the id of a switch; `missing` is the row for one that is unknown.
///
/// # Errors
///
/// Returns `40006` for text that is not a UUID.
pub(super) fn parse_switch_id(
    context: &OperationContext<'_>,
    text: &str,
    missing: DocumentedError,
) -> Result<Uuid, Refusal> {
    parse_uuid(text).ok_or_else(|| {
        let usual = DocumentedError::SwitchIdInvalid;
        // Only where the members are changed does the table have a row for a switch that is just unknown.
        if missing != DocumentedError::SwitchNotFound {
            return usual.into();
        }
        let doubt = RowAmbiguity::MalformedSwitchOfMembers;
        context.choose_refusal(doubt, usual, text.into())
    })
}

/// Returns the refusal of a switch that is unknown or another system's.
pub(super) fn unknown_switch_refusal(
    context: &OperationContext<'_>,
    text: &str,
    missing: DocumentedError,
) -> Refusal {
    context.choose_refusal(RowAmbiguity::Switch, missing, text.into())
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
                .to_json(viewer, MemberResponseExtra::Plain)
                .into())
        })
        .collect();
    object_reply(switch.to_json(members?))
}
