//! Requests and answers as bytes, for what a client library would hide.

use std::time::{Duration, Instant};

use badreq_reference::ReferenceServer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long a server may take to close a connection behind its answer.
const SOON: Duration = Duration::from_millis(200);

/// A request. In path and body `{member}`, `{system}` … stand for what is seeded.
pub(crate) struct Ask {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) token: Token,
    pub(crate) body: Option<&'static str>,
}

/// Whose token is sent.
#[derive(Clone, Copy)]
pub(crate) enum Token {
    None,
    Owner,
    Stranger,
    Nobodys,
}

pub(crate) struct Answer {
    pub(crate) head: String,
    pub(crate) body: String,
    pub(crate) took: Duration,
    /// Whether the server closed the connection behind it.
    pub(crate) closed: bool,
}

impl Answer {
    pub(crate) fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }
}

pub(crate) async fn ask(server: &ReferenceServer, ask: &Ask) -> Answer {
    let host = server.url().replace("http://", "").replace("/v2", "");
    let mut stream = TcpStream::connect(&host).await.expect("it listens");
    let began = Instant::now();
    let request = written(server, ask, &host);
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it reads");
    let mut bytes = Vec::new();
    let mut closed = false;
    while !closed && !is_complete(&bytes) {
        closed = stream.read_buf(&mut bytes).await.expect("it answers") == 0;
    }
    let took = began.elapsed();
    if !closed && head_of(&bytes).contains("connection: close") {
        let more = tokio::time::timeout(SOON, stream.read_buf(&mut bytes)).await;
        closed = matches!(more, Ok(Ok(0)));
    }
    let text = String::from_utf8(bytes).expect("it is text");
    let (head, body) = text.split_once("\r\n\r\n").expect("it has a head");
    Answer {
        head: head.to_owned(),
        body: body.to_owned(),
        took,
        closed,
    }
}

fn written(server: &ReferenceServer, ask: &Ask, host: &str) -> String {
    let seeds = server.seed_values();
    let nobodys = "A".repeat(64);
    let token = match ask.token {
        Token::None => None,
        Token::Owner => Some(&seeds.token),
        Token::Stranger => Some(&seeds.stranger_token),
        Token::Nobodys => Some(&nobodys),
    };
    let token = token.map_or_else(String::new, |token| format!("authorization: {token}\r\n"));
    let fill = |text: &str| {
        text.replace("{member}", &seeds.guild_member_id)
            .replace("{other_member}", &seeds.five_letter_member_id)
            .replace("{group}", &seeds.five_letter_group_id)
    };
    let body = fill(ask.body.unwrap_or_default());
    let framing = match ask.body {
        None => String::new(),
        Some(_) => format!(
            "content-type: application/json\r\ncontent-length: {}\r\n",
            body.len()
        ),
    };
    format!(
        "{} /v2{} HTTP/1.1\r\nhost: {host}\r\nuser-agent: badreq/test\r\nx-reference-hook: rate-limit\r\n{token}{framing}\r\n{body}",
        ask.method,
        fill(ask.path)
    )
}

/// The head in lower case.
fn head_of(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let head = text.split("\r\n\r\n").next();
    head.unwrap_or_default().to_owned()
}

/// Whether an answer is there as a whole.
fn is_complete(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((_, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let head = head_of(bytes);
    if head.contains("transfer-encoding: chunked") {
        return body.ends_with("0\r\n\r\n");
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}
