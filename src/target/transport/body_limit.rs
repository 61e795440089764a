//! The limits on a response body: its bytes, and the JSON values in it.

use std::fmt;

use crate::exchange::json_text::BYTE_ORDER_MARK;
use crate::target::SendError;

/// The limit that a response body exceeds. It follows from [`TargetOptions::max_body`](crate::target::TargetOptions::max_body).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExceededBodyLimit {
    /// The number of bytes.
    Bytes(usize),
    /// The number of JSON values. A parsed value takes a hundred times the memory of the two bytes in which it can be written.
    JsonValues(usize),
}

impl fmt::Display for ExceededBodyLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(most) => write!(f, "is longer than {most} bytes"),
            Self::JsonValues(most) => write!(f, "has more than {most} JSON values"),
        }
    }
}

/// The number of bytes of a body for each JSON value that it may have.
const BYTES_PER_VALUE: usize = 32;

/// The number of JSON values that any body may have.
const MIN_VALUES: usize = 1024;

/// Checks that a body has no more JSON values than a body of up to `max_body` bytes may have.
pub(in crate::target) fn check_json_value_count(
    body: &[u8],
    max_body: usize,
) -> Result<(), SendError> {
    let most = (max_body / BYTES_PER_VALUE).max(MIN_VALUES);
    if body.len() > most && exceeds_json_value_count(body, most) {
        return Err(SendError::BodyTooLarge {
            limit: ExceededBodyLimit::JsonValues(most),
        });
    }
    Ok(())
}

/// Reports whether a body that begins as JSON has more than this many values. Counts the marks that precede a value.
fn exceeds_json_value_count(body: &[u8], most: usize) -> bool {
    let text = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    if !matches!(text.trim_ascii_start().first(), Some(b'{' | b'[')) {
        return false;
    }
    let (mut count, mut in_string, mut is_escaped) = (0, false, false);
    for byte in text {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b',' | b'[' | b'{' if !in_string => count += 1,
            _ => {}
        }
        if count > most {
            return true;
        }
    }
    false
}

/// A body that grows up to a limit.
pub(in crate::target) struct LimitedBodyBuffer {
    limit: usize,
    bytes: Vec<u8>,
}

impl LimitedBodyBuffer {
    pub(in crate::target) const fn new(limit: usize) -> Self {
        Self {
            limit,
            bytes: Vec::new(),
        }
    }

    pub(in crate::target) fn push(&mut self, piece: &[u8]) -> Result<(), SendError> {
        if piece.len() > self.limit - self.bytes.len() {
            return Err(SendError::BodyTooLarge {
                limit: ExceededBodyLimit::Bytes(self.limit),
            });
        }
        self.bytes.extend_from_slice(piece);
        Ok(())
    }

    pub(in crate::target) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{ExceededBodyLimit, check_json_value_count};
    use crate::target::SendError;

    const MIB: usize = 1024 * 1024;

    fn list_of(item: &str, count: usize) -> Vec<u8> {
        format!("[{}{item}]", format!("{item},").repeat(count - 1)).into_bytes()
    }

    #[rstest]
    #[case::numbers("0")]
    #[case::objects(r#"{"a":1}"#)]
    #[case::lists("[[],[]]")]
    fn a_body_of_very_many_values_is_too_large(#[case] item: &str) {
        let error = check_json_value_count(&list_of(item, 40_000), MIB);
        let limit = ExceededBodyLimit::JsonValues(32_768);
        assert_eq!(error, Err(SendError::BodyTooLarge { limit }));
    }

    #[rstest]
    #[case::few_values(list_of("0", 30_000))]
    #[case::long_texts(list_of(r#""a, [b], {c}, \", d, e, f, g, h""#, 20_000))]
    #[case::no_json([b"<html>", list_of("0", 40_000).as_slice()].concat())]
    fn a_body_of_few_values_is_read(#[case] body: Vec<u8>) {
        assert_eq!(check_json_value_count(&body, MIB), Ok(()));
    }

    #[test]
    fn a_small_limit_still_allows_an_error() {
        assert_eq!(check_json_value_count(&list_of("0", 1000), 5), Ok(()));
    }
}
