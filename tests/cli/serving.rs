//! `badreq serve`, and runs against it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use badreq::cli::ReadyMessage;
use badreq_reference::{
    ReferenceServer, ServerOptions, ServerRateLimits, TriggerMode, Wire, start,
};
use rstest::rstest;
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::broken_row::{BrokenErrorRow, BrokenRowsWire};

use super::command::{Ended, badreq, call, verdicts};
use super::embedded::everything;

/// A reference server; it ends with the test.
pub(crate) struct Served {
    /// The line that it printed, or would print.
    pub(crate) ready: Value,
    life: Life,
}

/// The place where a server runs.
enum Life {
    /// In a process of its own, as `badreq serve` starts it, with the rest of its standard output.
    Process(Child, BufReader<std::process::ChildStdout>),
    /// On threads of this process.
    Threads {
        runtime: Box<Runtime>,
        server: Option<Box<ReferenceServer>>,
    },
}

impl Served {
    /// Starts `badreq serve`.
    pub(crate) fn start(args: &[&str]) -> Self {
        let mut child = badreq(&[&["serve"], args].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command starts");
        let mut rest = BufReader::new(child.stdout.take().expect("standard output is piped"));
        let mut line = String::new();
        rest.read_line(&mut line).expect("the line can be read");
        let ready = serde_json::from_str(&line).expect("the line is JSON");
        let life = Life::Process(child, rest);
        Self { ready, life }
    }

    /// Starts a server without limits that breaks these rows, as `BrokenErrorRow` reads them.
    pub(crate) fn broken(rows: &[&str]) -> Self {
        let rows = rows.iter().map(|row| row.parse());
        let rows: Result<Vec<BrokenErrorRow>, _> = rows.collect();
        Self::with_wire(BrokenRowsWire(rows.expect("they can be read")))
    }

    /// Starts a server without limits behind this wire.
    pub(crate) fn with_wire(wire: impl Wire + 'static) -> Self {
        let runtime = Runtime::new().expect("the system has threads");
        let limits = ServerRateLimits::None;
        let options = ServerOptions {
            limits,
            wire: Arc::new(wire),
            ..ServerOptions::default()
        };
        let server = runtime.block_on(start(options)).expect("a port is free");
        let ready = ReadyMessage::new(&server, limits, TriggerMode::Off);
        let ready = serde_json::to_value(ready).expect("it is JSON");
        let life = Life::Threads {
            runtime: Box::new(runtime),
            server: Some(Box::new(server)),
        };
        Self { ready, life }
    }

    pub(crate) fn say(&self, key: &str) -> &str {
        self.ready[key].as_str().expect("the line has this key")
    }

    /// A call of a command with the target, tokens and values of this server between its first and its last words.
    pub(crate) fn call(&self, first: &[&str], last: &[&str]) -> Ended {
        let words = self.say("run").to_owned();
        let own: Vec<&str> = words.split_whitespace().skip(2).collect();
        call(&[first, &own, last].concat())
    }

    fn addr(&self) -> &str {
        self.say("url")
            .trim_start_matches("http://")
            .trim_end_matches("/v2")
    }

    /// The body of the answer to a GET with this token.
    pub(crate) fn get(&self, path: &str, token: &str) -> String {
        let mut stream = TcpStream::connect(self.addr()).expect("the server listens");
        write!(
            stream,
            "GET /v2{path} HTTP/1.1\r\nHost: badreq\r\nUser-Agent: badreq-tests\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n"
        )
        .expect("the request can be sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer comes");
        let (head, body) = answer.split_once("\r\n\r\n").expect("there is a head");
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        body.to_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        match &mut self.life {
            Life::Process(child, _) => {
                // It may have ended already.
                child.kill().ok();
                child.wait().ok();
            }
            Life::Threads { runtime, server } => {
                if let Some(server) = server.take() {
                    runtime.block_on(server.shutdown());
                }
            }
        }
    }
}

/// Sends a signal to a process.
pub(crate) fn signal(name: &str, child: &Child) {
    let status = Command::new("kill")
        .args([format!("-{name}"), child.id().to_string()])
        .status()
        .expect("there is a `kill`");
    assert!(status.success());
}

#[test]
fn a_run_against_a_served_reference_gives_the_verdicts_of_the_embedded_one() {
    let served = Served::start(&["--limits", "none", "--triggers", "--seed", "7"]);
    let words = served
        .say("run")
        .replacen("badreq", env!("CARGO_BIN_EXE_badreq"), 1);
    let output = Command::new("sh")
        .args([
            "-c",
            &format!("{words} authorization messages probes rate_limits --format json"),
        ])
        .output()
        .expect("there is a shell");
    let ended = Ended::of(output);
    assert_eq!(ended.status, 0, "{}", ended.err);
    let verdicts_there = verdicts(&ended.json());
    assert!(verdicts_there.len() > 100, "{}", verdicts_there.len());
    let embedded = verdicts(everything());
    for own in verdicts_there {
        assert!(embedded.contains(&own), "{own:?}");
    }
}

#[rstest]
#[case::without_limits(&["--limits", "none"])]
#[case::with_documented_limits(&["--triggers"])]
fn the_command_that_serve_prints_works_as_printed(#[case] args: &[&str]) {
    let served = Served::start(args);
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_badreq"))
        .parent()
        .expect("the command is in a folder");
    let path = std::env::var("PATH").expect("there is a PATH");
    let output = Command::new("sh")
        .args(["-c", &format!("{} 20006", served.say("run"))])
        .env("PATH", format!("{}:{path}", folder.display()))
        .output()
        .expect("there is a shell");
    let ended = Ended::of(output);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("the target conforms"), "{}", ended.out);
}

