//! Lingering close: a connection that is closed while input is unread is reset, and a client that is still
//! sending then loses the response.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

/// The longest time that a client may go on sending.
const LINGER_TIMEOUT: Duration = Duration::from_secs(5);
const SCRATCH_SIZE: usize = 16 * 1024;

/// A reader that discards input until the client has closed its side.
#[derive(Debug)]
pub(crate) struct LingeringClose {
    deadline: Pin<Box<Sleep>>,
}

impl LingeringClose {
    pub(crate) fn new() -> Self {
        Self {
            deadline: Box::pin(tokio::time::sleep(LINGER_TIMEOUT)),
        }
    }

    /// Discards input; ready when the client has closed its side or the time is over.
    pub(crate) fn poll(&mut self, stream: &mut TcpStream, context: &mut Context<'_>) -> Poll<()> {
        let mut scratch = [0; SCRATCH_SIZE];
        loop {
            if self.deadline.as_mut().poll(context).is_ready() {
                return Poll::Ready(());
            }
            let mut buffer = ReadBuf::new(&mut scratch);
            match Pin::new(&mut *stream).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if buffer.filled().is_empty() => return Poll::Ready(()),
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(_)) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}
