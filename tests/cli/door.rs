//! The `cargo test` door at another target: what is recorded, what is drift, what is known.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::cli::command::{Ended, call, clean, folder};
use crate::cli::serving::Served;

/// The tests of `suites/conformance.rs` as a program, which `cargo test` builds beside this one.
static CONFORMANCE: LazyLock<PathBuf> = LazyLock::new(|| {
    let program = std::env::current_exe().expect("this program is a file");
    let folder = program.parent().expect("it is in a folder");
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    let is_program = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let stem = name.strip_suffix(std::env::consts::EXE_SUFFIX);
        stem.is_some_and(|stem| stem.starts_with("conformance-") && !stem.contains('.'))
    };
    let programs = entries
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(is_program);
    // Others are of earlier builds.
    let newest = programs.max_by_key(|path| path.metadata().and_then(|data| data.modified()).ok());
    newest.expect("`cargo test --test conformance --no-run` builds it")
});

/// A target with a profile of its own.
struct Bench {
    snapshots: PathBuf,
    served: Served,
}

impl Bench {
    fn with(snapshots: &Path, args: &[&str]) -> Self {
        Self {
            snapshots: snapshots.to_owned(),
            served: Served::start(&[&["--limits", "none"], args].concat()),
        }
    }

    /// A target one row of which is broken.
    fn broken(snapshots: &Path, row: &str) -> Self {
        Self {
            snapshots: snapshots.to_owned(),
            served: Served::broken(&[row]),
        }
    }

    /// The tests whose names contain one of these, one after another.
    fn door(&self, filter: &str, variables: &[(&str, &str)]) -> Ended {
        let mut command = clean(&CONFORMANCE);
        command
            .args(["--test-threads", "1", filter])
            .env_remove("CI")
            .env_remove("INSTA_UPDATE")
            .env_remove("INSTA_OUTPUT")
            .env("BADREQ_TARGET", self.served.say("url"))
            .env("BADREQ_TOKEN", self.served.say("token"))
            .env("BADREQ_STRANGER_TOKEN", self.served.say("stranger_token"))
            .env("BADREQ_LIMITS", "none")
            .env(
                "BADREQ_VALUES",
                format!("message_id={}", self.served.say("message_id")),
            )
            .env("BADREQ_PROFILE", "staging")
            .env("BADREQ_SNAPSHOTS", &self.snapshots)
            .envs(variables.iter().copied());
        Ended::of(command.output().expect("the tests start"))
    }
}

