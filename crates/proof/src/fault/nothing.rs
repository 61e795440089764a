//! Changes that hold nothing to change.

use badreq_reference::DocumentedError;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::FaultReaction;
use crate::named::named;
use crate::operation::Operation;

named! {
    /// What a change holds that holds nothing to change.
    pub(super) enum EmptyChangeBody {
        EmptyObject = "empty-object",
        OtherKeys = "other-keys-only",
    }
}

/// An operation serves a change without anything to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct EmptyChangeFault(EmptyChangeBody, Operation);

impl FaultFamily for EmptyChangeFault {
    fn all() -> Vec<Self> {
        let empty = [
            Operation::ChangeSystem,
            Operation::ChangeMemberGuild,
            Operation::ChangeGroup,
            Operation::ChangeAutoproxy,
            Operation::ChangeSwitch,
        ];
        let others = [
            Operation::ChangeSettings,
            Operation::ChangeSystemGuild,
            Operation::ChangeMember,
        ];
        let empty = empty.map(|operation| Self(EmptyChangeBody::EmptyObject, operation));
        let others = others.map(|operation| Self(EmptyChangeBody::OtherKeys, operation));
        [&empty[..], &others[..]].concat()
    }

    fn full_name(self) -> String {
        format!("nothing-to-set/{}/{}", self.0.name(), self.1.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let object = exchange.request.json.as_ref()?.as_object()?;
        let is_nothing = match self.0 {
            EmptyChangeBody::EmptyObject => object.is_empty(),
            EmptyChangeBody::OtherKeys => {
                let keys = settable_keys(self.1);
                !object.is_empty() && object.keys().all(|key| !keys.contains(&key.as_str()))
            }
        };
        let rows = [DocumentedError::BadRequest, DocumentedError::ModelInvalid];
        let is_met = exchange.request.operation == Some(self.1)
            && is_nothing
            && exchange
                .refusal_row()
                .is_some_and(|row| rows.contains(&row));
        is_met.then(FaultReaction::false_success)
    }
}

/// Returns the keys that a change may set, of the operations that have a fault with other keys.
fn settable_keys(operation: Operation) -> &'static [&'static str] {
    match operation {
        Operation::ChangeSettings => &[
            "timezone",
            "pings_enabled",
            "case_sensitive_proxy_tags",
            "proxy_error_message_enabled",
            "hid_display_split",
            "hid_display_caps",
            "latch_timeout",
            "member_default_private",
            "group_default_private",
            "show_private_info",
            "hid_list_padding",
            "proxy_switch",
            "name_format",
        ],
        Operation::ChangeSystemGuild => &[
            "proxying_enabled",
            "tag_enabled",
            "tag",
            "display_name",
            "avatar_url",
        ],
        Operation::ChangeMember => &[
            "name",
            "display_name",
            "description",
            "pronouns",
            "avatar_url",
            "webhook_avatar_url",
            "banner",
            "color",
            "birthday",
            "proxy_tags",
            "keep_proxy",
            "tts",
            "autoproxy_enabled",
            "privacy",
        ],
        _ => &[],
    }
}
