//! Reports in files, each opened by a reader that is not ours: JUnit by roxmltree, JSON by jsonschema, Markdown by pulldown-cmark. What
//! `ci/foreign.sh` installs opens them once more: the XSD of JUnit, the schemas of SARIF and HAR.

use std::path::Path;
use std::process::{Command, Stdio};

use rstest::rstest;
use serde_json::Value;

use crate::cli::command::{Ended, call, folder};
use crate::cli::serving::Served;

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn one_run_writes_every_report_and_each_tells_the_same() {
    let folder = folder("reports-every");
    let file = |name: &str| folder.join(name);
    let served = Served::broken(&["20006:status=400"]);
    let run = served.say("run").to_owned();
    let args: Vec<&str> = run.split_whitespace().skip(1).collect();
    let reports = format!(
        "json={},junit={},har={},sarif={}",
        file("all.json").display(),
        file("all.xml").display(),
        file("all.har").display(),
        file("all.sarif").display()
    );
    let markdown = format!("markdown={}", file("all.md").display());
    // Nobody offers the hook that 0/500 takes, so that something is unproven.
    let more = [
        "messages", "0/500", "--report", &reports, "--report", &markdown,
    ];
    let ended = call(&[&args[..], &more].concat());
    assert_eq!(ended.status, 1, "{}", ended.err);

    let json: Value = serde_json::from_str(&read(&file("all.json"))).expect("it is JSON");
    let failed = json["counts"]["fail"]
        .as_u64()
        .expect("failures are counted");
    assert!(failed > 0, "{json}");
    assert!(json["counts"]["inconclusive"].as_u64() > Some(0), "{json}");
    fits_the_schema(&json);
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
    let details = pulldown_cmark::Parser::new(&markdown).filter(|event| {
        matches!(
            event,
            pulldown_cmark::Event::Start(pulldown_cmark::Tag::CodeBlock(_))
        )
    });
    assert_eq!(details.count(), markdown.matches("<details>").count());

    let har: Value = serde_json::from_str(&read(&file("all.har"))).expect("it is JSON");
    let exchanges = json["outcome"]["cases"]
        .as_array()
        .expect("cases are listed");
    let exchanges = exchanges
        .iter()
        .map(|case| case["steps"].as_array().map_or(0, Vec::len));
    let entries = har["log"]["entries"].as_array().map(Vec::len);
    assert_eq!(entries, Some(exchanges.sum()), "every exchange is an entry");
    let sarif: Value = serde_json::from_str(&read(&file("all.sarif"))).expect("it is JSON");
    let results = sarif["runs"][0]["results"].as_array();
    let errors = results
        .into_iter()
        .flatten()
        .filter(|own| own["level"] == "error");
    assert!(errors.count() as u64 >= failed, "{sarif}");
    for token in [served.say("token"), served.say("stranger_token")] {
        for name in ["all.json", "all.xml", "all.md", "all.har", "all.sarif"] {
            assert!(!read(&file(name)).contains(token), "{name} shows a token");
        }
    }

    let left = std::fs::read_dir(&folder)
        .expect("the folder is there")
        .count();
    assert_eq!(left, 5, "nothing but the reports is left");

    let later = file("later.md");
    let result = file("all.json").display().to_string();
    let into_later = format!("markdown={}", later.display());
    for command in ["merge", "report"] {
        let told = call(&[command, &result, "--report", &into_later]);
        assert_eq!(told.status, 1, "{}", told.err);
        assert_eq!(told.out, ended.out, "it is told as the run told it");
        assert_eq!(read(&later), markdown, "a report can be made later");
        std::fs::remove_file(&later).expect("it was written");
    }
    compared(&result, &file);
}

