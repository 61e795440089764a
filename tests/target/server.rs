//! A server of few lines that keeps the bytes it received and answers what it is told.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use badreq::exchange::{Actor, Request, RequestHeaderValue, WireBytes};
use badreq::target::{Credentials, ExchangeTimeouts, Target, TargetOptions};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub(crate) const OWNER: &str = "owner/secret+1";
pub(crate) const STRANGER: &str = "stranger/secret+2";

/// Longer than any answer takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// What the server does once it has read a request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Writes this and waits for the next request on the same connection.
    Stay(Vec<u8>),
    /// Writes this and closes the connection.
    Close(Vec<u8>),
    /// Writes this, and then a byte of a body every now and then for as long as anybody listens.
    Drip(Vec<u8>),
    /// Does nothing and keeps the connection open.
    Silence,
}

impl Reply {
    /// An answer with this status line, these header lines and this body.
    pub(crate) fn json(head: &str, body: &str) -> Self {
        let length = body.len();
        Self::Stay(
            format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes(),
        )
    }
}

/// A running server; dropped, it stops listening.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<Vec<u8>>>>,
    opened: Arc<Mutex<usize>>,
    closed: Arc<Mutex<usize>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Answers the first request with the first reply and so on, and every further one with the last.
    pub(crate) async fn start(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (opened, closed) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(0)));
        let (kept, open, close) = (
            Arc::clone(&requests),
            Arc::clone(&opened),
            Arc::clone(&closed),
        );
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *open.lock().expect("nobody panicked") += 1;
                let (replies, kept, close) =
                    (replies.clone(), Arc::clone(&kept), Arc::clone(&close));
                tokio::spawn(async move {
                    serve(stream, replies, kept).await;
                    *close.lock().expect("nobody panicked") += 1;
                });
            }
        });
        Self {
            address,
            requests,
            opened,
            closed,
            task,
        }
    }

    /// The requests so far, as text in which whatever is not ASCII is escaped.
    pub(crate) fn requests(&self) -> Vec<String> {
        let requests = self.requests.lock().expect("nobody panicked");
        requests
            .iter()
            .map(|request| {
                request
                    .escape_ascii()
                    .to_string()
                    .replace("\\r\\n", "\n")
                    .replace("\\\"", "\"")
                    .replace("\\'", "'")
            })
            .collect()
    }

    pub(crate) fn connections(&self) -> usize {
        *self.opened.lock().expect("nobody panicked")
    }

    /// Waits until this many connections are closed, and until who was connected had a chance to notice.
    pub(crate) async fn closed(&self, count: usize) {
        while *self.closed.lock().expect("nobody panicked") < count {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }

    pub(crate) fn options(&self) -> TargetOptions {
        let base = format!("http://{}/v2", self.address)
            .parse()
            .expect("it is a base URL");
        let token = |text: &str| Some(text.parse().expect("it is a token"));
        let credentials = Credentials::new(token(OWNER), token(STRANGER)).expect("they differ");
        let mut options = TargetOptions::new(base, credentials);
        options.timeouts = ExchangeTimeouts {
            connect: PATIENCE,
            first_byte: PATIENCE,
            response: PATIENCE,
        };
        options
    }

    pub(crate) fn target(&self) -> Target {
        Target::new(self.options()).expect("no TLS is needed")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Answers the requests of one connection; which reply is due depends on how many requests came on all of them.
pub(crate) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    replies: Vec<Reply>,
    kept: Arc<Mutex<Vec<Vec<u8>>>>,
) {
    while let Some(request) = read_request(&mut stream).await {
        let count = {
            let mut kept = kept.lock().expect("nobody panicked");
            kept.push(request);
            kept.len()
        };
        let reply = &replies[count.min(replies.len()) - 1];
        match reply {
            Reply::Stay(bytes) => drop(stream.write_all(bytes).await),
            Reply::Close(bytes) => {
                drop(stream.write_all(bytes).await);
                drop(stream.shutdown().await);
                return;
            }
            Reply::Drip(bytes) => {
                drop(stream.write_all(bytes).await);
                while stream.write_all(b" ").await.is_ok() {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                return;
            }
            Reply::Silence => {}
        }
    }
}

/// Reads a head and as many bytes as its `content-length` says.
async fn read_request<S: AsyncRead + Unpin>(stream: &mut S) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8_lossy(&request).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().expect("it is a number"));
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    request.extend(body);
    Some(request)
}

pub(crate) fn request(method: &str, target: &str, headers: &[(&str, &str)]) -> Request {
    Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: headers
            .iter()
            .map(|(name, value)| {
                (
                    (*name).to_owned(),
                    RequestHeaderValue::Plain(WireBytes::from(*value)),
                )
            })
            .collect(),
        body: None,
    }
}

/// A request that an HTTP client says exactly: it may share a connection with others.
pub(crate) fn ordinary(method: &str, target: &str) -> Request {
    request(
        method,
        target,
        &[("accept", "application/json"), ("user-agent", "badreq")],
    )
}

/// A request that needs a connection of its own.
pub(crate) fn verbatim(method: &str, target: &str) -> Request {
    request(method, target, &[("user-agent", "badreq")])
}

pub(crate) fn with_token(mut request: Request, actor: Actor) -> Request {
    request.headers.push((
        "authorization".to_owned(),
        RequestHeaderValue::Token(actor.into()),
    ));
    request
}

pub(crate) fn with_body(mut request: Request, body: &[u8]) -> Request {
    request.body = Some(WireBytes(body.to_vec()));
    request
}
