//! Parameters of the query.

use badreq_reference::DocumentedError;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::FaultReaction;
use crate::named::named;

named! {
    /// A parameter of a query.
    pub(super) enum QueryParameter {
        Before = "before",
        Limit = "limit",
        WithMembers = "with_members",
        ChannelId = "channel_id",
    }
}

named! {
    /// A mistake in the handling of a bad value.
    pub(super) enum QueryMistake {
        BadIgnored = "bad-ignored",
        EmptyIgnored = "empty-ignored",
        Crash = "crash",
    }
}

/// A bad value of a parameter is not refused as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct QueryFault(QueryMistake, QueryParameter);

impl FaultFamily for QueryFault {
    fn all() -> Vec<Self> {
        let bad = QueryParameter::ALL.iter();
        let bad = bad.map(|parameter| Self(QueryMistake::BadIgnored, *parameter));
        bad.chain([
            Self(QueryMistake::EmptyIgnored, QueryParameter::Limit),
            Self(QueryMistake::EmptyIgnored, QueryParameter::WithMembers),
            Self(QueryMistake::Crash, QueryParameter::Before),
        ])
        .collect()
    }

    fn full_name(self) -> String {
        format!("query/{}/{}", self.0.name(), self.1.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let request = exchange.request;
        request.operation?;
        if exchange.refusal_row() != Some(DocumentedError::BadRequest) {
            return None;
        }
        let name = self.1.name();
        let is_empty = request.sent.parameter(name)?.is_empty();
        let ignored = || FaultReaction::Serve(request.sent.clone().without_parameter(name));
        match self.0 {
            QueryMistake::BadIgnored => (!is_empty).then(ignored),
            QueryMistake::EmptyIgnored => is_empty.then(ignored),
            QueryMistake::Crash => Some(FaultReaction::internal_error()),
        }
    }
}
