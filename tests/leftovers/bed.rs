//! A reference server in the test's own process, and the command against it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use badreq_reference::{
    RecordingMode, ReferenceServer, ServerOptions, ServerRateLimits, TriggerMode, Wire, start,
};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::broken_row::BrokenRowsWire;

/// How long a command may take before the test gives it up.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server, and a folder for the journals of runs against it.
pub(crate) struct Bed {
    runtime: Runtime,
    server: Option<ReferenceServer>,
    pub(crate) journals: PathBuf,
    /// The limits that runs keep to.
    limits: &'static str,
}

/// What a server is like.
struct Nature {
    wire: Arc<dyn Wire>,
    limits: Option<&'static str>,
}

impl Default for Nature {
    fn default() -> Self {
        Self {
            wire: Arc::new(BrokenRowsWire(Vec::new())),
            limits: None,
        }
    }
}

/// A wire on which every response takes 5 ms.
#[derive(Debug)]
struct SlowWire;

impl Wire for SlowWire {
    fn wrap_router(&self, router: Router) -> Router {
        router.layer(from_fn(async |request: Request, next: Next| {
            let response = next.run(request).await;
            tokio::time::sleep(Duration::from_millis(5)).await;
            response
        }))
    }
}

impl Bed {
    /// Starts a server without limits; `name` is that of the folder.
    pub(crate) fn new(name: &str) -> Self {
        Self::of(name, Nature::default())
    }

    /// Starts a server that answers a while after it has done what was asked.
    pub(crate) fn late(name: &str) -> Self {
        let nature = Nature {
            wire: Arc::new(SlowWire),
            ..Nature::default()
        };
        Self::of(name, nature)
    }

    /// Starts a server that breaks this row, as `BrokenErrorRow` reads it.
    pub(crate) fn broken(name: &str, row: &str) -> Self {
        let nature = Nature {
            wire: Arc::new(BrokenRowsWire(vec![row.parse().expect("it can be read")])),
            ..Nature::default()
        };
        Self::of(name, nature)
    }

    /// Starts a server with limits, though not those that are documented.
    pub(crate) fn limited(name: &str) -> Self {
        let nature = Nature {
            limits: Some("generic_get=60,generic_update=20,message=60"),
            ..Nature::default()
        };
        Self::of(name, nature)
    }

    fn of(name: &str, nature: Nature) -> Self {
        let runtime = Runtime::new().expect("the system has threads");
        let limits = nature.limits.map_or(ServerRateLimits::None, |limits| {
            let own = limits.replace("generic_", "");
            own.parse().expect("they are limits")
        });
        let options = ServerOptions {
            wire: nature.wire,
            limits,
            triggers: TriggerMode::On,
            recording: RecordingMode::On,
            ..ServerOptions::default()
        };
        let server = runtime.block_on(start(options)).expect("a port is free");
        let journals = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("leftovers")
            .join(name);
        if journals.exists() {
            std::fs::remove_dir_all(&journals).expect("the folder is ours");
        }
        Self {
            runtime,
            server: Some(server),
            journals,
            limits: nature.limits.unwrap_or("none"),
        }
    }

    fn server(&self) -> &ReferenceServer {
        self.server.as_ref().expect("it is there until the end")
    }

    /// The whole state of the server.
    pub(crate) fn state(&self) -> Value {
        self.server().dump_state()
    }

    /// How many requests have reached the server.
    pub(crate) fn requests(&self) -> u64 {
        self.server().total_recorded_count()
    }

    /// How many requests have reached the server whose first line begins so.
    pub(crate) fn count(&self, start: &str) -> usize {
        let recorded = self.server().recorded_requests();
        let begins = recorded
            .iter()
            .filter(|request| request.head.starts_with(start.as_bytes()));
        begins.count()
    }

