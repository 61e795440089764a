//! Runs that are refused before anything is made, since they could only mislead.

use rstest::rstest;

use super::bed::{Bed, ends_with, says, words};

#[rstest]
#[case::owner("BADREQ_TOKEN", "owner")]
#[case::stranger("BADREQ_STRANGER_TOKEN", "stranger")]
fn a_token_that_the_target_does_not_know_ends_a_run(#[case] variable: &str, #[case] actor: &str) {
    let bed = Bed::new(&format!("unknown-token-{actor}"));
    let before = bed.state();
    let mut run = bed.badreq(&["run", "20003"]);
    run.env(variable, "nobodys-token-0123456789");
    let ended = run.output().expect("the command starts");
    ends_with(&ended, 2);
    let told = format!("GET /systems/@me with the {actor}'s token was refused (401)");
    says(&ended, &told);
    assert!(
        !words(&ended).contains("nobodys-token"),
        "{}",
        words(&ended)
    );
    assert_eq!(bed.state(), before);
    assert!(bed.left_journals().is_empty());
}

#[test]
fn a_base_url_without_its_version_ends_a_run() {
    let bed = Bed::new("no-version");
    let mut run = bed.badreq(&["run", "20003"]);
    run.env("BADREQ_TARGET", bed.url().trim_end_matches("/v2"));
    let ended = run.output().expect("the command starts");
    ends_with(&ended, 2);
    says(&ended, "is the base URL right, including the version?");
    assert!(bed.left_journals().is_empty());
}

#[test]
fn what_was_provisioned_and_cleaned_up_is_not_used() {
    let bed = Bed::new("gone");
    std::fs::create_dir_all(&bed.journals).expect("the folder can be made");
    let file = bed.journals.join("provisioned.json");
    let out = file.to_str().expect("it is text");
    let ended = bed.call(&["provision", "--out", out, "40002"]);
    ends_with(&ended, 0);
    ends_with(&bed.call(&["cleanup"]), 0);
    let mut run = bed.badreq(&["run", "40002"]);
    run.env("BADREQ_FIXTURES_FILE", &file);
    let ended = run.output().expect("the command starts");
    ends_with(&ended, 2);
    says(&ended, "run `badreq provision` again");
}

#[test]
fn what_was_provisioned_is_not_cleaned_up_while_it_is_used() {
    let bed = Bed::new("in-use");
    std::fs::create_dir_all(&bed.journals).expect("the folder can be made");
    let file = bed.journals.join("provisioned.json");
    let out = file.to_str().expect("it is text");
    let ended = bed.call(&["provision", "--out", out, "members"]);
    ends_with(&ended, 0);
    let before = bed.requests();
    let mut run = bed.badreq(&["run", "members"]);
    run.env("BADREQ_FIXTURES_FILE", &file)
        .env("BADREQ_LIMITS", "generic_update=2");
    let mut run = run.spawn().expect("the command starts");
    bed.wait_for_requests(before + 10, &mut run);
    let ended = bed.call(&["cleanup"]);
    ends_with(&ended, 4);
    assert!(!words(&ended).contains(" removed"), "{}", words(&ended));
    run.kill().expect("it can be killed");
    run.wait().expect("it ends");
    ends_with(&bed.call(&["cleanup"]), 0);
}
