//! All families of faults as one type.

use super::access::{TokenFault, UnauthenticatedFault, UnownedByUuidFault, UnownedFault};
use super::connection::{ConnectionFault, FramingFault};
use super::dated::{DatedFault, SignInFault};
use super::exchange::CleanExchange;
use super::family::FaultFamily as _;
use super::field_length::LengthFault;
use super::framework::FrameworkFault;
use super::headers::{ContentTypeFault, UserAgentFault};
use super::json::JsonFault;
use super::late::LateFault;
use super::limit::{LimitFault, SharedScopesFault};
use super::lists::{DuplicatesFault, EmptyListFault, EntriesFault};
use super::nothing::NothingToSetFault;
use super::number::NumberFault;
use super::privacy::PrivacyFault;
use super::query::QueryFault;
use super::reaction::{Answer, Reaction};
use super::reference::{FormCrashFault, FormMistakenFault, FormUnreadFault};
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
            pub(super) fn refuse_request(self, request: &RequestFacts) -> Option<Answer> {
                match self {
                    $( Self::$family(fault) => fault.refuse_request(request), )+
                }
            }

            /// Returns what the fault makes of an exchange; `None` if the exchange does not meet it.
            pub(super) fn react(self, exchange: &CleanExchange<'_>) -> Option<Reaction> {
                match self {
                    $( Self::$family(fault) => fault.react(exchange), )+
                }
            }
        }
    };
}

fault_kind! {
    Json(JsonFault),
    TopLevel(TopLevelFault),
    ContentType(ContentTypeFault),
    UserAgent(UserAgentFault),
    Token(TokenFault),
    Unauthenticated(UnauthenticatedFault),
    Unowned(UnownedFault),
    UnownedByUuid(UnownedByUuidFault),
    Late(LateFault),
    Entries(EntriesFault),
    Duplicates(DuplicatesFault),
    EmptyList(EmptyListFault),
    NothingToSet(NothingToSetFault),
    Length(LengthFault),
    FormUnread(FormUnreadFault),
    FormMistaken(FormMistakenFault),
    FormCrash(FormCrashFault),
    Number(NumberFault),
    Query(QueryFault),
    Privacy(PrivacyFault),
    State(StateFault),
    SecondTime(SecondTimeFault),
    EveryFourth(EveryFourthFault),
    Limit(LimitFault),
    SharedScopes(SharedScopesFault),
    Connection(ConnectionFault),
    Framing(FramingFault),
    Framework(FrameworkFault),
    SignIn(SignInFault),
    Dated(DatedFault),
}

impl FaultKind {
    /// Reports whether the fault would show in an exchange.
    pub(super) fn is_met_by(self, exchange: &CleanExchange<'_>) -> bool {
        let refuses = || self.refuse_request(exchange.request).is_some();
        self.react(exchange).is_some() || (exchange.response.is_success() && refuses())
    }
}
