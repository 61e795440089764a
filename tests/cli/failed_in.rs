//! The failed cases of a result, run again.

use crate::cli::command::{call, folder};
use crate::cli::serving::Served;

#[test]
fn failed_cases_run_again_and_are_reported_as_fixed_or_still_failing() {
    let result = folder("replay").join("result.json");
    let result = result.to_str().expect("the path is text");
    let code = r#"20002:code="20002""#;
    let broken = Served::broken(&[code, "40001:status=422"]);
    let report = format!("json={result}");
    let first = broken.call(&["run"], &["members", "--report", &report]);
    assert_eq!(first.status, 1, "{}", first.err);

    let again = broken.call(&["run", "--failed-in", result], &[]);
    assert_eq!(again.status, 1, "{}", again.err);
    assert!(again.out.contains("  still failing: "), "{}", again.out);
    assert!(!again.out.contains("  fixed: "), "{}", again.out);
    assert!(
        again.out.contains(": 0 passed"),
        "only failures are sent: {}",
        again.out
    );

    let mended = Served::broken(&[code]);
    let again = mended.call(&["run", "--failed-in", result], &[]);
    assert_eq!(again.status, 1, "{}", again.err);
    for told in ["  fixed: ", "  still failing: "] {
        assert!(again.out.contains(told), "{told}: {}", again.out);
    }

    let whole = Served::start(&["--limits", "none"]);
    let again = whole.call(&["run", "--failed-in", result], &[]);
    assert_eq!(again.status, 0, "{}{}", again.out, again.err);
    assert!(again.out.contains("  fixed: "), "{}", again.out);
    assert!(!again.out.contains("still failing"), "{}", again.out);

    let nowhere = call(&["run", "--failed-in", result]);
    assert_eq!(nowhere.status, 2);
    let told = format!("`--target {}`", broken.say("url"));
    assert!(nowhere.err.contains(&told), "{}", nowhere.err);
}

#[test]
fn without_a_failed_case_nothing_is_sent() {
    let result = folder("replay-green").join("result.json");
    let result = result.to_str().expect("the path is text");
    let whole = Served::start(&["--limits", "none"]);
    let report = format!("json={result}");
    let green = whole.call(&["run"], &["messages/zero", "--report", &report]);
    assert_eq!(green.status, 0, "{}", green.err);
    let nothing = whole.call(&["run", "--failed-in", result], &[]);
    assert_eq!((nothing.status, nothing.out.as_str()), (5, ""));
    assert!(nothing.err.contains("no case failed in"), "{}", nothing.err);
}

#[test]
fn a_failed_case_that_comes_to_no_verdict_is_not_reported_as_fixed() {
    let result = folder("replay-unjudged").join("result.json");
    let result = result.to_str().expect("the path is text");
    let broken = Served::broken(&["20006:status=400"]);
    let report = format!("json={result}");
    let first = broken.call(
        &["run"],
        &["messages/zero", "members/*", "--report", &report],
    );
    assert_eq!(first.status, 1, "{}", first.err);

    let whole = Served::start(&["--limits", "none"]);
    let (token, stranger) = (whole.say("token"), whole.say("stranger_token"));
    let bare = [
        "run",
        "--failed-in",
        result,
        "--target",
        whole.say("url"),
        "--token",
        token,
        "--stranger-token",
        stranger,
        "--limits",
        "none",
        "-q",
    ];
    let again = call(&bare);
    assert_eq!(again.status, 5, "{}{}", again.out, again.err);
    for told in [
        "  no longer judged: 1 case (messages/zero)",
        "give the tokens, values and triggers",
    ] {
        assert!(again.out.contains(told), "{told}: {}", again.out);
    }

    let again = call(&[&bare[..], &["--format", "json"]].concat());
    assert_eq!(again.status, 5, "{}", again.err);
    assert!(
        again.err.contains("1 case came to a verdict in run ")
            && again.err.contains("such as `messages/zero`"),
        "{}",
        again.err
    );

    let again = whole.call(&["run", "--failed-in", result], &["-q"]);
    assert_eq!(again.status, 0, "{}{}", again.out, again.err);
    assert!(again.out.contains("  fixed: 1 case"), "{}", again.out);
}

#[test]
fn failed_cases_that_no_suite_has_any_more_are_reported() {
    let result = folder("replay-gone").join("result.json");
    let name = result.to_str().expect("the path is text");
    let broken = Served::broken(&["20006:status=400"]);
    let report = format!("json={name}");
    let red = broken.call(
        &["run"],
        &["messages/zero", "messages/one", "--report", &report],
    );
    assert_eq!(red.status, 1, "{}", red.err);
    let text = std::fs::read_to_string(&result).expect("it was written");
    let renamed = text.replace("messages/zero\"", "messages/none\"");
    std::fs::write(&result, &renamed).expect("it can be written");
    let whole = Served::start(&["--limits", "none"]);
    let some = whole.call(&["run", "--failed-in", name], &[]);
    assert_eq!(some.status, 5, "{}{}", some.out, some.err);
    assert!(
        some.err.contains("no suite has 1 case of the result, such as `messages/none`, so it is unknown whether they are fixed"),
        "{}",
        some.err
    );

    std::fs::write(&result, renamed.replace("messages/", "letters/")).expect("it can be written");
    let none = whole.call(&["run", "--failed-in", name], &[]);
    assert_eq!((none.status, none.out.as_str()), (5, ""), "{}", none.err);
    assert!(
        none.err
            .contains("no suite has the failed cases of the result, such as `letters/"),
        "{}",
        none.err
    );
}

#[test]
fn a_finding_runs_again_by_its_id_and_is_shown_in_full() {
    let result = folder("replay-finding").join("result.json");
    let result = result.to_str().expect("the path is text");
    let broken = Served::broken(&["20006:status=400", "40001:status=422"]);
    let report = format!("json={result}");
    let first = broken.call(&["run"], &["messages", "members", "--report", &report]);
    assert_eq!(first.status, 1, "{}", first.err);
    let told = first.out.split_once(" again, with BADREQ_");
    let (_, line) = told.expect("the ids are named");
    let line = line.lines().next().expect("it is a line");
    let (_, line) = line.split_once(": badreq run ").expect("it is a command");
    let id = line.split(' ').next().expect("it names a finding");
    assert!(id.starts_with("F-"), "{line}");
    let target = format!(" --failed-in {result} --target {}", broken.say("url"));
    assert!(line.contains(&target), "{line}");

    let again = broken.call(&["run", id, "--failed-in", result], &[]);
    assert_eq!(again.status, 1, "{}", again.err);
    assert!(again.out.contains("  still failing: "), "{}", again.out);
    assert!(again.out.contains(": 0 passed"), "{}", again.out);

    let shown = call(&["explain", id, "--from", result]);
    assert_eq!(shown.status, 0, "{}", shown.err);
    assert!(shown.out.contains("  curl -i "), "{}", shown.out);

    for (words, told) in [
        (&["run", id][..], "add `--failed-in RESULT`"),
        (&["explain", id][..], "`--from RESULT`"),
        (
            &["explain", "defect", "--from", result][..],
            "leave out `--from`",
        ),
        (
            &["explain", "F-000000", "--from", result][..],
            "has no finding `F-000000`",
        ),
        (&["list", id][..], "is a finding"),
    ] {
        let refused = call(words);
        assert_eq!((refused.status, refused.out.as_str()), (2, ""), "{words:?}");
        assert!(refused.err.contains(told), "{words:?}: {}", refused.err);
    }
}
