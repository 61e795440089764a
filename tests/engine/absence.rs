//! A target that cannot be reached in the middle of a run, and somebody who does not wish to wait for it.

use std::net::SocketAddr;
use std::time::Duration;

use badreq::contract::{Edition, TokenHeader};
use badreq::exchange::{Request, RequestHeaderValue, WireBytes};
use badreq::fixture::TargetClient;
use badreq::run::{CancelReason, CancelSignal};
use badreq::suite::RequestDefaults;
use badreq::target::{Credentials, SendError, Target, TargetOptions};
use rstest::rstest;
use tokio::net::TcpSocket;
use tokio::time::{Instant, sleep};

use crate::engine::bench::inputs;

/// A line to a port on which nobody listens, for as long as the socket lives.
fn line(stop: &CancelSignal) -> (TargetClient, TcpSocket) {
    let socket = TcpSocket::new_v4().expect("there are sockets");
    let local = SocketAddr::from(([127, 0, 0, 1], 0));
    socket.bind(local).expect("a port is free");
    let address = socket.local_addr().expect("it is bound");
    let base = format!("http://{address}").parse().expect("it is a URL");
    let options = TargetOptions::new(base, Credentials::default());
    let target = Target::new(options).expect("no TLS is needed");
    let usual = RequestDefaults {
        user_agent: "badreq/test".to_owned(),
        token_header: TokenHeader::from_name("authorization"),
        triggers: std::collections::BTreeMap::new(),
    };
    let contract = &inputs(Edition::Errata).0;
    let line = TargetClient::new(target, usual, contract.model.clone(), None, stop.clone());
    (line, socket)
}

/// It has a connection of its own, and so no clock of a pool.
fn request(method: &str) -> Request {
    let agent = RequestHeaderValue::Plain(WireBytes::from("badreq/test"));
    Request {
        method: method.to_owned(),
        target: "/x".to_owned(),
        headers: vec![("user-agent".to_owned(), agent)],
        body: None,
    }
}

#[rstest]
#[tokio::test(start_paused = true)]
async fn a_target_that_is_away_is_waited_for_by_all_together(
    #[values("GET", "POST", "DELETE")] method: &str,
) {
    let (line, _socket) = line(&CancelSignal::default());
    let began = Instant::now();
    let request = request(method);
    let all = (0..9).map(|_| line.send(&request));
    for answer in futures_util::future::join_all(all).await {
        assert!(
            matches!(answer, Err(SendError::Connect { .. })),
            "{answer:?}"
        );
    }
    let took = began.elapsed();
    let ten = Duration::from_secs(10);
    assert!(took >= ten && took < ten * 2, "{took:?}");
    assert!(line.is_target_down());
    assert!(line.target().traffic().repeated > 0);
    // Nobody waits for it a second time.
    assert!(line.send(&request).await.is_err());
    assert_eq!(began.elapsed(), took);
}

#[tokio::test(start_paused = true)]
async fn undoing_waits_anew_and_not_as_long() {
    let (line, _socket) = line(&CancelSignal::default());
    assert!(line.send(&request("GET")).await.is_err());
    let undoing = line.for_undoing();
    let began = Instant::now();
    assert!(undoing.send(&request("DELETE")).await.is_err());
    let took = began.elapsed();
    let five = Duration::from_secs(5);
    assert!(took >= five && took < five * 2, "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn whoever_stops_waits_for_no_target_that_is_away() {
    let stop = CancelSignal::default();
    let (line, _socket) = line(&stop);
    let pull = async {
        sleep(Duration::from_secs(4)).await;
        stop.cancel(CancelReason::Interrupt);
    };
    let began = Instant::now();
    let request = request("GET");
    let (answer, ()) = tokio::join!(line.send(&request), pull);
    assert_eq!(answer, Err(SendError::Cancelled));
    // In the middle of a pause, and not behind it.
    let took = began.elapsed();
    assert!(took < Duration::from_millis(4500), "{took:?}");
    // What was made is undone all the same.
    let answer = line.for_undoing().send(&request).await;
    assert!(
        matches!(answer, Err(SendError::Connect { .. })),
        "{answer:?}"
    );
}
