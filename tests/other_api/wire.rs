//! Just enough HTTP/1.1 for the library: one request after another on a connection.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request as it arrived.
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) card: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// An answer: the status and, where there is a body, JSON.
pub(crate) type Answered = (u16, Option<serde_json::Value>);

/// Answers the requests of a connection until it is closed.
pub(crate) async fn serve(mut stream: TcpStream, mut answer: impl FnMut(&Asked) -> Answered) {
    let mut buffer = Vec::new();
    while let Some(asked) = read(&mut stream, &mut buffer).await {
        let (status, body) = answer(&asked);
        let (kind, body) = body.map_or_else(Default::default, |body| {
            ("Content-Type: application/json\r\n", body.to_string())
        });
        let reply = format!(
            "HTTP/1.1 {status} -\r\n{kind}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        if stream.write_all(reply.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Asked> {
    let end = loop {
        if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        more(stream, buffer).await?;
    };
    let head = String::from_utf8(buffer[..end].to_vec()).ok()?;
    let header = |name: &str| {
        head.lines().skip(1).find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        })
    };
    let length: usize = header("content-length")
        .and_then(|length| length.parse().ok())
        .unwrap_or_default();
    while buffer.len() < end + length {
        more(stream, buffer).await?;
    }
    let body = buffer[end..end + length].to_vec();
    buffer.drain(..end + length);
    let mut words = head.split(' ');
    Some(Asked {
        method: words.next()?.to_owned(),
        path: words.next()?.to_owned(),
        card: header("x-readers-card"),
        body,
    })
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<()> {
    match stream.read_buf(buffer).await {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(()),
    }
}
