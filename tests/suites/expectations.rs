//! What cases expect.

use std::collections::BTreeSet;

use badreq::check::{AlternativeOutcome, ExpectedRefusal};
use badreq::suite::{Case, CaseSendMode};

use crate::suites::shipped::{CONTRACT, every_case, of_made_up};

#[test]
fn what_is_accepted_is_another_row_and_stands_there_once() {
    every_case(accepts_amiss);
}

fn accepts_amiss(case: &Case) -> Vec<String> {
    let ExpectedRefusal::Row { expected, accepted } = &case.expectation.outcome else {
        return Vec::new();
    };
    let mut flaws = Vec::new();
    let mut seen = BTreeSet::from([AlternativeOutcome::Row(*expected)]);
    for alternative in accepted {
        if !seen.insert(alternative.outcome) {
            flaws.push(format!("`accept` repeats `{}`", alternative.outcome));
        }
    }
    for row in case.expectation.outcome.named_rows() {
        if !CONTRACT.has_row_in_any_edition(row) {
            flaws.push(format!("no edition has `{row}`"));
        }
        if row.code() == 0 && row.to_string() == "0/500" && case.bad_request.trigger.is_none() {
            flaws.push("nothing that a client sends entitles a server to `0/500`".to_owned());
        }
    }
    flaws
}

/// A refusal of a model names what is at fault: whoever expects the row knows which keys.
#[test]
fn a_case_of_a_model_error_says_which_keys_are_at_fault() {
    every_case(keys_unsaid);
}

fn keys_unsaid(case: &Case) -> Vec<String> {
    let is_model_error = case
        .expected_row()
        .is_some_and(|row| CONTRACT.model.rows_with_details().contains(&row));
    match (is_model_error, &case.expectation.errors) {
        (true, None) => vec!["expects a model error and does not say its `errors`".to_owned()],
        (true, Some(errors)) if errors.is_empty() => vec!["`errors` names no key".to_owned()],
        (false, Some(_)) if !accepts_model_error(case) => {
            vec!["says `errors` and accepts no row that carries them".to_owned()]
        }
        _ => Vec::new(),
    }
}

fn accepts_model_error(case: &Case) -> bool {
    let mut rows = case.expectation.outcome.named_rows();
    rows.any(|row| CONTRACT.model.rows_with_details().contains(&row))
}

/// A meaning with a placeholder can only be compared where the case says what stands for it.
#[test]
fn the_placeholders_of_the_expected_row_are_filled() {
    every_case(|case| {
        let Some(row) = case
            .expected_row()
            .and_then(|row| CONTRACT.table.find_row_by_id(row))
        else {
            return Vec::new();
        };
        let filled: BTreeSet<&str> = case
            .expectation
            .placeholder_values
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        placeholders(&row.meaning)
            .difference(&filled)
            .map(|name| format!("`fill.{name}` is missing"))
            .collect()
    });
}

fn placeholders(meaning: &str) -> BTreeSet<&str> {
    meaning
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn placeholders_are_what_stands_in_braces() {
    assert_eq!(
        placeholders("Member '{memberRef}' not found."),
        BTreeSet::from(["memberRef"])
    );
    assert_eq!(placeholders("Member not found."), BTreeSet::new());
}

/// Only a burst is refused for its rate, and a burst for nothing else.
#[test]
fn bursts_and_rate_limit_rows_go_together() {
    every_case(|case| {
        let is_limit = case
            .expected_row()
            .is_some_and(|row| CONTRACT.model.rate_limit_rows.contains(&row));
        let is_burst = matches!(case.send_mode, CaseSendMode::Burst { .. });
        let is_hooked = case.bad_request.trigger.is_some();
        if (is_burst && !is_limit) || (is_limit && !is_burst && !is_hooked) {
            vec!["a burst expects a rate-limit row, and only a burst or a hook does".to_owned()]
        } else {
            Vec::new()
        }
    });
}

#[test]
fn an_expectation_that_says_too_little_or_too_much_is_found() {
    let found = |rest: &str, rule: fn(&Case) -> Vec<String>| {
        let head = "[[case]]\nid = \"a\"\nabout = \"A\"\nno_control = \"this is made up\"\nrequest = \"PATCH /systems/@me\"\n";
        of_made_up(&format!("{head}{rest}\n"), rule).len()
    };
    assert_eq!(found("expect = \"40001\"", keys_unsaid), 1);
    assert_eq!(found("expect = \"40001\"\nerrors = {}", keys_unsaid), 1);
    assert_eq!(found("expect = \"0/400\"\nerrors.tag = {}", keys_unsaid), 1);
    assert_eq!(found("expect = \"40001\"\nerrors.tag = {}", keys_unsaid), 0);
    let accepts = |rows: &str| format!("expect = \"20002\"\naccept = [{rows}]");
    assert_eq!(found(&accepts("\"20003\""), accepts_amiss), 0);
    assert_eq!(found(&accepts("\"20002\""), accepts_amiss), 1);
    assert_eq!(found(&accepts("\"20003\", \"20003\""), accepts_amiss), 1);
    assert_eq!(
        found(&accepts("\"served\", { row = \"served\" }"), accepts_amiss),
        1
    );
    assert_eq!(found(&accepts("\"0/500\""), accepts_amiss), 1);
}
