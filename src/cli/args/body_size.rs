//! Sizes of response bodies, as flags and the configuration give them.

/// The error of a text that is not the size of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a size: write a number of bytes, `512K` or `16M`, up to `1024M`")]
pub(in crate::cli) struct BodySizeParseError;

/// The largest size, in bytes.
const MAX_SIZE: usize = 1024 * 1024 * 1024;

/// Parses a number of bytes, or of KiB (`512K`) or MiB (`16M`).
pub(in crate::cli) fn parse_body_size(text: &str) -> Result<usize, BodySizeParseError> {
    let (digits, unit) = if let Some(digits) = text.strip_suffix(['K', 'k']) {
        (digits, 1024)
    } else if let Some(digits) = text.strip_suffix(['M', 'm']) {
        (digits, 1024 * 1024)
    } else {
        (text, 1)
    };
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: Option<usize> = digits.parse().ok().filter(|_| is_number);
    number
        .and_then(|number| number.checked_mul(unit))
        .filter(|size| (1..=MAX_SIZE).contains(size))
        .ok_or(BodySizeParseError)
}

/// Parses the argument of `--max-body`.
pub(in crate::cli) fn parse_body_size_arg(text: &str) -> Result<usize, String> {
    parse_body_size(text).map_err(|error| format!("`{text}` {error}"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{BodySizeParseError, parse_body_size};

    #[rstest]
    #[case::bytes("1", 1)]
    #[case::kib("512K", 524_288)]
    #[case::mib("16M", 16_777_216)]
    #[case::small_letter("2m", 2_097_152)]
    #[case::the_most("1024M", 1_073_741_824)]
    fn a_size_is_in_bytes_or_has_a_unit(#[case] text: &str, #[case] bytes: usize) {
        assert_eq!(parse_body_size(text), Ok(bytes));
    }

    #[rstest]
    fn what_is_no_size_is_refused(
        #[values(
            "",
            "M",
            "0",
            "0K",
            "-1",
            "+1",
            "1.5M",
            "1 M",
            "1MB",
            "1G",
            "1025M",
            "99999999999999999999"
        )]
        text: &str,
    ) {
        assert_eq!(parse_body_size(text), Err(BodySizeParseError));
    }
}
