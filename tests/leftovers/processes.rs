//! Several processes against one server, with fixtures that were made once.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

use super::bed::{Bed, ends_with, says, words};

/// Cases that read, write, switch privacy and meet limits, and that share what they need.
const SELECTION: [&str; 10] = [
    "fronters/of-unknown-system-short-id",
    "fronters/of-unknown-system-uuid",
    "privacy/member-list-by-id@*",
    "rate_limits/updates-beyond-the-limit",
    "switches/members-identical-*",
    "switches/patch-timestamp-taken",
    "switches/post-entry-unknown-*",
    "systems/pings-enabled-null",
    "systems/tag-too-long",
    "systems/unknown-system-get@*",
];

/// A case that uses members and switches that others may share.
const SHARING: &str = "switches/members-identical-list";

/// A bed on which everything was provisioned, and the file that tells of it.
struct Provisioned {
    bed: Bed,
    file: PathBuf,
    before: Value,
}

impl Provisioned {
    /// On a server without limits, for these cases.
    fn new(name: &str, cases: &[&str]) -> Self {
        Self::on(Bed::new(name), cases)
    }

    /// On a server with limits that a test need not wait long for.
    fn limited(name: &str, cases: &[&str]) -> Self {
        Self::on(Bed::limited(name), cases)
    }

    fn on(bed: Bed, cases: &[&str]) -> Self {
        let before = bed.state();
        std::fs::create_dir_all(&bed.journals).expect("the folder can be made");
        let file = bed.journals.join("provisioned.json");
        let out = file.to_str().expect("it is text");
        let ended = bed.call(&[&["provision", "--out", out], cases].concat());
        ends_with(&ended, 0);
        assert_ne!(bed.state(), before);
        Self { bed, file, before }
    }

    fn badreq(&self, args: &[&str]) -> Command {
        let mut command = self.bed.badreq(args);
        command.env("BADREQ_FIXTURES_FILE", &self.file);
        command
    }

    /// Runs that begin at the same time, each to its end.
    fn at_once(&self, runs: &[Vec<&str>]) -> Vec<Output> {
        let children: Vec<_> = runs
            .iter()
            .map(|args| self.badreq(args).spawn().expect("the command starts"))
            .collect();
        children
            .into_iter()
            .map(|child| child.wait_with_output().expect("it ends"))
            .collect()
    }

    fn clean_up(self) {
        let ended = self.bed.call(&["cleanup"]);
        ends_with(&ended, 0);
        assert_eq!(self.bed.state(), self.before);
        let is_journal = |path: &PathBuf| path.extension().is_some_and(|own| own == "jsonl");
        assert!(!self.bed.left_journals().iter().any(is_journal));
    }
}

fn verdicts(report: &[u8]) -> BTreeMap<String, Value> {
    let report: Value = serde_json::from_slice(report).expect("it is JSON");
    let cases = report["outcome"]["cases"]
        .as_array()
        .expect("it lists cases");
    cases
        .iter()
        .map(|case| {
            let name = case["case"]["name"].as_str().expect("a case has a name");
            (name.to_owned(), case["verdict"].clone())
        })
        .collect()
}

fn in_one_run(bed: &Bed) -> BTreeMap<String, Value> {
    let ended = bed.call(&[&["run", "--format", "json"], &SELECTION[..]].concat());
    ends_with(&ended, 0);
    verdicts(&ended.stdout)
}

#[test]
fn shards_that_run_at_once_and_are_merged_give_the_verdicts_of_one_run() {
    let provisioned = Provisioned::new("shards", &SELECTION);
    let shard = |number| {
        let mut args = vec!["run", "--format", "json", "--shard", number];
        args.extend(SELECTION);
        args
    };
    let runs = provisioned.at_once(&[shard("1/3"), shard("2/3"), shard("3/3")]);
    let mut files = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        assert_eq!(run.status.code(), Some(0), "{}", words(run));
        let file = provisioned.bed.journals.join(format!("{number}.json"));
        std::fs::write(&file, &run.stdout).expect("it can be written");
        files.push(file.to_str().expect("it is text").to_owned());
    }
    let names: Vec<&str> = files.iter().map(String::as_str).collect();
    let merged = provisioned
        .bed
        .call(&[&["merge", "--format", "json"], &names[..]].concat());
    ends_with(&merged, 0);
    let short = provisioned.bed.call(&[&["merge"], &names[1..]].concat());
    ends_with(&short, 2);
    says(&short, "shard 1/3 is missing");
    let one = Bed::new("one-run");
    assert_eq!(verdicts(&merged.stdout), in_one_run(&one));
    provisioned.clean_up();
}

