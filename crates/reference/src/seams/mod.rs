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
pub(crate) use request_seams::{BadInput, RequestSeams};
pub use row_choice::RowChoice;
pub(crate) use row_choice::UsualRows;
pub use row_doubt::{RowDoubt, ServiceDoubt};
pub use short_id_form::{ShortIdForm, ShortIdLength, ShortIdLetters};
pub(crate) use value_acceptance::StrictValues;
pub use value_acceptance::{FieldForm, NumberPlace, ValueAcceptance, ValueJudgement};
pub(crate) use wire::PlainWire;
pub use wire::Wire;
