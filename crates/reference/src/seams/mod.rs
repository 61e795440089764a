//! The seams: the places where another server can be made of this one without a change to its handlers.
//!
//! There are five, each a file: the order of judging ([`EarlyCheck`]), the choice of a row ([`RowChoice`]), the acceptance of values
//! ([`ValueAcceptance`]), the wire ([`Wire`]) and the ids in the store ([`ShortIdForm`]). Each is a field of
//! [`ServerOptions`](crate::ServerOptions).

mod early_check;
mod request_seams;
mod row_choice;
mod row_doubt;
mod short_id_form;
mod value_acceptance;
mod wire;

pub use early_check::EarlyCheck;
pub(crate) use request_seams::{EchoedInput, RequestSeams};
pub use row_choice::RowChoice;
pub(crate) use row_choice::UsualRowChoice;
pub use row_doubt::{OptionalRefusal, RowAmbiguity};
pub use short_id_form::{ShortIdAlphabet, ShortIdForm, ShortIdLengthPolicy};
pub(crate) use value_acceptance::StrictValueAcceptance;
pub use value_acceptance::{FieldValueKind, NumberPlace, ValueAcceptance, ValueJudgement};
pub(crate) use wire::PassthroughWire;
pub use wire::Wire;