/// The files of the profile, by their names.
fn files(snapshots: &Path) -> Vec<String> {
    let folder = snapshots.join("staging/messages");
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("it can be read").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Takes everything that waits for a review, as `cargo insta accept` does.
fn accept(snapshots: &Path) {
    let folder = snapshots.join("staging/messages");
    for name in files(snapshots) {
        if let Some(accepted) = name.strip_suffix(".new") {
            std::fs::rename(folder.join(&name), folder.join(accepted)).expect("it can be renamed");
        }
    }
}

#[test]
fn the_answers_of_a_new_target_are_recorded_and_a_changed_message_is_drift_and_no_breach() {
    let snapshots = folder("door-drift");
    let before = Bench::with(&snapshots, &["--seed", "1"]);
    let recorded = before.door("messages::", &[]);
    assert_eq!(recorded.status, 0, "{}{}", recorded.out, recorded.err);
    let waiting = files(&snapshots);
    assert!(waiting.iter().all(|name| name.ends_with(".snap.new")));
    assert!(
        recorded.err.contains(&format!(
            "recorded {} responses of a new target",
            waiting.len()
        )),
        "{}",
        recorded.err
    );
    accept(&snapshots);

    // Other ids, other tokens, another run: nothing of that is drift.
    let same = Bench::with(&snapshots, &["--seed", "2"]);
    let green = same.door("messages::", &[]);
    assert_eq!(green.status, 0, "{}{}", green.out, green.err);

    let drifted = Bench::broken(&snapshots, "20006:message=Gone.");
    let ended = drifted.door("::zero", &[]);
    assert_eq!(ended.status, 1, "{}", ended.out);
    assert_eq!(
        ended.out.matches("drift, not a violation").count(),
        1,
        "{}",
        ended.out
    );
    let difference = ended
        .out
        .lines()
        .filter(|line| line.starts_with(['-', '+']));
    let difference: Vec<&str> = difference
        .filter(|line| !line.starts_with("----"))
        .collect();
    assert_eq!(difference.len(), 4, "{}", ended.out);
    assert_eq!(difference[2], "-  \"message\": \"Message not found.\",");
    assert!(
        difference[3].starts_with("+  \"message\": "),
        "{}",
        difference[3]
    );
    assert!(!ended.out.contains("documented:"), "{}", ended.out);
    let waiting: Vec<String> = files(&snapshots)
        .into_iter()
        .filter(|name| name.ends_with(".new"))
        .collect();
    assert_eq!(waiting, ["zero.snap.new"]);

    let whole = drifted.door("messages::20006::", &[]);
    assert_eq!(whole.status, 1, "{}", whole.out);
    assert!(
        whole.out.contains(" responses drifted: message: "),
        "{}",
        whole.out
    );
    let failed = whole.out.lines().filter(|line| {
        line.starts_with("test ") && line.contains("snapshots::drift::") && line.ends_with("FAILED")
    });
    assert_eq!(failed.count(), 1, "{}", whole.out);
}

#[test]
fn a_breach_is_told_as_one_and_not_as_drift() {
    let snapshots = folder("door-breach");
    let before = Bench::with(&snapshots, &[]);
    assert_eq!(before.door("messages::20006::zero", &[]).status, 0);
    accept(&snapshots);
    let broken = Bench::broken(&snapshots, "20006:status=400");
    let ended = broken.door("messages::20006::zero", &[]);
    assert_eq!(ended.status, 1, "{}", ended.out);
    assert!(ended.out.contains("fail messages/zero"), "{}", ended.out);
    assert!(!ended.out.contains("drift"), "{}", ended.out);
    assert_eq!(files(&snapshots), ["zero.snap"]);
}

#[test]
fn where_ci_is_set_nothing_is_written_and_a_new_target_does_not_pass() {
    let snapshots = folder("door-ci");
    let bench = Bench::with(&snapshots, &[]);
    let ended = bench.door("messages::20006::zero", &[("CI", "true")]);
    assert_eq!(ended.status, 1, "{}", ended.out);
    assert!(
        ended.err.contains(
            "the profile `staging` has no snapshots, and none are written if `CI` is set"
        ),
        "{}",
        ended.err
    );
    assert_eq!(files(&snapshots), [""; 0]);
    assert_eq!(bench.door("messages::20006::zero", &[]).status, 0);
    accept(&snapshots);
    let drifted = Bench::broken(&snapshots, "20006:message=Gone.");
    let ended = drifted.door("messages::20006::zero", &[("CI", "true")]);
    assert_eq!(ended.status, 1, "{}", ended.out);
    assert!(
        ended.out.contains("drift, not a violation"),
        "{}",
        ended.out
    );
    assert_eq!(files(&snapshots), ["zero.snap"]);
}

#[test]
fn a_case_without_a_snapshot_beside_others_is_not_passed_over() {
    let snapshots = folder("door-case");
    let bench = Bench::with(&snapshots, &[]);
    assert_eq!(bench.door("messages::20006::zero", &[]).status, 0);
    accept(&snapshots);
    let ended = bench.door("messages::20006::one", &[]);
    assert_eq!(ended.status, 1, "{}", ended.out);
    assert!(
        ended.out.contains("not a violation, but no snapshot"),
        "{}",
        ended.out
    );
}

#[test]
fn snapshots_without_a_case_are_found_in_every_folder_and_while_they_wait_for_a_review() {
    let snapshots = folder("door-orphans");
    for suite in ["messages", "gone"] {
        let folder = snapshots.join("staging").join(suite);
        std::fs::create_dir_all(&folder).expect("it can be made");
        for name in ["zero.snap", "nobody.snap", "noone.snap.new"] {
            std::fs::write(folder.join(name), "---\n---\n").expect("it can be written");
        }
    }
    let bench = Bench::with(&snapshots, &[]);
    let ended = bench.door("snapshots::", &[]);
    assert_eq!(ended.status, 1, "{}", ended.out);
    let told: Vec<&str> = ended
        .out
        .lines()
        .filter_map(|line| line.rsplit_once("staging/").map(|(_, name)| name))
        .collect();
    assert_eq!(
        told,
        [
            "gone/nobody.snap",
            "gone/noone.snap.new",
            "gone/zero.snap",
            "messages/nobody.snap",
            "messages/noone.snap.new",
        ]
    );
}

#[test]
fn the_profile_of_the_reference_server_is_no_other_targets() {
    let bench = Bench::with(&folder("door-profile"), &[]);
    let ended = bench.door("messages::20006::zero", &[("BADREQ_PROFILE", "reference")]);
    assert_eq!(ended.status, 1);
    assert!(
        ended
            .err
            .contains("the profile `reference` is the reference server's"),
        "{}",
        ended.err
    );
}

#[test]
fn a_case_that_the_configuration_skips_is_ignored_with_its_reason() {
    let snapshots = folder("door-skip");
    let bench = Bench::with(&snapshots, &[]);
    let file = snapshots.join("own.toml");
    let text = format!(
        "[targets.a]\nurl = '{}'\nskip = [{{ pattern = 'messages/zero', reason = 'no zero yet' }}]\n",
        bench.served.say("url")
    );
    std::fs::write(&file, text).expect("the file can be written");
    let name = file.to_str().expect("the path is text");
    let variables = [("BADREQ_TARGET", "a"), ("BADREQ_CONFIG", name)];
    let ended = bench.door("messages::20006::zero", &variables);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("ignored (no zero yet)"), "{}", ended.out);
    assert!(files(&snapshots).is_empty());
}

