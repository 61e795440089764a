//! The life of a baseline: written from a first run, green, stale as soon as anything of it does not hold any more.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rstest::rstest;

use crate::cli::command::{Ended, badreq, call, folder};
use crate::cli::serving::Served;

/// A server with these broken rows, and a run of the cases of one suite against it.
pub(crate) struct Bench {
    served: Served,
    /// The cases that are run.
    pattern: &'static str,
}

impl Bench {
    pub(crate) fn with(rows: &[&str]) -> Self {
        Self::new("members", Served::broken(rows))
    }

    pub(crate) fn new(pattern: &'static str, served: Served) -> Self {
        Self { served, pattern }
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        let run = self.served.say("run").to_owned();
        let words: Vec<&str> = run.split_whitespace().skip(1).collect();
        call(&[&words[..], &[self.pattern], args].concat())
    }

    pub(crate) fn run_with(&self, baseline: &Path) -> Ended {
        self.run(&["--baseline", path(baseline)])
    }

    /// Runs the cases, and writes a baseline from their result.
    pub(crate) fn write(&self, file: &Path, more: &[&str]) -> Ended {
        let result = self.result(file);
        call(&[&["baseline", "write", path(file), "--from", &result], more].concat())
    }

    /// Runs the cases, and returns the path of their result: beside the baseline, or above its folder where that is missing.
    pub(crate) fn result(&self, file: &Path) -> String {
        let folder = file.ancestors().skip(1).find(|folder| folder.is_dir());
        let result = folder.expect("some folder is there").join("result.json");
        let ended = self.run(&["--report", &format!("json={}", path(&result))]);
        assert!([0, 1, 5].contains(&ended.status), "{}", ended.err);
        path(&result).to_owned()
    }
}

pub(crate) fn path(path: &Path) -> &str {
    path.to_str().expect("the path is text")
}

pub(crate) const CODE: &str = r#"20002:code="20002""#;
/// The same row, broken otherwise.
const OTHER_CODE: &str = "20002:code=null";
pub(crate) const MESSAGE: &str = "0/400:message=null";
/// A status that no row has with this code.
pub(crate) const STATUS: &str = "40001:status=422";

/// The result of a server with the first two, run once for all tests that begin with it.
fn result_of_both() -> &'static str {
    static RESULT: OnceLock<String> = OnceLock::new();
    RESULT.get_or_init(|| {
        let file = folder("baseline-of-both").join("staging.toml");
        Bench::with(&[CODE, MESSAGE]).result(&file)
    })
}

/// A baseline of a server with both, not there before.
pub(crate) fn written(test: &str) -> PathBuf {
    let file = folder(&format!("baseline-{test}")).join("baselines/staging.toml");
    let ended = call(&["baseline", "write", path(&file), "--from", result_of_both()]);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("known failures to `"), "{}", ended.err);
    file
}

pub(crate) fn text(file: &Path) -> String {
    std::fs::read_to_string(file).expect("the baseline is there")
}

/// The lines of the file, counted from 1, that a run says are to be changed, and what it says of those that it tells at once.
pub(crate) fn told(ended: &Ended, file: &Path) -> Vec<(Vec<usize>, String)> {
    let lines = |told: &str| {
        let (first, last) = told.split_once('-').unwrap_or((told, told));
        let number = |text: &str| text.parse::<usize>().expect("it is a line");
        (number(first)..=number(last)).collect()
    };
    let head = format!("  {}:", path(file));
    ended
        .out
        .lines()
        .filter_map(|line| line.strip_prefix(&head))
        .filter_map(|line| line.split_once(": "))
        .map(|(told, what)| (lines(told), what.to_owned()))
        .collect()
}

/// Updates a baseline by a result of this server.
pub(crate) fn update(bench: &Bench, file: &Path, more: &[&str]) -> Ended {
    let result = bench.result(file);
    call(&[&["baseline", "update", path(file), "--from", &result], more].concat())
}

#[test]
fn a_baseline_is_written_green_stale_when_a_defect_is_mended_and_green_again() {
    let file = written("life");
    let page = text(&file);
    assert!(
        page.contains("requirement = \"body-code-integer\""),
        "{page}"
    );
    assert!(
        page.contains("requirement = \"body-message-string\""),
        "{page}"
    );

    let green = Bench::with(&[CODE, MESSAGE]).run_with(&file);
    assert_eq!(green.status, 0, "{}", green.out);
    assert!(green.out.contains("known failures"), "{}", green.out);
    assert!(!green.out.contains("the target conforms"), "{}", green.out);
    assert!(!green.out.contains("finding 1"), "{}", green.out);
    assert_eq!(told(&green, &file), []);

    let mended = Bench::with(&[MESSAGE]);
    let stale = mended.run_with(&file);
    assert_eq!(stale.status, 6, "{}", stale.out);
    let blocks = told(&stale, &file);
    assert!(!blocks.is_empty(), "{}", stale.out);
    for (lines, what) in &blocks {
        assert!(what.starts_with("body-code-integer is fixed in "), "{what}");
        for line in lines {
            let line = page.lines().nth(line - 1).expect("the file has that line");
            assert!(line.contains("\"members/"), "{line}");
        }
    }

    let updated = update(&mended, &file, &[]);
    assert_eq!(updated.status, 0, "{}", updated.err);
    let dropped = updated.out.lines().filter(|line| {
        line.starts_with("dropped: line ") && line.contains(", body-code-integer in ")
    });
    assert!(dropped.count() > 0, "{}", updated.out);
    assert!(!text(&file).contains("body-code-integer"));
    let green = mended.run_with(&file);
    assert_eq!(green.status, 0, "{}", green.out);
}

