//! Operations on the settings of a system and of a member in one server.

use super::context::{OperationContext, object_reply};
use crate::access;
use crate::api_error::DocumentedError;
use crate::body;
use crate::model::{BodyPurpose, MEMBER_GUILD, SYSTEM_GUILD, Viewer};
use crate::refusal::Refusal;
use crate::reply::OperationResult;

pub(super) fn parse_guild_id(context: &OperationContext<'_>, text: &str) -> Result<u64, Refusal> {
    access::parse_path_id(&*context.seams.values, text)
}

/// Handles `GET /systems/@me/guilds/{guild}` (operation 5).
pub(super) fn read_system_guild(
    context: &OperationContext<'_>,
    system: &str,
    guild: &str,
) -> OperationResult {
    let key = access::find_own_system_or_refuse(context, system)?;
    let guild = parse_guild_id(context, guild)?;
    let settings = context.store.system(key)?.guilds.get(&guild);
    object_reply(
        settings
            .ok_or(DocumentedError::SystemGuildNotFound)?
            .to_json(Viewer::Owner),
    )
}

/// Handles `PATCH /systems/@me/guilds/{guild}` (operation 6).
pub(super) fn change_system_guild(
    context: &mut OperationContext<'_>,
    system: &str,
    guild: &str,
) -> OperationResult {
    let key = access::find_own_system_or_refuse(context, system)?;
    let guild = parse_guild_id(context, guild)?;
    let settings = context.store.system_mut(key)?.guilds.get_mut(&guild);
    let settings = settings.ok_or(DocumentedError::SystemGuildNotFound)?;
    let sent = body::parse_object(context.call, context.seams)?;
    let change = SYSTEM_GUILD.parse_body(&sent, BodyPurpose::Change, context.seams)?;
    settings.apply_change(change);
    object_reply(settings.to_json(Viewer::Owner))
}

/// Handles `GET /members/{m}/guilds/{guild}` (operation 18).
pub(super) fn read_member_guild(
    context: &OperationContext<'_>,
    member: &str,
    guild: &str,
) -> OperationResult {
    let key = access::find_own_member_or_refuse(context, member)?;
    let guild = parse_guild_id(context, guild)?;
    let settings = context.store.member(key)?.guilds.get(&guild);
    object_reply(
        settings
            .ok_or(DocumentedError::MemberGuildNotFound)?
            .to_json(Viewer::Owner),
    )
}

/// Handles `PATCH /members/{m}/guilds/{guild}` (operation 19).
pub(super) fn change_member_guild(
    context: &mut OperationContext<'_>,
    member: &str,
    guild: &str,
) -> OperationResult {
    let key = access::find_own_member_or_refuse(context, member)?;
    let guild = parse_guild_id(context, guild)?;
    let settings = context.store.member_mut(key)?.guilds.get_mut(&guild);
    let settings = settings.ok_or(DocumentedError::MemberGuildNotFound)?;
    let sent = body::parse_object(context.call, context.seams)?;
    let change = MEMBER_GUILD.parse_body(&sent, BodyPurpose::Change, context.seams)?;
    settings.apply_change(change);
    object_reply(settings.to_json(Viewer::Owner))
}
