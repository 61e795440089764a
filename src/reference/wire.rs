//! The connection below the framework: it records what arrives and adds a body to the framework's bare refusals.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use super::bare;
use super::fault::Board;
use super::linger::Linger;
use super::recorder::{Recorder, Tap};
use super::variant;

/// A listener that accepts connections.
#[derive(Debug)]
pub(crate) struct WireListener {
    pub(crate) inner: TcpListener,
    pub(crate) board: Arc<Board>,
    /// The recorder; `None` if recording is off.
    pub(crate) recorder: Option<Recorder>,
}

impl Listener for WireListener {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, addr) = Listener::accept(&mut self.inner).await;
        // With Nagle's algorithm small responses wait for acknowledgements; if disabling it fails, the connection is only slower.
        drop(stream.set_nodelay(true));
        let tap = self.recorder.as_ref().map(Recorder::tap);
        let wire = Wire {
            stream,
            board: Arc::clone(&self.board),
            tap,
            instead: None,
            closing: Closing::AtOnce,
        };
        (wire, addr)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.inner.local_addr()
    }
}

/// A connection.
#[derive(Debug)]
pub(crate) struct Wire {
    stream: TcpStream,
    board: Arc<Board>,
    tap: Option<Tap>,
    instead: Option<Instead>,
    closing: Closing,
}

/// The way in which a connection ends.
#[derive(Debug)]
enum Closing {
    AtOnce,
    /// The connection closes after the remaining input was read.
    Lingering,
    /// The server sends nothing more and reads input.
    Reading(Linger),
}

/// Bytes that are sent in place of others.
#[derive(Debug)]
struct Instead {
    left: Vec<u8>,
    /// The number of bytes that the framework meant to send.
    meant: usize,
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let known = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        let arrived = buffer.filled().get(known..).unwrap_or_default();
        if let Some(tap) = &mut self.tap {
            tap.feed(arrived);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.instead.is_none() {
            let meant = bytes.len();
            this.instead = bare::replacement(bytes)
                .filter(|_| this.board.keeps_to_the_model())
                .map(|left| Instead { left, meant });
        }
        let Some(instead) = &mut this.instead else {
            if let Some(changed) = variant::capitalised(this.board.variant(), bytes) {
                return Pin::new(&mut this.stream).poll_write(context, &changed);
            }
            return Pin::new(&mut this.stream).poll_write(context, bytes);
        };
        while !instead.left.is_empty() {
            let sent = ready!(Pin::new(&mut this.stream).poll_write(context, &instead.left))?;
            if sent == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            instead.left.drain(..sent);
        }
        let meant = instead.meant;
        this.instead = None;
        this.closing = Closing::Lingering;
        Poll::Ready(Ok(meant))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            match &mut this.closing {
                Closing::AtOnce => return Pin::new(&mut this.stream).poll_shutdown(context),
                Closing::Lingering => {
                    ready!(Pin::new(&mut this.stream).poll_shutdown(context))?;
                    this.closing = Closing::Reading(Linger::new());
                }
                Closing::Reading(linger) => {
                    return linger.poll(&mut this.stream, context).map(Ok);
                }
            }
        }
    }
}
