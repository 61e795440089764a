//! Autoproxy operations.

use serde_json::{Map, Value};

use super::context::OperationContext;
use crate::access;
use crate::api_error::DocumentedError;
use crate::body;
use crate::fault::{FaultKind, FieldFault, Late, Model, Stage, crash, framework, strikes};
use crate::model::{
    AutoproxyMode, AutoproxySettings, ErrorObject, ModelErrors, refuse_empty_change,
    refuse_unless_deferred, reported_error_key,
};
use crate::query::QueryString;
use crate::refusal::Refusal;
use crate::reply::{OperationResult, OperationSuccess};
use crate::store::{MemberKey, StateStore, SystemKey};
use crate::variant;

const MODE: &str = "autoproxy_mode";
const MEMBER: &str = "autoproxy_member";

/// Returns the server that the query names. Channels have no autoproxy of their own.
pub(super) fn parse_guild_query(query: &QueryString) -> Result<u64, Refusal> {
    match (
        query.snowflake_param("guild_id")?,
        query.snowflake_param("channel_id")?,
    ) {
        (Some(guild), None) => Ok(guild),
        (Some(_) | None, Some(_)) => Err(variant::autoproxy_query("channel_id")),
        (None, None) => Err(variant::autoproxy_query("guild_id")),
    }
}

/// Handles `GET /systems/@me/autoproxy` (operation 7).
pub(super) fn read(context: &OperationContext<'_>, system: &str) -> OperationResult {
    let key = access::find_own_system_or_refuse(context.store, context.caller, system)?;
    let guild = parse_guild_query(&context.call.query)?;
    let stored = context.store.system(key)?.autoproxy.get(&guild);
    autoproxy_reply(context.store, &stored.cloned().unwrap_or_default())
}

/// Handles `PATCH /systems/@me/autoproxy` (operation 8).
pub(super) fn change_autoproxy(
    context: &mut OperationContext<'_>,
    system: &str,
) -> OperationResult {
    let key = access::find_own_system_or_refuse(context.store, context.caller, system)?;
    let guild = parse_guild_query(&context.call.query)?;
    let sent =
        AutoproxyChange::parse_change_body(context.store, &body::parse_object(context.call)?)?;
    let stored = context.store.system(key)?.autoproxy.get(&guild);
    let changed = sent.apply_to(&stored.cloned().unwrap_or_default(), context.store, key)?;
    let all = &mut context.store.system_mut(key)?.autoproxy;
    if changed == AutoproxySettings::default() {
        all.remove(&guild);
    } else {
        all.insert(guild, changed.clone());
    }
    autoproxy_reply(context.store, &changed)
}

/// Checks the body of a change by itself.
pub(super) fn check_change_body(context: &OperationContext<'_>) -> Result<(), Refusal> {
    let sent = body::parse_object(context.call)?;
    AutoproxyChange::parse_change_body(context.store, &sent).map(drop)
}

fn autoproxy_reply(store: &StateStore, autoproxy: &AutoproxySettings) -> OperationResult {
    let member = autoproxy.member.map(|key| store.member(key)).transpose()?;
    Ok(OperationSuccess::Json(
        autoproxy.to_json(member.map(|member| &member.id)),
    ))
}

fn is_field_fault_active(fault: FieldFault, key: &'static str) -> bool {
    strikes(FaultKind::Field(fault, Model::Autoproxy, key))
}

/// Reports whether a fault makes the server crash on one of these keys.
fn crashes_on_invalid_fields(errors: &ModelErrors) -> bool {
    [MODE, MEMBER]
        .iter()
        .any(|key| errors.has_key(key) && is_field_fault_active(FieldFault::InvalidCrash, key))
}

/// Returns the text of a field; `None` if a fault accepts another type.
fn parse_text_field<'v>(key: &'static str, value: &'v Value) -> Result<Option<&'v str>, Refusal> {
    if let Some(text) = value.as_str() {
        return Ok(Some(text));
    }
    if is_field_fault_active(FieldFault::TypeCrash, key) {
        crash();
    }
    if is_field_fault_active(FieldFault::TypeServed, key) {
        return Ok(None);
    }
    Err(variant::wrong_type(
        key,
        framework(Stage::Type, DocumentedError::BadRequest),
    ))
}

