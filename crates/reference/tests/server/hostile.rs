//! Input that nobody sends by accident: always an error of the model, never the server's fault.

use reqwest::header::HeaderMap;
use rstest::rstest;

use crate::bench::{As, Bench};

#[rstest]
#[case::deep_lists("[".repeat(10_000).into_bytes())]
#[case::deep_closed_lists(format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)).into_bytes())]
#[case::deep_objects("{\"a\":".repeat(10_000).into_bytes())]
#[case::a_megabyte_of_text(format!("\"{}\"", "a".repeat(1_000_000)).into_bytes())]
#[case::more_than_is_kept(vec![b' '; 9 * 1024 * 1024])]
#[case::no_utf8(b"{\"name\": \"\xff\xfe\"}".to_vec())]
#[case::lone_surrogate(br#"{"name": "\ud800"}"#.to_vec())]
#[case::mark(b"\xef\xbb\xbf{\"name\": \"x\"}".to_vec())]
#[case::not_a_number(br#"{"name": NaN}"#.to_vec())]
#[case::huge_number(br#"{"latch_timeout": 1e400}"#.to_vec())]
#[case::empty(Vec::new())]
#[tokio::test]
async fn a_hostile_body_is_a_bad_request(
    #[case] body: Vec<u8>,
    #[values(
        "POST /members",
        "PATCH /systems/@me/settings",
        "PATCH /systems/@me/switches/{switch}/members"
    )]
    request: &str,
) {
    let bench = Bench::with_switches().await;
    let before = bench.server.dump_state();
    let headers = HeaderMap::from_iter([(
        "content-type".parse().unwrap(),
        "application/json".parse().unwrap(),
    )]);
    let answer = bench.send_with(As::Owner, request, headers, body).await;
    assert_eq!(answer.row(), (400, 0));
    assert_eq!(bench.server.dump_state(), before);
}

#[tokio::test]
async fn a_name_of_a_megabyte_is_too_long() {
    let bench = Bench::new().await;
    let body = format!("{{\"name\": \"{}\"}}", "a".repeat(1_000_000));
    let answer = bench
        .send(As::Owner, "PATCH /members/{member}", &body)
        .await;
    assert_eq!(answer.body["errors"]["name"][0]["actual_length"], 1_000_000);
}

#[tokio::test]
async fn odd_characters_in_a_name_are_kept() {
    let bench = Bench::new().await;
    let body = serde_json::json!({"name": "\0 \u{202e} 👩‍👩‍👧 '; DROP TABLE members; --"});
    let answer = bench
        .send(As::Owner, "PATCH /members/{member}", &body.to_string())
        .await;
    assert_eq!(answer.body["name"], body["name"]);
}

#[rstest]
#[case::none(None)]
#[case::text(Some("text/plain"))]
#[case::form(Some("application/x-www-form-urlencoded"))]
#[case::no_ascii(Some("application/json\u{e9}"))]
#[tokio::test]
async fn a_body_that_is_not_declared_as_json_is_a_bad_request(#[case] content_type: Option<&str>) {
    let bench = Bench::new().await;
    let mut headers = HeaderMap::new();
    if let Some(content_type) = content_type {
        headers.insert("content-type", content_type.parse().unwrap());
    }
    let answer = bench
        .send_with(
            As::Owner,
            "POST /members",
            headers,
            b"{\"name\": \"x\"}".to_vec(),
        )
        .await;
    assert_eq!(answer.row(), (400, 0));
}

#[rstest]
#[case::root("GET / HTTP/1.1")]
#[case::outside("GET /v1/systems/@me HTTP/1.1")]
#[case::base("GET /v2 HTTP/1.1")]
#[case::base_with_slash("GET /v2/ HTTP/1.1")]
#[case::double_slash("GET /v2//systems/abcdef HTTP/1.1")]
#[case::trailing_slash("GET /v2/systems/abcdef/ HTTP/1.1")]
#[case::dots("GET /v2/members/../members/abcdef HTTP/1.1")]
#[case::dots_upwards("GET /../../etc/passwd HTTP/1.1")]
#[case::empty_reference("GET /v2/members//groups HTTP/1.1")]
#[case::put("PUT /v2/members/abcdef HTTP/1.1")]
#[case::options("OPTIONS * HTTP/1.1")]
#[case::own_method("BREW /v2/members HTTP/1.1")]
#[case::connect("CONNECT example.org:443 HTTP/1.1")]
#[case::lower_case_method("get /v2/members/abcdef HTTP/1.1")]
#[case::bad_guild("GET /v2/systems/@me/guilds/%zz HTTP/1.1")]
#[case::bad_query("GET /v2/systems/@me/switches?limit=%zz HTTP/1.1")]
#[case::space_in_path("GET /v2/members/a b HTTP/1.1")]
#[case::control_character("GET /v2/members/\x01 HTTP/1.1")]
#[case::long_path(&format!("GET /v2/members/{} HTTP/1.1", "a/".repeat(50_000)))]
#[case::longer_path_than_is_read(&format!("GET /v2/members/{} HTTP/1.1", "a/".repeat(1_000_000)))]
#[case::longer_header_than_is_read(&format!("GET /v2/members HTTP/1.1\r\nX-Long: {}", "a".repeat(20_000_000)))]
#[case::no_version("GET /v2/members")]
#[case::two_lengths("POST /v2/members HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2")]
#[case::bad_length("POST /v2/members HTTP/1.1\r\nContent-Length: many")]
#[case::many_headers(&format!("GET /v2/members/abcdef HTTP/1.1{}", "\r\nX-Many: 1".repeat(150)))]
#[tokio::test]
async fn an_odd_request_gets_the_error_model(#[case] start: &str) {
    let bench = Bench::new().await;
    let token = &bench.server.seed_values().token;
    let head = format!(
        "{start}\r\nHost: x\r\nUser-Agent: x\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(bench.send_raw(head.as_bytes()).await.row(), (400, 0));
}

#[rstest]
#[case::missing("")]
#[case::empty("User-Agent:\r\n")]
#[case::blank("User-Agent:   \r\n")]
#[tokio::test]
async fn a_request_without_a_user_agent_is_bad(#[case] line: &str) {
    let bench = Bench::new().await;
    let system = bench.fill("{system}");
    let head =
        format!("GET /v2/systems/{system} HTTP/1.1\r\nHost: x\r\n{line}Connection: close\r\n\r\n");
    assert_eq!(bench.send_raw(head.as_bytes()).await.row(), (400, 0));
}

#[tokio::test]
async fn a_body_that_is_wrongly_chunked_is_a_bad_request() {
    let bench = Bench::new().await;
    let token = &bench.server.seed_values().token;
    let head = format!(
        "POST /v2/members HTTP/1.1\r\nHost: x\r\nUser-Agent: x\r\nAuthorization: {token}\r\n\
         Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n"
    );
    assert_eq!(bench.send_raw(head.as_bytes()).await.row(), (400, 0));
}
