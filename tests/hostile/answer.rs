//! What a hostile server does with a request.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::message::Message;

/// What a hostile server does with a request.
#[derive(Clone)]
pub(crate) enum Answer {
    /// Writes this and closes the connection.
    Close(Vec<u8>),
    /// Writes this and resets the connection.
    Reset(Vec<u8>),
    /// Writes this and then nothing, for as long as somebody listens.
    Hold(Vec<u8>),
    /// Writes the first once and the second for as long as somebody listens, with this pause before each.
    Endless(Vec<u8>, Vec<u8>, Duration),
    /// Says in the body what token came.
    Echo,
    /// Passes the true answer on as one of HTTP/1.0: without a length, ended by the end of the connection.
    Old,
}

impl Answer {
    /// A whole answer of this status line and these header lines.
    pub(crate) fn of(head: &str, body: &str) -> Self {
        let length = body.len();
        Self::Close(
            format!(
                "HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            )
            .into_bytes(),
        )
    }

    /// An answer in JSON.
    pub(crate) fn json(status: &str, body: &str) -> Self {
        Self::of(&format!("{status}\r\ncontent-type: application/json"), body)
    }

    /// Exactly these bytes.
    pub(crate) fn raw(bytes: &str) -> Self {
        Self::Close(bytes.as_bytes().to_vec())
    }

    /// Answers; whoever asked may leave at any time.
    pub(crate) async fn give(
        &self,
        mut stream: TcpStream,
        request: &Message,
        truth: impl AsyncFnOnce() -> Option<Vec<u8>>,
    ) -> Option<()> {
        match self {
            Self::Close(bytes) => stream.write_all(bytes).await.ok()?,
            Self::Reset(bytes) => {
                stream.write_all(bytes).await.ok()?;
                stream.flush().await.ok()?;
                // What was written arrives before the reset does.
                tokio::time::sleep(Duration::from_millis(50)).await;
                stream.set_zero_linger().ok()?;
                return Some(());
            }
            Self::Hold(bytes) => {
                stream.write_all(bytes).await.ok()?;
                let mut nothing = [0; 16];
                while stream.read(&mut nothing).await.ok()? > 0 {}
            }
            Self::Endless(first, again, pause) => {
                stream.write_all(first).await.ok()?;
                loop {
                    stream.write_all(again).await.ok()?;
                    tokio::time::sleep(*pause).await;
                }
            }
            Self::Echo => {
                let token = request.header("authorization").unwrap_or("none");
                let body = format!(r#"{{"message":"who is {token}?","code":0}}"#);
                let Self::Close(bytes) = Self::json("400 Bad Request", &body) else {
                    return None;
                };
                stream.write_all(&bytes).await.ok()?;
            }
            Self::Old => {
                let truth = String::from_utf8(truth().await?).ok()?;
                let old = truth.replacen("HTTP/1.1", "HTTP/1.0", 1);
                let lines = old.split_inclusive("\r\n");
                let old: String = lines
                    .filter(|line| !line.to_ascii_lowercase().starts_with("content-length:"))
                    .collect();
                stream.write_all(old.as_bytes()).await.ok()?;
            }
        }
        stream.shutdown().await.ok()?;
        // Closed while something is unread, a connection is reset, and the answer may be lost.
        let mut rest = Vec::new();
        stream.take(1 << 20).read_to_end(&mut rest).await.ok()?;
        Some(())
    }
}
