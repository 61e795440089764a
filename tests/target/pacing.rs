//! The pace of a target that knows its limits. How it is kept is tested beside its code, where time is not real.

use std::time::{Duration, Instant};

use badreq::contract::{RateLimitHeaderNames, RateLimitScope, RateLimits};
use badreq::target::{CancelReason, CancelSignal, SendError, Target};

use crate::target::server::{Reply, Server, ordinary, verbatim};

pub(crate) fn limits() -> RateLimits {
    RateLimits {
        window_ms: 1000,
        headers: RateLimitHeaderNames {
            limit: "x-limit".to_owned(),
            remaining: "x-remaining".to_owned(),
            reset: "x-reset".to_owned(),
            scope: "x-scope".to_owned(),
        },
        scopes: vec![RateLimitScope {
            name: "read".to_owned(),
            methods: vec!["GET".to_owned()],
            path_prefix: String::new(),
            limit: 10,
        }],
    }
}

async fn paced() -> (Server, Target) {
    let server = Server::start(vec![Reply::json("200 OK", "{}")]).await;
    let mut options = server.options();
    options.rate_limits = Some(limits());
    let target = Target::new(options).expect("no TLS is needed");
    (server, target)
}

#[tokio::test]
async fn whichever_way_requests_take_they_keep_one_pace() {
    let (_server, target) = paced().await;
    let start = Instant::now();
    for request in [
        ordinary("GET", "/x"),
        verbatim("GET", "/x"),
        ordinary("GET", "/x"),
    ] {
        target.send(&request).await.expect("the server answers");
    }
    assert!(
        start.elapsed() >= Duration::from_millis(202),
        "{:?}",
        start.elapsed()
    );
    let read = target.traffic().scopes["read"];
    assert_eq!(read.sent, 3);
    assert!(read.peak_per_second <= 3, "{read:?}");
}

#[tokio::test]
async fn a_clone_keeps_the_same_pace() {
    let (_server, target) = paced().await;
    let request = ordinary("GET", "/x");
    let start = Instant::now();
    let twin = target.clone();
    let (first, second) = tokio::join!(target.send(&request), twin.send(&request));
    assert!(first.is_ok() && second.is_ok());
    assert!(
        start.elapsed() >= Duration::from_millis(101),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(target.traffic().requests, 2);
}

#[tokio::test]
async fn a_held_scope_is_silent_for_as_long_as_asked() {
    let (_server, target) = paced().await;
    assert!(target.pause_scope("read", Duration::from_millis(400)));
    assert!(!target.pause_scope("write", Duration::from_secs(400)));
    let start = Instant::now();
    target
        .send_unthrottled(&ordinary("GET", "/x"))
        .await
        .expect("the server answers");
    target
        .send(&ordinary("PATCH", "/x"))
        .await
        .expect("the server answers");
    target
        .send(&ordinary("GET", "/x"))
        .await
        .expect("the server answers");
    // The hold began before the clock was looked at.
    assert!(
        start.elapsed() >= Duration::from_millis(390),
        "{:?}",
        start.elapsed()
    );
    let traffic = target.traffic();
    assert_eq!(
        (traffic.scopes["read"].sent, traffic.unlimited.sent),
        (2, 1)
    );
}

#[tokio::test(start_paused = true)]
async fn whoever_stops_waits_for_no_turn() {
    let (server, target) = paced().await;
    assert!(target.pause_scope("read", Duration::from_secs(3600)));
    let stop = CancelSignal::default();
    let request = ordinary("GET", "/x");
    let pull = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        stop.cancel(CancelReason::Interrupt);
    };
    let (answer, ()) = tokio::join!(target.send_unless_cancelled(&request, &stop), pull);
    assert_eq!(answer, Err(SendError::Cancelled));
    assert_eq!(server.connections(), 0);
}
