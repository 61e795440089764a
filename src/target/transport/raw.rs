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

use super::body_limit::LimitedBodyBuffer;
use super::dns::resolve_addresses;
use super::incoming::{IncomingResponse, Stopwatch};
use super::outgoing::OutgoingRequest;
use super::proxy::{Proxy, open_tunnel};
use super::rewrite::RequestReplacingStream;
use super::send_errors::{self, SendErrorConverter};
use crate::target::url::UrlScheme;
use crate::target::{BaseUrl, IncompleteResponsePart, SendError, TargetOptions, TimeoutPhase};

/// A client that sends each request on a new connection, byte for byte, and parses the response as HTTP.
pub(in crate::target) struct RawClient {
    base: BaseUrl,
    tls: TlsConnector,
    errors: SendErrorConverter,
    proxy: Option<Proxy>,
    connect_timeout: Duration,
    first_byte_timeout: Duration,
    response_timeout: Duration,
    max_body: usize,
}

trait ByteStream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> ByteStream for S {}

impl RawClient {
    pub(in crate::target) fn new(
        options: &TargetOptions,
        tls: ClientConfig,
        errors: SendErrorConverter,
    ) -> Self {
        Self {
            base: options.base_url.clone(),
            tls: TlsConnector::from(Arc::new(tls)),
            errors,
            proxy: options.proxy.clone(),
            connect_timeout: options.timeouts.connect,
            first_byte_timeout: options.timeouts.first_byte.min(options.timeouts.response),
            response_timeout: options.timeouts.response,
            max_body: options.max_body,
        }
    }

    pub(in crate::target) async fn send(
        &self,
        outgoing: &OutgoingRequest,
    ) -> Result<IncomingResponse, SendError> {
        let stream = timeout(self.connect_timeout, self.open_connection())
            .await
            .unwrap_or(Err(timeout_error(
                TimeoutPhase::Connect,
                self.connect_timeout,
            )))?;
        self.send_and_read(stream, outgoing).await
    }

    async fn open_connection(&self) -> Result<Box<dyn ByteStream>, SendError> {
        let (host, port) = self.base.host_and_port();
        let first = self
            .proxy
            .as_ref()
            .map_or((host, port), Proxy::host_and_port);
        let refused = |error: io::Error| self.errors.convert_connect_error(&error);
        let addresses = resolve_addresses(first.0, first.1)
            .await
            .map_err(|error| send_errors::convert_lookup_error(&error))?;
        let mut stream = TcpStream::connect(&*addresses).await.map_err(refused)?;
        stream.set_nodelay(true).map_err(refused)?;
        match self.base.scheme() {
            UrlScheme::Http => Ok(Box::new(stream)),
            UrlScheme::Https => {
                if let Some(proxy) = &self.proxy {
                    let authorization = proxy.authorization();
                    open_tunnel(&mut stream, (host, port), authorization.as_deref())
                        .await
                        .map_err(|error| self.errors.convert_tunnel_error(error))?;
                }
                let name = ServerName::try_from(host.to_owned())
                    .map_err(|error| self.errors.convert_tls_error(&error))?;
                let stream = self.tls.connect(name, stream).await;
                Ok(Box::new(
                    stream.map_err(|error| self.errors.convert_tls_error(&error))?,
                ))
            }
        }
    }

    async fn send_and_read(
        &self,
        stream: Box<dyn ByteStream>,
        outgoing: &OutgoingRequest,
    ) -> Result<IncomingResponse, SendError> {
        let failed = |at| move |error: hyper::Error| self.errors.convert_response_error(&error, at);
        let message = match (self.base.scheme(), &self.proxy) {
            (UrlScheme::Http, Some(proxy)) => outgoing.to_proxy_message(&self.base, proxy),
            (UrlScheme::Http, None) | (UrlScheme::Https, _) => outgoing.to_message(&self.base),
        };
        let stream = RequestReplacingStream::new(stream, message);
        let stopwatch = Stopwatch::start();
        let end = Instant::now() + self.response_timeout;
        let (mut sender, connection) = http1::Builder::new()
            .allow_obsolete_multiline_headers_in_responses(true)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(failed(IncompleteResponsePart::Head))?;
        let conversation = async {
            let response = sender.send_request(placeholder_request(&outgoing.method));
            let response = timeout(self.first_byte_timeout, response)
                .await
                .map_err(|_elapsed| {
                    timeout_error(TimeoutPhase::FirstByte, self.first_byte_timeout)
                })?
                .map_err(failed(IncompleteResponsePart::Head))?;
            let (head, mut rest) = response.into_parts();
            let mut body = LimitedBodyBuffer::new(self.max_body);
            let read = async {
                while let Some(frame) = rest.frame().await {
                    let frame = frame.map_err(failed(IncompleteResponsePart::Body))?;
                    if let Some(piece) = frame.data_ref() {
                        body.push(piece)?;
                    }
                }
                Ok(())
            };
            timeout_at(end, read).await.unwrap_or(Err(timeout_error(
                TimeoutPhase::Response,
                self.response_timeout,
            )))?;
            let headers = head
                .headers
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
                .collect();
            Ok(IncomingResponse {
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

fn timeout_error(phase: TimeoutPhase, after: Duration) -> SendError {
    SendError::Timeout { phase, after }
}

/// Returns the request that the HTTP library believes it sends: it only needs to know whether the response has a body.
fn placeholder_request(method: &str) -> hyper::Request<Empty<Bytes>> {
    let mut request = hyper::Request::new(Empty::new());
    if method == "HEAD" {
        *request.method_mut() = hyper::Method::HEAD;
    }
    request
}
