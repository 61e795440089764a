//! Writing a baseline: from a whole result, with the reasons of an older one, and never over a file.

use rstest::rstest;

use super::baselines::{Bench, CODE, LENGTHS, path, text, told, written};
use crate::command::{call, folder};

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
    let bench = Bench::with(&[CODE, LENGTHS, "status/40001"]);
    let ended = bench.write(&new, &["--reasons-from", path(&old)]);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    let new = text(&new);
    let count = |page: &str, what: &str| page.matches(what).count();
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
    let ended = Bench::with(&[CODE, "refuses/member-post"]).write(&file, &[]);
    assert_eq!(ended.status, 0, "{}", ended.out);
    assert!(
        ended
            .err
            .contains("cannot be in a baseline, such as members/"),
        "{}",
        ended.err
    );
}