/// A valid change of autoproxy settings; `None` for each key that was left out of the body.
struct AutoproxyChange {
    mode: Option<AutoproxyMode>,
    member: Option<AutoproxyMemberChange>,
}

enum AutoproxyMemberChange {
    Null,
    /// A member that exists, with the reference as it was sent.
    Named(MemberKey, String),
}

impl AutoproxyChange {
    fn parse_change_body(store: &StateStore, body: &Map<String, Value>) -> Result<Self, Refusal> {
        let mut errors = ModelErrors::default();
        let mode = match body.get(MODE) {
            None => None,
            Some(Value::Null) => {
                variant::refuse_null_text_as_wrong_type()?;
                errors.add(MODE, ErrorObject::for_invalid_field(MODE));
                None
            }
            Some(value) => {
                let mode = parse_text_field(MODE, value)?
                    .map(|text| (text, AutoproxyMode::parse(&variant::word(text))));
                match mode {
                    None => Some(AutoproxyMode::Off),
                    Some((_, None)) if is_field_fault_active(FieldFault::Unchecked, MODE) => {
                        Some(AutoproxyMode::Off)
                    }
                    Some((_, None)) => {
                        let told = reported_error_key(Model::Autoproxy, MODE);
                        errors.add(&told, ErrorObject::for_invalid_field(MODE));
                        None
                    }
                    Some((_, mode)) => mode,
                }
            }
        };
        let member = match body.get(MEMBER) {
            None => None,
            Some(Value::Null) => Some(AutoproxyMemberChange::Null),
            Some(value) => {
                match parse_text_field(MEMBER, value)?.map(|text| (store.find_member(text), text)) {
                    None => Some(AutoproxyMemberChange::Null),
                    Some((Some(key), text)) => {
                        Some(AutoproxyMemberChange::Named(key, text.to_owned()))
                    }
                    Some((None, text)) => {
                        variant::refuse_autoproxy_unknown(text)?;
                        errors.add(
                            &reported_error_key(Model::Autoproxy, MEMBER),
                            ErrorObject::new("Member not found."),
                        );
                        None
                    }
                }
            }
        };
        match (errors.is_empty(), &mode, &member) {
            (false, _, _) => {
                if crashes_on_invalid_fields(&errors) {
                    crash();
                }
                refuse_unless_deferred(Late::Model, errors.into())?;
            }
            (true, None, None) => refuse_empty_change(Model::Autoproxy, body)?,
            (true, Some(_), _) | (true, None, Some(_)) => {}
        }
        Ok(Self { mode, member })
    }

    /// Returns the settings after the change. The mode after it decides whether a member is required or forbidden.
    fn apply_to(
        self,
        stored: &AutoproxySettings,
        store: &StateStore,
        own: SystemKey,
    ) -> Result<AutoproxySettings, Refusal> {
        let mode = self.mode.unwrap_or(stored.mode);
        if let Some(AutoproxyMemberChange::Named(key, reference)) = &self.member
            && store.member(*key)?.system != own
        {
            return Err(variant::autoproxy_foreign(MEMBER, reference));
        }
        let member = match (mode, self.member) {
            (AutoproxyMode::Off | AutoproxyMode::Front, Some(AutoproxyMemberChange::Named(..))) => {
                let message = "Cannot update autoproxy member if autoproxy is disabled or set to 'front' mode";
                return Err(ModelErrors::from_single(MEMBER, ErrorObject::new(message)).into());
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
            (AutoproxyMode::Member, None) => {
                refuse_unless_deferred(
                    Late::State,
                    DocumentedError::AutoproxyMemberMissing.into(),
                )?;
                Ok(AutoproxySettings { mode, member })
            }
            (AutoproxyMode::Member, Some(_))
            | (AutoproxyMode::Off | AutoproxyMode::Front | AutoproxyMode::Latch, _) => {
                Ok(AutoproxySettings { mode, member })
            }
        }
    }
}
