//! Reports in files.

use std::path::Path;

use rstest::rstest;
use serde_json::Value;

use crate::command::{call, folder};
use crate::serving::Served;

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn one_run_writes_every_report_and_each_tells_the_same() {
    let folder = folder("reports-every");
    let file = |name: &str| folder.join(name);
    let served = Served::start(&["--limits", "none", "--fault", "status/20006"]);
    let run = served.say("run").to_owned();
    let args: Vec<&str> = run.split_whitespace().skip(1).collect();
    let reports = format!(
        "json={},junit={}",
        file("all.json").display(),
        file("all.xml").display()
    );
    let markdown = format!("markdown={}", file("all.md").display());
    let more = ["messages", "--report", &reports, "--report", &markdown];
    let ended = call(&[&args[..], &more].concat());
    assert_eq!(ended.status, 1, "{}", ended.err);

    let json: Value = serde_json::from_str(&read(&file("all.json"))).expect("it is JSON");
    let failed = json["counts"]["fail"]
        .as_u64()
        .expect("failures are counted");
    assert!(failed > 0, "{json}");
    let xml = read(&file("all.xml"));
    let junit = roxmltree::Document::parse(&xml).expect("roxmltree reads it");
    let failures = junit
        .descendants()
        .filter(|node| node.has_tag_name("failure"));
    assert_eq!(failures.count() as u64, failed);
    assert_eq!(
        junit.root_element().attribute("failures"),
        Some(failed.to_string().as_str())
    );
    let markdown = read(&file("all.md"));
    assert!(
        markdown.starts_with("### badreq: the target does not conform (1 row broken)\n"),
        "{markdown}"
    );
    let left = std::fs::read_dir(&folder)
        .expect("the folder is there")
        .count();
    assert_eq!(left, 3, "nothing but the reports is left");

    let later = file("later.md");
    let merged = call(&[
        "merge",
        &file("all.json").display().to_string(),
        "--report",
        &format!("markdown={}", later.display()),
    ]);
    assert_eq!(merged.status, 1, "{}", merged.err);
    assert_eq!(read(&later), markdown, "a report can be made later");
}

#[rstest]
#[case::no_folder(
    "junit=no-such-folder/a.xml",
    "cannot write a report to `no-such-folder/a.xml`: its folder does not exist"
)]
#[case::twice(
    "junit=a.xml,json=a.xml",
    "cannot write a report to `a.xml`: it is given for two reports"
)]
#[case::a_folder("junit=tests", "cannot write a report to `tests`: it is a folder")]
#[case::no_kind(
    "junti=a.xml",
    "there is no report of the kind `junti`: did you mean `junit`?"
)]
fn a_report_that_cannot_be_written_is_refused_before_anything_is_run(
    #[case] report: &str,
    #[case] told: &str,
) {
    let ended = call(&["run", "messages", "--report", report]);
    assert_eq!(ended.status, 2, "{}", ended.out);
    assert!(ended.err.contains(told), "{}", ended.err);
    assert_eq!(ended.out, "", "nothing was run");
}
