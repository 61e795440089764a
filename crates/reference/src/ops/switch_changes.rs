//! Operations that create, move, edit and delete switches.

use serde_json::{Map, Value};

use super::context::OperationContext;
use super::switches::{find_switch_or_refuse, switch_reply_by_id};
use crate::api_error::DocumentedError;
use crate::api_request::ApiRequest;
use crate::body;
use crate::fault::{FaultKind, FieldFault, Late, Model, Stage, crash, framework, strikes};
use crate::model::{
    ErrorObject, ModelErrors, SwitchTime, parse_references, parse_switch_time, refuse_empty_change,
    refuse_unless_deferred,
};
use crate::refusal::Refusal;
use crate::reply::{OperationResult, OperationSuccess};
use crate::store::{MemberKey, StateStore, SystemKey};
use crate::variant;
use crate::{access, list_entries};

const TIMESTAMP: &str = "timestamp";
const MEMBERS: &str = "members";

/// Handles `POST /systems/{s}/switches` (operation 31).
pub(super) fn create_switch(context: &mut OperationContext<'_>, system: &str) -> OperationResult {
    let own = access::find_own_system_or_refuse(context.store, context.caller, system)?;
    let (time, references) = parse_new_switch(context.call)?;
    let members = resolve_distinct_members(context.store, own, &references)?;
    let becomes_latest = match (time, context.store.latest_switch(own)) {
        (None, _) | (Some(_), None) => true,
        (Some(time), Some(latest)) => time > latest.time,
    };
    if becomes_latest
        && let Some(latest) = context.store.latest_switch(own)
        && is_same_members(&latest.members, &members)
    {
        refuse_unless_deferred(Late::State, DocumentedError::IdenticalMembers.into())?;
    }
    let time = match time {
        Some(time) => {
            if is_time_taken(context.store, own, time) {
                refuse_unless_deferred(Late::State, DocumentedError::TimestampTaken.into())?;
            }
            time
        }
        None => next_free_switch_time(context, own),
    };
    let uuid = context.store.add_switch(own, time, members);
    switch_reply_by_id(context, uuid)
}

/// Handles `PATCH /systems/{s}/switches/{sw}` (operation 33).
pub(super) fn change_switch(
    context: &mut OperationContext<'_>,
    system: &str,
    switch: &str,
) -> OperationResult {
    let own = access::find_own_system_or_refuse(context.store, context.caller, system)
        .map_err(variant::system_of_a_switch)?;
    let uuid = find_switch_or_refuse(context, own, switch, DocumentedError::SwitchNotVisible)?;
    let sent = body::parse_object(context.call)?;
    let time = match sent.get(TIMESTAMP) {
        None => {
            variant::refuse_missing_in_switch(TIMESTAMP)?;
            refuse_empty_change(Model::Switch, &sent)?;
            return switch_reply_by_id(context, uuid);
        }
        Some(Value::Null) => {
            if is_timestamp_fault_active(FieldFault::NullServed) {
                return switch_reply_by_id(context, uuid);
            }
            return Err(refuse_null_timestamp());
        }
        Some(value) => parse_timestamp(value)?,
    };
    let mut others = context
        .store
        .switches
        .iter()
        .filter(|switch| switch.system == own && switch.uuid != uuid);
    if others.any(|switch| switch.time == time) {
        refuse_unless_deferred(Late::State, DocumentedError::TimestampTaken.into())?;
    }
    context.store.switch_mut(uuid)?.time = time;
    switch_reply_by_id(context, uuid)
}

