//! Autoproxy operations.

use serde_json::Value;

use super::context::OperationContext;
use crate::access;
use crate::api_error::DocumentedError;
use crate::body;
use crate::model::{AutoproxyMode, AutoproxySettings, FieldErrorObject, ModelErrors};
use crate::refusal::Refusal;
use crate::reply::{OperationResult, OperationSuccess};
use crate::seams::{EchoedInput, FieldValueKind, RowAmbiguity};
use crate::store::{MemberKey, StateStore, SystemKey};

const MODE: &str = "autoproxy_mode";
const MEMBER: &str = "autoproxy_member";

/// Returns the server that the query names. Channels have no autoproxy of their own.
pub(super) fn parse_guild_query(context: &OperationContext<'_>) -> Result<u64, Refusal> {
    let query = &context.call.query;
    let values = &*context.seams.values;
    let guild = query.snowflake_param("guild_id", values)?;
    let channel = query.snowflake_param("channel_id", values)?;
    let key = match (guild, channel) {
        (Some(guild), None) => return Ok(guild),
        (Some(_) | None, Some(_)) => "channel_id",
        (None, None) => "guild_id",
    };
    let usual = DocumentedError::BadRequest;
    Err(context.choose_refusal(RowAmbiguity::AutoproxyQuery, usual, key.into()))
}

/// Handles `GET /systems/@me/autoproxy` (operation 7).
pub(super) fn read_autoproxy(context: &OperationContext<'_>, system: &str) -> OperationResult {
    let key = access::find_own_system_or_refuse(context, system)?;
    let guild = parse_guild_query(context)?;
    let stored = context.store.system(key)?.autoproxy.get(&guild);
    autoproxy_reply(context.store, &stored.cloned().unwrap_or_default())
}

/// Handles `PATCH /systems/@me/autoproxy` (operation 8).
pub(super) fn change_autoproxy(
    context: &mut OperationContext<'_>,
    system: &str,
) -> OperationResult {
    let key = access::find_own_system_or_refuse(context, system)?;
    let guild = parse_guild_query(context)?;
    let sent = AutoproxyChange::parse_body(context)?;
    let stored = context.store.system(key)?.autoproxy.get(&guild);
    let changed = sent.merge_with_stored(&stored.cloned().unwrap_or_default(), context, key)?;
    let all = &mut context.store.system_mut(key)?.autoproxy;
    if changed == AutoproxySettings::default() {
        all.remove(&guild);
    } else {
        all.insert(guild, changed.clone());
    }
    autoproxy_reply(context.store, &changed)
}

fn autoproxy_reply(store: &StateStore, autoproxy: &AutoproxySettings) -> OperationResult {
    let member = autoproxy.member.map(|key| store.member(key)).transpose()?;
    Ok(OperationSuccess::Json(
        autoproxy.to_json(member.map(|member| &member.id)),
    ))
}

fn text_or_refuse<'v>(
    context: &OperationContext<'_>,
    key: &str,
    value: &'v Value,
) -> Result<&'v str, Refusal> {
    value.as_str().ok_or_else(|| {
        let usual = DocumentedError::BadRequest;
        context.choose_refusal(RowAmbiguity::WrongType, usual, key.into())
    })
}

/// A valid change of autoproxy settings; `None` for each key that was left out of the body.
pub(super) struct AutoproxyChange {
    mode: Option<AutoproxyMode>,
    member: Option<AutoproxyMemberChange>,
}

enum AutoproxyMemberChange {
    Null,
    /// A member that exists, with the reference as it was sent.
    Named(MemberKey, String),
}

impl AutoproxyChange {
    /// Parses the body of a change.
    ///
    /// # Errors
    ///
    /// Returns the bad request row for a value of the wrong type and for a change of nothing, otherwise the model row.
    pub(super) fn parse_body(context: &OperationContext<'_>) -> Result<Self, Refusal> {
        let sent = body::parse_object(context.call, context.seams)?;
        let mut errors = ModelErrors::default();
        let mode = sent.get(MODE);
        let mode = mode.map(|value| parse_mode(context, value, &mut errors));
        let mode = mode.transpose()?.flatten();
        let member = sent.get(MEMBER);
        let member = member.map(|value| parse_member(context, value, &mut errors));
        let member = member.transpose()?.flatten();
        match (errors.is_empty(), &mode, &member) {
            (false, _, _) => Err(errors.into()),
            (true, None, None) => Err(DocumentedError::BadRequest.into()),
            (true, Some(_), _) | (true, None, Some(_)) => Ok(Self { mode, member }),
        }
    }

