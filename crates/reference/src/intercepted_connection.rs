//! The connection below the framework: it records what arrives and adds a body to the framework's bare refusals.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use super::bare_refusal;
use super::lingering_close::LingeringClose;
use super::recorder::{ConnectionTap, RequestRecorder};
use super::seams::Wire;

/// A TCP listener whose connections record what arrives and complete the framework's bare refusals.
#[derive(Debug)]
pub(crate) struct InterceptedListener {
    pub(crate) inner: TcpListener,
    pub(crate) wire: Arc<dyn Wire>,
    /// The recorder; `None` if recording is off.
    pub(crate) recorder: Option<RequestRecorder>,
}

impl Listener for InterceptedListener {
    type Io = InterceptedConnection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (InterceptedConnection, SocketAddr) {
        let (stream, addr) = Listener::accept(&mut self.inner).await;
        // With Nagle's algorithm small responses wait for acknowledgements; if disabling it fails, the connection is only slower.
        drop(stream.set_nodelay(true));
        let tap = self.recorder.as_ref().map(RequestRecorder::new_tap);
        let wire = InterceptedConnection {
            stream,
            wire: Arc::clone(&self.wire),
            tap,
            replaced_write: None,
            closing: CloseMode::AtOnce,
        };
        (wire, addr)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.inner.local_addr()
    }
}

/// A connection that records what arrives and completes the framework's bare refusals.
#[derive(Debug)]
pub(crate) struct InterceptedConnection {
    stream: TcpStream,
    wire: Arc<dyn Wire>,
    tap: Option<ConnectionTap>,
    replaced_write: Option<ReplacedWrite>,
    closing: CloseMode,
}

/// The way in which a connection ends.
#[derive(Debug)]
enum CloseMode {
    AtOnce,
    /// The connection closes after the remaining input was read.
    Lingering,
    /// The server sends nothing more and reads input.
    Reading(LingeringClose),
}

/// Bytes that are sent in place of others.
#[derive(Debug)]
struct ReplacedWrite {
    remaining: Vec<u8>,
    /// The number of bytes that the framework meant to send.
    intended_length: usize,
    /// The HTTP library closes the connection behind these bytes.
    is_last: bool,
}

impl InterceptedConnection {
    /// Returns the bytes to send in place of these, if any: the wire's, or the row for a refusal of the HTTP library.
    fn find_replacement_bytes(&self, bytes: &[u8]) -> Option<ReplacedWrite> {
        let replace = |remaining, is_last| ReplacedWrite {
            remaining,
            intended_length: bytes.len(),
            is_last,
        };
        if let Some(rewritten) = self.wire.rewrite_response_bytes(bytes) {
            return Some(replace(rewritten, false));
        }
        bare_refusal::replace_bodyless_refusal(bytes).map(|row| replace(row, true))
    }
}

impl AsyncRead for InterceptedConnection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let known = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        let arrived = buffer.filled().get(known..).unwrap_or_default();
        if let Some(tap) = &mut self.tap {
            tap.record_bytes(arrived);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for InterceptedConnection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.replaced_write.is_none() {
            this.replaced_write = this.find_replacement_bytes(bytes);
        }
        let Some(instead) = &mut this.replaced_write else {
            return Pin::new(&mut this.stream).poll_write(context, bytes);
        };
        while !instead.remaining.is_empty() {
            let sent = ready!(Pin::new(&mut this.stream).poll_write(context, &instead.remaining))?;
            if sent == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            instead.remaining.drain(..sent);
        }
        let meant = instead.intended_length;
        if instead.is_last {
            this.closing = CloseMode::Lingering;
        }
        this.replaced_write = None;
        Poll::Ready(Ok(meant))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            match &mut this.closing {
                CloseMode::AtOnce => return Pin::new(&mut this.stream).poll_shutdown(context),
                CloseMode::Lingering => {
                    ready!(Pin::new(&mut this.stream).poll_shutdown(context))?;
                    this.closing = CloseMode::Reading(LingeringClose::new());
                }
                CloseMode::Reading(linger) => {
                    return linger.poll(&mut this.stream, context).map(Ok);
                }
            }
        }
    }
}