#[test]
fn a_known_breach_passes_and_its_case_fails_when_it_is_mended() {
    let snapshots = folder("door-known");
    let file = snapshots.join("known.toml");
    let name = file.to_str().expect("the path is text");
    let broken = Bench::broken(&snapshots, r#"20006:code="20006""#);
    let run = broken.served.say("run").to_owned();
    let words: Vec<&str> = run.split_whitespace().skip(1).collect();
    let result = snapshots.join("result.json").display().to_string();
    let report = format!("json={result}");
    let red = call(&[&words[..], &["messages/zero", "--report", &report]].concat());
    assert_eq!(red.status, 1, "{}", red.err);
    let written = call(&["baseline", "write", name, "--from", &result]);
    assert_eq!(written.status, 0, "{}", written.err);
    let variables = [("BADREQ_BASELINE", name), ("BADREQ_PROFILE", "")];
    let known = broken.door("messages::20006::zero", &variables);
    assert_eq!(known.status, 0, "{}", known.out);

    let mended = Bench::with(&snapshots, &[]);
    let ended = mended.door("messages::20006::zero", &variables);
    assert_eq!(ended.status, 1, "{}", ended.out);
    assert!(
        ended
            .out
            .contains("known.toml:14: body-code-integer is fixed in messages/zero"),
        "{}",
        ended.out
    );

    let page = std::fs::read_to_string(&file).expect("it is there");
    let page = page.replace("messages/zero", "messages/zeroo");
    std::fs::write(&file, page).expect("it can be written");
    let ended = mended.door("baseline::", &variables);
    assert_eq!(ended.status, 1, "{}", ended.out);
    assert!(
        ended.out.contains("did you mean `messages/zero`?"),
        "{}",
        ended.out
    );
}