/// Handles `PATCH /systems/{s}/switches/{sw}/members` (operation 34).
pub(super) fn change_switch_members(
    context: &mut OperationContext<'_>,
    system: &str,
    switch: &str,
) -> OperationResult {
    let own = access::find_own_system_or_refuse(context.store, context.caller, system)
        .map_err(variant::system_of_a_switch)?;
    let uuid = find_switch_or_refuse(context, own, switch, DocumentedError::SwitchNotFound)?;
    let references = parse_references(MEMBERS, &body::parse_list(context.call)?)?;
    let members = resolve_distinct_members(context.store, own, &references)?;
    let switch = context.store.switch_mut(uuid)?;
    if is_same_members(&switch.members, &members) {
        return Err(DocumentedError::IdenticalMembers.into());
    }
    switch.members = members;
    switch_reply_by_id(context, uuid)
}

/// Handles `DELETE /systems/{s}/switches/{sw}` (operation 35).
pub(super) fn delete_switch(
    context: &mut OperationContext<'_>,
    system: &str,
    switch: &str,
) -> OperationResult {
    let own = access::find_own_system_or_refuse(context.store, context.caller, system)
        .map_err(variant::system_of_a_switch)?;
    let uuid = find_switch_or_refuse(context, own, switch, DocumentedError::SwitchNotVisible)?;
    context.store.switches.retain(|switch| switch.uuid != uuid);
    Ok(OperationSuccess::NoContent)
}

/// Parses time and members of a new switch as they were sent.
pub(super) fn parse_new_switch(
    call: &ApiRequest,
) -> Result<(Option<SwitchTime>, Vec<String>), Refusal> {
    let sent = body::parse_object(call)?;
    let time = match sent.get(TIMESTAMP) {
        None => None,
        Some(Value::Null) => return Err(refuse_null_timestamp()),
        Some(value) => Some(parse_timestamp(value)?),
    };
    Ok((time, parse_member_references(&sent)?))
}

/// Checks the body of a move by itself.
pub(super) fn check_move_body(call: &ApiRequest) -> Result<(), Refusal> {
    match body::parse_object(call)?.get(TIMESTAMP) {
        // A missing timestamp is judged with the rest of the request.
        None | Some(Value::Null) => Ok(()),
        Some(value) => parse_timestamp(value).map(drop),
    }
}

fn parse_timestamp(value: &Value) -> Result<SwitchTime, Refusal> {
    let Some(text) = value.as_str() else {
        return refuse_invalid_timestamp(FieldFault::TypeCrash, FieldFault::TypeServed);
    };
    match parse_switch_time(text) {
        Some(time) => Ok(time),
        None => refuse_invalid_timestamp(FieldFault::InvalidCrash, FieldFault::Unchecked),
    }
}

/// Refuses null: the timestamp of a switch is never null.
fn refuse_null_timestamp() -> Refusal {
    let error = ErrorObject::new("Key 'timestamp' is required.");
    match variant::refuse_null_text_as_wrong_type() {
        Ok(()) => ModelErrors::from_single(TIMESTAMP, error).into(),
        Err(refusal) => refusal,
    }
}

fn is_timestamp_fault_active(fault: FieldFault) -> bool {
    strikes(FaultKind::Field(fault, Model::Switch, TIMESTAMP))
}

/// Refuses a timestamp that can't be parsed, unless a fault accepts it.
fn refuse_invalid_timestamp(
    crashes: FieldFault,
    passes: FieldFault,
) -> Result<SwitchTime, Refusal> {
    if is_timestamp_fault_active(crashes) {
        crash();
    }
    if is_timestamp_fault_active(passes) {
        return Ok(SwitchTime::new(jiff::Timestamp::UNIX_EPOCH));
    }
    Err(variant::in_switch(
        TIMESTAMP,
        framework(Stage::Type, DocumentedError::BadRequest),
    ))
}

fn parse_member_references(sent: &Map<String, Value>) -> Result<Vec<String>, Refusal> {
    match sent.get(MEMBERS) {
        Some(Value::Array(entries)) => parse_references(MEMBERS, entries),
        Some(Value::Null) => Err(variant::null_list(MEMBERS)),
        Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => Err(
            variant::wrong_type(MEMBERS, framework(Stage::Type, DocumentedError::BadRequest)),
        ),
        None => Err(variant::in_switch(
            MEMBERS,
            framework(Stage::Type, DocumentedError::BadRequest),
        )),
    }
}

