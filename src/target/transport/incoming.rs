//! A response as it was received, and its timing.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::{body_limit, content_coding};
use crate::exchange::{ExchangeTiming, Response, WireBytes};
use crate::target::SendError;
use crate::target::redact::SecretRedactor;

/// A response as it was received. It may contain tokens, so it has no `Debug`.
pub(in crate::target) struct IncomingResponse {
    pub(in crate::target) status: u16,
    pub(in crate::target) headers: Vec<(String, Vec<u8>)>,
    pub(in crate::target) body: Vec<u8>,
    pub(in crate::target) timing: ExchangeTiming,
}

impl IncomingResponse {
    /// Returns the response with its content codings removed from the body; the header fields stay as they are.
    ///
    /// A body that cannot be decoded keeps its bytes.
    pub(in crate::target) fn into_decoded(self, max_body: usize) -> Result<Self, SendError> {
        let body = content_coding::decode_body(&self.headers, self.body, max_body)?;
        body_limit::check_json_value_count(&body, max_body)?;
        Ok(Self { body, ..self })
    }

    pub(in crate::target) fn into_redacted(
        self,
        redactor: &SecretRedactor,
    ) -> (Response, ExchangeTiming) {
        let mut seen = Vec::new();
        let headers = self
            .headers
            .into_iter()
            .map(|(name, value)| {
                let name = redactor.redact_header_name(name, &mut seen);
                (name, WireBytes(redactor.redact_bytes(value, &mut seen)))
            })
            .collect();
        let body = WireBytes(redactor.redact_bytes(self.body, &mut seen));
        seen.sort_unstable();
        let response = Response {
            status: self.status,
            headers,
            headers_left_out: 0,
            body,
            cut: None,
            tokens_seen: seen,
        };
        (response, self.timing)
    }
}

/// A stopwatch that runs from a request's first byte to its response's last byte.
pub(in crate::target) struct Stopwatch {
    sent_unix_ms: u64,
    started: Instant,
}

impl Stopwatch {
    pub(in crate::target) fn start() -> Self {
        Self {
            sent_unix_ms: unix_now_ms(),
            started: Instant::now(),
        }
    }

    pub(in crate::target) fn stop(&self) -> ExchangeTiming {
        ExchangeTiming {
            sent_unix_ms: self.sent_unix_ms,
            received_unix_ms: unix_now_ms(),
            elapsed_us: u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX),
        }
    }
}

/// Returns the current UNIX time in milliseconds.
pub(crate) fn unix_now_ms() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| u64::try_from(since.as_millis()).ok())
        .unwrap_or_default()
}
