//! A server, and a client that shows an answer as it came.

use std::collections::BTreeSet;

use badreq_proof::{Variant, vary_server_options};
use badreq_reference::{ReferenceServer, ServerOptions, ServerRateLimits, start};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The sender of a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sender {
    Anonymous,
    Owner,
    Stranger,
    Nobody,
}

/// An answer as it came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    /// Returns the row as the table names it: `0/400` or `20001`; a status alone for anything served.
    pub(crate) fn row(&self) -> String {
        let status = self.head.split(' ').nth(1).unwrap_or_default();
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        match body["code"].as_f64() {
            Some(0.0) => format!("0/{status}"),
            Some(code) => code.to_string(),
            None => status.to_owned(),
        }
    }
}

/// Starts a server of some variants, without limits.
pub(crate) async fn serve(variants: &[Variant]) -> ReferenceServer {
    let variants: BTreeSet<Variant> = variants.iter().copied().collect();
    let options = ServerOptions {
        limits: ServerRateLimits::None,
        ..ServerOptions::default()
    };
    start(vary_server_options(&variants, options))
        .await
        .unwrap()
}

/// Sends a request, in which `{member}`, `{group}`, `{stranger}` and others stand for what is seeded.
pub(crate) async fn ask(
    server: &ReferenceServer,
    sender: Sender,
    request: &str,
    body: &str,
) -> Answer {
    let seeds = server.seed_values();
    let fill = |text: &str| {
        text.replace("{member}", &seeds.guild_member_id)
            .replace("{other}", &seeds.five_letter_member_id)
            .replace("{foreign}", &seeds.stranger_guild_member_id)
            .replace("{group}", &seeds.five_letter_group_id)
            .replace("{system}", &seeds.system_id)
            .replace("{stranger}", &seeds.stranger_system_id)
            .replace("{guild}", &seeds.guild_id)
    };
    let token = match sender {
        Sender::Anonymous => String::new(),
        Sender::Owner => format!("authorization: {}\r\n", seeds.token),
        Sender::Stranger => format!("authorization: {}\r\n", seeds.stranger_token),
        Sender::Nobody => format!("authorization: {}\r\n", "A".repeat(64)),
    };
    let body = fill(body);
    let (method, path) = request.split_once(' ').unwrap();
    let text = format!(
        "{method} /v2{} HTTP/1.1\r\nhost: test\r\nuser-agent: test\r\nconnection: close\r\n{token}\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        fill(path),
        body.len(),
    );
    send(server, text.as_bytes()).await
}

/// Sends bytes and reads until the server closes the connection.
pub(crate) async fn send(server: &ReferenceServer, bytes: &[u8]) -> Answer {
    let host = server.url().replace("http://", "").replace("/v2", "");
    let mut stream = TcpStream::connect(host).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let text = String::from_utf8(answer).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    Answer {
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

/// Checks the row of the usual server, and that of a server of this variant.
pub(crate) async fn assert_rows(
    variant: Variant,
    sender: Sender,
    request: &str,
    body: &str,
    [usual, other]: [&str; 2],
) {
    for (variants, row) in [(&[][..], usual), (&[variant][..], other)] {
        let server = serve(variants).await;
        let answer = ask(&server, sender, request, body).await;
        assert_eq!(answer.row(), row, "{variants:?}: {answer:?}");
        server.shutdown().await;
    }
}
