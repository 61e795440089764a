//! The initial state of the server.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::model::{
    GROUP, MEMBER, MEMBER_GUILD, Message, ModelRecord, SETTINGS, SYSTEM, SYSTEM_GUILD, System,
};
use super::random::{IdLength, SeededRandom};
use super::store::{StateStore, SystemKey};

/// The values of the seeded state that a caller needs. Everything else can be read through the API.
///
/// They are drawn from the seed of the options: the same seed gives the same values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeedValues {
    /// The token of the first system, 64 characters.
    pub token: String,
    /// The token of the second system.
    pub stranger_token: String,
    /// The short id of the first system.
    pub system_id: String,
    /// The short id of the second system.
    pub stranger_system_id: String,
    /// The Discord account that is linked to the first system.
    pub account_id: String,
    /// The Discord account that is linked to the second system.
    pub stranger_account_id: String,
    /// A server in which the first system, `guild_member_id` and `stranger_guild_member_id` have settings.
    pub guild_id: String,
    /// The short id of a member of the first system.
    pub guild_member_id: String,
    /// The short id of a member of the second system.
    pub stranger_guild_member_id: String,
    /// A proxied message of `guild_member_id`.
    pub message_id: String,
    /// The message that triggered it; it names the proxied message for 30 minutes.
    pub original_message_id: String,
    /// A member of the first system whose short id has five letters.
    pub five_letter_member_id: String,
    /// A group of the first system whose short id has five letters.
    pub five_letter_group_id: String,
}

impl SeedValues {
    /// Returns the values that can't be found through the API, by the names of the fields.
    #[must_use]
    pub fn operator_values(&self) -> BTreeMap<String, String> {
        [
            ("guild_id", &self.guild_id),
            ("guild_member_id", &self.guild_member_id),
            ("message_id", &self.message_id),
            ("original_message_id", &self.original_message_id),
            ("account_id", &self.account_id),
            ("five_letter_member_id", &self.five_letter_member_id),
            ("five_letter_group_id", &self.five_letter_group_id),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect()
    }
}

/// Builds the initial state: two unrelated systems, a server that both use, and a message.
pub(crate) fn seed_store(mut random: SeededRandom, now: Timestamp) -> (StateStore, SeedValues) {
    let guild = random.draw_snowflake();
    let mut store = StateStore::new(random);

    let (own, system) = add_system(&mut store, "Seeded system", now);
    system.guilds.insert(
        guild,
        ModelRecord::new(&SYSTEM_GUILD).with_seed_value("tag", "| seeded"),
    );
    let (token, system_id) = (system.token.clone(), system.id.to_string());
    let account = system.accounts.first().copied().unwrap_or_default();
    let (guild_member, guild_member_id) =
        add_member_with_guild_settings(&mut store, own, guild, now);
    let five = ModelRecord::new(&MEMBER).with_seed_value("name", "Seeded member with an old id");
    let five_letter_member_id = store
        .add_member(own, five, IdLength::Five, now)
        .1
        .id
        .to_string();
    let group = ModelRecord::new(&GROUP).with_seed_value("name", "Seeded group with an old id");
    let five_letter_group_id = store
        .add_group(own, group, IdLength::Five, now)
        .id
        .to_string();

    let (stranger, system) = add_system(&mut store, "Seeded stranger", now);
    let (stranger_token, stranger_system_id) = (system.token.clone(), system.id.to_string());
    let stranger_account = system.accounts.first().copied().unwrap_or_default();
    let (_, stranger_guild_member_id) =
        add_member_with_guild_settings(&mut store, stranger, guild, now);
    let group = ModelRecord::new(&GROUP).with_seed_value("name", "Seeded group");
    store.add_group(stranger, group, IdLength::Six, now);

    let message = Message {
        time: now,
        id: store.random.draw_snowflake(),
        original: store.random.draw_snowflake(),
        sender: account,
        channel: store.random.draw_snowflake(),
        guild,
        member: Some(guild_member),
    };
    let seeds = SeedValues {
        token,
        stranger_token,
        system_id,
        stranger_system_id,
        account_id: account.to_string(),
        stranger_account_id: stranger_account.to_string(),
        guild_id: guild.to_string(),
        guild_member_id,
        stranger_guild_member_id,
        message_id: message.id.to_string(),
        original_message_id: message.original.to_string(),
        five_letter_member_id,
        five_letter_group_id,
    };
    if let Some(member) = store.members.get_mut(&guild_member) {
        member.message_count = 1;
        member.last_message = Some(message.time);
    }
    store.messages.push(message);
    (store, seeds)
}

fn add_system<'a>(
    store: &'a mut StateStore,
    name: &'static str,
    created: Timestamp,
) -> (SystemKey, &'a mut System) {
    store.add_system(|random, id| System {
        id,
        uuid: random.draw_uuid(),
        token: random.draw_token(),
        accounts: vec![random.draw_snowflake()],
        created,
        record: ModelRecord::new(&SYSTEM).with_seed_value("name", name),
        settings: ModelRecord::new(&SETTINGS),
        guilds: BTreeMap::new(),
        autoproxy: BTreeMap::new(),
    })
}

fn add_member_with_guild_settings(
    store: &mut StateStore,
    system: SystemKey,
    guild: u64,
    created: Timestamp,
) -> (super::store::MemberKey, String) {
    let record = ModelRecord::new(&MEMBER).with_seed_value("name", "Seeded member");
    let (key, member) = store.add_member(system, record, IdLength::Six, created);
    let settings = ModelRecord::new(&MEMBER_GUILD).with_seed_value("display_name", "Seeded here");
    member.guilds.insert(guild, settings);
    (key, member.id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seams::ShortIdForm;

    fn seeded(seed: u64, now: Timestamp) -> (StateStore, SeedValues) {
        seed_store(SeededRandom::new(seed, ShortIdForm::default()), now)
    }

    #[test]
    fn the_same_seed_gives_the_same_seeds_at_any_time() {
        let later = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(5);
        assert_eq!(seeded(4, Timestamp::UNIX_EPOCH).1, seeded(4, later).1);
        assert_ne!(seeded(4, later).1, seeded(5, later).1);
    }

    #[test]
    fn seeds_have_the_documented_shapes() {
        let (_, seeds) = seeded(0, Timestamp::UNIX_EPOCH);
        assert_eq!(seeds.token.len(), 64);
        assert_eq!(seeds.five_letter_member_id.len(), 5);
        assert_eq!(seeds.five_letter_group_id.len(), 5);
        assert_eq!(seeds.guild_member_id.len(), 6);
        assert!(seeds.guild_id.parse::<u64>().is_ok());
    }
}
