//! Calling the command, and what came of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The command, with nothing from the environment of whoever runs the tests.
pub(crate) fn badreq(args: &[&str]) -> Command {
    let mut command = clean(env!("CARGO_BIN_EXE_badreq").as_ref());
    command.args(args);
    command
}

/// A program of this project, with nothing from the environment of whoever runs the tests.
pub(crate) fn clean(program: &Path) -> Command {
    let mut command = Command::new(program);
    for name in [
        "TARGET",
        "TOKEN",
        "STRANGER_TOKEN",
        "VALUES",
        "TRIGGERS",
        "LIMITS",
        "CONFIG",
        "PROXY",
        "CONTACT",
        "SHARD",
        "FIXTURES_FILE",
        "FAIL_ON",
        "MIN_ROWS",
        "PARTIAL",
        "BASELINE",
        "PROFILE",
        "SNAPSHOTS",
    ] {
        command.env_remove(format!("BADREQ_{name}"));
    }
    command.env(
        "BADREQ_JOURNAL_DIR",
        concat!(env!("CARGO_TARGET_TMPDIR"), "/cli-journals"),
    );
    command
}

/// How a call ended.
pub(crate) struct Ended {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the command writes UTF-8");
        Self {
            status: output.status.code().expect("no signal ended the command"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Standard output as one JSON document.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).expect("standard output is JSON")
    }
}

/// Calls the command and waits for its end.
pub(crate) fn call(args: &[&str]) -> Ended {
    Ended::of(badreq(args).output().expect("the command starts"))
}

/// The verdict of every case of a JSON report, by the case's name.
pub(crate) fn verdicts(report: &Value) -> Vec<(String, Value)> {
    let cases = report["outcome"]["cases"]
        .as_array()
        .expect("the report lists cases");
    let mut verdicts: Vec<_> = cases
        .iter()
        .map(|case| {
            let name = case["case"]["name"].as_str().expect("a case has a name");
            (name.to_owned(), case["verdict"].clone())
        })
        .collect();
    verdicts.sort_by(|(a, _), (b, _)| a.cmp(b));
    verdicts
}

/// A folder of this test's own.
pub(crate) fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    // A run before may have left it.
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}
