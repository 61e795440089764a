//! A request as it came in.

use tokio::io::{AsyncRead, AsyncReadExt};

/// A request: its head as text, and all of its bytes.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Message {
    /// Reads a head and as many bytes as its `content-length` says.
    pub(crate) async fn read<S: AsyncRead + Unpin>(stream: &mut S) -> Option<Self> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.ok()?);
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let mut message = Self {
            head,
            body: Vec::new(),
        };
        let length = message.header("content-length");
        message.body = vec![0; length.map_or(Some(0), |length| length.parse().ok())?];
        stream.read_exact(&mut message.body).await.ok()?;
        Some(message)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// Whether its first line begins so: `GET /v2/messages/badreq `.
    pub(crate) fn begins(&self, start: &str) -> bool {
        self.head.starts_with(start)
    }

    /// The bytes for a connection that is closed behind the answer.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let lines = self.head.trim_end().lines();
        let mut head: String = lines
            .filter(|line| !line.to_ascii_lowercase().starts_with("connection:"))
            .flat_map(|line| [line, "\r\n"])
            .collect();
        head.push_str("connection: close\r\n\r\n");
        [head.as_bytes(), &self.body].concat()
    }
}
