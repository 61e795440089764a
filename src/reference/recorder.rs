//! Requests as they arrived, kept on demand.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::splitter::{Piece, Splitter};

/// A request as its bytes arrived on the socket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The request line and header fields, up to and including the blank line. If the head can't be parsed, all bytes that arrived.
    pub head: Vec<u8>,
    /// The body, without the framing of chunks.
    pub body: Vec<u8>,
}

/// A recorder that keeps requests in the order in which their heads were complete.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder(Arc<Mutex<Log>>);

#[derive(Debug, Default)]
struct Log {
    next: u64,
    requests: BTreeMap<u64, Recorded>,
}

impl Recorder {
    fn log(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn recorded(&self) -> Vec<Recorded> {
        self.log().requests.values().cloned().collect()
    }

    pub(crate) fn count(&self) -> u64 {
        self.log().next
    }

    /// Clears the kept requests. A request that is still arriving is dropped as a whole.
    pub(crate) fn clear(&self) {
        self.log().requests.clear();
    }

    pub(crate) fn tap(&self) -> Tap {
        Tap {
            recorder: self.clone(),
            splitter: Splitter::default(),
            current: 0,
        }
    }
}

/// A tap that records one connection.
#[derive(Debug)]
pub(crate) struct Tap {
    recorder: Recorder,
    splitter: Splitter,
    /// The number of the request that is arriving.
    current: u64,
}

impl Tap {
    /// Records bytes in the order in which they arrived.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        let mut log = self.recorder.log();
        let current = &mut self.current;
        self.splitter.feed(bytes, |piece| match piece {
            Piece::Head(head) => {
                *current = log.next;
                log.next += 1;
                let body = Vec::new();
                log.requests.insert(*current, Recorded { head, body });
            }
            Piece::MoreHead(bytes) => {
                if let Some(request) = log.requests.get_mut(current) {
                    request.head.extend_from_slice(bytes);
                }
            }
            Piece::Body(bytes) => {
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
        let recorder = Recorder::default();
        let (mut one, mut two) = (recorder.tap(), recorder.tap());
        one.feed(b"POST /1 HTTP/1.1\r\ncontent-length: 2\r\n");
        two.feed(b"GET /2 HTTP/1.1\r\n\r\n");
        one.feed(b"\r\na");
        one.feed(b"b");
        let heads: Vec<_> = recorder
            .recorded()
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
        assert_eq!(recorder.recorded()[1].body, b"ab");
    }

    #[test]
    fn what_was_cleared_does_not_come_back_with_the_rest_of_its_body() {
        let recorder = Recorder::default();
        let mut tap = recorder.tap();
        tap.feed(b"POST /1 HTTP/1.1\r\ncontent-length: 2\r\n\r\na");
        recorder.clear();
        tap.feed(b"b");
        assert_eq!(recorder.recorded(), []);
    }
}
