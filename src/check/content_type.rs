//! The check of the content type of an error response.

use super::WireFormatBreach;
use super::collector::ViolationCollector;
use crate::contract::ErrorModel;
use crate::exchange::Response;

/// The name of the header, in lower case.
pub(super) const CONTENT_TYPE: &str = "content-type";

/// Lists the values of the header.
pub(super) fn list_content_types(response: &Response) -> Vec<String> {
    response
        .header_values(CONTENT_TYPE)
        .map(|value| value.to_string_lossy().into_owned())
        .collect()
}

/// Checks that a response has exactly one content type, and that it is the expected one.
pub(super) fn check_content_type(
    response: &Response,
    expected: &str,
    collector: &mut ViolationCollector<'_>,
) {
    let values = list_content_types(response);
    match values.as_slice() {
        [value] if is_media_type(value, expected) => {}
        [] | [_, ..] => {
            let is_usual = expected == ErrorModel::DEFAULT_CONTENT_TYPE;
            let expected = (!is_usual).then(|| expected.to_owned());
            collector.add(WireFormatBreach::ContentType { values, expected });
        }
    }
}

/// Reports whether a content type is the expected one. Parameters and case do not matter; another suffix or a list of types is rejected.
fn is_media_type(content_type: &str, expected: &str) -> bool {
    let (essence, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    essence.trim().eq_ignore_ascii_case(expected) && !has_unquoted_comma(parameters)
}

/// Reports whether a comma outside quotes makes the header a list.
fn has_unquoted_comma(parameters: &str) -> bool {
    parameters
        .split('"')
        .step_by(2)
        .any(|outside_quotes| outside_quotes.contains(','))
}
