//! Variants: servers that differ from this one and keep the contract all the same, to prove that a suite leaves them alone.
//!
//! The documentation leaves much open: how a body is written down, how an answer crosses the wire, how a limit counts, which of two fair
//! rows is answered, which of two faults wins. A [`Variant`] decides one such thing otherwise. As with faults, the places where it
//! shows stand where such a difference would really live, and ask whether it is in force ([`is`]); what it does there stands here.
//! A server may be of several variants; of two that decide the same thing, the one that is asked for first wins.

mod catalogue;
mod delay;
mod framing;
mod here;
mod letters;
mod limits;
mod models;
mod reading;
mod rows;
mod statuses;
mod values;
mod wording;
mod writing;

pub use catalogue::{UnknownVariant, Variant};
pub(crate) use delay::delay;
pub(crate) use framing::framed;
pub(crate) use here::is;
pub(crate) use letters::{capitalised, id_length, id_letters};
pub(crate) use limits::{Counted, counted, promised};
pub(crate) use models::{
    autoproxy_foreign, autoproxy_query, empty_list, in_switch, null_has_no_form, null_list,
    privacy_key, refuse_autoproxy_unknown, refuse_missing_in_switch,
    refuse_null_text_as_wrong_type, wrong_type,
};
pub(crate) use reading::{hexadecimal, is_id, is_unread_time, more_than_json, number, refuse_nul};
pub(crate) use rows::{
    entry_row, is_identical, malformed_switch, named_system, private_switch,
    refuse_duplicate_groups, refuse_duplicates, refuse_nobodys_token, switch_row,
    system_of_a_switch, unknown_group, unknown_member,
};
pub(crate) use statuses::with_its_own_status;
pub(crate) use values::{entry_as_text, is_invalid_with_nul, read_as, url, word};
pub(crate) use wording::{message, worded};
pub(crate) use writing::{write_error_body, written};
