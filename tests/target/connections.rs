//! How connections are used again, and what happens when one is gone.

use badreq::target::{IncompleteResponsePart, SendError};
use rstest::rstest;

use crate::target::server::{Reply, Server, ordinary, verbatim};

fn ok() -> Reply {
    Reply::json("200 OK", "{}")
}

#[tokio::test]
async fn ordinary_requests_share_connections() {
    let server = Server::start(vec![ok()]).await;
    let target = server.target();
    for method in ["GET", "PATCH", "DELETE", "GET"] {
        target
            .send(&ordinary(method, "/x"))
            .await
            .expect("the server answers");
    }
    assert_eq!(server.requests().len(), 4);
    assert!(server.connections() < 4);
}

#[tokio::test]
async fn a_verbatim_request_has_a_connection_of_its_own() {
    let server = Server::start(vec![ok()]).await;
    let target = server.target();
    for _ in 0..3 {
        target
            .send(&verbatim("GET", "/x"))
            .await
            .expect("the server answers");
    }
    assert_eq!(server.connections(), 3);
}

#[rstest]
#[case::reading("GET")]
#[case::writing("POST")]
#[tokio::test]
async fn a_connection_that_the_server_closed_between_requests_does_no_harm(#[case] method: &str) {
    let Reply::Stay(bytes) = ok() else {
        panic!("it stays")
    };
    let server = Server::start(vec![Reply::Close(bytes)]).await;
    let target = server.target();
    for count in 1..=3 {
        target
            .send(&ordinary(method, "/x"))
            .await
            .expect("the server answers");
        server.closed(count).await;
    }
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_read_whose_shared_connection_breaks_is_repeated_once() {
    let server = Server::start(vec![ok(), Reply::Close(Vec::new()), ok()]).await;
    let target = server.target();
    for _ in 0..2 {
        target
            .send(&ordinary("GET", "/x"))
            .await
            .expect("the server answers");
    }
    assert_eq!(server.requests().len(), 3);
    let traffic = target.traffic();
    assert_eq!((traffic.requests, traffic.repeated), (3, 1));
}

#[tokio::test]
async fn a_read_that_never_gets_an_answer_is_not_repeated_forever() {
    let server = Server::start(vec![ok(), Reply::Close(Vec::new())]).await;
    let target = server.target();
    target
        .send(&ordinary("GET", "/x"))
        .await
        .expect("the server answers");
    let error = target
        .send(&ordinary("GET", "/x"))
        .await
        .expect_err("there is no answer");
    assert!(
        matches!(
            error,
            SendError::ConnectionBroken {
                at: IncompleteResponsePart::Head,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn what_may_have_had_an_effect_is_not_repeated() {
    let server = Server::start(vec![ok(), Reply::Close(Vec::new()), ok()]).await;
    let target = server.target();
    target
        .send(&ordinary("GET", "/x"))
        .await
        .expect("the server answers");
    let error = target
        .send(&ordinary("POST", "/x"))
        .await
        .expect_err("there is no answer");
    assert!(
        matches!(
            error,
            SendError::ConnectionBroken {
                at: IncompleteResponsePart::Head,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(server.requests().len(), 2);
}

/// A server may close a connection in the moment in which it is used again, and nobody would be to blame.
#[rstest]
#[case::making("POST")]
#[case::changing("PATCH")]
#[case::removing("DELETE")]
#[tokio::test]
async fn what_cannot_be_repeated_leaves_on_a_connection_that_is_new(#[case] method: &str) {
    let server = Server::start(vec![ok()]).await;
    let target = server.target();
    for method in ["GET", method, method] {
        target
            .send(&ordinary(method, "/x"))
            .await
            .expect("the server answers");
    }
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn a_burst_leaves_side_by_side() {
    let server = Server::start(vec![ok()]).await;
    let target = server.target();
    let request = ordinary("GET", "/x");
    let burst = (0..30).map(|_| target.send_unthrottled(&request));
    let answers = futures_util::future::join_all(burst).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(target.traffic().unlimited.sent, 30);
}
