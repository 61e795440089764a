//! Servers that are no such API.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Answers 200 to everything but the preflight; the body is made of the request's head.
pub(crate) fn that_answers(body: fn(&str) -> String) -> String {
    that_answers_with("200 OK", body)
}

/// Answers everything but the preflight with this status; the body is made of the request's head.
pub(crate) fn that_answers_with(status: &'static str, body: fn(&str) -> String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let addr = listener.local_addr().expect("the listener has an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer(&stream, status, body));
        }
    });
    format!("http://{addr}/v2")
}

/// Answers everything, the preflight too, with this status, these further header lines and this body.
pub(crate) fn that_always_answers(
    status: &'static str,
    headers: &'static str,
    body: &'static str,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let addr = listener.local_addr().expect("the listener has an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || {
                read_head(&stream)?;
                write!(
                    &stream,
                    "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                )
                .ok()
            });
        }
    });
    format!("http://{addr}/v2")
}

/// A base URL at which nobody listens.
pub(crate) fn nobody() -> String {
    let addr: SocketAddr = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port is free");
    format!("http://{addr}/v2")
}

/// A client that leaves in the middle is no concern of a stand-in.
fn answer(mut stream: &TcpStream, status: &str, body: impl Fn(&str) -> String) -> Option<()> {
    let head = read_head(stream)?;
    let own = body(&head);
    let (status, body) = answer_to_preflight(&head).unwrap_or((status, own));
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .ok()
}

/// What a server of the API answers to the requests of the preflight: the account of the token, told by its length, and none for nobody's id.
fn answer_to_preflight(head: &str) -> Option<(&'static str, String)> {
    let path = head.split(' ').nth(1).unwrap_or_default();
    if path.ends_with("/systems/00000000-0000-4000-8000-000000000000") {
        let body = r#"{"code":20001,"message":"System not found."}"#;
        return Some(("404 Not Found", body.to_owned()));
    }
    if !head.starts_with("GET ") || !path.ends_with("/systems/@me") {
        return None;
    }
    let mut fields = head.lines().filter_map(|line| line.split_once(": "));
    let token = fields.find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    Some(match token {
        Some((_, token)) => ("200 OK", format!(r#"{{"id":"{}"}}"#, token.len())),
        None => {
            let body = r#"{"code":0,"message":"401: Missing or invalid Authorization header"}"#;
            ("401 Unauthorized", body.to_owned())
        }
    })
}

/// Reads a request to its end, and returns its head.
fn read_head(stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        let mut line = Vec::new();
        if reader.read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        head.push_str(&String::from_utf8_lossy(&line));
    }
    let length = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.parse().ok())
        .unwrap_or(0);
    std::io::copy(&mut reader.take(length), &mut std::io::sink()).ok()?;
    Some(head)
}

/// A server that keeps the heads of all requests, and answers 200 with an empty object.
pub(crate) struct Keeper {
    pub(crate) url: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Keeper {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let addr = listener.local_addr().expect("the listener has an address");
        let heads = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heads);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&kept);
                std::thread::spawn(move || {
                    answer(&stream, "200 OK", |head| {
                        kept.lock().expect("nobody panicked").push(head.to_owned());
                        "{}".to_owned()
                    })
                });
            }
        });
        let url = format!("http://{addr}/v2");
        Self { url, heads }
    }

    /// The heads of the requests so far.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("nobody panicked").clone()
    }

    /// All values that this header had, each once.
    pub(crate) fn values(&self, name: &str) -> BTreeSet<String> {
        let start = format!("{}: ", name.to_lowercase());
        self.heads()
            .iter()
            .flat_map(|head| head.lines())
            .filter(|line| line.to_lowercase().starts_with(&start))
            .map(|line| line[start.len()..].to_owned())
            .collect()
    }
}
