//! What is said when no answer comes, or none that is one.

use std::net::SocketAddr;
use std::time::Duration;

use badreq::exchange::{Actor, FailureOrigin, Request};
use badreq::target::{
    CancelReason, CancelSignal, Credentials, IncompleteResponsePart, SendError, Target,
    TargetOptions, TimeoutPhase,
};
use rstest::rstest;
use tokio::net::TcpSocket;

use crate::target::server::{
    OWNER, PATIENCE, Reply, STRANGER, Server, ordinary, verbatim, with_token,
};

const MOMENT: Duration = Duration::from_millis(300);

async fn failure(reply: Reply, request: &Request, patience: Duration) -> SendError {
    let server = Server::start(vec![reply]).await;
    let mut options = server.options();
    options.timeouts.response = patience;
    let target = Target::new(options).expect("no TLS is needed");
    let request = with_token(request.clone(), Actor::Owner);
    let error = target.send(&request).await.expect_err("there is no answer");
    let text = format!("{error} {error:?} {target:?}");
    assert!(!text.contains(OWNER) && !text.contains(STRANGER), "{text}");
    error
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn a_silent_server_is_not_waited_for_longer_than_said(#[case] request: Request) {
    let error = failure(Reply::Silence, &request, MOMENT).await;
    assert_eq!(
        error,
        SendError::Timeout {
            phase: TimeoutPhase::FirstByte,
            after: MOMENT
        }
    );
    assert_eq!(error.failure_origin(), FailureOrigin::Target);
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn a_body_that_never_ends_is_not_waited_for_longer_than_said(#[case] request: Request) {
    let reply = Reply::Stay(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n123".to_vec());
    let error = failure(reply, &request, MOMENT).await;
    assert!(
        matches!(
            error,
            SendError::Timeout {
                phase: TimeoutPhase::Response,
                ..
            }
        ),
        "{error:?}"
    );
}

/// Each byte of it comes in time, the whole does not.
#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn a_body_that_drips_is_not_waited_for_longer_than_said(#[case] request: Request) {
    let reply = Reply::Drip(b"HTTP/1.1 200 OK\r\n\r\n".to_vec());
    let error = failure(reply, &request, MOMENT).await;
    assert_eq!(
        error,
        SendError::Timeout {
            phase: TimeoutPhase::Response,
            after: MOMENT
        }
    );
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn for_the_beginning_of_an_answer_there_is_a_time_of_its_own(#[case] request: Request) {
    let server = Server::start(vec![Reply::Silence]).await;
    let mut options = server.options();
    options.timeouts.first_byte = MOMENT;
    let target = Target::new(options).expect("no TLS is needed");
    // Long before the whole answer would be late.
    let answer = tokio::time::timeout(PATIENCE / 2, target.send(&request)).await;
    let error = answer
        .expect("it is not waited for the whole answer")
        .expect_err("there is no answer");
    assert_eq!(
        error,
        SendError::Timeout {
            phase: TimeoutPhase::FirstByte,
            after: MOMENT
        }
    );
    assert_eq!(error.failure_origin(), FailureOrigin::Target);
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn headers_of_a_megabyte_are_not_read(#[case] request: Request) {
    let head = format!("HTTP/1.1 200 OK\r\na: {}\r\n\r\n", "x".repeat(1_000_000));
    let error = failure(Reply::Close(head.into_bytes()), &request, PATIENCE).await;
    assert!(matches!(error, SendError::HeadTooLarge { .. }), "{error:?}");
    assert_eq!(error.failure_origin(), FailureOrigin::Target);
}

/// The top-level domain is reserved for names that are nobody's.
#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn a_host_without_an_address_is_named(#[case] request: Request) {
    let base = "http://nowhere.invalid".parse().expect("it is a base URL");
    let options = TargetOptions::new(base, Credentials::default());
    let target = Target::new(options).expect("no TLS is needed");
    let error = target
        .send(&request)
        .await
        .expect_err("there is no address");
    assert!(
        matches!(&error, SendError::DnsLookup { host, .. } if host == "nowhere.invalid"),
        "{error:?}"
    );
    assert!(
        error
            .to_string()
            .starts_with("no address for nowhere.invalid: "),
        "{error}"
    );
    assert_eq!(error.failure_origin(), FailureOrigin::Network);
}

#[tokio::test]
async fn whoever_wishes_to_stop_waits_for_no_turn_and_sends_nothing() {
    let server = Server::start(vec![Reply::json("200 OK", "{}")]).await;
    let target = server.target();
    let stop = CancelSignal::default();
    stop.cancel(CancelReason::Interrupt);
    let error = target
        .send_unless_cancelled(&ordinary("GET", "/x"), &stop)
        .await
        .expect_err("nothing is sent");
    assert_eq!(error, SendError::Cancelled);
    assert_eq!(server.connections(), 0);
}

#[rstest]
#[case::nothing("", IncompleteResponsePart::Head)]
#[case::half_a_head("HTTP/1.1 200 OK\r\ncontent-le", IncompleteResponsePart::Head)]
#[case::half_a_body(
    "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n123",
    IncompleteResponsePart::Body
)]
#[case::half_a_chunk(
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n123",
    IncompleteResponsePart::Body
)]
#[tokio::test]
async fn an_answer_that_breaks_off_says_where(
    #[case] answered: &str,
    #[case] expected: IncompleteResponsePart,
    #[values(ordinary("GET", "/x"), verbatim("GET", "/x"))] request: Request,
) {
    let error = failure(
        Reply::Close(answered.as_bytes().to_vec()),
        &request,
        PATIENCE,
    )
    .await;
    assert!(
        matches!(error, SendError::ConnectionBroken { at, .. } if at == expected),
        "{error:?}"
    );
    assert_eq!(error.failure_origin(), FailureOrigin::Target);
}

