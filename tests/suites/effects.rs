//! Effects: a refused request changes nothing, and a case looks.

use badreq::check::ExpectedRefusal;
use badreq::suite::{Case, CaseSendMode};

use crate::suites::shipped::{every_case, of_made_up};

/// Requests that could change something and that no read follows, each with the reason.
const UNWATCHED: &[(&str, &str)] = &[(
    "references/list-member-existing-",
    "a server that reads the reference all the same does what it was asked for",
)];

#[test]
fn a_case_that_could_change_something_looks_whether_it_did() {
    every_case(unwatched);
}

fn unwatched(case: &Case) -> Vec<String> {
    let could_change = !case.bad_request.has_safe_method()
        && case.send_mode == CaseSendMode::Single
        && matches!(case.expectation.outcome, ExpectedRefusal::Row { .. })
        && case.bad_request.trigger.is_none()
        && !names_nothing(case);
    let name = case.name.to_string();
    let is_listed = UNWATCHED.iter().any(|(start, _)| name.starts_with(start));
    match (could_change && case.unchanged_reads.is_empty(), is_listed) {
        (true, false) => vec![format!(
            "{} is sent and nothing is read",
            case.bad_request.method
        )],
        _ => Vec::new(),
    }
}

/// Whether the path of a request names something that is not there, so that there is nothing to read.
fn names_nothing(case: &Case) -> bool {
    case.defect
        .as_ref()
        .is_some_and(|way| way.starts_with("unknown-"))
}

#[test]
fn the_reads_around_a_request_are_reads() {
    every_case(|case| {
        case.unchanged_reads
            .iter()
            .filter(|ask| !ask.has_safe_method())
            .map(|ask| format!("`unchanged` lists a {}", ask.method))
            .collect()
    });
}

#[test]
fn a_change_that_nobody_looks_at_is_found() {
    let found = |rest: &str| {
        let head = "[[case]]\nid = \"a\"\nabout = \"A\"\nno_control = \"this is made up\"\n";
        of_made_up(&format!("{head}{rest}\n"), unwatched).len()
    };
    assert_eq!(
        found("request = \"PATCH /systems/@me\"\nexpect = \"0/400\""),
        1
    );
    assert_eq!(
        found("request = \"GET /systems/@me\"\nexpect = \"0/400\""),
        0
    );
    let watched = "unchanged = [\"GET /systems/@me\"]";
    assert_eq!(
        found(&format!(
            "request = \"PATCH /systems/@me\"\nexpect = \"0/400\"\n{watched}"
        )),
        0
    );
}
