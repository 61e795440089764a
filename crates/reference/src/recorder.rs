//! Requests as they arrived, kept on demand.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::splitter::{RequestPiece, RequestSplitter};

/// A request as its bytes arrived on the socket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordedRequest {
    /// The request line and header fields, up to and including the blank line. If the head can't be parsed, all bytes that arrived.
    pub head: Vec<u8>,
    /// The body, without the framing of chunks.
    pub body: Vec<u8>,
}

/// A recorder that keeps requests in the order in which their heads were complete.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestRecorder(Arc<Mutex<RequestLog>>);

#[derive(Debug, Default)]
struct RequestLog {
    next: u64,
    requests: BTreeMap<u64, RecordedRequest>,
}

impl RequestRecorder {
    fn lock_log(&self) -> MutexGuard<'_, RequestLog> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn recorded_requests(&self) -> Vec<RecordedRequest> {
        self.lock_log().requests.values().cloned().collect()
    }

    pub(crate) fn total_recorded_count(&self) -> u64 {
        self.lock_log().next
    }

    /// Clears the kept requests. A request that is still arriving is dropped as a whole.
    pub(crate) fn clear(&self) {
        self.lock_log().requests.clear();
    }

    pub(crate) fn new_tap(&self) -> ConnectionTap {
        ConnectionTap {
            recorder: self.clone(),
            splitter: RequestSplitter::default(),
            current: 0,
        }
    }
}

/// A tap that records one connection.
#[derive(Debug)]
pub(crate) struct ConnectionTap {
    recorder: RequestRecorder,
    splitter: RequestSplitter,
    /// The number of the request that is arriving.
    current: u64,
}

impl ConnectionTap {
    /// Records bytes in the order in which they arrived.
    pub(crate) fn record_bytes(&mut self, bytes: &[u8]) {
        let mut log = self.recorder.lock_log();
        let current = &mut self.current;
        self.splitter.split_bytes(bytes, |piece| match piece {
            RequestPiece::Head(head) => {
                *current = log.next;
                log.next += 1;
                let body = Vec::new();
                log.requests
                    .insert(*current, RecordedRequest { head, body });
            }
            RequestPiece::MoreHead(bytes) => {
                if let Some(request) = log.requests.get_mut(current) {
                    request.head.extend_from_slice(bytes);
                }
            }
            RequestPiece::Body(bytes) => {
                if let Some(request) = log.requests.get_mut(current) {
                    request.body.extend_from_slice(bytes);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_stand_in_the_order_in_which_their_heads_were_complete() {
        let recorder = RequestRecorder::default();
        let (mut one, mut two) = (recorder.new_tap(), recorder.new_tap());
        one.record_bytes(b"POST /1 HTTP/1.1\r\ncontent-length: 2\r\n");
        two.record_bytes(b"GET /2 HTTP/1.1\r\n\r\n");
        one.record_bytes(b"\r\na");
        one.record_bytes(b"b");
        let heads: Vec<_> = recorder
            .recorded_requests()
            .into_iter()
            .map(|request| request.head)
            .collect();
        assert_eq!(
            heads,
            [
                &b"GET /2 HTTP/1.1\r\n\r\n"[..],
                b"POST /1 HTTP/1.1\r\ncontent-length: 2\r\n\r\n"
            ]
        );
        assert_eq!(recorder.recorded_requests()[1].body, b"ab");
    }

    #[test]
    fn what_was_cleared_does_not_come_back_with_the_rest_of_its_body() {
        let recorder = RequestRecorder::default();
        let mut tap = recorder.new_tap();
        tap.record_bytes(b"POST /1 HTTP/1.1\r\ncontent-length: 2\r\n\r\na");
        recorder.clear();
        tap.record_bytes(b"b");
        assert_eq!(recorder.recorded_requests(), []);
    }
}
