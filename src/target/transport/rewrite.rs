//! A stream that replaces everything its user writes with a given message.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A stream that writes one given message, whatever its user writes, and passes on everything it reads.
///
/// The HTTP library that uses it writes a placeholder request and parses the response; the server receives the message.
pub(in crate::target) struct RequestReplacingStream<S> {
    stream: S,
    message: Vec<u8>,
    written: usize,
}

impl<S> RequestReplacingStream<S> {
    pub(in crate::target) const fn new(stream: S, message: Vec<u8>) -> Self {
        Self {
            stream,
            message,
            written: 0,
        }
    }
}

impl<S: AsyncWrite + Unpin> RequestReplacingStream<S> {
    fn poll_write_message(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while let Some(rest) = self
            .message
            .get(self.written..)
            .filter(|rest| !rest.is_empty())
        {
            match ready!(Pin::new(&mut self.stream).poll_write(cx, rest)) {
                Ok(count) if count > 0 => self.written += count,
                // A server may respond and close without reading the rest. Its response is still to be read, and if there is
                // none, reading returns the error.
                Ok(_) | Err(_) => self.written = self.message.len(),
            }
        }
        Poll::Ready(())
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for RequestReplacingStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        said: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_write_message(cx));
        Poll::Ready(Ok(said.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match ready!(Pin::new(&mut self.stream).poll_flush(cx)) {
            Ok(()) | Err(_) => Poll::Ready(Ok(())),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for RequestReplacingStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn the_message_is_written_in_place_of_what_is_said() {
        let (ours, mut theirs) = tokio::io::duplex(4);
        let write = async {
            let mut stream = RequestReplacingStream::new(ours, b"what is meant".to_vec());
            stream
                .write_all(b"what")
                .await
                .expect("the other end reads");
            stream
                .write_all(b"is said")
                .await
                .expect("the other end reads");
        };
        let mut read = Vec::new();
        let (_, result) = tokio::join!(write, theirs.read_to_end(&mut read));
        result.expect("the stream ends");
        assert_eq!(read, b"what is meant");
    }

    #[tokio::test]
    async fn a_server_that_does_not_read_can_still_be_heard() {
        let (ours, mut theirs) = tokio::io::duplex(64);
        theirs.write_all(b"no").await.expect("there is room");
        drop(theirs);
        let mut stream = RequestReplacingStream::new(ours, vec![b'x'; 1000]);
        stream.write_all(b"hello").await.expect("nobody minds");
        let mut heard = Vec::new();
        stream
            .read_to_end(&mut heard)
            .await
            .expect("it can be read");
        assert_eq!(heard, b"no");
    }
}
