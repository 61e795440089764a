//! Changes of state by a request that should have been refused and was served.

use serde::{Deserialize, Serialize};

use super::StateChange;
use super::wording::describe_value_pair;
use crate::exchange::Actor;

/// A change of state by a bad request that was served.
///
/// It is a fact, with no level of its own: the violation is that the request was served. It distinguishes harmful findings from harmless ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FalseSuccessStateChange {
    /// The target of the request that reads the state: `/members/abcdef`.
    pub read: String,
    /// The owner of the state.
    pub owner: StateOwner,
    /// The change.
    pub change: StateChange,
}

/// The owner of a state, seen from the sender of the request that changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is", content = "actor")]
pub enum StateOwner {
    /// The sender itself.
    Sender,
    /// Another actor: the gravest change.
    OtherActor(Actor),
    /// Unknown, because the state is read without a token.
    Unknown,
}

impl StateOwner {
    /// Returns the owner of a state that `reader` reads. A case reads each state as its owner.
    pub(super) fn from_actors(sender: Actor, reader: Actor) -> Self {
        match reader {
            Actor::Anonymous => Self::Unknown,
            Actor::Owner | Actor::Stranger if reader == sender => Self::Sender,
            Actor::Owner | Actor::Stranger => Self::OtherActor(reader),
        }
    }
}

impl FalseSuccessStateChange {
    /// Describes the change in one line: `/members/abcdef of the stranger, not of the sender: at /name, from "a" to "b"`.
    #[must_use]
    pub fn describe(&self) -> String {
        let owner = match self.owner {
            StateOwner::Sender => " of the sender".to_owned(),
            StateOwner::OtherActor(actor) => format!(" of the {actor}, not of the sender"),
            StateOwner::Unknown => String::new(),
        };
        let change = match &self.change {
            StateChange::Status { before, after } => format!("from status {before} to {after}"),
            StateChange::Value {
                at, before, after, ..
            } => {
                let place = at.as_ref().map(|at| format!("at {at}, "));
                let sides = describe_value_pair(before.as_ref(), after.as_ref());
                format!(
                    "{}from {} to {}",
                    place.unwrap_or_default(),
                    sides.expected,
                    sides.got
                )
            }
        };
        format!("{}{owner}: {change}", self.read)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::{FalseSuccessStateChange, StateOwner};
    use crate::check::StateChange;
    use crate::contract::JsonPointer;
    use crate::exchange::Actor;

    #[rstest]
    #[case::its_own(Actor::Owner, Actor::Owner, StateOwner::Sender)]
    #[case::another_actors(Actor::Owner, Actor::Stranger, StateOwner::OtherActor(Actor::Stranger))]
    #[case::without_a_token(Actor::Anonymous, Actor::Owner, StateOwner::OtherActor(Actor::Owner))]
    #[case::read_by_anyone(Actor::Owner, Actor::Anonymous, StateOwner::Unknown)]
    fn a_state_belongs_to_the_actor_that_reads_it(
        #[case] sender: Actor,
        #[case] reader: Actor,
        #[case] expected: StateOwner,
    ) {
        assert_eq!(StateOwner::from_actors(sender, reader), expected);
    }

    #[rstest]
    #[case::another_actors_value(
        StateOwner::OtherActor(Actor::Stranger),
        StateChange::Value {
            status: 200,
            at: Some(JsonPointer::root().join_key("name")),
            before: Some(json!("one")),
            after: Some(json!("two")),
        },
        "/things/a of the stranger, not of the sender: at /name, from \"one\" to \"two\""
    )]
    #[case::one_entry_more(
        StateOwner::Sender,
        StateChange::Value {
            status: 200,
            at: Some(JsonPointer::root().join_index(1)),
            before: None,
            after: Some(json!({"id": "a", "color": null})),
        },
        "/things/a of the sender: at /1, from nothing to id a, color null"
    )]
    #[case::gone(
        StateOwner::Sender,
        StateChange::Status { before: 200, after: 404 },
        "/things/a of the sender: from status 200 to 404"
    )]
    fn a_change_is_described_with_its_owner_and_both_values(
        #[case] owner: StateOwner,
        #[case] change: StateChange,
        #[case] expected: &str,
    ) {
        let own = FalseSuccessStateChange {
            read: "/things/a".to_owned(),
            owner,
            change,
        };
        assert_eq!(own.describe(), expected);
    }
}
