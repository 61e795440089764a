//! What is made of an answer.

use std::io::Write;

use badreq::exchange::{Actor, Exchange, Request, WireBytes};
use badreq::target::{ExceededBodyLimit, SendError};
use flate2::Compression;
use flate2::write::GzEncoder;
use rstest::rstest;

use crate::target::server::{OWNER, Reply, STRANGER, Server, ordinary, verbatim};

async fn answer(reply: Reply, request: &Request) -> Exchange {
    let server = Server::start(vec![reply]).await;
    server
        .target()
        .send(request)
        .await
        .expect("the server answers")
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn status_headers_and_body_come_back_as_they_came(#[case] request: Request) {
    let reply = Reply::Stay(
        b"HTTP/1.1 418 I am\r\nX-A: 1\r\nx-b: \xff\r\nX-a: 2\r\nContent-Length: 3\r\n\r\n\xfe{\0"
            .to_vec(),
    );
    let response = answer(reply, &request).await.response;
    let header = |name: &str, value: &[u8]| (name.to_owned(), WireBytes(value.to_vec()));
    assert_eq!(response.status, 418);
    assert_eq!(
        response.headers,
        [
            header("x-a", b"1"),
            header("x-a", b"2"),
            header("x-b", b"\xff"),
            header("content-length", b"3")
        ]
    );
    assert_eq!(response.body, WireBytes(b"\xfe{\0".to_vec()));
    assert_eq!(response.tokens_seen, []);
}

/// RFC 9112, 5.2.
#[rstest]
#[case::space("one\r\n two", "one two")]
#[case::tab_and_spaces("one \r\n\t  two", "one two")]
#[case::several_lines("one\r\n two\r\n three", "one two three")]
#[tokio::test]
async fn a_folded_header_is_read_as_one_line(
    #[case] folded: &str,
    #[case] expected: &str,
    #[values(ordinary("GET", "/x"), verbatim("GET", "/x"))] request: Request,
) {
    let head = format!("200 OK\r\nx-long: {folded}");
    let response = answer(Reply::json(&head, "{}"), &request).await.response;
    assert_eq!(response.header_text("x-long").as_deref(), Some(expected));
    assert_eq!(response.body, WireBytes::from("{}"));
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed(#[case] request: Request) {
    let server = Server::start(vec![Reply::json("302 Found\r\nlocation: /elsewhere", "")]).await;
    let exchange = server
        .target()
        .send(&request)
        .await
        .expect("the server answers");
    assert_eq!(exchange.response.status, 302);
    assert_eq!(server.requests().len(), 1);
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn tokens_in_an_answer_are_replaced_and_told(#[case] request: Request) {
    let head = format!("400 Bad Request\r\nx-echo: <{STRANGER}>");
    let body = format!("{{\"sent\": \"{OWNER}\"}}");
    let response = answer(Reply::json(&head, &body), &request).await.response;
    assert_eq!(
        response.header_text("x-echo").as_deref(),
        Some("<[stranger token]>")
    );
    assert_eq!(
        response.body,
        WireBytes::from("{\"sent\": \"[owner token]\"}")
    );
    assert_eq!(response.tokens_seen, [Actor::Owner, Actor::Stranger]);
}

#[rstest]
#[case::chunks("transfer-encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n")]
#[case::until_the_end("\r\n{\"a\":1}")]
#[tokio::test]
async fn a_body_is_read_however_it_is_framed(
    #[case] answered: &str,
    #[values(ordinary("GET", "/x"), verbatim("GET", "/x"))] request: Request,
) {
    let reply = Reply::Close(format!("HTTP/1.1 200 OK\r\n{answered}").into_bytes());
    let response = answer(reply, &request).await.response;
    assert_eq!(response.body, WireBytes::from("{\"a\":1}"));
}

#[rstest]
#[case::no_content("DELETE", "204 No Content\r\nx-a: 1", 204)]
#[case::head("HEAD", "200 OK\r\ncontent-length: 9", 200)]
#[tokio::test]
async fn an_answer_without_a_body_is_complete(
    #[case] method: &str,
    #[case] head: &str,
    #[case] status: u16,
    #[values("accept", "x-accept")] name: &str,
) {
    let request = crate::target::server::request(method, "/x", &[(name, "*/*")]);
    let reply = Reply::Stay(format!("HTTP/1.1 {head}\r\n\r\n").into_bytes());
    let response = answer(reply, &request).await.response;
    assert_eq!(
        (response.status, response.body),
        (status, WireBytes::default())
    );
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn a_body_is_read_up_to_its_bound(#[case] request: Request) {
    let server = Server::start(vec![
        Reply::json("200 OK", "12345"),
        Reply::json("200 OK", "123456"),
    ])
    .await;
    let mut options = server.options();
    options.max_body = 5;
    let target = badreq::target::Target::new(options).expect("no TLS is needed");
    let bound = target.send(&request).await.expect("it is not too long");
    assert_eq!(bound.response.body, WireBytes::from("12345"));
    assert_eq!(
        target.send(&request).await,
        Err(SendError::BodyTooLarge {
            limit: ExceededBodyLimit::Bytes(5)
        })
    );
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder
        .write_all(text.as_bytes())
        .expect("a vector takes everything");
    encoder.finish().expect("a vector takes everything")
}

fn compressed(body: &[u8]) -> Reply {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    Reply::Stay([head.as_bytes(), body].concat())
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn a_body_that_is_compressed_unasked_is_decoded_before_tokens_are_replaced(
    #[case] request: Request,
) {
    let body = gzip(&format!("{{\"sent\": \"{OWNER}\"}}"));
    let response = answer(compressed(&body), &request).await.response;
    assert_eq!(
        response.body,
        WireBytes::from("{\"sent\": \"[owner token]\"}")
    );
    assert_eq!(response.tokens_seen, [Actor::Owner]);
    assert_eq!(
        response.header_text("content-encoding").as_deref(),
        Some("gzip")
    );
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn a_body_that_is_only_called_compressed_is_judged_as_it_came(#[case] request: Request) {
    let response = answer(compressed(b"{}"), &request).await.response;
    assert_eq!(response.body, WireBytes::from("{}"));
}

#[tokio::test]
async fn an_answer_that_comes_before_the_body_was_read_is_heard() {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let server = async {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut stream, _) = listener.accept().await.expect("somebody connects");
        let mut some = [0; 100];
        stream.read_exact(&mut some).await.expect("a request comes");
        let reply = b"HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\n{}";
        stream.write_all(reply).await.expect("the answer fits");
        stream
    };
    let base = format!("http://{address}")
        .parse()
        .expect("it is a base URL");
    let options = badreq::target::TargetOptions::new(base, badreq::target::Credentials::default());
    let target = badreq::target::Target::new(options).expect("no TLS is needed");
    let request = crate::target::server::with_body(ordinary("POST", "/x"), &vec![b'x'; 20_000_000]);
    let (_open, exchange) = tokio::join!(server, target.send(&request));
    assert_eq!(exchange.expect("the server answers").response.status, 413);
}

#[tokio::test]
async fn the_time_of_an_exchange_is_told() {
    let timing = answer(Reply::json("200 OK", "{}"), &ordinary("GET", "/x"))
        .await
        .timing;
    assert!(
        timing.elapsed_us > 0 && timing.received_unix_ms >= timing.sent_unix_ms,
        "{timing:?}"
    );
    assert!(timing.sent_unix_ms > 1_600_000_000_000, "{timing:?}");
}
