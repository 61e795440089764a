//! Recording: what arrived, byte for byte.

use badreq_reference::{RecordingMode, ServerOptions, ServerRateLimits};

use crate::bench::{As, Bench};

async fn recording() -> Bench {
    Bench::with(ServerOptions {
        limits: ServerRateLimits::None,
        recording: RecordingMode::On,
        ..ServerOptions::default()
    })
    .await
}

#[tokio::test]
async fn requests_are_kept_as_they_arrived() {
    let bench = recording().await;
    let one =
        b"GET /v2/members/%41/../x?a=%zz&&b HTTP/1.1\r\nhOsT:  x \r\nUser-Agent: odd\tone\r\n\r\n";
    let two = b"POST /v2/members HTTP/1.1\r\nHost: x\r\nContent-Type: text/odd\r\nContent-Length: 6\r\nConnection: close\r\n\r\n";
    let body = b"{\"\xff\0\r\n";
    let bytes = [&one[..], two, body].concat();
    let addr = bench.server.url().replace("http://", "").replace("/v2", "");
    let mut stream = tokio::net::TcpStream::connect(addr).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, &bytes)
        .await
        .unwrap();
    tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut Vec::new())
        .await
        .unwrap();
    let recorded = bench.server.recorded_requests();
    assert_eq!(recorded.len(), 2);
    assert_eq!(
        (recorded[0].head.as_slice(), recorded[0].body.as_slice()),
        (&one[..], &b""[..])
    );
    assert_eq!(
        (recorded[1].head.as_slice(), recorded[1].body.as_slice()),
        (&two[..], &body[..])
    );
}

#[tokio::test]
async fn chunks_are_joined() {
    let bench = recording().await;
    let head = b"POST /v2/members HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    bench
        .send_raw(&[&head[..], b"2\r\n{}\r\n1\r\n \r\n0\r\n\r\n"].concat())
        .await;
    let recorded = bench.server.recorded_requests();
    assert_eq!(recorded[0].head, head);
    assert_eq!(recorded[0].body, b"{} ");
}

#[tokio::test]
async fn what_was_cleared_is_gone() {
    let bench = recording().await;
    bench.get(As::Owner, "/members/{member}").await;
    assert_eq!(bench.server.recorded_requests().len(), 1);
    bench.server.clear_recorded();
    assert_eq!(bench.server.recorded_requests(), []);
}

#[tokio::test]
async fn nothing_is_kept_unless_asked() {
    let bench = Bench::new().await;
    bench.get(As::Owner, "/members/{member}").await;
    assert_eq!(bench.server.recorded_requests(), []);
}
