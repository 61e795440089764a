//! The part of an exchange that is kept after it was judged.

use super::{Exchange, Response, WireBytes};

/// The largest number of body bytes that is kept of a response, and the largest number of header bytes.
///
/// A run keeps thousands of responses for its report, and all of them have to fit into memory.
pub const MAX_KEPT_BYTES: usize = 16 * 1024;

impl Exchange {
    /// Returns a copy for reports: a long response body is cut to its beginning, and header fields beyond the limit are left out.
    #[must_use]
    pub fn truncated_for_report(&self) -> Self {
        let whole = &self.response;
        let mut room = MAX_KEPT_BYTES;
        let headers: Vec<_> = whole
            .headers
            .iter()
            .take_while(
                |(name, value)| match room.checked_sub(name.len() + value.0.len()) {
                    Some(left) => {
                        room = left;
                        true
                    }
                    None => false,
                },
            )
            .cloned()
            .collect();
        let left_out = whole.headers.len() - headers.len();
        let beginning = bounded_body_prefix(&whole.body.0);
        let is_cut = beginning.len() < whole.body.0.len();
        Self {
            request: self.request.clone(),
            response: Response {
                status: whole.status,
                headers,
                headers_left_out: whole.headers_left_out + left_out,
                body: WireBytes(beginning.to_vec()),
                cut: whole.cut.or_else(|| {
                    is_cut.then(|| u64::try_from(whole.body.0.len()).unwrap_or(u64::MAX))
                }),
                tokens_seen: whole.tokens_seen.clone(),
            },
            timing: self.timing,
        }
    }
}

/// Returns the part of a body that is kept. It does not split a character, so that text stays text.
fn bounded_body_prefix(body: &[u8]) -> &[u8] {
    let Some(head) = body.get(..MAX_KEPT_BYTES) else {
        return body;
    };
    match std::str::from_utf8(head) {
        Err(error) if error.error_len().is_none() && body.len() > MAX_KEPT_BYTES => {
            &head[..error.valid_up_to()]
        }
        Ok(_) | Err(_) => head,
    }
}

#[cfg(test)]
mod tests {
    use super::MAX_KEPT_BYTES;
    use crate::exchange::{Exchange, ExchangeTiming, Request, Response, WireBytes};

    fn exchange_with_response(headers: &[(&str, usize)], body: impl Into<Vec<u8>>) -> Exchange {
        Exchange {
            request: Request {
                method: "GET".to_owned(),
                target: "/x".to_owned(),
                headers: Vec::new(),
                body: None,
            },
            response: Response {
                status: 404,
                headers: headers
                    .iter()
                    .map(|(name, length)| ((*name).to_owned(), WireBytes(vec![b'a'; *length])))
                    .collect(),
                headers_left_out: 0,
                body: WireBytes(body.into()),
                cut: None,
                tokens_seen: Vec::new(),
            },
            timing: ExchangeTiming {
                sent_unix_ms: 0,
                received_unix_ms: 0,
                elapsed_us: 0,
            },
        }
    }

    #[test]
    fn what_is_of_usual_size_is_kept_whole() {
        let exchange = exchange_with_response(&[("a", 200)], vec![b'x'; MAX_KEPT_BYTES]);
        assert_eq!(exchange.truncated_for_report(), exchange);
    }

    #[test]
    fn a_longer_body_keeps_its_beginning_and_says_how_long_it_was() {
        let kept =
            exchange_with_response(&[], vec![b'x'; MAX_KEPT_BYTES + 1]).truncated_for_report();
        assert_eq!(kept.response.body.0.len(), MAX_KEPT_BYTES);
        assert_eq!(kept.response.cut, Some(16_385));
        assert_eq!(kept.truncated_for_report(), kept);
    }

    #[test]
    fn text_that_is_cut_stays_text() {
        let kept = exchange_with_response(&[], format!("x{}", "é".repeat(MAX_KEPT_BYTES)))
            .truncated_for_report();
        assert_eq!(kept.response.body.0.len(), MAX_KEPT_BYTES - 1);
        assert!(std::str::from_utf8(&kept.response.body.0).is_ok());
    }

    #[test]
    fn headers_beyond_measure_are_left_out_and_counted() {
        let kept = exchange_with_response(&[("a", 100), ("b", MAX_KEPT_BYTES), ("c", 1)], "{}")
            .truncated_for_report();
        assert_eq!(kept.response.headers.len(), 1);
        assert_eq!(kept.response.headers_left_out, 2);
    }
}
