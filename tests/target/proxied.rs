//! What a proxy on the way sees, and what it cannot.

use std::sync::{Arc, Mutex};

use badreq::exchange::{Actor, FailureOrigin, Request};
use badreq::target::{Credentials, SendError, Target};
use rstest::rstest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::target::secured::{options, secured};
use crate::target::server::{OWNER, Reply, Server, ordinary, verbatim, with_token};

#[rstest]
#[case::pooled(ordinary("GET", "/x?a=b"), "/x?a=b")]
#[case::verbatim(verbatim("GET", "/../x"), "/../x")]
#[tokio::test]
async fn a_plain_request_goes_to_the_proxy_and_names_the_server(
    #[case] request: Request,
    #[case] target: &str,
) {
    let proxy = Server::start(vec![Reply::json("200 OK", "{}")]).await;
    let mut options = proxy.options();
    options.base_url = "http://staging.invalid:81/v2"
        .parse()
        .expect("it is a base URL");
    options.proxy = Some(proxy_at(proxy.address.port()));
    let way = Target::new(options).expect("no TLS is needed");
    way.send(&with_token(request, Actor::Owner))
        .await
        .expect("the proxy answers");
    let received = proxy.requests()[0].clone();
    assert_eq!(
        received.lines().next(),
        Some(format!("GET http://staging.invalid:81/v2{target} HTTP/1.1").as_str())
    );
    assert!(received.contains("\nhost: staging.invalid:81\n"));
    assert!(received.contains(&format!("\nauthorization: {OWNER}\n")));
    assert_eq!(received.matches('\n').count(), received.lines().count());
}

/// The host is one that only the proxy knows how to reach.
#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/../x"))]
#[tokio::test]
async fn a_target_behind_tls_is_reached_through_a_tunnel(#[case] request: Request) {
    let (proxy, heads) = tunnelling(secured().await, "200 OK").await;
    let mut options = options("localhost", 4);
    options.proxy = Some(proxy_at(proxy));
    let token = Some(OWNER.parse().expect("it is a token"));
    options.credentials = Credentials::new(token, None).expect("there is one");
    let target = Target::new(options).expect("there are roots");
    let request = with_token(request, Actor::Owner);
    let exchange = target.send(&request).await.expect("the server answers");
    assert_eq!(exchange.response.status, 200);
    let heads = heads.lock().expect("nobody panicked").clone();
    let [head] = heads.as_slice() else {
        panic!("one tunnel, not {heads:?}");
    };
    assert!(
        head.starts_with("CONNECT localhost:4 HTTP/1.1\r\n"),
        "{head}"
    );
    assert!(!head.contains(OWNER), "{head}");
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/../x"))]
#[tokio::test]
async fn a_proxy_that_opens_no_tunnel_is_named(#[case] request: Request) {
    let (proxy, _) = tunnelling(0, "403 Forbidden").await;
    let mut options = options("localhost", 4);
    options.proxy = Some(proxy_at(proxy));
    let target = Target::new(options).expect("there are roots");
    let error = target.send(&request).await.expect_err("there is no way");
    assert!(matches!(error, SendError::Connect { .. }), "{error:?}");
    let text = error.to_string();
    let named = format!("localhost:4 through the proxy http://127.0.0.1:{proxy}");
    assert!(text.contains(&named), "{text}");
}

/// A target that a plain request to this proxy is for, and the proxy with a password.
fn behind_a_closed_proxy(proxy: &Server) -> Target {
    let mut options = proxy.options();
    options.base_url = "http://staging.invalid:81/v2"
        .parse()
        .expect("it is a base URL");
    let address = format!("http://runner:s3cret@{}", proxy.address);
    options.proxy = Some(address.parse().expect("it is a proxy"));
    Target::new(options).expect("no TLS is needed")
}

/// What a proxy is sent for the user name and the password of its URL.
const AUTHORIZATION: &str = "proxy-authorization: Basic cnVubmVyOnMzY3JldA==";

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/../x"))]
#[tokio::test]
async fn a_plain_request_carries_the_password_of_the_proxy(#[case] request: Request) {
    let proxy = Server::start(vec![Reply::json("200 OK", "cnVubmVyOnMzY3JldA==")]).await;
    let exchange = behind_a_closed_proxy(&proxy)
        .send(&request)
        .await
        .expect("the proxy answers");
    let received = proxy.requests()[0].clone();
    assert!(
        received.contains(&format!("\n{AUTHORIZATION}\n")),
        "{received}"
    );
    assert!(
        !format!("{exchange:?}").contains("cnVubmVy"),
        "{exchange:?}"
    );
    assert!(
        exchange
            .request
            .header_value("proxy-authorization")
            .is_none()
    );
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/../x"))]
#[tokio::test]
async fn a_proxy_that_wants_another_password_is_no_answer_of_the_target(#[case] request: Request) {
    let proxy = Server::start(vec![Reply::json("407 Proxy Authentication Required", "")]).await;
    let error = behind_a_closed_proxy(&proxy)
        .send(&request)
        .await
        .expect_err("the target is not reached");
    is_told_without_the_password(&error, proxy.address.port());
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/../x"))]
#[tokio::test]
async fn a_tunnel_is_asked_for_with_the_password_of_the_proxy(
    #[case] request: Request,
    #[values("200 OK", "407 Proxy Authentication Required")] status: &'static str,
) {
    let (port, heads) = tunnelling(secured().await, status).await;
    let mut options = options("localhost", 4);
    let address = format!("http://runner:s3cret@127.0.0.1:{port}");
    options.proxy = Some(address.parse().expect("it is a proxy"));
    let target = Target::new(options).expect("there are roots");
    match target.send(&request).await {
        Ok(exchange) => assert_eq!((status, exchange.response.status), ("200 OK", 200)),
        Err(error) => is_told_without_the_password(&error, port),
    }
    let head = heads.lock().expect("nobody panicked")[0].to_lowercase();
    assert!(
        head.contains(&format!("\r\n{}\r\n", AUTHORIZATION.to_lowercase())),
        "{head}"
    );
}

fn is_told_without_the_password(error: &SendError, port: u16) {
    assert!(
        matches!(error, SendError::ProxyAuthentication { .. }),
        "{error:?}"
    );
    assert_eq!(error.failure_origin(), FailureOrigin::Network);
    let text = error.to_string();
    assert!(text.contains(&format!("http://127.0.0.1:{port}")), "{text}");
    assert!(!text.contains("s3cret"), "{text}");
}

fn proxy_at(port: u16) -> badreq::target::Proxy {
    format!("http://127.0.0.1:{port}")
        .parse()
        .expect("it is a proxy")
}

/// Starts a proxy that leads every tunnel to this port of this machine, and keeps what it is asked.
async fn tunnelling(port: u16, status: &'static str) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a port is free");
    let own = listener.local_addr().expect("it is bound").port();
    let heads = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heads);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let kept = Arc::clone(&kept);
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.expect("a head comes"));
                }
                let text = String::from_utf8(head).expect("it is text");
                kept.lock().expect("nobody panicked").push(text);
                let answer = format!("HTTP/1.1 {status}\r\n\r\n");
                stream
                    .write_all(answer.as_bytes())
                    .await
                    .expect("somebody reads");
                if status.starts_with('2') {
                    let server = TcpStream::connect(("127.0.0.1", port)).await;
                    let mut server = server.expect("the server is there");
                    // However the two part.
                    drop(tokio::io::copy_bidirectional(&mut stream, &mut server).await);
                }
            });
        }
    });
    (own, heads)
}
