//! Limits of length that are off by one. Only a text of exactly that length shows them.

use badreq_reference::DocumentedError;
use serde_json::{Value, json};

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::{FaultReaction, SubstituteResponse};
use super::request::{BufferedRequest, RequestFacts};
use crate::named::named;
use crate::operation::Operation;

named! {
    /// How a limit is off by one.
    pub(super) enum OffByOneDirection {
        OneMore = "one-more",
        OneLess = "one-less",
    }
}

named! {
    /// A field whose values have a limit.
    pub(super) enum LimitedField {
        MemberName = "member-name",
        MemberDescription = "member-description",
        MemberAvatar = "member-avatar-url",
        MemberProxyTags = "member-proxy-tags",
        SystemTag = "system-tag",
        SystemDescription = "system-description",
        GroupName = "group-name",
        GroupIcon = "group-icon",
        SystemGuildTag = "system-guild-tag",
        MemberGuildName = "member-guild-display-name",
    }
}

impl LimitedField {
    fn key(self) -> &'static str {
        match self {
            Self::MemberName | Self::GroupName => "name",
            Self::MemberDescription | Self::SystemDescription => "description",
            Self::MemberAvatar => "avatar_url",
            Self::MemberProxyTags => "proxy_tags",
            Self::SystemTag | Self::SystemGuildTag => "tag",
            Self::GroupIcon => "icon",
            Self::MemberGuildName => "display_name",
        }
    }

    /// Returns the documented limit, and of two that the documentation can be read as, the greater.
    fn limit(self) -> usize {
        match self {
            Self::MemberName | Self::GroupName | Self::MemberGuildName | Self::MemberProxyTags => {
                100
            }
            Self::MemberDescription | Self::SystemDescription => 1000,
            Self::MemberAvatar | Self::GroupIcon => 256,
            Self::SystemTag | Self::SystemGuildTag => 79,
        }
    }

    fn is_field_of(self, operation: Operation) -> bool {
        let operations: &[Operation] = match self {
            Self::MemberName
            | Self::MemberDescription
            | Self::MemberAvatar
            | Self::MemberProxyTags => &[Operation::CreateMember, Operation::ChangeMember],
            Self::SystemTag | Self::SystemDescription => &[Operation::ChangeSystem],
            Self::GroupName | Self::GroupIcon => &[Operation::CreateGroup, Operation::ChangeGroup],
            Self::SystemGuildTag => &[Operation::ChangeSystemGuild],
            Self::MemberGuildName => &[Operation::ChangeMemberGuild],
        };
        operations.contains(&operation)
    }

    /// Returns the value without its last character, if it is one too long.
    fn truncate_one_over_limit(self, value: &Value) -> Option<Value> {
        match value {
            Value::String(text) => {
                let is_met = text.chars().count() == self.limit() + 1;
                is_met.then(|| text.chars().take(self.limit()).collect::<String>().into())
            }
            Value::Array(tags) => self.shorten_proxy_tags(tags),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
        }
    }

    fn shorten_proxy_tags(self, tags: &[Value]) -> Option<Value> {
        const WORD: &str = "text";
        /// What the reference server takes.
        const SERVED: usize = 99;
        let part = |tag: &Value, key: &str| {
            tag.get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let mut tags = tags.to_vec();
        let too_long = tags.iter_mut().find(|tag| {
            let length = part(tag, "prefix").len() + WORD.len() + part(tag, "suffix").len();
            length == self.limit() + 1
        })?;
        let key = if part(too_long, "prefix").is_empty() {
            "suffix"
        } else {
            "prefix"
        };
        let mut cut = part(too_long, key);
        cut.truncate(cut.len().saturating_sub(self.limit() + 1 - SERVED));
        too_long.as_object_mut()?.insert(key.to_owned(), cut.into());
        Some(tags.into())
    }
}

/// The limit of a field is one more or one less than documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct LengthFault(OffByOneDirection, LimitedField);

impl LengthFault {
    fn find_field_value(self, request: &RequestFacts) -> Option<&Value> {
        let operation = request.operation?;
        let object = request.json.as_ref()?.as_object()?;
        let is_field = self.1.is_field_of(operation);
        object.get(self.1.key()).filter(|_| is_field)
    }

    fn truncate_field_value(self, request: &RequestFacts) -> Option<BufferedRequest> {
        let cut = self
            .1
            .truncate_one_over_limit(self.find_field_value(request)?)?;
        let mut json = request.json.clone()?;
        json.as_object_mut()?.insert(self.1.key().to_owned(), cut);
        Some(request.sent.clone().with_json(&json))
    }
}

impl FaultFamily for LengthFault {
    fn all() -> Vec<Self> {
        let one_more = LimitedField::ALL.iter();
        let one_more = one_more.map(|field| Self(OffByOneDirection::OneMore, *field));
        let one_less = [LimitedField::MemberName, LimitedField::SystemTag];
        let one_less = one_less.map(|field| Self(OffByOneDirection::OneLess, field));
        one_more.chain(one_less).collect()
    }

    fn full_name(self) -> String {
        format!("length/{}/{}", self.0.name(), self.1.name())
    }

    fn refuse_request(self, request: &RequestFacts) -> Option<SubstituteResponse> {
        let length = self.find_field_value(request)?.as_str()?.chars().count();
        let is_met = self.0 == OffByOneDirection::OneLess && length == self.1.limit();
        is_met.then(|| {
            let key = self.1.key();
            let row = DocumentedError::ModelInvalid;
            let body = json!({
                "message": row.message("unknown"),
                "code": row.code(),
                "errors": {key: [{
                    "message": format!("Field {key} is too long."),
                    "max_length": length - 1,
                    "actual_length": length,
                }]},
            });
            SubstituteResponse::from_json(row.status(), &body)
        })
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let is_met = self.0 == OffByOneDirection::OneMore
            && exchange.refusal_row() == Some(DocumentedError::ModelInvalid);
        is_met
            .then(|| self.truncate_field_value(exchange.request))?
            .map(FaultReaction::Serve)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_value_that_is_one_too_long_is_cut() {
        let field = LimitedField::SystemTag;
        let text = |length| Value::from("x".repeat(length));
        assert_eq!(field.truncate_one_over_limit(&text(80)), Some(text(79)));
        assert_eq!(field.truncate_one_over_limit(&text(79)), None);
        assert_eq!(field.truncate_one_over_limit(&text(81)), None);
    }

    #[test]
    fn proxy_tags_have_their_limit_together_with_the_word_between_them() {
        let tags = |prefix: usize| json!([{"prefix": "x".repeat(prefix), "suffix": "y"}]);
        let field = LimitedField::MemberProxyTags;
        assert_eq!(field.truncate_one_over_limit(&tags(96)), Some(tags(94)));
        assert_eq!(field.truncate_one_over_limit(&tags(95)), None);
    }
}