/// Of the broken server and a sound one it is told what changed, either way.
fn compared(broken: &str, file: &dyn Fn(&str) -> std::path::PathBuf) {
    let served = Served::start(&["--limits", "none", "--triggers"]);
    let words = served
        .say("run")
        .replacen("badreq", env!("CARGO_BIN_EXE_badreq"), 1);
    let sound = file("sound.json").display().to_string();
    let output = Command::new("sh")
        .env(
            "BADREQ_JOURNAL_DIR",
            concat!(env!("CARGO_TARGET_TMPDIR"), "/cli-journals"),
        )
        .args([
            "-c",
            &format!("{words} messages 0/500 --report json={sound}"),
        ])
        .output()
        .expect("there is a shell");
    let ended = Ended::of(output);
    assert_eq!(ended.status, 0, "{}", ended.err);

    let comment = format!("markdown={}", file("changes.md").display());
    let worse = call(&["compare", &sound, broken, "--report", &comment]);
    assert_eq!(worse.status, 1, "{}", worse.err);
    for told in [
        "2 rows no longer proven\n",
        "newly failing\n  pair-documented (must)",
        "no longer judged\n  the target offers no `internal-error` trigger; ",
        "\nsomething got worse\n",
    ] {
        assert!(worse.out.contains(told), "{told}\n{}", worse.out);
    }
    let comment = read(&file("changes.md"));
    assert!(
        comment.starts_with("### badreq: something got worse\n"),
        "{comment}"
    );

    let better = call(&["compare", broken, &sound]);
    assert_eq!(better.status, 1, "{}", better.out);
    assert!(better.out.contains(" fixed\n"), "{}", better.out);
    assert!(
        better.out.ends_with("\nnothing got worse\n"),
        "{}",
        better.out
    );

    let same = call(&["compare", &sound, &sound]);
    assert_eq!(same.status, 0, "{}", same.out);
    assert!(same.out.ends_with("\nnothing changed\n"), "{}", same.out);

    let reworded = file("reworded.json").display().to_string();
    let text = read(&file("sound.json")).replace(r#"\"message\":\""#, r#"\"message\":\"Error: "#);
    std::fs::write(&reworded, text).expect("it can be written");
    let only_words = call(&["compare", &sound, &reworded]);
    assert_eq!(only_words.status, 1, "{}", only_words.out);
    for told in [
        " with another response: 1 change\n  `message` in the body: now with \"Error: \" at the beginning; ",
        "\nevery case and row has the same result, and responses changed\n",
    ] {
        assert!(only_words.out.contains(told), "{told}\n{}", only_words.out);
    }

    let page = format!("html={}", file("all.html").display());
    let side_by_side = call(&["report", &sound, broken, &sound, "--report", &page]);
    assert_eq!(side_by_side.status, 0, "{}", side_by_side.err);
    let page = read(&file("all.html"));
    assert_eq!(page.matches("<section class=\"run\">").count(), 3);

    for (args, told) in [
        (
            vec!["report", &sound, &sound, &sound],
            "give `--report html=FILE`; `badreq compare` compares two, `badreq merge` makes one result of several shards",
        ),
        (
            vec!["report", &sound, &sound, "--report", "junit=x.xml"],
            "several results can only be rendered as one HTML page, `html=FILE`",
        ),
        (
            vec!["compare", &sound, &sound, "--report", "junit=x.xml"],
            "two results are compared by `markdown=FILE`",
        ),
        (
            vec!["report", "no-such.json"],
            "cannot read the result `no-such.json`",
        ),
    ] {
        let refused = call(&args);
        assert_eq!(refused.status, 2, "{}", refused.out);
        assert!(refused.err.contains(told), "{}", refused.err);
    }
    for command in [
        vec!["report", "Cargo.toml"],
        vec!["merge", "Cargo.toml"],
        vec!["compare", &sound, "Cargo.toml"],
        vec!["run", "--target", "reference", "--failed-in", "Cargo.toml"],
    ] {
        let refused = call(&command);
        assert_eq!(refused.status, 3, "{command:?} {}", refused.out);
        let told = "cannot read the result `Cargo.toml`";
        assert!(refused.err.contains(told), "{}", refused.err);
    }
}

fn fits_the_schema(report: &Value) {
    let path = format!("{}/schemas/report.schema.json", env!("CARGO_MANIFEST_DIR"));
    let schema: Value = serde_json::from_str(&read(Path::new(&path))).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let objections: Vec<String> = validator
        .iter_errors(report)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(objections, Vec::<String>::new());
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
#[case::twice_in_other_words(
    "junit=a.xml,json=tests/../a.xml",
    "cannot write a report to `tests/../a.xml`: it is given for two reports"
)]
#[case::a_place_that_takes_no_files(
    "junit=/proc/a.xml",
    "cannot write a report to `/proc/a.xml`: "
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

