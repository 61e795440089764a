//! The whole state as one JSON value, to compare before and after.

use serde_json::{Map, Value, json};

use super::model::{AsObject, GroupDetail, MemberDetail, Record, Viewer, show_settings};
use super::store::{MemberKey, Store, SystemKey};

/// Returns everything that an operation can change, as the owner would see it, without tokens and counters.
pub(crate) fn dump(store: &Store) -> Value {
    let systems = store
        .systems
        .keys()
        .map(|key| dump_system(store, *key))
        .collect::<Vec<_>>();
    let messages = store.messages.iter().map(|message| {
        let member = message
            .member
            .map_or(Value::Null, |key| member_id(store, key));
        Value::Object(message.show(Value::Null, member))
    });
    json!({"systems": systems, "messages": messages.collect::<Vec<_>>()})
}

fn dump_system(store: &Store, key: SystemKey) -> Value {
    let Some(system) = store.systems.get(&key) else {
        return Value::Null;
    };
    let members = store.members_of(key).map(|(_, member)| {
        member
            .show(Viewer::Owner, MemberDetail::Plain)
            .with("guilds", dump_guilds(&member.guilds))
    });
    let groups = store.groups_of(key).map(|(_, group)| {
        let uuids = group
            .members
            .iter()
            .filter_map(|key| store.members.get(key));
        let detail = GroupDetail::Members(uuids.map(|member| member.uuid).collect());
        group.show(Viewer::Owner, detail)
    });
    let switches = store.switches_of(key).into_iter().map(|switch| {
        let members = switch.members.iter().map(|key| member_id(store, *key));
        switch.show(members.collect())
    });
    let autoproxy: Map<String, Value> = system
        .autoproxy
        .iter()
        .map(|(guild, autoproxy)| {
            let member = autoproxy.member.and_then(|key| store.members.get(&key));
            (
                guild.to_string(),
                autoproxy.show(member.map(|member| &member.id)),
            )
        })
        .collect();
    system
        .show(Viewer::Owner)
        .with(
            "accounts",
            system
                .accounts
                .iter()
                .map(u64::to_string)
                .collect::<Vec<_>>(),
        )
        .with("settings", show_settings(&system.settings, Viewer::Owner))
        .with("guilds", dump_guilds(&system.guilds))
        .with("autoproxy", autoproxy)
        .with("members", members.collect::<Vec<_>>())
        .with("groups", groups.collect::<Vec<_>>())
        .with("switches", switches.collect::<Vec<_>>())
        .into()
}

fn dump_guilds(guilds: &std::collections::BTreeMap<u64, Record>) -> Map<String, Value> {
    let shown = guilds.iter();
    shown
        .map(|(guild, record)| (guild.to_string(), record.show(Viewer::Owner).into()))
        .collect()
}

fn member_id(store: &Store, key: MemberKey) -> Value {
    let member = store.members.get(&key);
    member.map_or(Value::Null, |member| member.id.as_str().into())
}
