//! The reader of saved results.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::write::{FORMAT, FORMAT_VERSION};
use crate::outcome::RunOutcome;

/// An error in reading a result; its message says how to get a valid one.
#[derive(Debug, thiserror::Error)]
pub enum ReadJsonError {
    /// The text is UTF-16, and JSON is UTF-8.
    #[error(
        "it is UTF-16, as some shells write redirected output: write it with `--report json=FILE`"
    )]
    Utf16,
    /// The text is truncated.
    #[error(
        "it is cut off ({0}): wait until it is complete, or write it again with `--report json=FILE`"
    )]
    Truncated(serde_json::Error),
    /// The text is not JSON.
    #[error("it is not JSON ({0}); `badreq run --report json=FILE` writes a result")]
    NotJson(serde_json::Error),
    /// The text is JSON, but not the result of a run.
    #[error("it is {0}, not the result of a run; `badreq run --report json=FILE` writes one")]
    NotAResult(String),
    /// The result has an unsupported format version.
    #[error(
        "it has version {0}, and this version of badreq reads version {FORMAT_VERSION}: use the one that wrote it, or run again"
    )]
    UnsupportedVersion(u32),
    /// The text declares itself a result, but its content is not one.
    #[error("it differs from what `badreq run` writes, and may have been edited: {0}")]
    Malformed(serde_json::Error),
}

/// The format and version that the text declares. They are read first, since a result is long and this skips the rest.
#[derive(Deserialize)]
struct ResultHeader {
    format: Option<String>,
    version: Option<u32>,
}

#[derive(Deserialize)]
struct ParsedResultDocument {
    outcome: RunOutcome,
}

/// Returns the reason why a text has no readable header.
fn explain_missing_header(text: &[u8]) -> ReadJsonError {
    match serde_json::from_slice::<IgnoredAny>(text) {
        Ok(_) => not_a_result_error("some other JSON"),
        Err(error) if error.is_eof() => ReadJsonError::Truncated(error),
        Err(error) => ReadJsonError::NotJson(error),
    }
}

fn not_a_result_error(what: &str) -> ReadJsonError {
    ReadJsonError::NotAResult(what.to_owned())
}

/// Reads a result that [`write_json`](super::write_json) wrote; a leading byte order mark is ignored.
///
/// # Errors
/// Fails with [`ReadJsonError`] if the text is not a result, or has another format version.
pub fn read_json(text: &[u8]) -> Result<RunOutcome, ReadJsonError> {
    if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
        return Err(ReadJsonError::Utf16);
    }
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let head: ResultHeader =
        serde_json::from_slice(text).map_err(|_| explain_missing_header(text))?;
    match (head.format.as_deref(), head.version) {
        (Some(FORMAT), Some(FORMAT_VERSION)) => {}
        (Some(FORMAT), Some(version)) => return Err(ReadJsonError::UnsupportedVersion(version)),
        (Some(FORMAT), None) => return Err(not_a_result_error("JSON without a version")),
        (Some(format), _) => return Err(not_a_result_error(&format!("a `{format}`"))),
        (None, _) => return Err(not_a_result_error("some other JSON")),
    }
    let whole: ParsedResultDocument =
        serde_json::from_slice(text).map_err(ReadJsonError::Malformed)?;
    Ok(whole.outcome)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::read_json;
    use crate::outcome::testing::run_outcome;
    use crate::report::write_json;

    fn write_empty_run() -> Vec<u8> {
        let mut text = Vec::new();
        write_json(&mut text, &run_outcome(Vec::new())).expect("a vector takes everything");
        text
    }

    #[test]
    fn a_byte_order_mark_before_a_result_is_no_matter() {
        let text = [b"\xef\xbb\xbf".as_slice(), &write_empty_run()].concat();
        let read = read_json(&text).expect("it is a result");
        assert_eq!(read, run_outcome(Vec::new()));
    }

    #[rstest]
    #[case::utf_16(b"\xff\xfe{\0}\0", "it is UTF-16")]
    #[case::nothing(b"", "it is cut off (EOF while parsing a value at line 1 column 0)")]
    #[case::cut_off(
        b"{\n\"format\": \"badreq-",
        "it is cut off (EOF while parsing a string at line 2"
    )]
    #[case::no_json(b"27 of 27 rows proven", "it is not JSON (")]
    #[case::a_list(b"[]", "it is some other JSON, not the result of a run")]
    #[case::another_format(
        br#"{"format": "badreq-kill-table", "version": 1}"#,
        "it is a `badreq-kill-table`, not the result of a run"
    )]
    #[case::without_a_version(
        br#"{"format": "badreq-outcome", "outcome": {}}"#,
        "it is JSON without a version, not the result of a run"
    )]
    #[case::a_number(b"5", "it is some other JSON, not the result of a run")]
    #[case::another_version(
        br#"{"format": "badreq-outcome", "version": 1}"#,
        "it has version 1, and this version of badreq reads version 2"
    )]
    #[case::changed(
        br#"{"format": "badreq-outcome", "version": 2, "outcome": {}}"#,
        "it differs from what `badreq run` writes, and may have been edited: missing field"
    )]
    fn what_is_no_result_is_refused_with_a_way_out(#[case] text: &[u8], #[case] told: &str) {
        let error = read_json(text).expect_err("it is none").to_string();
        assert!(error.starts_with(told), "{error}");
    }
}
