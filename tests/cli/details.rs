//! How much a run tells, and how wide.

use crate::cli::command::{Ended, badreq, call, folder};
use crate::cli::serving::Served;

/// The lines with what differs from one server to another left out.
fn heads(text: &str) -> Vec<String> {
    let head = |line: &str| match line.split_once(" -H ") {
        Some((curl, _)) => curl.to_owned(),
        None => line.to_owned(),
    };
    text.lines().map(head).collect()
}

#[test]
fn a_quiet_run_that_conforms_says_one_line() {
    for quiet in ["-q", "--quiet"] {
        let ended = call(&["run", quiet, "references"]);
        assert_eq!(ended.status, 0, "{}", ended.err);
        assert_eq!(ended.out.lines().count(), 1, "{}", ended.out);
        let told = "the target conforms to every must: ";
        assert!(ended.out.starts_with(told), "{}", ended.out);
        assert_eq!(ended.err, "");
    }
}

#[test]
fn a_quiet_run_tells_each_finding_in_a_few_lines() {
    let served = Served::broken(&[r#"20006:code="20006""#]);
    let ended = served.call(&["run"], &["messages/unknown", "-q"]);
    assert_eq!(ended.status, 1, "{}", ended.err);
    let (_, cases) = ended
        .out
        .split_once("  body-code-integer (must), in ")
        .expect("the line below the title tells how many cases");
    let cases = cases.lines().next().expect("it is a line");
    let (_, id) = ended
        .out
        .split_once("finding 1 of 1, ")
        .expect("the title has an id");
    let (id, _) = id.split_once(": ").expect("the title is behind the id");
    let (_, sent) = ended
        .out
        .split_once("/v2/messages/")
        .expect("the line to be typed has the path");
    let (number, _) = sent.split_once('\'').expect("the path is quoted");
    assert_eq!(
        heads(&ended.out)[4..],
        [
            format!(
                "finding 1 of 1, {id}: GET /messages/{{message}}: body at `/code`: \"20006\" (an integer expected)"
            )
            .as_str(),
            format!("  body-code-integer (must), in {cases}").as_str(),
            format!("  GET /messages/{number} as anonymous").as_str(),
            "  curl -i --path-as-is",
            "  expected: body at `/code`: an integer",
            "  actual:   body at `/code`: \"20006\"",
            "",
            "the target does not conform (1 row broken)",
        ]
    );
}

#[test]
fn a_verbose_run_tells_every_case() {
    let served = Served::broken(&[r#"20006:code="20006""#]);
    let usual = served.call(&["run"], &["messages", "references"]);
    let verbose = served.call(&["run"], &["messages", "references", "-v"]);
    assert_eq!(verbose.status, 1, "{}", verbose.err);
    let count = |text: &str, head: &str| {
        let lines = text.lines();
        lines.filter(|line| line.starts_with(head)).count()
    };
    assert_eq!(count(&usual.out, "fail "), 1, "{}", usual.out);
    assert_eq!(count(&usual.out, "pass "), 0, "{}", usual.out);
    let summary = verbose.out.lines().find(|line| line.contains(" cases: "));
    let summary = summary.expect("the summary counts").to_owned();
    let failed = count(&verbose.out, "fail ");
    assert!(failed > 1, "{}", verbose.out);
    let passed = count(&verbose.out, "pass ");
    for told in [format!(" {passed} passed"), format!(" {failed} failed")] {
        assert!(summary.contains(&told), "{told}: {summary}");
    }
    assert_eq!(
        count(&verbose.out, "    the bad request  "),
        failed,
        "what was sent is told of each"
    );
    assert!(!verbose.out.contains(" more: "), "{}", verbose.out);
}

#[test]
fn quiet_and_verbose_exclude_each_other() {
    let ended = call(&["run", "-q", "--verbose"]);
    assert_eq!(ended.status, 2);
    let told = "the argument '--quiet' cannot be used with '--verbose'";
    assert!(ended.err.contains(told), "{}", ended.err);
}

#[test]
fn a_result_is_rendered_and_merged_as_quietly_as_its_run() {
    let result = folder("details").join("result.json");
    let result = result.to_str().expect("the path is text");
    let served = Served::start(&["--limits", "none"]);
    let report = format!("json={result}");
    let first = served.call(&["run"], &["messages", "--report", &report, "-q"]);
    let told = "the target conforms to every must: 2 rows, 14 cases\n";
    assert_eq!(first.out, told);
    assert_eq!(call(&["report", result, "-q"]).out, told);
    assert_eq!(call(&["merge", result, "-q"]).out, told);
    let verbose = call(&["report", result, "-v"]);
    assert!(verbose.out.contains("\npass messages/"), "{}", verbose.out);
}

#[test]
fn what_is_no_terminal_has_no_edge() {
    let told = |columns: &str| {
        let mut command = badreq(&["run", "references"]);
        let output = command.env("COLUMNS", columns).output();
        let out = Ended::of(output.expect("the command starts")).out;
        let head = out.lines().next().expect("there is a line").to_owned();
        head.split_once("  edition:").map(|(_, rest)| rest.len())
    };
    let edition_and_run = " errata, run 00000000".len();
    assert_eq!(told("20"), Some(edition_and_run));
}

#[test]
fn a_finding_shows_what_belongs_in_the_body() {
    let served = Served::broken(&[r#"20006:code="20006""#]);
    let ended = served.call(&["run"], &["messages/unknown"]);
    let diff = "\
  received:   404 (- documented, + received)
      {
        \"message\": \"Message not found.\",
-       \"code\": 20006
+       \"code\": \"20006\"
      }
";
    assert!(ended.out.contains(diff), "{}", ended.out);
}
