//! Bodies for the framework's own refusals. The framework refuses input that is not an HTTP request with an empty response, before
//! this server sees it. Here such a response gets the body that the documentation promises.

use super::api_error::DocumentedError;
use super::refusal::Refusal;

const MAX_HEADERS: usize = 16;

/// Returns the bytes to send instead of `written` if that is a refusal without a body.
///
/// Every refusal of this server has a content type, so one without it is the framework's own.
pub(crate) fn replace_bodyless_refusal(written: &[u8]) -> Option<Vec<u8>> {
    const REFUSAL: &[u8] = b"HTTP/1.1 4";
    if !written.starts_with(REFUSAL) {
        return None;
    }
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    match response.parse(written) {
        Ok(httparse::Status::Complete(_)) => {}
        Ok(httparse::Status::Partial) | Err(_) => return None,
    }
    let typed = |header: &httparse::Header<'_>| header.name.eq_ignore_ascii_case("content-type");
    if response.headers.iter().any(typed) {
        return None;
    }
    let body = Refusal::Plain(DocumentedError::BadRequest)
        .body_json()
        .to_string();
    let head = format!(
        "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    Some((head + &body).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_refusal_gets_the_body_of_a_bad_request() {
        let bare = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        let text = String::from_utf8(replace_bodyless_refusal(bare).unwrap()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n"));
        assert!(head.contains(&format!("content-length: {}", body.len())));
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(
            body,
            serde_json::json!({"message": "400: Bad Request", "code": 0})
        );
    }

    #[test]
    fn any_other_answer_is_left_alone() {
        assert_eq!(
            replace_bodyless_refusal(b"HTTP/1.1 204 No Content\r\n\r\n"),
            None
        );
        assert_eq!(
            replace_bodyless_refusal(
                b"HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\n\r\n{}"
            ),
            None
        );
    }
}
