//! Operations on systems and their settings.

use super::context::{OperationContext, object_reply};
use crate::access;
use crate::body;
use crate::model::{BodyPurpose, SETTINGS, SYSTEM, Viewer, settings_json};
use crate::reply::OperationResult;

/// Handles `GET /systems/{s}` (operation 1).
pub(super) fn read_system(context: &OperationContext<'_>, system: &str) -> OperationResult {
    let key = access::find_system_or_refuse(context, system)?;
    object_reply(
        context
            .store
            .system(key)?
            .to_json(context.caller.viewer_role(key)),
    )
}

/// Handles `PATCH /systems/{s}` (operation 2).
pub(super) fn change_system(context: &mut OperationContext<'_>, system: &str) -> OperationResult {
    let key = access::find_own_system_or_refuse(context, system)?;
    let sent = body::parse_object(context.call, context.seams)?;
    let change = SYSTEM.parse_body(&sent, BodyPurpose::Change, context.seams)?;
    let system = context.store.system_mut(key)?;
    system.record.apply_change(change);
    object_reply(system.to_json(Viewer::Owner))
}

/// Handles `GET /systems/{s}/settings` (operation 3).
pub(super) fn read_settings(context: &OperationContext<'_>, system: &str) -> OperationResult {
    let key = access::find_system_or_refuse(context, system)?;
    let viewer = context.caller.viewer_role(key);
    object_reply(settings_json(&context.store.system(key)?.settings, viewer))
}

/// Handles `PATCH /systems/{s}/settings` (operation 4).
pub(super) fn change_settings(context: &mut OperationContext<'_>, system: &str) -> OperationResult {
    let key = access::find_own_system_or_refuse(context, system)?;
    let sent = body::parse_object(context.call, context.seams)?;
    let change = SETTINGS.parse_body(&sent, BodyPurpose::Change, context.seams)?;
    let settings = &mut context.store.system_mut(key)?.settings;
    settings.apply_change(change);
    object_reply(settings_json(settings, Viewer::Owner))
}