#[rstest]
#[case::other_protocol("220 mail.example ESMTP\r\n\r\n")]
#[case::status_that_is_none("HTTP/1.1 abc\r\n\r\n")]
#[case::header_that_is_none("HTTP/1.1 200 OK\r\n\x01: b\r\n\r\n")]
#[tokio::test]
async fn an_answer_that_is_not_http_is_called_so(
    #[case] answered: &str,
    #[values(ordinary("GET", "/x"), verbatim("GET", "/x"))] request: Request,
) {
    let error = failure(
        Reply::Close(answered.as_bytes().to_vec()),
        &request,
        PATIENCE,
    )
    .await;
    assert!(
        matches!(error, SendError::MalformedResponse { .. }),
        "{error:?}"
    );
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn where_nobody_listens_the_address_is_named(#[case] request: Request) {
    // Bound, so that nobody else gets the port, and not listening.
    let socket = TcpSocket::new_v4().expect("there are sockets");
    let local = SocketAddr::from(([127, 0, 0, 1], 0));
    socket.bind(local).expect("a port is free");
    let address = socket.local_addr().expect("it is bound").to_string();
    let base = format!("http://{address}")
        .parse()
        .expect("it is a base URL");
    let options = TargetOptions::new(base, Credentials::default());
    let target = Target::new(options).expect("no TLS is needed");
    let error = target.send(&request).await.expect_err("nobody listens");
    assert!(
        matches!(&error, SendError::Connect { address: named, .. } if *named == address),
        "{error:?}"
    );
    assert!(error.to_string().contains("refused"), "{error}");
    assert_eq!(error.failure_origin(), FailureOrigin::Network);
}

#[tokio::test]
async fn reachable_is_whoever_answers_at_all() {
    let server = Server::start(vec![Reply::json("404 Not Found", "nothing here")]).await;
    assert_eq!(server.target().check_reachable().await, Ok(()));
    assert!(server.requests()[0].starts_with("GET /v2/ HTTP/1.1\n"));

    let mute = Server::start(vec![Reply::Close(Vec::new())]).await;
    assert!(mute.target().check_reachable().await.is_err());
}
