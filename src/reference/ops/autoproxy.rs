//! Autoproxy operations.

use serde_json::{Map, Value};

use super::context::Context;
use crate::reference::access;
use crate::reference::body;
use crate::reference::fault::{Breach, FieldFault, Late, Model, Stage, crash, framework, strikes};
use crate::reference::model::{
    Autoproxy, ErrorObject, Errors, Mode, deferred_or, nothing_to_set, told_key,
};
use crate::reference::query::Query;
use crate::reference::refusal::Refusal;
use crate::reference::reply::{Outcome, Reply};
use crate::reference::rows::Row;
use crate::reference::store::{MemberKey, Store, SystemKey};
use crate::reference::variant;

const MODE: &str = "autoproxy_mode";
const MEMBER: &str = "autoproxy_member";

/// Returns the server that the query names. Channels have no autoproxy of their own.
pub(super) fn guild_id(query: &Query) -> Result<u64, Refusal> {
    match (query.snowflake("guild_id")?, query.snowflake("channel_id")?) {
        (Some(guild), None) => Ok(guild),
        (Some(_) | None, Some(_)) => Err(variant::autoproxy_query("channel_id")),
        (None, None) => Err(variant::autoproxy_query("guild_id")),
    }
}

/// Handles `GET /systems/@me/autoproxy` (operation 7).
pub(super) fn read(context: &Context<'_>, system: &str) -> Outcome {
    let key = access::own_system(context.store, context.caller, system)?;
    let guild = guild_id(&context.call.query)?;
    let stored = context.store.system(key)?.autoproxy.get(&guild);
    show(context.store, &stored.cloned().unwrap_or_default())
}

/// Handles `PATCH /systems/@me/autoproxy` (operation 8).
pub(super) fn change(context: &mut Context<'_>, system: &str) -> Outcome {
    let key = access::own_system(context.store, context.caller, system)?;
    let guild = guild_id(&context.call.query)?;
    let sent = Sent::read(context.store, &body::object(context.call)?)?;
    let stored = context.store.system(key)?.autoproxy.get(&guild);
    let changed = sent.applied_to(&stored.cloned().unwrap_or_default(), context.store, key)?;
    let all = &mut context.store.system_mut(key)?.autoproxy;
    if changed == Autoproxy::default() {
        all.remove(&guild);
    } else {
        all.insert(guild, changed.clone());
    }
    show(context.store, &changed)
}

/// Checks the body of a change by itself.
pub(super) fn judge_body(context: &Context<'_>) -> Result<(), Refusal> {
    let sent = body::object(context.call)?;
    Sent::read(context.store, &sent).map(drop)
}

fn show(store: &Store, autoproxy: &Autoproxy) -> Outcome {
    let member = autoproxy.member.map(|key| store.member(key)).transpose()?;
    Ok(Reply::Json(autoproxy.show(member.map(|member| &member.id))))
}

fn field(fault: FieldFault, key: &'static str) -> bool {
    strikes(Breach::Field(fault, Model::Autoproxy, key))
}

/// Reports whether a fault makes the server crash on one of these keys.
fn field_crashes(errors: &Errors) -> bool {
    [MODE, MEMBER]
        .iter()
        .any(|key| errors.has(key) && field(FieldFault::InvalidCrash, key))
}

/// Returns the text of a field; `None` if a fault accepts another type.
fn read_text<'v>(key: &'static str, value: &'v Value) -> Result<Option<&'v str>, Refusal> {
    if let Some(text) = value.as_str() {
        return Ok(Some(text));
    }
    if field(FieldFault::TypeCrash, key) {
        crash();
    }
    if field(FieldFault::TypeServed, key) {
        return Ok(None);
    }
    Err(variant::wrong_type(
        key,
        framework(Stage::Type, Row::BadRequest),
    ))
}

/// A change as it was sent; `None` for each key that was left out.
struct Sent {
    mode: Option<Mode>,
    member: Option<SentMember>,
}

enum SentMember {
    Null,
    /// A member that exists, with the reference as it was sent.
    Named(MemberKey, String),
}

impl Sent {
    fn read(store: &Store, body: &Map<String, Value>) -> Result<Self, Refusal> {
        let mut errors = Errors::default();
        let mode = match body.get(MODE) {
            None => None,
            Some(Value::Null) => {
                errors.add(MODE, ErrorObject::invalid(MODE));
                None
            }
            Some(value) => {
                let mode = read_text(MODE, value)?.map(|text| (text, Mode::parse(text)));
                match mode {
                    None => Some(Mode::Off),
                    Some((_, None)) if field(FieldFault::Unchecked, MODE) => Some(Mode::Off),
                    Some((_, None)) => {
                        let told = told_key(Model::Autoproxy, MODE);
                        errors.add(&told, ErrorObject::invalid(MODE));
                        None
                    }
                    Some((_, mode)) => mode,
                }
            }
        };
        let member = match body.get(MEMBER) {
            None => None,
            Some(Value::Null) => Some(SentMember::Null),
            Some(value) => {
                match read_text(MEMBER, value)?.map(|text| (store.find_member(text), text)) {
                    None => Some(SentMember::Null),
                    Some((Some(key), text)) => Some(SentMember::Named(key, text.to_owned())),
                    Some((None, text)) => {
                        variant::refuse_autoproxy_unknown(text)?;
                        errors.add(
                            &told_key(Model::Autoproxy, MEMBER),
                            ErrorObject::new("Member not found."),
                        );
                        None
                    }
                }
            }
        };
        match (errors.is_empty(), &mode, &member) {
            (false, _, _) => {
                if field_crashes(&errors) {
                    crash();
                }
                deferred_or(Late::Model, errors.into())?;
            }
            (true, None, None) => nothing_to_set(Model::Autoproxy, body)?,
            (true, Some(_), _) | (true, None, Some(_)) => {}
        }
        Ok(Self { mode, member })
    }

    /// Returns the settings after the change. The mode after it decides whether a member is required or forbidden.
    fn applied_to(
        self,
        stored: &Autoproxy,
        store: &Store,
        own: SystemKey,
    ) -> Result<Autoproxy, Refusal> {
        let mode = self.mode.unwrap_or(stored.mode);
        if let Some(SentMember::Named(key, reference)) = &self.member
            && store.member(*key)?.system != own
        {
            return Err(variant::autoproxy_foreign(MEMBER, reference));
        }
        let member = match (mode, self.member) {
            (Mode::Off | Mode::Front, Some(SentMember::Named(..))) => {
                let message = "Cannot update autoproxy member if autoproxy is disabled or set to 'front' mode";
                return Err(Errors::one(MEMBER, ErrorObject::new(message)).into());
            }
            (Mode::Off | Mode::Front, Some(SentMember::Null) | None) => None,
            (Mode::Latch | Mode::Member, Some(SentMember::Named(key, _))) => Some(key),
            (Mode::Latch | Mode::Member, Some(SentMember::Null)) => None,
            (Mode::Latch | Mode::Member, None) => stored.member,
        };
        match (mode, member) {
            (Mode::Member, None) => {
                deferred_or(Late::State, variant::autoproxy_without_member(MEMBER))?;
                Ok(Autoproxy { mode, member })
            }
            (Mode::Member, Some(_)) | (Mode::Off | Mode::Front | Mode::Latch, _) => {
                Ok(Autoproxy { mode, member })
            }
        }
    }
}
