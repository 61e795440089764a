//! The output of a run against a server with several defects.

use crate::cli::serving::Served;

#[test]
fn four_defects_are_four_findings_and_not_hundreds_of_failures() {
    let served = Served::broken(&[
        "0/400:message=   at App.Members.Get(String id) in /app/Members.cs:line 42",
        "20006:code=null",
        "20006:message=null",
        "30005:status=404",
        "40005:message=No.",
    ]);
    let ended = served.call(&["run"], &[]);
    assert_eq!(ended.status, 1, "{}", ended.err);
    let lines = ended.out.lines().zip(ended.out.lines().skip(1));
    let extents: Vec<&str> = lines
        .filter(|(title, _)| title.starts_with("finding "))
        // How many cases there are changes with the suites.
        .filter_map(|(_, line)| line.trim_start().rsplit_once(", in "))
        .map(|(what, _)| what)
        .collect();
    assert_eq!(
        extents,
        [
            "pair-documented (must), which also breaks row-expected",
            "body-code-integer (must), which also breaks body-message-string",
            "warning: no-internals (should)",
            "warning: message-text (should)",
        ],
        "{}",
        ended.out
    );
    let curls = ended.out.matches("  curl -i ").count();
    assert_eq!(curls, 4, "one request to repeat for each finding");

    // What a terminal of 24 lines shows: each finding with its request once more.
    let lines: Vec<&str> = ended.out.lines().collect();
    let end = &lines[lines.len() - 24..];
    let start = end
        .iter()
        .position(|line| *line == "the findings, in short:")
        .expect("the end lists the findings");
    let requests = end[start..].iter().filter_map(|line| {
        let (number, request) = line.trim_start().split_once("  ")?;
        number.parse::<u8>().ok().map(|_| request)
    });
    let methods: Vec<&str> = requests
        .filter_map(|title| title.split_once(": ")?.1.split(' ').next())
        .collect();
    assert_eq!(methods, ["GET", "GET", "POST", "POST"], "{end:?}");
    assert_eq!(end[23], "the target does not conform (3 rows broken)");
}

#[test]
fn the_next_step_names_a_case_that_shows_the_finding() {
    let served = Served::broken(&["20006:status=400"]);
    let ended = served.call(&["run"], &["messages"]);
    let (_, next) = ended
        .out
        .split_once("to try one case of each finding again")
        .expect("the next step is told");
    let next = next.lines().next().expect("it is a line");
    let (_, next) = next.split_once(": badreq run ").expect("it is a command");
    let (name, rest) = next.split_once(' ').expect("it names its target");
    assert!(
        rest.starts_with(&format!("--target {} ", served.say("url"))),
        "{next}"
    );
    assert!(!next.contains(served.say("token")), "{next}");
    let again = served.call(&["run"], &[name]);
    assert_eq!(again.status, 1, "{}", again.out);
    assert!(again.out.contains("finding 1 of 1, "), "{}", again.out);
    assert!(!again.out.contains("more:"), "{}", again.out);
}

#[test]
fn a_request_that_shows_nothing_alone_says_what_to_do_first() {
    let served = Served::broken(&["30005:status=404", "40005:message=No.", "20006:status=400"]);
    for detail in [&[][..], &["-q"]] {
        let cases = [
            "privacy/front-history-by-id@anonymous",
            "switches/post-timestamp-taken",
            "messages/unknown@anonymous",
        ];
        let ended = served.call(&["run"], &[&cases, detail].concat());
        let words = ended.out.split_whitespace().collect::<Vec<_>>().join(" ");
        for needs in [
            "to reproduce, first set owner_system to {\"privacy\":{\"front_history_privacy\":\"private\",\"front_privacy\":\"public\"}}; `badreq run privacy/front-history-by-id@anonymous --target http",
            "; `badreq run switches/post-timestamp-taken --target http",
        ] {
            assert!(words.contains(needs), "{needs}: {words}");
        }
        assert!(
            !words.contains("`badreq run messages/unknown@anonymous`"),
            "this one needs nothing: {words}"
        );
    }
}