#[test]
fn a_process_for_each_case_gives_the_verdicts_of_one_run() {
    let provisioned = Provisioned::new("each-case", &SELECTION);
    let expected: BTreeMap<String, Value> = in_one_run(&Bed::new("one-run-of-each"))
        .into_iter()
        .step_by(2)
        .collect();
    let names: Vec<&str> = expected.keys().map(String::as_str).collect();
    let mut found = BTreeMap::new();
    for some in names.chunks(4) {
        let runs: Vec<Vec<&str>> = some
            .iter()
            .map(|name| vec!["run", "--format", "json", name])
            .collect();
        for run in provisioned.at_once(&runs) {
            found.extend(verdicts(&run.stdout));
        }
    }
    assert_eq!(found, expected);
    provisioned.clean_up();
}

/// The others take for granted what they were told is there.
#[test]
fn settings_are_put_back_before_it_is_another_process_s_turn() {
    let writes = "PATCH /v2/systems/@me HTTP";
    let provisioned = Provisioned::new("put-back-in-turn", &["30001", SHARING]);
    let before = provisioned.bed.count(writes);
    let mut run = provisioned.badreq(&["run", "--format", "json", "30001"]);
    let ended = run.output().expect("the command starts");
    let cases = verdicts(&ended.stdout).len();
    assert!(cases > 1, "{cases}");
    // Away and back for each of them; in one process alone, once would do for all.
    let written = provisioned.bed.count(writes) - before;
    assert!(written >= 2 * cases, "{written} for {cases} cases");
    provisioned.clean_up();
}

/// Each keeps the pace by itself only as far as it knows of the others.
#[test]
fn processes_that_share_fixtures_keep_under_one_limit_together() {
    let cases = [
        "switches/members-entry-unknown-*",
        "switches/patch-timestamp-*",
        "switches/post-timestamp-*",
    ];
    let provisioned = Provisioned::limited("one-limit", &cases);
    let runs = cases.map(|name| vec!["run", "--format", "json", name]);
    for run in provisioned.at_once(&runs) {
        let report: Value = serde_json::from_slice(&run.stdout).expect("it is JSON");
        let receipt = &report["outcome"]["receipt"];
        assert!(receipt["requests"].as_u64() > Some(20), "{receipt}");
        assert_eq!(receipt["refused_by_accident"], 0, "{receipt}");
    }
    provisioned.clean_up();
}

#[test]
fn what_was_provisioned_elsewhere_is_not_used() {
    let provisioned = Provisioned::new("elsewhere-provisioned", &[SHARING]);
    let other = Bed::new("elsewhere-other");
    let mut run = provisioned.badreq(&["run", SHARING]);
    run.env("BADREQ_TARGET", other.url());
    let ended = run.output().expect("the command starts");
    ends_with(&ended, 2);
    says(
        &ended,
        &format!("the shared fixtures are on {}", provisioned.bed.url()),
    );
    assert_eq!(other.requests(), 0);
    provisioned.clean_up();
}

#[test]
fn a_file_that_tells_of_nothing_provisioned_is_refused_with_its_name() {
    let bed = Bed::new("no-handover");
    let mut run = bed.badreq(&["run", "switches"]);
    run.env("BADREQ_FIXTURES_FILE", "Cargo.toml");
    let ended = run.output().expect("the command starts");
    ends_with(&ended, 2);
    says(&ended, "cannot use the shared fixtures in `Cargo.toml`");
}

#[test]
fn provisioning_without_a_target_is_refused() {
    let bed = Bed::new("provision-nowhere");
    let mut provision = bed.badreq(&["provision"]);
    for name in ["TARGET", "TOKEN", "STRANGER_TOKEN", "LIMITS"] {
        provision.env_remove(format!("BADREQ_{name}"));
    }
    let ended = provision.output().expect("the command starts");
    ends_with(&ended, 2);
    says(&ended, "no target was given");
}

#[test]
fn a_row_without_evidence_makes_a_run_inconclusive_unless_a_partial_one_will_do() {
    let bed = Bed::new("partial");
    let status = |args: &[&str]| {
        let mut run = bed.badreq(args);
        run.env_remove("BADREQ_STRANGER_TOKEN");
        let ended = run.output().expect("the command starts");
        (ended.status.code(), words(&ended))
    };
    let (code, text) = status(&["run", "20006"]);
    assert_eq!(code, Some(0), "{text}");
    let (code, text) = status(&["run", "30006", "20006", "--partial"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("the target conforms as far as tried: 1 of 2 rows, "),
        "{text}"
    );
    let (code, text) = status(&["run", "30006", "20006"]);
    assert_eq!(code, Some(5), "{text}");
    assert!(text.contains("inconclusive: 1 row not settled"), "{text}");
    assert!(
        text.contains("30006 not observed: no token for the stranger was given"),
        "{text}"
    );
}
