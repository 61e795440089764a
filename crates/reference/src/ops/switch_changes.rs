//! Operations that create, move, edit and delete switches.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::context::OperationContext;
use super::list_edit::has_duplicates;
use super::switches::{find_own_system_of_switch, find_switch_or_refuse, switch_reply_by_id};
use crate::api_error::DocumentedError;
use crate::body;
use crate::model::{
    FieldErrorObject, ModelErrors, SwitchTime, parse_references, parse_switch_time,
};
use crate::refusal::Refusal;
use crate::reply::{OperationResult, OperationSuccess};
use crate::seams::{FieldValueKind, OptionalRefusal, RequestSeams, RowAmbiguity};
use crate::store::{MemberKey, StateStore, SystemKey};
use crate::{access, list_entries};

const TIMESTAMP: &str = "timestamp";
const MEMBERS: &str = "members";

/// Handles `POST /systems/{s}/switches` (operation 31).
pub(super) fn create_switch(context: &mut OperationContext<'_>, system: &str) -> OperationResult {
    let own = access::find_own_system_or_refuse(context, system)?;
    let (time, references) = parse_new_switch(context)?;
    let members = resolve_distinct_members(context, own, &references)?;
    let latest = context.store.latest_switch(own);
    if let Some(latest) = latest.filter(|latest| time.is_none_or(|time| time > latest.time)) {
        refuse_same_members(context.seams, &latest.members, &members)?;
    }
    let time = match time {
        Some(time) if is_time_taken(context.store, own, time) => {
            return Err(DocumentedError::TimestampTaken.into());
        }
        Some(time) => time,
        None => next_free_switch_time(context, own),
    };
    let uuid = context.store.add_switch(own, time, members);
    switch_reply_by_id(context, uuid)
}

