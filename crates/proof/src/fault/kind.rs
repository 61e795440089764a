//! All families of faults as one type.

use super::access::{
    MissingOwnerCheckFault, MissingTokenCheckFault, TokenFault, UuidOwnerBypassFault,
};
use super::connection::{ConnectionFault, FramingFault};
use super::dated::{HistoricalFault, SignInFault};
use super::exchange::CleanExchange;
use super::family::FaultFamily as _;
use super::field_length::LengthFault;
use super::framework::FrameworkFault;
use super::headers::{ContentTypeFault, UserAgentFault};
use super::json::LenientJsonFault;
use super::late::LateCheckFault;
use super::limit::{RateLimitFault, SharedScopesFault};
use super::lists::{DuplicatesFault, EmptyListCrashFault, UncheckedEntriesFault};
use super::nothing::EmptyChangeFault;
use super::number::NumberFault;
use super::privacy::PrivacyFault;
use super::query::QueryFault;
use super::reaction::{FaultReaction, SubstituteResponse};
use super::reference::{ReferenceBadRequestFault, ReferenceCrashFault, UnreadReferenceFault};
use super::repeat::{EveryFourthFault, SecondTimeFault};
use super::request::RequestFacts;
use super::state::StateFault;
use super::top_level::TopLevelFault;

/// Declares the enum of all families, and hands each call to the family.
macro_rules! fault_kind {
    ( $( $family:ident($fault:ty), )+ ) => {
        /// A fault of any family.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) enum FaultKind {
            $( $family($fault), )+
        }

        impl FaultKind {
            /// Returns every fault, family by family.
            pub(super) fn all() -> Vec<Self> {
                let mut all = Vec::new();
                $( all.extend(<$fault>::all().into_iter().map(Self::$family)); )+
                all
            }

            /// Returns the name, in kebab-case, with the family in front.
            pub(super) fn name(self) -> String {
                match self {
                    $( Self::$family(fault) => fault.full_name(), )+
                }
            }

            /// Returns the refusal of a request that the server must not see.
            pub(super) fn refuse_request(self, request: &RequestFacts) -> Option<SubstituteResponse> {
                match self {
                    $( Self::$family(fault) => fault.refuse_request(request), )+
                }
            }

            /// Returns what the fault makes of an exchange; `None` if the exchange does not meet it.
            pub(super) fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
                match self {
                    $( Self::$family(fault) => fault.react_to_exchange(exchange), )+
                }
            }
        }
    };
}

fault_kind! {
    Json(LenientJsonFault),
    TopLevel(TopLevelFault),
    ContentType(ContentTypeFault),
    UserAgent(UserAgentFault),
    Token(TokenFault),
    Unauthenticated(MissingTokenCheckFault),
    Unowned(MissingOwnerCheckFault),
    UnownedByUuid(UuidOwnerBypassFault),
    Late(LateCheckFault),
    Entries(UncheckedEntriesFault),
    Duplicates(DuplicatesFault),
    EmptyList(EmptyListCrashFault),
    NothingToSet(EmptyChangeFault),
    Length(LengthFault),
    FormUnread(UnreadReferenceFault),
    FormMistaken(ReferenceBadRequestFault),
    FormCrash(ReferenceCrashFault),
    Number(NumberFault),
    Query(QueryFault),
    Privacy(PrivacyFault),
    State(StateFault),
    SecondTime(SecondTimeFault),
    EveryFourth(EveryFourthFault),
    Limit(RateLimitFault),
    SharedScopes(SharedScopesFault),
    Connection(ConnectionFault),
    Framing(FramingFault),
    Framework(FrameworkFault),
    SignIn(SignInFault),
    Dated(HistoricalFault),
}

impl FaultKind {
    /// Reports whether the fault would show in an exchange.
    pub(super) fn shows_in_exchange(self, exchange: &CleanExchange<'_>) -> bool {
        let refuses = || self.refuse_request(exchange.request).is_some();
        self.react_to_exchange(exchange).is_some() || (exchange.response.is_success() && refuses())
    }
}
