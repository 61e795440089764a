//! Operations that create, move, edit and delete switches.

use serde_json::{Map, Value};

use super::context::Context;
use super::switches::{find, show_switch};
use crate::reference::access;
use crate::reference::body;
use crate::reference::call::Call;
use crate::reference::fault::{Breach, FieldFault, Late, Model, Stage, crash, framework, strikes};
use crate::reference::model::{
    ErrorObject, Errors, SwitchTime, deferred_or, nothing_to_set, read_references, read_time,
};
use crate::reference::refusal::Refusal;
use crate::reference::reply::{Outcome, Reply};
use crate::reference::rows::Row;
use crate::reference::store::{MemberKey, Store, SystemKey};
use crate::reference::variant;

const TIMESTAMP: &str = "timestamp";
const MEMBERS: &str = "members";

/// Handles `POST /systems/{s}/switches` (operation 31).
pub(super) fn create(context: &mut Context<'_>, system: &str) -> Outcome {
    let own = access::own_system(context.store, context.caller, system)?;
    let (time, references) = read_new(context.call)?;
    let members = switch_members(context.store, own, &references)?;
    let becomes_latest = match (time, context.store.latest_switch(own)) {
        (None, _) | (Some(_), None) => true,
        (Some(time), Some(latest)) => time > latest.time,
    };
    if becomes_latest
        && let Some(latest) = context.store.latest_switch(own)
        && is_identical(&latest.members, &members)
    {
        deferred_or(Late::State, Row::IdenticalMembers.into())?;
    }
    let time = match time {
        Some(time) => {
            if is_taken(context.store, own, time) {
                deferred_or(Late::State, Row::TimestampTaken.into())?;
            }
            time
        }
        None => free_time(context, own),
    };
    let uuid = context.store.add_switch(own, time, members);
    show_switch(context, uuid)
}

/// Handles `PATCH /systems/{s}/switches/{sw}` (operation 33).
pub(super) fn change(context: &mut Context<'_>, system: &str, switch: &str) -> Outcome {
    let own = access::own_system(context.store, context.caller, system)?;
    let uuid = find(context, own, switch, Row::SwitchNotVisible)?;
    let sent = body::object(context.call)?;
    let time = match sent.get(TIMESTAMP) {
        None => {
            variant::refuse_missing_in_switch(TIMESTAMP)?;
            nothing_to_set(Model::Switch, &sent)?;
            return show_switch(context, uuid);
        }
        Some(Value::Null) => {
            if field(FieldFault::NullServed) {
                return show_switch(context, uuid);
            }
            let error = ErrorObject::new("Key 'timestamp' is required.");
            return Err(Errors::one(TIMESTAMP, error).into());
        }
        Some(value) => read_timestamp(value)?,
    };
    let mut others = context
        .store
        .switches
        .iter()
        .filter(|switch| switch.system == own && switch.uuid != uuid);
    if others.any(|switch| switch.time == time) {
        deferred_or(Late::State, Row::TimestampTaken.into())?;
    }
    context.store.switch_mut(uuid)?.time = time;
    show_switch(context, uuid)
}

/// Handles `PATCH /systems/{s}/switches/{sw}/members` (operation 34).
pub(super) fn change_members(context: &mut Context<'_>, system: &str, switch: &str) -> Outcome {
    let own = access::own_system(context.store, context.caller, system)?;
    let uuid = find(context, own, switch, Row::SwitchNotFound)?;
    let references = read_references(MEMBERS, &body::list(context.call)?)?;
    let members = switch_members(context.store, own, &references)?;
    let switch = context.store.switch_mut(uuid)?;
    if is_identical(&switch.members, &members) {
        return Err(Row::IdenticalMembers.into());
    }
    switch.members = members;
    show_switch(context, uuid)
}

/// Handles `DELETE /systems/{s}/switches/{sw}` (operation 35).
pub(super) fn delete(context: &mut Context<'_>, system: &str, switch: &str) -> Outcome {
    let own = access::own_system(context.store, context.caller, system)?;
    let uuid = find(context, own, switch, Row::SwitchNotVisible)?;
    context.store.switches.retain(|switch| switch.uuid != uuid);
    Ok(Reply::Nothing)
}

/// Parses time and members of a new switch as they were sent.
pub(super) fn read_new(call: &Call) -> Result<(Option<SwitchTime>, Vec<String>), Refusal> {
    let sent = body::object(call)?;
    let time = match sent.get(TIMESTAMP) {
        None | Some(Value::Null) => None,
        Some(value) => Some(read_timestamp(value)?),
    };
    Ok((time, read_members(&sent)?))
}

