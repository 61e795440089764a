//! Runs that end at any moment.

use std::process::{Child, Command, Output};

use rstest::rstest;
use serde_json::Value;

use super::bed::{Bed, ends_with, words};
use super::secrets::{no_token_in_folder, no_token_printed};

/// About as many requests as a run of everything sends.
const WHOLE_RUN: u64 = 5400;

/// After how many requests a run is ended: spread over the whole run, the same each time unless `BADREQ_TEST_SEED` is set.
fn moment(kind: u64, number: u64, at_most: u64) -> u64 {
    let seed = std::env::var("BADREQ_TEST_SEED").map_or(0, |seed| {
        seed.parse().expect("`BADREQ_TEST_SEED` is a number")
    });
    let mut mixed = seed ^ (kind << 32) ^ number;
    for _ in 0..3 {
        mixed = mixed
            .wrapping_add(0x9e37_79b9_7f4a_7c15)
            .wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^= mixed >> 29;
    }
    1 + mixed % at_most
}

/// Looks at all that a run of everything prints and writes, too, since a second one would take as long.
#[test]
fn a_run_of_everything_leaves_the_server_as_it_was_no_journal_and_no_token() {
    let bed = Bed::new("normal");
    let before = bed.state();
    let reports = bed.journals.with_file_name("normal-reports");
    std::fs::create_dir_all(&reports).expect("the folder can be made");
    let kinds = ["html", "json", "junit", "markdown", "har", "sarif"];
    let files = kinds.map(|kind| format!("{kind}={}", reports.join(kind).display()));
    let run = bed.call(&["run", "--report", &files.join(",")]);
    ends_with(&run, 0);
    assert_eq!(bed.state(), before);
    assert_eq!(bed.left_journals(), [""; 0].map(std::path::PathBuf::from));
    no_token_printed(&bed, "a run of everything", &run);
    assert_eq!(no_token_in_folder(&bed, &reports), kinds.len());
}

#[rstest]
#[ignore = "20 long runs: run weekly by ci/weekly.sh"]
fn an_interrupted_run_leaves_the_server_as_it_was(
    #[values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)] number: u64,
) {
    let bed = Bed::new(&format!("interrupt-{number}"));
    let before = bed.state();
    let moment = moment(1, number, WHOLE_RUN);
    let mut run = bed.badreq(&["run"]).spawn().expect("the command starts");
    bed.wait_for_requests(moment, &mut run);
    // It may have come to its end just before.
    interrupt(&run);
    let run = run.wait_with_output().expect("the run ends");
    let status = run.status.code();
    assert!(
        status == Some(130) || (status == Some(0) && moment > 4000),
        "after {moment} requests: {status:?} {}",
        words(&run)
    );
    assert_eq!(bed.state(), before, "after {moment} requests");
    assert!(bed.left_journals().is_empty(), "after {moment} requests");
}

#[rstest]
#[ignore = "20 long runs: run weekly by ci/weekly.sh"]
fn what_a_killed_run_left_is_cleaned_up(
    #[values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)] number: u64,
) {
    let bed = Bed::new(&format!("kill-{number}"));
    kill_and_clean_up(&bed, &["run"], moment(2, number, WHOLE_RUN));
}

/// What the request under way makes, nobody has told the run yet.
#[rstest]
#[ignore = "10 more moments: run weekly by ci/weekly.sh"]
fn what_was_on_its_way_when_a_run_was_killed_is_cleaned_up(
    #[values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)] number: u64,
) {
    let bed = Bed::late(&format!("on-its-way-{number}"));
    let moment = moment(3, number, 500);
    kill_and_clean_up(&bed, &["run", "members", "groups", "switches"], moment);
}

fn kill_and_clean_up(bed: &Bed, args: &[&str], moment: u64) {
    let before = bed.state();
    let mut run = bed.badreq(args).spawn().expect("the command starts");
    bed.wait_for_requests(moment, &mut run);
    run.kill().expect("it can be killed");
    let run = run.wait_with_output().expect("the run ends");
    clean_up_after(bed, &before, &run, &format!("after {moment} requests"));
}

/// Interrupts a run as a person at a terminal does.
pub(crate) fn interrupt(run: &Child) {
    Command::new("kill")
        .args(["-INT".to_owned(), run.id().to_string()])
        .output()
        .expect("there is a `kill`");
}

/// Cleans up after a run that was killed; fails unless the server is then as it was before, and where a token was printed or written.
pub(crate) fn clean_up_after(bed: &Bed, before: &Value, killed: &Output, moment: &str) {
    no_token_printed(bed, "a killed run", killed);
    if bed.journals.exists() {
        no_token_in_folder(bed, &bed.journals);
    }
    let cleanup = bed.call(&["cleanup"]);
    match cleanup.status.code() {
        Some(0) => assert!(bed.left_journals().is_empty(), "{moment}"),
        // What was on its way and bears no sign of the run is told, with the request that removes it.
        Some(7) => do_what_is_told(bed, &String::from_utf8_lossy(&cleanup.stdout)),
        status => panic!("{moment}: {status:?} {}", words(&cleanup)),
    }
    assert_eq!(&bed.state(), before, "{moment}: {}", words(&cleanup));
}

/// Sends every request that is told as the remedy of something left behind; there may be none for what was never made.
fn do_what_is_told(bed: &Bed, out: &str) {
    assert!(out.contains("left on the target: "), "{out}");
    for remedy in out
        .lines()
        .filter_map(|line| line.split("to undo it: ").nth(1))
    {
        if let Some(rest) = remedy.strip_prefix("DELETE ") {
            let (target, who) = rest.split_once(" as ").expect("it says who");
            assert!(who.starts_with("owner"), "{who}");
            bed.send("DELETE", target, None);
        }
    }
}
