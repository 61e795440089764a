//! The state of the server and its lookups.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use uuid::Uuid;

use super::api_error::DocumentedError;
use super::entity_reference::{ShortId, ShortIdOrUuid, parse_snowflake};
use super::model::{
    BodyPurpose, FieldTable, Group, Member, Message, ModelRecord, Switch, SwitchTime, System,
};
use super::random::{IdLength, SeededRandom};
use super::refusal::Refusal;
use super::seams::RequestSeams;

/// The key of a system in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SystemKey(u32);

/// The key of a member in the store; older members come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct MemberKey(u32);

/// The key of a group in the store; older groups come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct GroupKey(u32);

#[cfg(test)]
impl SystemKey {
    pub(crate) fn first() -> Self {
        Self(0)
    }
}

/// The stored systems, members, groups, switches and messages, with the generators of their keys and ids.
#[derive(Debug)]
pub(crate) struct StateStore {
    pub(crate) systems: BTreeMap<SystemKey, System>,
    pub(crate) members: BTreeMap<MemberKey, Member>,
    pub(crate) groups: BTreeMap<GroupKey, Group>,
    pub(crate) switches: Vec<Switch>,
    pub(crate) messages: Vec<Message>,
    pub(crate) random: SeededRandom,
    next_key: u32,
}

/// Returns the refusal for a key without its entity, which is a bug of this server: the internal error row.
fn missing_entity_refusal() -> Refusal {
    DocumentedError::InternalError.into()
}

impl StateStore {
    pub(crate) fn new(random: SeededRandom) -> Self {
        Self {
            systems: BTreeMap::new(),
            members: BTreeMap::new(),
            groups: BTreeMap::new(),
            switches: Vec::new(),
            messages: Vec::new(),
            random,
            next_key: 0,
        }
    }

    fn new_key(&mut self) -> u32 {
        let key = self.next_key;
        self.next_key = key.wrapping_add(1);
        key
    }

    pub(crate) fn system(&self, key: SystemKey) -> Result<&System, Refusal> {
        self.systems.get(&key).ok_or_else(missing_entity_refusal)
    }

    pub(crate) fn system_mut(&mut self, key: SystemKey) -> Result<&mut System, Refusal> {
        self.systems
            .get_mut(&key)
            .ok_or_else(missing_entity_refusal)
    }

    pub(crate) fn member(&self, key: MemberKey) -> Result<&Member, Refusal> {
        self.members.get(&key).ok_or_else(missing_entity_refusal)
    }

    pub(crate) fn member_mut(&mut self, key: MemberKey) -> Result<&mut Member, Refusal> {
        self.members
            .get_mut(&key)
            .ok_or_else(missing_entity_refusal)
    }

    pub(crate) fn group(&self, key: GroupKey) -> Result<&Group, Refusal> {
        self.groups.get(&key).ok_or_else(missing_entity_refusal)
    }

    pub(crate) fn group_mut(&mut self, key: GroupKey) -> Result<&mut Group, Refusal> {
        self.groups.get_mut(&key).ok_or_else(missing_entity_refusal)
    }

    /// Finds the system with this token.
    pub(crate) fn find_system_by_token(&self, token: &[u8]) -> Option<SystemKey> {
        let mut systems = self.systems.iter();
        systems
            .find(|(_, system)| system.token.as_bytes() == token)
            .map(|(key, _)| *key)
    }

    /// Finds a system by short id, UUID or linked account.
    pub(crate) fn find_system(&self, text: &str) -> Option<SystemKey> {
        let account = parse_snowflake(text);
        let reference = ShortIdOrUuid::parse(text);
        let named = |system: &System| {
            account.is_some_and(|account| system.accounts.contains(&account))
                || reference
                    .as_ref()
                    .is_some_and(|reference| reference.matches_entity(&system.id, system.uuid))
        };
        self.systems
            .iter()
            .find(|(_, system)| named(system))
            .map(|(key, _)| *key)
    }

    /// Finds a member by short id or UUID.
    pub(crate) fn find_member(&self, text: &str) -> Option<MemberKey> {
        let reference = ShortIdOrUuid::parse(text)?;
        let mut members = self.members.iter();
        members
            .find(|(_, member)| reference.matches_entity(&member.id, member.uuid))
            .map(|(key, _)| *key)
    }

    /// Finds a group by short id or UUID.
    pub(crate) fn find_group(&self, text: &str) -> Option<GroupKey> {
        let reference = ShortIdOrUuid::parse(text)?;
        let mut groups = self.groups.iter();
        groups
            .find(|(_, group)| reference.matches_entity(&group.id, group.uuid))
            .map(|(key, _)| *key)
    }