/// Runs cases of messages against a server with these limits.
fn run_under_limits(limits: &str) -> Ended {
    let served = Served::start(&["--limits", limits]);
    let words = served
        .say("run")
        .replacen("badreq", env!("CARGO_BIN_EXE_badreq"), 1);
    let output = Command::new("sh")
        .args(["-c", &format!("{words} 20006")])
        .output()
        .expect("there is a shell");
    Ended::of(output)
}

#[test]
fn a_server_with_limits_below_the_documented_ones_does_not_conform() {
    let ended = run_under_limits("get=9,update=3,message=9");
    assert_eq!(ended.status, 1, "{}{}", ended.out, ended.err);
    assert!(
        ended.out.contains("rate-header-limit (must)"),
        "{}",
        ended.out
    );
}

#[test]
fn a_server_that_raises_limits_for_the_client_conforms_and_this_is_remarked_once() {
    let ended = run_under_limits("get=50,update=20,message=50");
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    let remark = "rate-header-limit-documented (may)";
    assert_eq!(ended.out.matches(remark).count(), 1, "{}", ended.out);
}

#[test]
fn the_environment_gives_all_that_a_target_needs() {
    let served = Served::start(&["--limits", "none", "--triggers"]);
    let known = format!(
        "guild_id={},message_id={}",
        served.say("guild_id"),
        served.say("message_id")
    );
    let output = badreq(&["run", "0/500", "20009", "20006"])
        .env("BADREQ_LIMITS", "none")
        .env("BADREQ_VALUES", known)
        .env(
            "BADREQ_TRIGGERS",
            "internal-error=X-Reference-Hook: internal-error",
        )
        .env("BADREQ_TARGET", served.say("url"))
        .env("BADREQ_TOKEN", served.say("token"))
        .env("BADREQ_STRANGER_TOKEN", served.say("stranger_token"))
        .output()
        .expect("the command starts");
    let ended = Ended::of(output);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    assert!(ended.out.starts_with(served.say("url")), "{}", ended.out);
    assert!(ended.out.contains("3 of 27 rows proven"), "{}", ended.out);
}

#[rstest]
fn a_signal_ends_serve_with_0_within_2_seconds_though_a_connection_is_open(
    #[values("INT", "TERM")] name: &str,
) {
    let mut served = Served::start(&[]);
    let mut open = TcpStream::connect(served.addr()).expect("the server listens");
    open.write_all(b"GET /v2/systems/@me HTTP/1.1\r\nHost:")
        .expect("half a request can be sent");
    let Life::Process(child, rest) = &mut served.life else {
        panic!("`badreq serve` is a process");
    };
    signal(name, child);
    let sent = Instant::now();
    let status = child.wait().expect("the process can be waited for");
    assert!(sent.elapsed() < Duration::from_secs(2));
    assert_eq!(status.code(), Some(0));
    let mut more = String::new();
    rest.read_to_string(&mut more).expect("it is text");
    assert_eq!(more, "", "serve prints one line and no more");
}

#[test]
fn an_address_that_is_taken_ends_serve_with_4_and_says_what_to_do() {
    let served = Served::start(&[]);
    let ended = call(&["serve", "--addr", served.addr()]);
    assert_eq!(ended.status, 4);
    assert_eq!(ended.out, "");
    assert!(ended.err.contains(served.addr()), "{}", ended.err);
    assert!(ended.err.contains("port 0"), "{}", ended.err);
}

#[test]
fn the_same_seed_serves_the_same_tokens() {
    let token = |seed| Served::start(&["--seed", seed]).say("token").to_owned();
    assert_eq!(token("3"), token("3"));
    assert_ne!(token("3"), token("4"));
}
