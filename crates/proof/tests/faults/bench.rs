//! A server with faults, and a client for it.

use badreq_proof::fault::{Fault, start_faulty_server};
use badreq_reference::{ReferenceServer, SeedValues, ServerOptions, ServerRateLimits, TriggerMode};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use reqwest::{Client, Method, RequestBuilder, redirect};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Returns the options that the faults are proved with.
pub(crate) fn options() -> ServerOptions {
    ServerOptions {
        limits: ServerRateLimits::None,
        triggers: TriggerMode::On,
        ..ServerOptions::default()
    }
}

/// A server, and a client for it.
pub(crate) struct Bench {
    pub(crate) server: ReferenceServer,
    client: Client,
}

/// A status and a body; null without a body.
pub(crate) type Answer = (u16, Value);

impl Bench {
    /// Starts a server with this fault.
    pub(crate) async fn start(fault: &str) -> Self {
        let fault: Fault = fault.parse().unwrap();
        let server = start_faulty_server(options(), &[fault]).await.unwrap();
        Self::new(server)
    }

    pub(crate) fn new(server: ReferenceServer) -> Self {
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let client = Client::builder().redirect(redirect::Policy::none());
        Self {
            server,
            client: client.build().unwrap(),
        }
    }

    pub(crate) fn seeds(&self) -> &SeedValues {
        self.server.seed_values()
    }

    /// Returns a request without a token.
    pub(crate) fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.server.url());
        self.client.request(method, url).header(USER_AGENT, "test")
    }

    /// Returns a request of the first system.
    pub(crate) fn owner(&self, method: Method, path: &str) -> RequestBuilder {
        let token = &self.seeds().token;
        self.anonymous(method, path).header(AUTHORIZATION, token)
    }

    /// Returns a request of the second system.
    pub(crate) fn stranger(&self, method: Method, path: &str) -> RequestBuilder {
        let token = &self.seeds().stranger_token;
        self.anonymous(method, path).header(AUTHORIZATION, token)
    }

    /// Reads as the first system.
    pub(crate) async fn read(&self, path: &str) -> Value {
        send(self.owner(Method::GET, path)).await.1
    }

    /// Creates an object as the first system and returns its id.
    pub(crate) async fn create(&self, path: &str, body: &Value) -> String {
        let (status, object) = send(json(self.owner(Method::POST, path), body)).await;
        assert_eq!(status, 200, "{object}");
        object["id"].as_str().unwrap().to_owned()
    }

    /// Returns the bytes of the response to a read of a message that does not exist.
    pub(crate) async fn read_bytes_of_unknown_message(&self) -> Vec<u8> {
        let addr = self.server.url().replace("http://", "").replace("/v2", "");
        let mut stream = TcpStream::connect(&addr).await.unwrap();
        let request = format!(
            "GET /v2/messages/1 HTTP/1.1\r\nhost: {addr}\r\nuser-agent: test\r\nconnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        bytes
    }
}

/// Returns a request with this text as JSON.
pub(crate) fn text(request: RequestBuilder, body: &str) -> RequestBuilder {
    request
        .header(CONTENT_TYPE, "application/json")
        .body(body.to_owned())
}

/// Returns a request with this body.
pub(crate) fn json(request: RequestBuilder, body: &Value) -> RequestBuilder {
    text(request, &body.to_string())
}

/// Sends a request.
pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let body = response.bytes().await.unwrap();
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    (status, body)
}

/// Returns status and code of a refusal.
pub(crate) fn row((status, body): &Answer) -> (u16, u64) {
    (*status, body["code"].as_u64().unwrap())
}
