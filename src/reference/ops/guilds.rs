//! Operations on the settings of a system and of a member in one server.

use super::context::{Context, object};
use crate::reference::access;
use crate::reference::access::read_number;
use crate::reference::body;
use crate::reference::fault::Numbered;
use crate::reference::model::{MEMBER_GUILD, Purpose, SYSTEM_GUILD, Viewer};
use crate::reference::refusal::Refusal;
use crate::reference::reply::Outcome;
use crate::reference::rows::Row;

pub(super) fn guild_id(text: &str) -> Result<u64, Refusal> {
    read_number(Numbered::Guild, text)
}

/// Handles `GET /systems/@me/guilds/{guild}` (operation 5).
pub(super) fn read_system_guild(context: &Context<'_>, system: &str, guild: &str) -> Outcome {
    let key = access::own_system(context.store, context.caller, system)?;
    let settings = context.store.system(key)?.guilds.get(&guild_id(guild)?);
    object(
        settings
            .ok_or(Row::SystemGuildNotFound)?
            .show(Viewer::Owner),
    )
}

/// Handles `PATCH /systems/@me/guilds/{guild}` (operation 6).
pub(super) fn change_system_guild(context: &mut Context<'_>, system: &str, guild: &str) -> Outcome {
    let key = access::own_system(context.store, context.caller, system)?;
    let settings = context
        .store
        .system_mut(key)?
        .guilds
        .get_mut(&guild_id(guild)?);
    let settings = settings.ok_or(Row::SystemGuildNotFound)?;
    let change = SYSTEM_GUILD.read(&body::object(context.call)?, Purpose::Change)?;
    settings.apply(change);
    object(settings.show(Viewer::Owner))
}

/// Handles `GET /members/{m}/guilds/{guild}` (operation 18).
pub(super) fn read_member_guild(context: &Context<'_>, member: &str, guild: &str) -> Outcome {
    let key = access::own_member(context.store, context.caller, member)?;
    let settings = context.store.member(key)?.guilds.get(&guild_id(guild)?);
    object(
        settings
            .ok_or(Row::MemberGuildNotFound)?
            .show(Viewer::Owner),
    )
}

/// Handles `PATCH /members/{m}/guilds/{guild}` (operation 19).
pub(super) fn change_member_guild(context: &mut Context<'_>, member: &str, guild: &str) -> Outcome {
    let key = access::own_member(context.store, context.caller, member)?;
    let settings = context
        .store
        .member_mut(key)?
        .guilds
        .get_mut(&guild_id(guild)?);
    let settings = settings.ok_or(Row::MemberGuildNotFound)?;
    let change = MEMBER_GUILD.read(&body::object(context.call)?, Purpose::Change)?;
    settings.apply(change);
    object(settings.show(Viewer::Owner))
}
