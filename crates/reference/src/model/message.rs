//! Proxied messages.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::json_object::JsonObjectBuilderExt;
use crate::store::MemberKey;

/// The time for which the id of the triggering message also names the proxied one.
const ORIGINAL_ID_LIFETIME: SignedDuration = SignedDuration::from_mins(30);

/// A proxied message.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) time: Timestamp,
    pub(crate) id: u64,
    /// The message that triggered it.
    pub(crate) original: u64,
    /// The account that wrote it.
    pub(crate) sender: u64,
    pub(crate) channel: u64,
    pub(crate) guild: u64,
    /// The member; `None` after it was deleted.
    pub(crate) member: Option<MemberKey>,
}

impl Message {
    pub(crate) fn matches_id(&self, id: u64, now: Timestamp) -> bool {
        let original_known = now.duration_since(self.time) < ORIGINAL_ID_LIFETIME;
        id == self.id || (id == self.original && original_known)
    }

    /// Returns the message as JSON; `system` and `member` are objects, or null if the member was deleted.
    pub(crate) fn to_json(&self, system: Value, member: Value) -> Map<String, Value> {
        Map::new()
            .with_key("timestamp", self.time.to_string())
            .with_key("id", self.id.to_string())
            .with_key("original", self.original.to_string())
            .with_key("sender", self.sender.to_string())
            .with_key("channel", self.channel.to_string())
            .with_key("guild", self.guild.to_string())
            .with_key("system", system)
            .with_key("member", member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_triggering_message_names_it_for_half_an_hour() {
        let time = Timestamp::from_second(1_700_000_000).unwrap();
        let message = Message {
            time,
            id: 1,
            original: 2,
            sender: 3,
            channel: 4,
            guild: 5,
            member: None,
        };
        let after = |seconds| time + SignedDuration::from_secs(seconds);
        assert!(message.matches_id(2, after(1799)));
        assert!(!message.matches_id(2, after(1800)));
        assert!(message.matches_id(1, after(1800)));
        assert!(!message.matches_id(3, after(0)));
    }
}