/// Finds the members of a switch and refuses duplicates, however a member is named.
fn resolve_distinct_members(
    store: &StateStore,
    own: SystemKey,
    references: &[String],
) -> Result<Vec<MemberKey>, Refusal> {
    let members = list_entries::resolve_member_refs(store, own, references)?;
    let distinct: std::collections::BTreeSet<_> = members.iter().collect();
    if distinct.len() == members.len() {
        return Ok(members);
    }
    refuse_unless_deferred(Late::State, DocumentedError::DuplicateMembers.into())?;
    Ok(distinct.into_iter().copied().collect())
}

fn is_same_members(one: &[MemberKey], other: &[MemberKey]) -> bool {
    one == other || variant::is_identical(one, other)
}

fn is_time_taken(store: &StateStore, system: SystemKey, time: SwitchTime) -> bool {
    let mut switches = store.switches.iter();
    switches.any(|switch| switch.system == system && switch.time == time)
}

/// Returns the present, or the next microsecond without a switch: a request without a timestamp never conflicts.
fn next_free_switch_time(context: &OperationContext<'_>, system: SystemKey) -> SwitchTime {
    let mut time = SwitchTime::new(context.now);
    while is_time_taken(context.store, system, time) {
        time = time.next();
    }
    time
}

#[cfg(test)]
mod tests {
    use axum::http::Method;
    use axum::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
    use jiff::Timestamp;
    use rstest::rstest;

    use super::*;
    use crate::access::ApiCaller;
    use crate::body::ReceivedBody;
    use crate::query::QueryString;
    use crate::seed::seed_store;

    fn switch_in(store: &mut StateStore, now: Timestamp, body: &Value) -> OperationResult {
        let json = HeaderValue::from_static("application/json");
        let call = ApiRequest {
            method: Method::POST,
            path: "/v2/systems/@me/switches".into(),
            query: QueryString::default(),
            headers: HeaderMap::from_iter([(CONTENT_TYPE, json)]),
            body: ReceivedBody::Bytes(body.to_string().into_bytes()),
        };
        let mut context = OperationContext {
            store,
            caller: ApiCaller::System(SystemKey::first()),
            call: &call,
            now,
        };
        create_switch(&mut context, "@me")
    }

    fn time(outcome: OperationResult) -> Value {
        match outcome {
            Ok(OperationSuccess::Json(switch)) => switch["timestamp"].clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn two_switches_without_a_time_in_the_same_instant_both_happen() {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let (mut store, seeds) = seed_store(0, now);
        let one = switch_in(
            &mut store,
            now,
            &serde_json::json!({"members": [seeds.guild_member_id]}),
        );
        let two = switch_in(&mut store, now, &serde_json::json!({"members": []}));
        assert_eq!(time(one), "2023-11-14T22:13:20Z");
        assert_eq!(time(two), "2023-11-14T22:13:20.000001Z");
    }

    #[rstest]
    #[case::later("2023-11-14T22:13:21Z", Err(DocumentedError::IdenticalMembers))]
    #[case::same("2023-11-14T22:13:20Z", Err(DocumentedError::TimestampTaken))]
    #[case::earlier("2023-11-14T22:13:19Z", Ok("2023-11-14T22:13:19Z"))]
    fn only_a_switch_that_becomes_the_latest_must_differ_from_it(
        #[case] sent: &str,
        #[case] expected: Result<&str, DocumentedError>,
    ) {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let (mut store, _) = seed_store(0, now);
        assert!(switch_in(&mut store, now, &serde_json::json!({"members": []})).is_ok());
        let again = serde_json::json!({"members": [], "timestamp": sent});
        let outcome = switch_in(&mut store, now, &again);
        assert_eq!(
            outcome.map(|reply| time(Ok(reply))),
            expected.map(Value::from).map_err(Refusal::from)
        );
    }
}
