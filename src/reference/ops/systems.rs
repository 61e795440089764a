//! Operations on systems and their settings.

use super::context::{Context, object};
use crate::reference::access;
use crate::reference::body;
use crate::reference::model::{Purpose, SETTINGS, SYSTEM, Viewer, show_settings};
use crate::reference::reply::Outcome;

/// Handles `GET /systems/{s}` (operation 1).
pub(super) fn read(context: &Context<'_>, system: &str) -> Outcome {
    let key = access::system(context.store, context.caller, system)?;
    object(context.store.system(key)?.show(context.caller.viewer(key)))
}

/// Handles `PATCH /systems/{s}` (operation 2).
pub(super) fn change(context: &mut Context<'_>, system: &str) -> Outcome {
    let key = access::own_system(context.store, context.caller, system)?;
    let change = SYSTEM.read(&body::object(context.call)?, Purpose::Change)?;
    let system = context.store.system_mut(key)?;
    system.record.apply(change);
    object(system.show(Viewer::Owner))
}

/// Handles `GET /systems/{s}/settings` (operation 3).
pub(super) fn read_settings(context: &Context<'_>, system: &str) -> Outcome {
    let key = access::system(context.store, context.caller, system)?;
    let viewer = context.caller.viewer(key);
    object(show_settings(&context.store.system(key)?.settings, viewer))
}

/// Handles `PATCH /systems/{s}/settings` (operation 4).
pub(super) fn change_settings(context: &mut Context<'_>, system: &str) -> Outcome {
    let key = access::own_system(context.store, context.caller, system)?;
    let change = SETTINGS.read(&body::object(context.call)?, Purpose::Change)?;
    let settings = &mut context.store.system_mut(key)?.settings;
    settings.apply(change);
    object(show_settings(settings, Viewer::Owner))
}
