//! Autoproxy settings of a system in one server.

use serde_json::{Value, json};

use crate::entity_reference::ShortId;
use crate::store::MemberKey;

/// The autoproxy mode of a system in one server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum AutoproxyMode {
    #[default]
    Off,
    Front,
    Latch,
    Member,
}

impl AutoproxyMode {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "off" => Some(Self::Off),
            "front" => Some(Self::Front),
            "latch" => Some(Self::Latch),
            "member" => Some(Self::Member),
            _ => None,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Front => "front",
            Self::Latch => "latch",
            Self::Member => "member",
        }
    }
}

/// Autoproxy settings; the default applies to servers without settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AutoproxySettings {
    pub(crate) mode: AutoproxyMode,
    pub(crate) member: Option<MemberKey>,
}

impl AutoproxySettings {
    /// Returns the settings as JSON; `member` is the short id of the selected member. Only the bot latches, so there is never a latch time.
    pub(crate) fn to_json(&self, member: Option<&ShortId>) -> Value {
        json!({
            "autoproxy_mode": self.mode.name(),
            "autoproxy_member": member.map(ShortId::as_str),
            "last_latch_timestamp": null,
        })
    }
}
