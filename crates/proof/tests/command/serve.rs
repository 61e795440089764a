//! `badreq-proof serve`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::{Map, Value};

use super::call::badreq_proof;

/// A server in a process of its own; it ends with the test.
struct Served {
    child: Child,
    /// The line that it printed.
    ready: Value,
}

impl Served {
    fn start(args: &[&str]) -> Self {
        let mut child = badreq_proof(&[&["serve", "--limits", "none"], args].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command starts");
        let out = child.stdout.take().expect("standard output is piped");
        let mut line = String::new();
        let read = BufReader::new(out).read_line(&mut line);
        read.expect("the line can be read");
        let ready = serde_json::from_str(&line).expect("the line is JSON");
        Self { child, ready }
    }

    fn text(&self, key: &str) -> &str {
        self.ready[key].as_str().expect("the line has this key")
    }

    /// Sends a GET as the owner; returns the head and the body of the response.
    fn get(&self, path: &str) -> (String, Map<String, Value>) {
        let url = self.text("url");
        let address = url.trim_start_matches("http://").trim_end_matches("/v2");
        let mut stream = TcpStream::connect(address).expect("the server listens");
        let token = self.text("token");
        write!(
            stream,
            "GET /v2{path} HTTP/1.1\r\nHost: badreq\r\nUser-Agent: badreq-tests\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n"
        )
        .expect("the request can be sent");
        let mut response = String::new();
        let read = stream.read_to_string(&mut response);
        read.expect("a response comes");
        let (head, body) = response.split_once("\r\n\r\n").expect("there is a head");
        let body = serde_json::from_str(body).expect("it is an object");
        (head.to_owned(), body)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[test]
fn a_fault_is_named_in_the_line() {
    let served = Served::start(&["--fault", "json/trailing-comma/served"]);
    assert_eq!(served.ready["faults"][0], "json/trailing-comma/served");
    assert!(served.text("run").starts_with("badreq run --target http"));
}

#[test]
fn a_variant_is_named_in_the_line_and_in_force() {
    let served = Served::start(&["--variant", "keys-reordered"]);
    assert_eq!(served.ready["variants"][0], "keys-reordered");
    let usual = Served::start(&[]);
    let keys =
        |served: &Served| -> Vec<String> { served.get("/systems/@me").1.keys().cloned().collect() };
    let mut turned = keys(&served);
    turned.reverse();
    assert_eq!(turned, keys(&usual));
}

#[test]
fn a_broken_row_has_another_status_member_and_header() {
    let broken = [
        "--break",
        "20001:status=418",
        "--break",
        "20001:message=gone",
        "--break",
        "20001:header.X-Seen={token}",
    ];
    let served = Served::start(&broken);
    let (head, body) = served.get("/systems/qqqqqq");
    assert!(head.starts_with("HTTP/1.1 418"), "{head}");
    let header = format!("x-seen: {}", served.text("token"));
    assert!(head.contains(&header), "{head}");
    assert_eq!(body["message"], "gone");
    assert_eq!(body["code"], 20001);
    let (head, body) = served.get("/members/qqqqqq");
    assert!(head.starts_with("HTTP/1.1 404"), "{head}");
    assert_eq!(body["code"], 20002, "another row is as it was");
}