#[test]
fn a_report_goes_into_a_pipe_and_leaves_it_there() {
    use std::os::unix::fs::FileTypeExt;

    let folder = folder("reports-pipe");
    let pipe = folder.join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("there is a `mkfifo`").success());
    let reader = Command::new("timeout")
        .args(["60", "cat"])
        .arg(&pipe)
        .stdout(Stdio::piped())
        .spawn()
        .expect("there are `timeout` and `cat`");
    let ended = call(&[
        "run",
        "20006",
        "--report",
        &format!("json={}", pipe.display()),
    ]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    let told = reader.wait_with_output().expect("the reader ends");
    let json: Value = serde_json::from_slice(&told.stdout).expect("it is JSON");
    assert_eq!(json["counts"]["fail"], 0);
    let found = std::fs::symlink_metadata(&pipe).expect("it is still there");
    assert!(found.file_type().is_fifo());
}

#[test]
fn a_pipe_that_nobody_reads_holds_neither_the_command_nor_the_other_reports() {
    let folder = folder("reports-silent");
    let file = |name: &str| folder.join(name).display().to_string();
    let made = Command::new("mkfifo").arg(file("pipe")).status();
    assert!(made.expect("there is a `mkfifo`").success());
    let reports = format!("json={},junit={}", file("pipe"), file("a.xml"));
    let ended = call(&["run", "20006", "--report", &reports]);
    assert_eq!(ended.status, 2, "{}", ended.err);
    assert!(
        ended.err.contains("nothing has read from it"),
        "{}",
        ended.err
    );
    assert!(read(Path::new(&file("a.xml"))).starts_with("<?xml"));
}

#[test]
fn a_report_with_the_longest_name_and_one_with_two_names_are_written() {
    let folder = folder("reports-names");
    let long = folder.join("a".repeat(250) + ".json");
    let (one, two) = (folder.join("one.xml"), folder.join("two.xml"));
    std::fs::write(&one, "old").expect("the folder can be written");
    std::fs::hard_link(&one, &two).expect("a file can have two names");
    let reports = format!("json={},junit={}", long.display(), one.display());
    let ended = call(&["run", "20006", "--report", &reports]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(read(&long).starts_with('{'));
    assert!(read(&two).starts_with("<?xml"), "it is the same file");

    let reports = format!("json={},junit={}", one.display(), two.display());
    let twice = call(&["run", "20006", "--report", &reports]);
    assert_eq!(twice.status, 2, "{}", twice.out);
    assert!(twice.err.contains("given for two reports"), "{}", twice.err);
}

#[test]
fn a_report_follows_links_and_keeps_the_permissions_of_the_file() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = folder("reports-links");
    let file = |name: &str| folder.join(name);
    std::fs::write(file("old.json"), "old").expect("the folder can be written");
    let private = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(file("old.json"), private).expect("it is this test's");
    symlink("old.json", file("link.json")).expect("links can be made");
    symlink("new.xml", file("link.xml")).expect("links can be made");
    let reports = format!(
        "json={},junit={}",
        file("link.json").display(),
        file("link.xml").display()
    );
    let ended = call(&["run", "20006", "--report", &reports]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(read(&file("old.json")).starts_with('{'));
    assert!(read(&file("new.xml")).starts_with("<?xml"));
    let old = std::fs::metadata(file("old.json")).expect("it is there");
    assert_eq!(old.permissions().mode() & 0o777, 0o600);
    for link in ["link.json", "link.xml"] {
        let found = std::fs::symlink_metadata(file(link)).expect("it is there");
        assert!(found.is_symlink(), "{link}");
    }
    let left = std::fs::read_dir(&folder).expect("it is there").count();
    assert_eq!(left, 4, "nothing but the reports is left");
}
