//! Runs that end at any moment.

use std::process::Command;

use rstest::rstest;

use super::bed::{Bed, ends_with, words};

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

#[test]
fn a_run_of_everything_leaves_the_server_as_it_was_and_no_journal() {
    let bed = Bed::new("normal");
    let before = bed.state();
    let run = bed.call(&["run"]);
    ends_with(&run, 0);
    assert_eq!(bed.state(), before);
    assert_eq!(bed.left_journals(), [""; 0].map(std::path::PathBuf::from));
}

#[rstest]
fn an_interrupted_run_leaves_the_server_as_it_was(
    #[values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)] number: u64,
) {
    let bed = Bed::new(&format!("interrupt-{number}"));
    let before = bed.state();
    let moment = moment(1, number, WHOLE_RUN);
    let mut run = bed.badreq(&["run"]).spawn().expect("the command starts");
    bed.wait_for_requests(moment, &mut run);
    // It may have come to its end just before.
    Command::new("kill")
        .args(["-INT".to_owned(), run.id().to_string()])
        .output()
        .expect("there is a `kill`");
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
fn what_a_killed_run_left_is_cleaned_up(
    #[values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)] number: u64,
) {
    let bed = Bed::new(&format!("kill-{number}"));
    kill_and_clean_up(&bed, &["run"], moment(2, number, WHOLE_RUN));
}

/// What the request under way makes, nobody has told the run yet.
#[rstest]
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
    run.wait_with_output().expect("the run ends");
    let cleanup = bed.call(&["cleanup"]);
    match cleanup.status.code() {
        Some(0) => assert!(bed.left_journals().is_empty(), "after {moment} requests"),
        // What was on its way and bears no sign of the run is told, with the request that removes it.
        Some(7) => do_what_is_told(bed, &String::from_utf8_lossy(&cleanup.stdout)),
        status => panic!("after {moment} requests: {status:?} {}", words(&cleanup)),
    }
    assert_eq!(
        bed.state(),
        before,
        "after {moment} requests: {}",
        words(&cleanup)
    );
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
