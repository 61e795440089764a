//! Writing and updating a baseline: from a whole result, with the reasons of an older one, never over a file, and harm only by name.

use rstest::rstest;

use super::baselines::{Bench, CODE, MESSAGE, STATUS, path, text, told, update, written};
use crate::cli::command::{call, folder};
use crate::cli::serving::Served;
use crate::cli::wires::{Ownerless, Refusing};

#[test]
fn a_baseline_that_is_there_is_not_written_over() {
    let file = written("there");
    let before = text(&file);
    let ended = Bench::with(&[CODE]).write(&file, &[]);
    assert_eq!(ended.status, 2);
    assert!(ended.err.contains("exists already"), "{}", ended.err);
    assert_eq!(text(&file), before);
}

#[test]
fn a_new_baseline_keeps_the_reasons_of_an_older_one_for_breaches_that_are_found_again() {
    let old = written("reasons");
    let page = text(&old);
    let found = page
        .lines()
        .find(|line| line.starts_with("reason = "))
        .expect("each entry has a reason");
    let kept =
        "reason = \"old encoder\"\nlink = \"https://issues.example/41\"\nexpires = 2999-12-31";
    let reviewed = page.replace(found, kept);
    std::fs::write(&old, &reviewed).expect("the file can be written");
    let new = old.with_file_name("new.toml");
    let bench = Bench::with(&[CODE, MESSAGE, STATUS]);
    let ended = bench.write(&new, &["--reasons-from", path(&old)]);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    let new = text(&new);
    let count = |page: &str, what: &str| page.matches(what).count();
    assert!(count(&new, kept) > 0, "{new}");
    assert_eq!(count(&new, kept), count(&reviewed, kept), "{new}");
    let fresh = count(&new, "[[known]]") - count(&new, kept);
    assert!(fresh > 0, "{new}");
    assert_eq!(count(&new, "reason = \"not reviewed yet: "), fresh, "{new}");
}

#[test]
fn an_older_baseline_with_a_mistake_is_refused_with_its_line_and_nothing_is_written() {
    let folder = folder("baseline-reasons-mistake");
    let old = folder.join("old.toml");
    std::fs::write(&old, "[[known]]\nrequirement = \"row-expcted\"\n").expect("it can be written");
    let new = folder.join("new.toml");
    let bench = Bench::with(&[CODE]);
    let ended = bench.write(&new, &["--reasons-from", path(&old)]);
    assert_eq!((ended.status, ended.out.as_str()), (3, ""));
    assert!(ended.err.contains("old.toml:2"), "{}", ended.err);
    let ended = bench.write(
        &new,
        &["--reasons-from", path(&folder.join("nowhere.toml"))],
    );
    assert_eq!((ended.status, ended.out.as_str()), (2, ""));
    assert!(
        ended.err.contains("cannot read the baseline from `"),
        "{}",
        ended.err
    );
    assert!(!new.exists());
}

#[test]
fn a_baseline_is_written_from_a_whole_result_only() {
    let folder = folder("baseline-incomplete");
    let new = folder.join("new.toml");
    let bench = Bench::with(&[CODE]);
    let shard = folder.join("shard.json");
    let ended = bench.run(&[
        "--shard",
        "1/2",
        "--report",
        &format!("json={}", path(&shard)),
    ]);
    assert!([0, 1].contains(&ended.status), "{}", ended.err);
    let ended = call(&["baseline", "write", path(&new), "--from", path(&shard)]);
    assert_eq!((ended.status, ended.out.as_str()), (2, ""));
    assert!(
        ended.err.contains("merge the results of all shards first"),
        "{}",
        ended.err
    );
    let ended = call(&["baseline", "write", path(&new), "--from", "no-such.json"]);
    assert_eq!(ended.status, 2);
    assert!(
        ended.err.contains("cannot read the result `no-such.json`"),
        "{}",
        ended.err
    );
    assert!(!new.exists());
}

#[test]
fn a_baseline_of_a_target_that_conforms_is_written_too_and_can_be_given_from_then_on() {
    let file = folder("baseline-sound").join("baselines/staging.toml");
    let bench = Bench::with(&[]);
    let ended = bench.write(&file, &[]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(ended.err.contains("without an entry"), "{}", ended.err);
    let green = bench.run_with(&file);
    assert_eq!(green.status, 0, "{}{}", green.out, green.err);
    assert_eq!(told(&green, &file), []);
}

#[rstest]
#[case::a_folder(
    "tests",
    "cannot write the baseline to `tests`: it is a folder; name a file in it"
)]
#[case::a_folder_that_cannot_be_made(
    "Cargo.toml/staging.toml",
    "cannot write the baseline to `Cargo.toml/staging.toml`: "
)]
#[case::a_place_that_takes_no_files(
    "/proc/baselines/staging.toml",
    "cannot write the baseline to `/proc/baselines/staging.toml`: "
)]
fn a_baseline_that_cannot_be_written_is_an_error_with_its_reason(
    #[case] file: &str,
    #[case] told: &str,
) {
    let result = Bench::with(&[])
        .result(&folder(&format!("baseline-refused-{}", file.len())).join("new.toml"));
    let ended = call(&["baseline", "write", file, "--from", &result]);
    assert_eq!(ended.status, 2, "{}", ended.out);
    assert!(ended.err.contains(told), "{}", ended.err);
}