    /// Returns the members of a system, oldest first.
    pub(crate) fn members_of(
        &self,
        system: SystemKey,
    ) -> impl Iterator<Item = (MemberKey, &Member)> {
        let members = self.members.iter().map(|(key, member)| (*key, member));
        members.filter(move |(_, member)| member.system == system)
    }

    /// Returns the groups of a system, oldest first.
    pub(crate) fn groups_of(&self, system: SystemKey) -> impl Iterator<Item = (GroupKey, &Group)> {
        let groups = self.groups.iter().map(|(key, group)| (*key, group));
        groups.filter(move |(_, group)| group.system == system)
    }

    /// Returns the switches of a system, newest first.
    pub(crate) fn switches_of(&self, system: SystemKey) -> Vec<&Switch> {
        let mut switches: Vec<_> = self
            .switches
            .iter()
            .filter(|switch| switch.system == system)
            .collect();
        switches.sort_by_key(|switch| std::cmp::Reverse(switch.time));
        switches
    }

    pub(crate) fn latest_switch(&self, system: SystemKey) -> Option<&Switch> {
        let switches = self
            .switches
            .iter()
            .filter(|switch| switch.system == system);
        switches.max_by_key(|switch| switch.time)
    }

    pub(crate) fn switch(&self, uuid: Uuid) -> Option<&Switch> {
        self.switches.iter().find(|switch| switch.uuid == uuid)
    }

    pub(crate) fn switch_mut(&mut self, uuid: Uuid) -> Result<&mut Switch, Refusal> {
        let mut switches = self.switches.iter_mut();
        switches
            .find(|switch| switch.uuid == uuid)
            .ok_or_else(missing_entity_refusal)
    }

    /// Adds the system that `make` builds from a new short id.
    pub(crate) fn add_system(
        &mut self,
        make: impl FnOnce(&mut SeededRandom, ShortId) -> System,
    ) -> (SystemKey, &mut System) {
        let key = SystemKey(self.new_key());
        let systems = &self.systems;
        let taken = |id: &ShortId| systems.values().any(|system| system.id == *id);
        let id = self.random.draw_short_id(IdLength::Six, taken);
        let system = make(&mut self.random, id);
        (key, self.systems.entry(key).or_insert(system))
    }

    pub(crate) fn add_member(
        &mut self,
        system: SystemKey,
        record: ModelRecord,
        length: IdLength,
        created: Timestamp,
    ) -> (MemberKey, &mut Member) {
        let key = MemberKey(self.new_key());
        let members = &self.members;
        let taken = |id: &ShortId| members.values().any(|member| member.id == *id);
        let id = self.random.draw_short_id(length, taken);
        let member = Member {
            system,
            id,
            uuid: self.random.draw_uuid(),
            created,
            message_count: 0,
            last_message: None,
            record,
            guilds: BTreeMap::new(),
        };
        (key, self.members.entry(key).or_insert(member))
    }

    pub(crate) fn add_group(
        &mut self,
        system: SystemKey,
        record: ModelRecord,
        length: IdLength,
        created: Timestamp,
    ) -> &mut Group {
        let key = GroupKey(self.new_key());
        let groups = &self.groups;
        let taken = |id: &ShortId| groups.values().any(|group| group.id == *id);
        let id = self.random.draw_short_id(length, taken);
        let group = Group {
            system,
            id,
            uuid: self.random.draw_uuid(),
            created,
            record,
            members: BTreeSet::new(),
        };
        self.groups.entry(key).or_insert(group)
    }

    pub(crate) fn add_switch(
        &mut self,
        system: SystemKey,
        time: SwitchTime,
        members: Vec<MemberKey>,
    ) -> Uuid {
        let uuid = self.random.draw_uuid();
        self.switches.push(Switch {
            system,
            uuid,
            time,
            members,
        });
        uuid
    }

    /// Removes a member and all mentions of it.
    pub(crate) fn delete_member(&mut self, key: MemberKey) {
        self.members.remove(&key);
        for group in self.groups.values_mut() {
            group.members.remove(&key);
        }
        for switch in &mut self.switches {
            switch.members.retain(|member| *member != key);
        }
        for message in &mut self.messages {
            message.member = message.member.filter(|member| *member != key);
        }
        for system in self.systems.values_mut() {
            for autoproxy in system.autoproxy.values_mut() {
                autoproxy.member = autoproxy.member.filter(|member| *member != key);
            }
        }
    }
}

/// Builds a new object's record from the body of a creation.
///
/// # Errors
///
/// Returns the errors of [`FieldTable::parse_body`].
pub(crate) fn parse_new_record(
    table: &'static FieldTable,
    body: &serde_json::Map<String, serde_json::Value>,
    seams: &RequestSeams,
) -> Result<ModelRecord, Refusal> {
    let change = table.parse_body(body, BodyPurpose::Create, seams)?;
    let mut record = ModelRecord::new(table);
    record.apply_change(change);
    Ok(record)
}
