//! Faults: deliberate breaches of the contract, one at a time, to prove that a suite notices them.
//!
//! A [`Fault`] is switched on by its name when the server starts. The places where it shows stand in the code where such a bug
//! would really live: they ask [`strikes`] whether the [`FaultKind`] that belongs there is switched on. A server that is traced keeps the
//! contract and notes which faults a request came near.

mod answer;
mod board;
mod breach;
mod catalogue;
mod families;
mod form;
mod input;
mod lax;
mod limit;
mod members;
mod mishap;
mod named;
mod spoil_body;
mod spoil_errors;
mod spoil_limits;

pub(crate) use answer::{RepeatFault, Stage};
pub(crate) use board::{
    Board, Mode, defer, during, enter, has_variant, is_watched, sent_token, strikes, strikes_here,
    which,
};
pub(crate) use breach::FaultKind;
pub use catalogue::{Fault, UnknownFault};
pub(crate) use input::{
    AnnouncedFault, CheckedListEntry, Dated, FieldFault, Form, Late, Mishap, Model, Named,
    NoNumber, Nothing, Numbered, PrivacyFault, PrivateList, QueryFault, TokenFault, Top,
    UserAgentFault,
};
pub(crate) use lax::{Lax, read as read_laxly};
pub(crate) use limit::AdmissionFault;
pub(crate) use members::{accepted_forms, private_row};
pub(crate) use mishap::{crash, framework, of_operation, problem, served};
pub(crate) use named::named;
pub(crate) use spoil_body::{content_type, delay, keys, leak, message, status, written};
pub(crate) use spoil_errors::spoilt as spoilt_errors;
pub(crate) use spoil_limits::{counted_too, headers, retry_after};