#[test]
fn a_breach_that_shows_otherwise_is_a_line_to_change_and_one_that_is_new_fails_the_run() {
    let file = written("otherwise");
    // The same requirement of the same answers, broken by another value.
    let otherwise = Bench::with(&[OTHER_CODE, MESSAGE]).run_with(&file);
    assert_eq!(otherwise.status, 6, "{}", otherwise.out);
    let told = told(&otherwise, &file);
    assert!(
        told.iter()
            .any(|(_, what)| what.contains("is broken in another way, in members/")),
        "{}",
        otherwise.out
    );
    let moved = update(&Bench::with(&[OTHER_CODE, MESSAGE]), &file, &[]);
    assert!(moved.out.contains("moved: line "), "{}", moved.out);
    let green = Bench::with(&[OTHER_CODE, MESSAGE]).run_with(&file);
    assert_eq!(green.status, 0, "{}", green.out);
    let file = written("worse");
    let worse = Bench::with(&[CODE, MESSAGE, STATUS]).run_with(&file);
    assert_eq!(worse.status, 1, "{}", worse.out);
    assert!(worse.out.contains("finding 1 of 1, F-"), "{}", worse.out);
}

#[test]
fn an_entry_past_its_day_or_of_no_case_ends_a_run_with_6_in_every_report() {
    let file = written("expired");
    let page = text(&file)
        .replacen("reason = ", "expires = 2020-02-29\nreason = ", 1)
        .replacen("cases = [", "cases = [\"membres/broken-json\", ", 1);
    std::fs::write(&file, page).expect("the file can be written");
    let junit = file.with_file_name("run.xml");
    let markdown = file.with_file_name("run.md");
    let reports = format!("junit={},markdown={}", path(&junit), path(&markdown));
    let bench = Bench::with(&[CODE, MESSAGE]);
    let ended = bench.run(&["--baseline", path(&file), "--report", &reports]);
    assert_eq!(ended.status, 6, "{}", ended.out);
    let words: Vec<String> = told(&ended, &file)
        .into_iter()
        .map(|(_, what)| what)
        .collect();
    assert_eq!(words.len(), 2, "{words:?}");
    assert!(words[0].contains("expired on 2020-02-29"), "{words:?}");
    assert!(
        words[1].contains("no case is named `membres/broken-json`"),
        "{words:?}"
    );
    let (junit, markdown) = (text(&junit), text(&markdown));
    assert_eq!(
        junit.matches("type=\"stale-baseline\"").count(),
        2,
        "{junit}"
    );
    assert!(
        markdown.contains("The baseline must be changed"),
        "{markdown}"
    );
}

#[test]
fn every_mistake_of_a_baseline_is_told_with_its_line_before_anything_is_run() {
    let file = folder("baseline-mistakes").join("known.toml");
    let page = "[[known]]\nrequirement = \"row-expcted\"\nat = \"status\"\nexpected = \"1\"\ngot = \"2\"\nreason = \"y\"\ncases = [\"members\"]\n\
                [[known]]\nrequirement = \"row-expected\"\nat = \"status\"\nexpected = \"1\"\ngot = \"2\"\nreason = \"\"\ncases = []\n";
    std::fs::write(&file, page).expect("the file can be written");
    let ended = call(&["run", "members", "--baseline", path(&file)]);
    assert_eq!(ended.status, 3);
    assert_eq!(ended.out, "");
    for told in [
        "did you mean `row-expected`?",
        "`reason` is empty",
        "`cases` is empty",
        "known.toml:2",
        "known.toml:13",
        "3 mistakes in the baseline",
    ] {
        assert!(ended.err.contains(told), "{told}: {}", ended.err);
    }
}

#[rstest]
#[case::by_the_environment(true)]
#[case::by_the_configuration(false)]
fn a_baseline_can_be_named_once_for_all_runs(#[case] by_environment: bool) {
    let file = written(if by_environment { "variable" } else { "config" });
    let bench = Bench::with(&[CODE, MESSAGE]);
    let served = &bench.served;
    let mut command = if by_environment {
        let mut command = badreq(&["run", "members", "--target", served.say("url")]);
        command.env("BADREQ_BASELINE", &file);
        command
    } else {
        let folder = file.parent().expect("it is in a folder");
        let config = folder.join("badreq.toml");
        let url = served.say("url");
        let text = format!("[targets.staging]\nurl = \"{url}\"\nbaseline = \"staging.toml\"\n");
        std::fs::write(&config, text).expect("the file can be written");
        badreq(&[
            "run",
            "members",
            "--target",
            "staging",
            "--config",
            path(&config),
        ])
    };
    let output = command
        .env("BADREQ_LIMITS", "none")
        .env("BADREQ_TOKEN", served.say("token"))
        .env("BADREQ_STRANGER_TOKEN", served.say("stranger_token"))
        .output()
        .expect("the command starts");
    let ended = Ended::of(output);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("known failures"), "{}", ended.out);
}
