//! The response of a server that serves a request.

use super::recorded_case::RecordedCase;
use crate::exchange::Response;

/// Returns the response to a request that is served: that of the control, or else an empty object.
pub(super) fn build_served_response(case: &RecordedCase<'_>) -> Response {
    let mut served = case.served_controls();
    served
        .next()
        .map_or_else(empty_success_response, |control| control.response.clone())
}

fn empty_success_response() -> Response {
    Response {
        status: 200,
        headers: vec![("content-type".to_owned(), "application/json".into())],
        headers_left_out: 0,
        body: "{}".into(),
        cut: None,
        tokens_seen: Vec::new(),
    }
}