    /// The command with everything that it needs to know of the server.
    pub(crate) fn badreq(&self, args: &[&str]) -> Command {
        let seeds = self.server().seed_values();
        let known: Vec<String> = seeds
            .operator_values()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut command = Command::new(env!("CARGO_BIN_EXE_badreq"));
        for name in [
            "CONFIG",
            "PROXY",
            "CONTACT",
            "SHARD",
            "FIXTURES_FILE",
            "FAIL_ON",
            "MIN_ROWS",
            "PARTIAL",
        ] {
            command.env_remove(format!("BADREQ_{name}"));
        }
        command
            .args(args)
            .env("BADREQ_TARGET", self.server().url())
            .env("BADREQ_TOKEN", &seeds.token)
            .env("BADREQ_STRANGER_TOKEN", &seeds.stranger_token)
            .env("BADREQ_VALUES", known.join(","))
            .env("BADREQ_TRIGGERS", HOOKS)
            .env("BADREQ_LIMITS", self.limits)
            .env("BADREQ_JOURNAL_DIR", &self.journals)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Calls the command and waits for its end.
    pub(crate) fn call(&self, args: &[&str]) -> Output {
        self.badreq(args).output().expect("the command starts")
    }

    /// Calls commands that change nothing at the same time, each with journals of its own, and waits for their ends.
    pub(crate) fn call_at_once<const N: usize>(&self, calls: [&[&str]; N]) -> [Output; N] {
        let mut number = 0;
        let children = calls.map(|args| {
            number += 1;
            let journals = self.journals.join(format!("of-call-{number}"));
            let mut command = self.badreq(args);
            command.env("BADREQ_JOURNAL_DIR", journals);
            command.spawn().expect("the command starts")
        });
        children.map(|child| child.wait_with_output().expect("it ends"))
    }

    /// Waits until so many requests have reached the server, or the command has ended.
    pub(crate) fn wait_for_requests(&self, count: u64, child: &mut Child) {
        self.wait_until(child, |bed| bed.requests() >= count);
    }

    /// Waits until this is so, or the command has ended; returns `true` if it became so first.
    pub(crate) fn wait_until(
        &self,
        child: &mut Child,
        mut is_so: impl FnMut(&Self) -> bool,
    ) -> bool {
        let begun = Instant::now();
        while !is_so(self) {
            if child.try_wait().expect("it can be asked").is_some() {
                return false;
            }
            assert!(begun.elapsed() < PATIENCE, "the moment never came");
            std::thread::sleep(Duration::from_micros(200));
        }
        true
    }

    /// The journals that are there.
    pub(crate) fn left_journals(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(&self.journals) else {
            return Vec::new();
        };
        entries
            .map(|entry| entry.expect("the folder can be read").path())
            .collect()
    }
}

const HOOKS: &str =
    "internal-error=X-Reference-Hook: internal-error;rate-limit=X-Reference-Hook: rate-limit";

impl Drop for Bed {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            self.runtime.block_on(server.shutdown());
        }
    }
}

/// Fails where a command did not end with this status.
#[track_caller]
pub(crate) fn ends_with(ended: &Output, status: i32) {
    assert_eq!(ended.status.code(), Some(status), "{}", words(ended));
}

/// Fails where a command did not say this.
#[track_caller]
pub(crate) fn says(ended: &Output, text: &str) {
    assert!(
        words(ended).contains(text),
        "no `{text}` in: {}",
        words(ended)
    );
}

/// Both outputs of a command, for messages.
pub(crate) fn words(output: &Output) -> String {
    format!(
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A body and its status.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Bed {
    /// Sends a request as the owner.
    pub(crate) fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let url = self.server().url();
        let address = url
            .trim_start_matches("http://")
            .trim_end_matches("/v2")
            .to_owned();
        let token = &self.server().seed_values().token;
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut stream = TcpStream::connect(address).expect("the server listens");
        write!(
            stream,
            "{method} /v2{path} HTTP/1.1\r\nHost: badreq\r\nUser-Agent: badreq-tests\r\nAuthorization: {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
        .expect("the request can be sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer comes");
        let (head, body) = answer.split_once("\r\n\r\n").expect("there is a head");
        let status = head.split(' ').nth(1).expect("there is a status");
        Answer {
            status: status.parse().expect("it is a number"),
            body: serde_json::from_str(body).unwrap_or_default(),
        }
    }

    /// The tokens that nobody may see.
    pub(crate) fn tokens(&self) -> [&str; 2] {
        let seeds = self.server().seed_values();
        [&seeds.token, &seeds.stranger_token]
    }

    /// The base URL.
    pub(crate) fn url(&self) -> String {
        self.server().url()
    }

    /// What the answer to a read as the owner has at a pointer.
    pub(crate) fn read(&self, path: &str, pointer: &str) -> Value {
        let answer = self.send("GET", path, None);
        assert_eq!(answer.status, 200, "{path}");
        let found = answer.body.pointer(pointer);
        found.cloned().expect("it is there")
    }
}