/// Handles `PATCH /systems/{s}/switches/{sw}` (operation 33).
pub(super) fn change_switch_time(
    context: &mut OperationContext<'_>,
    system: &str,
    switch: &str,
) -> OperationResult {
    let own = find_own_system_of_switch(context, system)?;
    let uuid = find_switch_or_refuse(context, own, switch, DocumentedError::SwitchNotVisible)?;
    let sent = body::parse_object(context.call, context.seams)?;
    let time = match sent.get(TIMESTAMP) {
        None => return Err(invalid_switch_part_refusal(context, TIMESTAMP)),
        Some(value) => parse_timestamp(context, value)?,
    };
    let mut others = context
        .store
        .switches
        .iter()
        .filter(|switch| switch.system == own && switch.uuid != uuid);
    if others.any(|switch| switch.time == time) {
        return Err(DocumentedError::TimestampTaken.into());
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
    let own = find_own_system_of_switch(context, system)?;
    let uuid = find_switch_or_refuse(context, own, switch, DocumentedError::SwitchNotFound)?;
    let entries = body::parse_list(context.call, context.seams)?;
    let references = parse_references(MEMBERS, &entries, context.seams)?;
    let members = resolve_distinct_members(context, own, &references)?;
    let switch = context.store.switch_mut(uuid)?;
    refuse_same_members(context.seams, &switch.members, &members)?;
    switch.members = members;
    switch_reply_by_id(context, uuid)
}

/// Handles `DELETE /systems/{s}/switches/{sw}` (operation 35).
pub(super) fn delete_switch(
    context: &mut OperationContext<'_>,
    system: &str,
    switch: &str,
) -> OperationResult {
    let own = find_own_system_of_switch(context, system)?;
    let uuid = find_switch_or_refuse(context, own, switch, DocumentedError::SwitchNotVisible)?;
    context.store.switches.retain(|switch| switch.uuid != uuid);
    Ok(OperationSuccess::NoContent)
}

/// Parses time and members of a new switch as they were sent.
pub(super) fn parse_new_switch(
    context: &OperationContext<'_>,
) -> Result<(Option<SwitchTime>, Vec<String>), Refusal> {
    let sent = body::parse_object(context.call, context.seams)?;
    let time = sent.get(TIMESTAMP);
    let time = time.map(|value| parse_timestamp(context, value));
    Ok((time.transpose()?, parse_member_references(context, &sent)?))
}

/// Checks the body of a move by itself.
pub(super) fn check_switch_change_body(context: &OperationContext<'_>) -> Result<(), Refusal> {
    match body::parse_object(context.call, context.seams)?.get(TIMESTAMP) {
        // A missing timestamp is judged with the rest of the request.
        None | Some(Value::Null) => Ok(()),
        Some(value) => parse_timestamp(context, value).map(drop),
    }
}

/// Parses a timestamp, which is never null.
fn parse_timestamp(context: &OperationContext<'_>, value: &Value) -> Result<SwitchTime, Refusal> {
    if value.is_null() {
        let error = FieldErrorObject::new("Key 'timestamp' is required.");
        return Err(context.choose_refusal(
            RowAmbiguity::NullValue(FieldValueKind::Time),
            ModelErrors::from_single(TIMESTAMP, error),
            TIMESTAMP.into(),
        ));
    }
    let values = &*context.seams.values;
    let time = value.as_str();
    time.and_then(|text| parse_switch_time(text, values))
        .ok_or_else(|| invalid_switch_part_refusal(context, TIMESTAMP))
}

/// Returns the refusal of a part that is missing or can't be read.
fn invalid_switch_part_refusal(context: &OperationContext<'_>, key: &str) -> Refusal {
    let usual = DocumentedError::BadRequest;
    context.choose_refusal(RowAmbiguity::SwitchPart, usual, key.into())
}

fn parse_member_references(
    context: &OperationContext<'_>,
    sent: &Map<String, Value>,
) -> Result<Vec<String>, Refusal> {
    let seams = context.seams;
    match sent.get(MEMBERS) {
        Some(Value::Array(entries)) => parse_references(MEMBERS, entries, seams),
        Some(Value::Null) => {
            let doubt = RowAmbiguity::NullValue(FieldValueKind::References);
            let usual = Refusal::from_row(DocumentedError::ModelInvalid, MEMBERS.into());
            Err(seams.choose_refusal(doubt, usual, MEMBERS.into()))
        }
        Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => Err(seams
            .choose_refusal(
                RowAmbiguity::WrongType,
                DocumentedError::BadRequest,
                MEMBERS.into(),
            )),
        None => Err(invalid_switch_part_refusal(context, MEMBERS)),
    }
}

/// Finds the members of a switch and refuses duplicates, however a member is named.
fn resolve_distinct_members(
    context: &OperationContext<'_>,
    own: SystemKey,
    references: &[String],
) -> Result<Vec<MemberKey>, Refusal> {
    let members = list_entries::resolve_member_refs(context, own, references)?;
    if has_duplicates(&members) {
        Err(DocumentedError::DuplicateMembers.into())
    } else {
        Ok(members)
    }
}

/// Refuses a switch to the members that are there already.
fn refuse_same_members(
    seams: &RequestSeams,
    current: &[MemberKey],
    members: &[MemberKey],
) -> Result<(), Refusal> {
    if current == members {
        return Err(DocumentedError::IdenticalMembers.into());
    }
    let sorted = |list: &[MemberKey]| BTreeSet::from_iter(list.iter().copied());
    if sorted(current) == sorted(members) {
        seams.refuse_unless_served(OptionalRefusal::ReorderedMembers, None, MEMBERS.into())?;
    }
    Ok(())
}

fn is_time_taken(store: &StateStore, system: SystemKey, time: SwitchTime) -> bool {
    let mut switches = store.switches.iter();
    switches.any(|switch| switch.system == system && switch.time == time)
}

/// Returns the present, or the next microsecond without a switch: a request without a timestamp never conflicts.
fn next_free_switch_time(context: &OperationContext<'_>, system: SystemKey) -> SwitchTime {
    let mut time = SwitchTime::new(context.now);
    while is_time_taken(context.store, system, time) {
        time = time.next_microsecond();
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
    use crate::api_request::ApiRequest;
    use crate::body::ReceivedBody;
    use crate::query::QueryString;
    use crate::random::SeededRandom;
    use crate::seams::ShortIdForm;
    use crate::seed::{SeedValues, seed_store};

    fn seeded(now: Timestamp) -> (StateStore, SeedValues) {
        seed_store(SeededRandom::new(0, ShortIdForm::default()), now)
    }

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
            seams: &RequestSeams::default(),
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
        let (mut store, seeds) = seeded(now);
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
        let (mut store, _) = seeded(now);
        assert!(switch_in(&mut store, now, &serde_json::json!({"members": []})).is_ok());
        let again = serde_json::json!({"members": [], "timestamp": sent});
        let outcome = switch_in(&mut store, now, &again);
        assert_eq!(
            outcome.map(|reply| time(Ok(reply))),
            expected.map(Value::from).map_err(Refusal::from)
        );
    }
}