/// Checks the body of a move by itself.
pub(super) fn judge_move(call: &Call) -> Result<(), Refusal> {
    match body::object(call)?.get(TIMESTAMP) {
        // A missing timestamp is judged with the rest of the request.
        None | Some(Value::Null) => Ok(()),
        Some(value) => read_timestamp(value).map(drop),
    }
}

fn read_timestamp(value: &Value) -> Result<SwitchTime, Refusal> {
    let Some(text) = value.as_str() else {
        return unreadable(FieldFault::TypeCrash, FieldFault::TypeServed);
    };
    match read_time(text) {
        Some(time) => Ok(time),
        None => unreadable(FieldFault::InvalidCrash, FieldFault::Unchecked),
    }
}

fn field(fault: FieldFault) -> bool {
    strikes(Breach::Field(fault, Model::Switch, TIMESTAMP))
}

/// Refuses a timestamp that can't be parsed, unless a fault accepts it.
fn unreadable(crashes: FieldFault, passes: FieldFault) -> Result<SwitchTime, Refusal> {
    if field(crashes) {
        crash();
    }
    if field(passes) {
        return Ok(SwitchTime::new(jiff::Timestamp::UNIX_EPOCH));
    }
    Err(variant::in_switch(
        TIMESTAMP,
        framework(Stage::Type, Row::BadRequest),
    ))
}

fn read_members(sent: &Map<String, Value>) -> Result<Vec<String>, Refusal> {
    match sent.get(MEMBERS) {
        Some(Value::Array(entries)) => read_references(MEMBERS, entries),
        Some(Value::Null) => Err(variant::null_list(MEMBERS)),
        Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => Err(
            variant::wrong_type(MEMBERS, framework(Stage::Type, Row::BadRequest)),
        ),
        None => Err(variant::in_switch(
            MEMBERS,
            framework(Stage::Type, Row::BadRequest),
        )),
    }
}

/// Finds the members of a switch and refuses duplicates, however a member is named.
fn switch_members(
    store: &Store,
    own: SystemKey,
    references: &[String],
) -> Result<Vec<MemberKey>, Refusal> {
    let members = access::listed_members(store, own, references)?;
    let distinct: std::collections::BTreeSet<_> = members.iter().collect();
    if distinct.len() == members.len() {
        return Ok(members);
    }
    deferred_or(Late::State, Row::DuplicateMembers.into())?;
    Ok(distinct.into_iter().copied().collect())
}

fn is_identical(one: &[MemberKey], other: &[MemberKey]) -> bool {
    one == other || variant::is_identical(one, other)
}

fn is_taken(store: &Store, system: SystemKey, time: SwitchTime) -> bool {
    let mut switches = store.switches.iter();
    switches.any(|switch| switch.system == system && switch.time == time)
}

/// Returns the present, or the next microsecond without a switch: a request without a timestamp never conflicts.
fn free_time(context: &Context<'_>, system: SystemKey) -> SwitchTime {
    let mut time = SwitchTime::new(context.now);
    while is_taken(context.store, system, time) {
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
    use crate::reference::access::Caller;
    use crate::reference::body::Body;
    use crate::reference::query::Query;
    use crate::reference::seed::seed;

    fn switch_in(store: &mut Store, now: Timestamp, body: &Value) -> Outcome {
        let json = HeaderValue::from_static("application/json");
        let call = Call {
            method: Method::POST,
            path: "/v2/systems/@me/switches".into(),
            query: Query::default(),
            headers: HeaderMap::from_iter([(CONTENT_TYPE, json)]),
            body: Body::Bytes(body.to_string().into_bytes()),
        };
        let mut context = Context {
            store,
            caller: Caller::System(SystemKey::first()),
            call: &call,
            now,
        };
        create(&mut context, "@me")
    }

    fn time(outcome: Outcome) -> Value {
        match outcome {
            Ok(Reply::Json(switch)) => switch["timestamp"].clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn two_switches_without_a_time_in_the_same_instant_both_happen() {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let (mut store, seeds) = seed(0, now);
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
    #[case::later("2023-11-14T22:13:21Z", Err(Row::IdenticalMembers))]
    #[case::same("2023-11-14T22:13:20Z", Err(Row::TimestampTaken))]
    #[case::earlier("2023-11-14T22:13:19Z", Ok("2023-11-14T22:13:19Z"))]
    fn only_a_switch_that_becomes_the_latest_must_differ_from_it(
        #[case] sent: &str,
        #[case] expected: Result<&str, Row>,
    ) {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let (mut store, _) = seed(0, now);
        assert!(switch_in(&mut store, now, &serde_json::json!({"members": []})).is_ok());
        let again = serde_json::json!({"members": [], "timestamp": sent});
        let outcome = switch_in(&mut store, now, &again);
        assert_eq!(
            outcome.map(|reply| time(Ok(reply))),
            expected.map(Value::from).map_err(Refusal::from)
        );
    }
}
