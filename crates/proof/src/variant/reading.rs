//! What is read of a body, a path and a query beyond what a strict reader takes.

use serde_json::Value;

use super::catalogue::Variant;
use super::here::is;
use super::values::has_nul;
use crate::api_error::DocumentedError;
use crate::fault::{Lax, read_laxly};
use crate::refusal::Refusal;

/// The value of a body that is no JSON text.
pub(crate) fn more_than_json(bytes: &[u8]) -> Option<Value> {
    is(Variant::ByteOrderMarkSkipped)
        .then(|| read_laxly(bytes, Lax::ByteOrderMark))
        .flatten()
}

/// Refuses a body with a NUL character in a text.
///
/// # Errors
///
/// `0/400`.
pub(crate) fn refuse_nul(body: &Value) -> Result<(), Refusal> {
    if is(Variant::NulIsNotRead) && has_nul(body) {
        return Err(DocumentedError::BadRequest.into());
    }
    Ok(())
}

/// Reports whether a number can be an id.
pub(crate) fn is_id(number: u64) -> bool {
    number != 0 || !is(Variant::ZeroIsNoId)
}

/// The number that a text of another notation than decimal digits stands for.
pub(crate) fn number(text: &str) -> Option<u64> {
    if !is(Variant::NumbersInAnyNotation) {
        return None;
    }
    let unsigned = text.trim().trim_start_matches(['+', '-']);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_decimal = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_decimal(whole) || !is_decimal(fraction) {
        return hexadecimal(unsigned);
    }
    Some(whole.parse().unwrap_or(u64::MAX))
}

/// The number that a text of hexadecimal digits stands for.
pub(crate) fn hexadecimal(text: &str) -> Option<u64> {
    let digits = text.strip_prefix("0x")?;
    u64::from_str_radix(digits, 16)
        .ok()
        .filter(|_| is(Variant::NumbersInAnyNotation))
}

/// Reports whether a time has a form that is not read.
pub(crate) fn is_unread_time(text: &str) -> bool {
    is(Variant::TimesInUtcOnly) && text.contains('+')
}