    /// Returns the settings after the change. The mode after it decides whether a member is required or forbidden.
    fn merge_with_stored(
        self,
        stored: &AutoproxySettings,
        context: &OperationContext<'_>,
        own: SystemKey,
    ) -> Result<AutoproxySettings, Refusal> {
        let mode = self.mode.unwrap_or(stored.mode);
        if let Some(AutoproxyMemberChange::Named(key, reference)) = &self.member
            && context.store.member(*key)?.system != own
        {
            let usual = DocumentedError::NotYourMember;
            let input = EchoedInput {
                key: MEMBER,
                reference,
            };
            return Err(context.choose_refusal(RowAmbiguity::AutoproxyForeignMember, usual, input));
        }
        let member = match (mode, self.member) {
            (AutoproxyMode::Off | AutoproxyMode::Front, Some(AutoproxyMemberChange::Named(..))) => {
                let message = "Cannot update autoproxy member if autoproxy is disabled or set to 'front' mode";
                return Err(
                    ModelErrors::from_single(MEMBER, FieldErrorObject::new(message)).into(),
                );
            }
            (
                AutoproxyMode::Off | AutoproxyMode::Front,
                Some(AutoproxyMemberChange::Null) | None,
            ) => None,
            (
                AutoproxyMode::Latch | AutoproxyMode::Member,
                Some(AutoproxyMemberChange::Named(key, _)),
            ) => Some(key),
            (AutoproxyMode::Latch | AutoproxyMode::Member, Some(AutoproxyMemberChange::Null)) => {
                None
            }
            (AutoproxyMode::Latch | AutoproxyMode::Member, None) => stored.member,
        };
        match (mode, member) {
            (AutoproxyMode::Member, None) => Err(DocumentedError::AutoproxyMemberMissing.into()),
            (AutoproxyMode::Member, Some(_))
            | (AutoproxyMode::Off | AutoproxyMode::Front | AutoproxyMode::Latch, _) => {
                Ok(AutoproxySettings { mode, member })
            }
        }
    }
}

/// Parses the mode; `None` for an invalid one, which is added to the errors.
fn parse_mode(
    context: &OperationContext<'_>,
    value: &Value,
    errors: &mut ModelErrors,
) -> Result<Option<AutoproxyMode>, Refusal> {
    if value.is_null() {
        let doubt = RowAmbiguity::NullValue(FieldValueKind::Word);
        let row = DocumentedError::ModelInvalid;
        let row = context.seams.rows.choose_row(doubt, row);
        if row != DocumentedError::ModelInvalid {
            return Err(Refusal::from_row(row, MODE.into()));
        }
        errors.add(MODE, FieldErrorObject::for_invalid_field(MODE));
        return Ok(None);
    }
    text_or_refuse(context, MODE, value)?;
    let read = context
        .seams
        .values
        .convert_field_value(FieldValueKind::Word, value);
    let mode = read.as_str().and_then(AutoproxyMode::parse);
    if mode.is_none() {
        errors.add(MODE, FieldErrorObject::for_invalid_field(MODE));
    }
    Ok(mode)
}

/// Parses the member; `None` for an unknown one, which is added to the errors.
fn parse_member(
    context: &OperationContext<'_>,
    value: &Value,
    errors: &mut ModelErrors,
) -> Result<Option<AutoproxyMemberChange>, Refusal> {
    if value.is_null() {
        return Ok(Some(AutoproxyMemberChange::Null));
    }
    let text = text_or_refuse(context, MEMBER, value)?;
    if let Some(key) = context.store.find_member(text) {
        return Ok(Some(AutoproxyMemberChange::Named(key, text.to_owned())));
    }
    let doubt = RowAmbiguity::AutoproxyUnknownMember;
    let row = DocumentedError::ModelInvalid;
    let row = context.seams.rows.choose_row(doubt, row);
    if row != DocumentedError::ModelInvalid {
        let input = EchoedInput {
            key: MEMBER,
            reference: text,
        };
        return Err(Refusal::from_row(row, input));
    }
    errors.add(MEMBER, FieldErrorObject::new("Member not found."));
    Ok(None)
}
