//! The whole state as one JSON value, to compare before and after.

use serde_json::{Map, Value, json};

use super::model::{
    GroupResponseExtra, JsonObjectBuilderExt, MemberResponseExtra, ModelRecord, Viewer,
    settings_json,
};
use super::store::{MemberKey, StateStore, SystemKey};

/// Returns everything that an operation can change, as the owner would see it, without tokens and counters.
pub(crate) fn dump_store(store: &StateStore) -> Value {
    let systems = store
        .systems
        .keys()
        .map(|key| dump_system(store, *key))
        .collect::<Vec<_>>();
    let messages = store.messages.iter().map(|message| {
        let member = message
            .member
            .map_or(Value::Null, |key| member_id_json(store, key));
        Value::Object(message.to_json(Value::Null, member))
    });
    json!({"systems": systems, "messages": messages.collect::<Vec<_>>()})
}

fn dump_system(store: &StateStore, key: SystemKey) -> Value {
    let Some(system) = store.systems.get(&key) else {
        return Value::Null;
    };
    let members = store.members_of(key).map(|(_, member)| {
        member
            .to_json(Viewer::Owner, MemberResponseExtra::Plain)
            .with_key("guilds", dump_guilds(&member.guilds))
    });
    let groups = store.groups_of(key).map(|(_, group)| {
        let uuids = group
            .members
            .iter()
            .filter_map(|key| store.members.get(key));
        let detail = GroupResponseExtra::Members(uuids.map(|member| member.uuid).collect());
        group.to_json(Viewer::Owner, detail)
    });
    let switches = store.switches_of(key).into_iter().map(|switch| {
        let members = switch.members.iter().map(|key| member_id_json(store, *key));
        switch.to_json(members.collect())
    });
    let autoproxy: Map<String, Value> = system
        .autoproxy
        .iter()
        .map(|(guild, autoproxy)| {
            let member = autoproxy.member.and_then(|key| store.members.get(&key));
            (
                guild.to_string(),
                autoproxy.to_json(member.map(|member| &member.id)),
            )
        })
        .collect();
    system
        .to_json(Viewer::Owner)
        .with_key(
            "accounts",
            system
                .accounts
                .iter()
                .map(u64::to_string)
                .collect::<Vec<_>>(),
        )
        .with_key("settings", settings_json(&system.settings, Viewer::Owner))
        .with_key("guilds", dump_guilds(&system.guilds))
        .with_key("autoproxy", autoproxy)
        .with_key("members", members.collect::<Vec<_>>())
        .with_key("groups", groups.collect::<Vec<_>>())
        .with_key("switches", switches.collect::<Vec<_>>())
        .into()
}

fn dump_guilds(guilds: &std::collections::BTreeMap<u64, ModelRecord>) -> Map<String, Value> {
    let shown = guilds.iter();
    shown
        .map(|(guild, record)| (guild.to_string(), record.to_json(Viewer::Owner).into()))
        .collect()
}

fn member_id_json(store: &StateStore, key: MemberKey) -> Value {
    let member = store.members.get(&key);
    member.map_or(Value::Null, |member| member.id.as_str().into())
}
