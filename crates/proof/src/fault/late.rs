//! Operations that write before they have checked everything: the refusal is right, and the change is made all the same.

use badreq_reference::DocumentedError;
use serde_json::{Map, Value, json};

use super::access::build_request_as_other;
use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::lists::{drop_bad_entry, drop_duplicates};
use super::reaction::FaultReaction;
use super::request::BufferedRequest;
use super::response::{refuses_list_entry, refuses_non_owner};
use crate::named::named;
use crate::operation::Operation;

named! {
    /// The check that comes too late.
    pub(super) enum LateCheck {
        Token = "token",
        Owner = "owner",
        Model = "model",
        Type = "type",
        Entries = "entries",
        State = "state",
    }
}

/// An operation makes this check after it has written what passes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct LateCheckFault(LateCheck, Operation);

impl LateCheck {
    /// Returns the operations for which it has a fault: one of each kind.
    fn faulty_operations(self) -> &'static [Operation] {
        match self {
            Self::Token => &[
                Operation::CreateMember,
                Operation::ChangeGroup,
                Operation::DeleteMember,
                Operation::AddMemberGroups,
                Operation::CreateSwitch,
            ],
            Self::Owner => &[
                Operation::ChangeSystem,
                Operation::ChangeMember,
                Operation::DeleteGroup,
            ],
            Self::Model => &[
                Operation::ChangeSystem,
                Operation::CreateMember,
                Operation::ChangeAutoproxy,
            ],
            Self::Type => &[Operation::ChangeMember, Operation::ChangeSettings],
            Self::Entries => &[Operation::OverwriteGroupMembers, Operation::AddMemberGroups],
            Self::State => &[
                Operation::CreateSwitch,
                Operation::ChangeSwitchMembers,
                Operation::ChangeSwitch,
            ],
        }
    }

    /// Returns the request that passes this check.
    fn repair_request(self, exchange: &CleanExchange<'_>) -> Option<BufferedRequest> {
        let row = exchange.refusal_row()?;
        match self {
            Self::Token => (row == DocumentedError::Unauthorized).then(|| {
                let sent = exchange.request.sent.clone();
                sent.with_token(&exchange.seeds.token)
            }),
            Self::Owner => refuses_non_owner(row).then(|| build_request_as_other(exchange)),
            Self::Model => {
                let is_met = row == DocumentedError::ModelInvalid;
                is_met.then(|| keep_valid_keys(exchange))?
            }
            Self::Type => {
                let is_met =
                    [DocumentedError::BadRequest, DocumentedError::ModelInvalid].contains(&row);
                is_met.then(|| convert_value_types(exchange))?
            }
            Self::Entries => refuses_list_entry(row).then(|| drop_bad_entry(exchange))?,
            Self::State => avoid_switch_conflict(exchange, row),
        }
    }
}

impl FaultFamily for LateCheckFault {
    fn all() -> Vec<Self> {
        let of_check = |check: &LateCheck| {
            let check = *check;
            let operations = check.faulty_operations().iter();
            operations.map(move |operation| Self(check, *operation))
        };
        LateCheck::ALL.iter().flat_map(of_check).collect()
    }

    fn full_name(self) -> String {
        format!("late/{}/{}", self.0.name(), self.1.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let is_met = exchange.request.operation == Some(self.1);
        is_met
            .then(|| self.0.repair_request(exchange))?
            .map(FaultReaction::Write)
    }
}

/// Returns the request with its valid keys only. A text that is too long is cut.
fn keep_valid_keys(exchange: &CleanExchange<'_>) -> Option<BufferedRequest> {
    let mut object = exchange.request.json.as_ref()?.as_object()?.clone();
    for (key, errors) in exchange.response.errors()? {
        let limit = errors.get(0).and_then(|error| error.get("max_length"));
        let limit = limit.and_then(Value::as_u64).map(usize::try_from);
        let text = object.get(key).and_then(Value::as_str);
        let cut = match (text, limit) {
            (Some(text), Some(Ok(limit))) => Some(text.chars().take(limit).collect::<String>()),
            _ => None,
        };
        match cut {
            Some(cut) => {
                object.insert(key.clone(), cut.into());
            }
            None => remove_key(&mut object, key),
        }
    }
    let sent = exchange.request.sent.clone();
    (!object.is_empty()).then(|| sent.with_json(&object.into()))
}

/// Removes a key, or the privacy setting of this name.
fn remove_key(object: &mut Map<String, Value>, key: &str) {
    object.shift_remove(key);
    if let Some(Value::Object(privacy)) = object.get_mut("privacy") {
        privacy.shift_remove(key);
        if privacy.is_empty() {
            object.shift_remove("privacy");
        }
    }
}

/// Returns the request with its values converted to the types that belong there.
fn convert_value_types(exchange: &CleanExchange<'_>) -> Option<BufferedRequest> {
    const BOOLEANS: &[&str] = &[
        "keep_proxy",
        "tts",
        "case_sensitive_proxy_tags",
        "hid_display_split",
        "hid_display_caps",
        "member_default_private",
        "group_default_private",
        "show_private_info",
    ];
    let given = exchange.request.json.as_ref()?.as_object()?;
    let mut object = given.clone();
    for (key, value) in given {
        let is_boolean = BOOLEANS.contains(&key.as_str()) || key.ends_with("_enabled");
        let converted = match value {
            Value::Number(_) | Value::String(_) if is_boolean => Some(json!(true)),
            Value::Number(number) if key != "latch_timeout" => Some(json!(number.to_string())),
            Value::Bool(truth) if !is_boolean => Some(json!(truth.to_string())),
            Value::Array(_) | Value::Object(_)
                if !["proxy_tags", "privacy"].contains(&key.as_str()) =>
            {
                None
            }
            _ => continue,
        };
        match converted {
            Some(converted) => {
                object.insert(key.clone(), converted);
            }
            None => remove_key(&mut object, key),
        }
    }
    let sent = exchange.request.sent.clone();
    let is_other = object != *given && !object.is_empty();
    is_other.then(|| sent.with_json(&object.into()))
}

/// Returns the request that does not clash with the switches that there are.
fn avoid_switch_conflict(
    exchange: &CleanExchange<'_>,
    row: DocumentedError,
) -> Option<BufferedRequest> {
    const FREE_TIME: &str = "2011-11-11T11:11:11.123Z";
    let request = exchange.request;
    match row {
        DocumentedError::DuplicateMembers => drop_duplicates(exchange),
        DocumentedError::IdenticalMembers
            if request.operation == Some(Operation::ChangeSwitchMembers) =>
        {
            request.with_listed_references(Vec::new())
        }
        DocumentedError::IdenticalMembers | DocumentedError::TimestampTaken => {
            let mut object = request.json.as_ref()?.as_object()?.clone();
            object.insert("timestamp".to_owned(), FREE_TIME.into());
            Some(request.sent.clone().with_json(&object.into()))
        }
        _ => None,
    }
}