#[test]
fn what_no_entry_can_name_is_a_warning() {
    let file = folder("baseline-unproven").join("staging.toml");
    let served = Served::with_wire(Refusing("/v2/members"));
    let ended = Bench::new("members", served).write(&file, &[]);
    assert_eq!(ended.status, 0, "{}", ended.out);
    assert!(
        ended
            .err
            .contains("cannot be in a baseline, such as members/"),
        "{}",
        ended.err
    );
}

#[test]
fn harm_is_refused_unless_it_is_named_and_every_later_run_says_that_it_is_there() {
    let file = folder("baseline-harm").join("staging.toml");
    let bench = Bench::new(
        "authorization/another-systems-member-*",
        Served::with_wire(Ownerless::new()),
    );
    let refused = bench.write(&file, &[]);
    assert_eq!((refused.status, refused.out.as_str()), (2, ""));
    assert!(
        refused
            .err
            .contains("changes what belongs to somebody else"),
        "{}",
        refused.err
    );
    assert!(!file.exists());
    let flags: Vec<&str> = refused.err.split("--accept-harm '").skip(1).collect();
    let ids: Vec<&str> = flags
        .iter()
        .filter_map(|flag| flag.split_once('='))
        .map(|(id, _)| id)
        .collect();
    assert!(!ids.is_empty(), "{}", refused.err);

    let named: Vec<String> = ids.iter().map(|id| format!("{id}=a test token")).collect();
    let accepted: Vec<&str> = named
        .iter()
        .flat_map(|named| ["--accept-harm", named])
        .collect();
    let written = bench.write(&file, &accepted);
    assert_eq!(written.status, 0, "{}", written.err);
    assert!(text(&file).contains(&format!("\nharm = \"{}: ", ids[0])));

    let markdown = file.with_file_name("run.md");
    let page = file.with_file_name("run.html");
    let reports = format!("markdown={},html={}", path(&markdown), path(&page));
    let green = bench.run(&["--baseline", path(&file), "--report", &reports]);
    assert_eq!(green.status, 0, "{}", green.out);
    let quiet = bench.run(&["--baseline", path(&file), "-q"]);
    for report in [green.out, quiet.out, text(&markdown), text(&page)] {
        assert!(report.contains("the baseline holds "), "{report}");
        assert!(report.contains(ids[0]), "{report}");
    }
    let json = bench.run(&["--baseline", path(&file), "--format", "json"]);
    let entries = &json.json()["outcome"]["run"]["baseline"]["entries"];
    let harm = entries[0]["harm"]
        .as_str()
        .expect("the entry names its harm");
    assert!(harm.starts_with("F-"), "{harm}");
}

#[test]
fn each_finding_that_is_filed_is_printed_with_its_id() {
    let file = folder("baseline-printed").join("staging.toml");
    let ended = Bench::with(&[CODE]).write(&file, &[]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    let page = text(&file);
    assert!(ended.out.lines().count() > 0, "{}", ended.err);
    for line in ended.out.lines() {
        let (id, rest) = line.split_once(' ').expect("a title is behind the id");
        assert!(id.starts_with("F-"), "{line}");
        assert!(rest.contains(", in "), "{line}");
        assert!(page.contains(&format!("\n# {id}: ")), "{line}\n{page}");
    }
}

#[test]
fn an_id_of_no_harm_and_a_missing_reason_are_refused_and_nothing_is_written() {
    let file = folder("baseline-no-harm").join("staging.toml");
    let bench = Bench::with(&[CODE]);
    let ended = bench.write(&file, &["--accept-harm", "F-000000=so"]);
    assert_eq!((ended.status, ended.out.as_str()), (2, ""));
    assert!(ended.err.contains("F-000000"), "{}", ended.err);
    let ended = bench.write(&file, &["--accept-harm", "F-000000"]);
    assert_eq!(ended.status, 2);
    assert!(ended.err.contains("F-3a9c1b=REASON"), "{}", ended.err);
    assert!(!file.exists());
}

#[test]
fn an_update_twice_changes_nothing_and_adds_only_what_is_asked_for() {
    let file = written("update");
    let bench = Bench::with(&[CODE, MESSAGE, STATUS]);
    let before = text(&file);
    let ended = update(&bench, &file, &[]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(ended.out.contains("not added: F-"), "{}", ended.out);
    assert_eq!(text(&file), before);
    assert_eq!(bench.run_with(&file).status, 1);

    let ended = update(&bench, &file, &["--add"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(ended.out.contains("added: F-"), "{}", ended.out);
    let added = text(&file);
    assert!(added.starts_with(&before), "{added}");
    assert_eq!(bench.run_with(&file).status, 0);
    update(&bench, &file, &["--add"]);
    assert_eq!(text(&file), added);
}

#[test]
fn an_update_may_go_to_another_file_and_a_mistake_is_told_with_status_3() {
    let file = written("update-output");
    let before = text(&file);
    let other = file.with_file_name("other.toml");
    let bench = Bench::with(&[MESSAGE]);
    let ended = update(&bench, &file, &["--output", path(&other)]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert_eq!(text(&file), before);
    assert!(!text(&other).contains("body-code-integer"));

    std::fs::write(&file, "[[known]]\nrequirement = \"row-expcted\"\n").expect("it can be written");
    let ended = update(&bench, &file, &[]);
    assert_eq!((ended.status, ended.out.as_str()), (3, ""));
    assert!(ended.err.contains("staging.toml:2"), "{}", ended.err);
}
