//! The raw transport: the request's bytes on a new connection.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsConnector;

use super::classify;
use super::incoming::{BoundedBody, Incoming, Stopwatch};
use super::lookup::addresses;
use super::outgoing::Outgoing;
use super::proxy::{Proxy, tunnel};
use super::rewrite::Overwrite;
use crate::target::url::Scheme;
use crate::target::{BaseUrl, BrokenAt, Phase, SendError, TargetOptions};

/// A client that sends each request on a new connection, byte for byte, and parses the response as HTTP.
pub(in crate::target) struct Verbatim {
    base: BaseUrl,
    tls: TlsConnector,
    address: String,
    proxy: Option<Proxy>,
    connect: Duration,
    first_byte: Duration,
    answer: Duration,
    max_body: usize,
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

impl Verbatim {
    pub(in crate::target) fn new(options: &TargetOptions, tls: ClientConfig) -> Self {
        Self {
            base: options.base.clone(),
            tls: TlsConnector::from(Arc::new(tls)),
            address: options.address(),
            proxy: options.proxy.clone(),
            connect: options.timeouts.connect,
            first_byte: options.timeouts.first_byte.min(options.timeouts.answer),
            answer: options.timeouts.answer,
            max_body: options.max_body,
        }
    }

    pub(in crate::target) async fn exchange(
        &self,
        outgoing: &Outgoing,
    ) -> Result<Incoming, SendError> {
        let stream = timeout(self.connect, self.open())
            .await
            .unwrap_or(Err(late(Phase::Connect, self.connect)))?;
        self.converse(stream, outgoing).await
    }

    async fn open(&self) -> Result<Box<dyn Stream>, SendError> {
        let (host, port) = self.base.lookup();
        let first = self.proxy.as_ref().map_or((host, port), Proxy::lookup);
        let refused = |error: io::Error| classify::connect(&error, &self.address);
        let addresses = addresses(first.0, first.1)
            .await
            .map_err(|error| classify::lookup(&error))?;
        let mut stream = TcpStream::connect(&*addresses).await.map_err(refused)?;
        stream.set_nodelay(true).map_err(refused)?;
        match self.base.scheme() {
            Scheme::Http => Ok(Box::new(stream)),
            Scheme::Https => {
                if self.proxy.is_some() {
                    tunnel(&mut stream, (host, port)).await.map_err(|detail| {
                        SendError::Connect {
                            address: self.address.clone(),
                            detail,
                        }
                    })?;
                }
                let name = ServerName::try_from(host.to_owned())
                    .map_err(|error| classify::tls(&error, &self.address))?;
                let stream = self.tls.connect(name, stream).await;
                Ok(Box::new(
                    stream.map_err(|error| classify::tls(&error, &self.address))?,
                ))
            }
        }
    }

    async fn converse(
        &self,
        stream: Box<dyn Stream>,
        outgoing: &Outgoing,
    ) -> Result<Incoming, SendError> {
        let failed = |at| move |error: hyper::Error| classify::answer(&error, at);
        let message = match (self.base.scheme(), &self.proxy) {
            (Scheme::Http, Some(_)) => outgoing.message_to_proxy(&self.base),
            (Scheme::Http, None) | (Scheme::Https, _) => outgoing.message(&self.base),
        };
        let stream = Overwrite::new(stream, message);
        let stopwatch = Stopwatch::start();
        let end = Instant::now() + self.answer;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .map_err(failed(BrokenAt::Head))?;
        let conversation = async {
            let response = sender.send_request(stand_in(&outgoing.method));
            let response = timeout(self.first_byte, response)
                .await
                .map_err(|_elapsed| late(Phase::FirstByte, self.first_byte))?
                .map_err(failed(BrokenAt::Head))?;
            let (head, mut rest) = response.into_parts();
            let mut body = BoundedBody::new(self.max_body);
            let read = async {
                while let Some(frame) = rest.frame().await {
                    let frame = frame.map_err(failed(BrokenAt::Body))?;
                    if let Some(piece) = frame.data_ref() {
                        body.push(piece)?;
                    }
                }
                Ok(())
            };
            timeout_at(end, read)
                .await
                .unwrap_or(Err(late(Phase::Answer, self.answer)))?;
            let headers = head
                .headers
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
                .collect();
            Ok(Incoming {
                status: head.status.as_u16(),
                headers,
                body: body.into_bytes(),
                timing: stopwatch.stop(),
            })
        };
        let mut conversation = pin!(conversation);
        // An error of the connection reaches the conversation, too, which then reports how far it had come.
        tokio::select! {
            biased;
            done = &mut conversation => return done,
            _ = connection => {}
        }
        conversation.await
    }
}

fn late(phase: Phase, after: Duration) -> SendError {
    SendError::Timeout { phase, after }
}

/// Returns the request that the HTTP library believes it sends: it only needs to know whether the response has a body.
fn stand_in(method: &str) -> hyper::Request<Empty<Bytes>> {
    let mut request = hyper::Request::new(Empty::new());
    if method == "HEAD" {
        *request.method_mut() = hyper::Method::HEAD;
    }
    request
}
