//! A man in the middle: passes requests on to the reference server, and meddles.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use badreq_reference::ReferenceServer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::message::Message;

/// What comes of a request; without an answer the connection is dropped.
pub(crate) type Answering = Pin<Box<dyn Future<Output = Option<Message>> + Send>>;

/// What a proxy does with a request.
pub(crate) type Meddler = Arc<dyn Fn(Upstream, Message) -> Answering + Send + Sync>;

/// A meddler that decides everything by itself.
pub(crate) fn meddling<F>(
    meddle: impl Fn(Upstream, Message) -> F + Send + Sync + 'static,
) -> Meddler
where
    F: Future<Output = Option<Message>> + Send + 'static,
{
    Arc::new(move |upstream, call| Box::pin(meddle(upstream, call)))
}

/// A meddler that passes every request on as it is and changes answers.
pub(crate) fn altering(alter: impl Fn(&Message, &mut Message) + Send + Sync + 'static) -> Meddler {
    let alter = Arc::new(alter);
    meddling(move |upstream, call| {
        let alter = Arc::clone(&alter);
        async move {
            let mut answer = upstream.forward(&call).await?;
            alter(&call, &mut answer);
            Some(answer)
        }
    })
}

/// The server behind the proxy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Upstream(SocketAddr);

impl Upstream {
    pub(crate) fn of(server: &ReferenceServer) -> Self {
        let url = server.url();
        let address = url
            .strip_prefix("http://")
            .and_then(|rest| rest.strip_suffix("/v2"))
            .and_then(|address| address.parse().ok());
        Self(address.expect("the reference server has such a URL"))
    }

    /// Passes a request on, on a connection of its own.
    pub(crate) async fn forward(self, call: &Message) -> Option<Message> {
        let mut call = call.clone();
        call.set("connection", "close");
        let mut stream = TcpStream::connect(self.0).await.ok()?;
        stream.write_all(&call.bytes()).await.ok()?;
        let mut received = Vec::new();
        stream.read_to_end(&mut received).await.ok()?;
        let end = received.windows(4).position(|four| four == b"\r\n\r\n")?;
        let body = received.split_off(end + 4);
        let mut answer = Message::of(&received, body);
        answer.remove("connection");
        Some(answer)
    }
}

/// A running proxy; dropped, it stops listening.
pub(crate) struct Proxy {
    pub(crate) url: String,
    task: JoinHandle<()>,
}

impl Proxy {
    pub(crate) async fn start(server: &ReferenceServer, meddler: Meddler) -> Self {
        let upstream = Upstream::of(server);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await;
        let listener = listener.expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, upstream, Arc::clone(&meddler)));
            }
        });
        Self {
            url: format!("http://{address}/v2"),
            task,
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, upstream: Upstream, meddler: Meddler) {
    while let Some(call) = read_request(&mut stream).await {
        let is_last = call.header("connection") == Some("close");
        let Some(answer) = meddler(upstream, call).await else {
            return;
        };
        if stream.write_all(&answer.bytes()).await.is_err() || is_last {
            drop(stream.shutdown().await);
            return;
        }
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<Message> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let mut call = Message::of(&head, Vec::new());
    if let Some(length) = call.header("content-length") {
        call.body = vec![0; length.parse().ok()?];
        stream.read_exact(&mut call.body).await.ok()?;
    } else if call.header("transfer-encoding").is_some() {
        while !call.body.ends_with(b"0\r\n\r\n") {
            call.body.push(stream.read_u8().await.ok()?);
        }
    }
    Some(call)
}
