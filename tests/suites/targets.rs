//! Targets: what is written is what a server can be asked.

use badreq::suite::Case;

use crate::suites::shipped::{composed, every_case};

/// Places are filled in before the request leaves, so the filled target is what counts.
#[test]
fn a_target_is_a_path_in_visible_ascii_without_a_fragment() {
    every_case(unsendable);
}

fn unsendable(case: &Case) -> Vec<String> {
    case.all_requests()
        .map(|ask| composed(ask).target)
        .filter(|target| {
            !target.starts_with('/')
                || target.contains('#')
                || target.chars().any(|letter| !letter.is_ascii_graphic())
        })
        .map(|target| format!("`{}` cannot be sent", target.escape_debug()))
        .collect()
}

#[test]
fn every_value_that_is_used_is_one_that_a_fixture_offers() {
    let offered = crate::suites::shipped::SUITES.fixtures.available_names();
    every_case(|case| {
        let kept = |name: &str| {
            crate::suites::shipped::SUITES
                .fixtures
                .find_restored_object(name)
                .is_some()
        };
        case.referenced_names()
            .into_iter()
            .filter(|name| !offered.contains(name) && !kept(name))
            .map(|name| format!("`{{{name}}}` is offered by nothing"))
            .collect()
    });
}
