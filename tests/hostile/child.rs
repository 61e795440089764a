//! The command as a process of its own: how it ended, how long it took, how much memory it needed.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Longer than any of these runs takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a process is looked at.
const GLANCE: Duration = Duration::from_millis(5);

/// How a call of the command ended.
pub(crate) struct Ended {
    /// The exit status, `None` where it had to be killed.
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) took: Duration,
    /// The most memory that it had in use, in bytes, where the system tells.
    pub(crate) peak: Option<u64>,
}

impl Ended {
    /// The report.
    pub(crate) fn report(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_default()
    }
}

/// Calls the command, with nothing from the environment of whoever runs the tests, and waits for its end.
pub(crate) fn call(args: &[String]) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_badreq"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("BADREQ_") {
            command.env_remove(name);
        }
    }
    // What a run against such a server leaves behind is no business of whoever runs the tests.
    command.env(
        "BADREQ_JOURNAL_DIR",
        concat!(env!("CARGO_TARGET_TMPDIR"), "/hostile-journals"),
    );
    let began = Instant::now();
    let mut child = command
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let out = listen(child.stdout.take());
    let err = listen(child.stderr.take());
    let mut peak = None;
    let status = loop {
        peak = peak.max(memory(&child));
        match child.try_wait().expect("the child is ours") {
            Some(status) => break status.code(),
            None if began.elapsed() > PATIENCE => {
                child.kill().expect("the child is ours");
                child.wait().expect("the child is ours");
                break None;
            }
            None => std::thread::sleep(GLANCE),
        }
    };
    let took = began.elapsed();
    let text = |heard: std::thread::JoinHandle<Vec<u8>>| {
        let bytes = heard.join().expect("reading does not panic");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Ended {
        status,
        out: text(out),
        err: text(err),
        took,
        peak,
    }
}

fn listen<R: Read + Send + 'static>(stream: Option<R>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut heard = Vec::new();
        // What was heard before a pipe breaks is all that there is.
        stream.map(|mut stream| stream.read_to_end(&mut heard));
        heard
    })
}

/// The most memory that a process has had in use so far, as Linux tells it.
fn memory(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}
