//! A server with a small world in it, and a client that checks what holds for every answer.

use std::collections::BTreeMap;

use badreq_reference::{ReferenceServer, ServerOptions, ServerRateLimits, start};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, USER_AGENT};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Who sends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum As {
    Anonymous,
    Owner,
    Stranger,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// `NullPolicy` where there is no body.
    pub(crate) body: Value,
}

impl Answer {
    /// Status and code of a refusal.
    pub(crate) fn row(&self) -> (u16, i64) {
        (self.status, self.body["code"].as_i64().unwrap())
    }

    /// The value of a key that must be there; null is a value.
    pub(crate) fn value(&self, key: &str) -> &Value {
        match self.body.get(key) {
            Some(value) => value,
            None => panic!("no `{key}` in {}", self.body),
        }
    }

    pub(crate) fn keys(&self) -> Vec<String> {
        keys(&self.body)
    }
}

/// The keys of an object, sorted.
pub(crate) fn keys(object: &Value) -> Vec<String> {
    let mut keys: Vec<String> = object.as_object().unwrap().keys().cloned().collect();
    keys.sort();
    keys
}

pub(crate) struct Bench {
    pub(crate) server: ReferenceServer,
    pub(crate) client: Client,
    /// What `{name}` stands for in paths, bodies and messages.
    pub(crate) names: BTreeMap<&'static str, String>,
}

impl Bench {
    /// A server without limits, and nothing made in it.
    pub(crate) async fn new() -> Self {
        Self::with(ServerOptions {
            limits: ServerRateLimits::None,
            ..ServerOptions::default()
        })
        .await
    }

    pub(crate) async fn with(options: ServerOptions) -> Self {
        // Another test of this process may have installed it already.
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let server = start(options).await.unwrap();
        let seeds = server.seed_values().clone();
        let names = BTreeMap::from([
            ("system", seeds.system_id),
            ("stranger_system", seeds.stranger_system_id),
            ("account", seeds.account_id),
            ("guild", seeds.guild_id),
            ("member", seeds.guild_member_id),
            ("member5", seeds.five_letter_member_id),
            ("stranger_member", seeds.stranger_guild_member_id),
            ("group", seeds.five_letter_group_id),
            ("message", seeds.message_id),
            ("original", seeds.original_message_id),
            ("uuid", "00000000-0000-4000-8000-000000000000".to_owned()),
        ]);
        Self {
            server,
            client: Client::builder().build().unwrap(),
            names,
        }
    }

    /// A server without limits in which both systems have switches, and a stranger's group is known.
    pub(crate) async fn with_switches() -> Self {
        let mut bench = Self::new().await;
        for (name, who, members, time) in [
            (
                "switch",
                As::Owner,
                json!(["{member}"]),
                "2020-01-01T00:00:00Z",
            ),
            (
                "latest",
                As::Owner,
                json!(["{member}", "{member5}"]),
                "2021-01-01T00:00:00Z",
            ),
            (
                "stranger_switch",
                As::Stranger,
                json!([]),
                "2020-01-01T00:00:00Z",
            ),
        ] {
            let body = json!({"members": members, "timestamp": time}).to_string();
            let made = bench.send(who, "POST /systems/@me/switches", &body).await;
            assert_eq!(made.status, 200, "{}", made.body);
            bench.names.insert(name, text(&made.body["id"]));
        }
        let groups = bench.get(As::Stranger, "/systems/@me/groups").await;
        bench
            .names
            .insert("stranger_group", text(&groups.body[0]["id"]));
        let member = bench.get(As::Owner, "/members/{member}").await;
        bench
            .names
            .insert("member_uuid", text(&member.body["uuid"]));
        bench
    }

    /// Fills in `{name}`; braces around anything else stay.
    pub(crate) fn fill(&self, template: &str) -> String {
        let names = self.names.iter();
        names.fold(template.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }

    pub(crate) fn token(&self, who: As) -> Option<&str> {
        match who {
            As::Anonymous => None,
            As::Owner => Some(&self.server.seed_values().token),
            As::Stranger => Some(&self.server.seed_values().stranger_token),
        }
    }

    pub(crate) async fn get(&self, who: As, path: &str) -> Answer {
        self.send(who, &format!("GET {path}"), "").await
    }

    /// Sends `METHOD path` with a JSON body, or without one where it is empty.
    pub(crate) async fn send(&self, who: As, request: &str, body: &str) -> Answer {
        let mut headers = HeaderMap::new();
        if !body.is_empty() {
            headers.insert(CONTENT_TYPE, "application/json".parse().unwrap());
        }
        self.send_with(who, request, headers, self.fill(body).into_bytes())
            .await
    }

    pub(crate) async fn send_with(
        &self,
        who: As,
        request: &str,
        mut headers: HeaderMap,
        body: Vec<u8>,
    ) -> Answer {
        let request = self.fill(request);
        let (method, path) = request.split_once(' ').unwrap();
        headers
            .entry(USER_AGENT)
            .or_insert("bench".parse().unwrap());
        if let Some(token) = self.token(who) {
            headers.insert(AUTHORIZATION, token.parse().unwrap());
        }
        let response = self
            .client
            .request(
                Method::from_bytes(method.as_bytes()).unwrap(),
                self.server.url() + path,
            )
            .headers(headers)
            .body(body)
            .send()
            .await
            .unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        answer(status, headers, &response.bytes().await.unwrap(), &request)
    }

    /// Sends bytes and reads whatever comes until the server closes.
    pub(crate) async fn send_raw(&self, bytes: &[u8]) -> Answer {
        let addr = self.server.url();
        let addr = addr
            .strip_prefix("http://")
            .unwrap()
            .strip_suffix("/v2")
            .unwrap();
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut received = Vec::new();
        stream.read_to_end(&mut received).await.unwrap();
        let received = String::from_utf8(received).unwrap();
        let (head, body) = received.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = HeaderMap::new();
        for line in head.lines().skip(1) {
            let (name, value) = line.split_once(": ").unwrap();
            let name: reqwest::header::HeaderName = name.parse().unwrap();
            headers.insert(name, value.parse().unwrap());
        }
        answer(status, headers, body.as_bytes(), head)
    }
}

/// What holds for every answer is asserted here.
fn answer(status: u16, headers: HeaderMap, body: &[u8], what: &str) -> Answer {
    if status == 204 {
        assert!(body.is_empty(), "{what}");
        let body = Value::Null;
        return Answer {
            status,
            headers,
            body,
        };
    }
    assert_eq!(
        headers
            .get(CONTENT_TYPE)
            .map(reqwest::header::HeaderValue::as_bytes),
        Some(&b"application/json"[..]),
        "{what}"
    );
    let body: Value = serde_json::from_slice(body).unwrap();
    if status >= 400 {
        assert!(
            body["code"].is_u64() && body["message"].is_string(),
            "{what}: {body}"
        );
        assert_eq!(
            body.get("errors").is_some(),
            body["code"] == 40001,
            "{what}: {body}"
        );
        assert_eq!(
            body.get("retry_after").is_some(),
            status == 429,
            "{what}: {body}"
        );
    }
    Answer {
        status,
        headers,
        body,
    }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
