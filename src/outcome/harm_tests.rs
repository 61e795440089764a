//! Tests of harm: which failures hurt somebody else than the sender.

use rstest::rstest;
use serde_json::json;

use super::{Harm, find_harm};
use crate::check::{AcceptedRow, ExchangeRole, RecordedExchange, RowBreach, StateChange};
use crate::contract::Level;
use crate::outcome::testing::{
    accepted_row_seven, case_outcome, exchange_with_response, leaked_token_violation,
    served_response_summary, violation, wrong_row_violation,
};
use crate::outcome::{Actor, CaseOutcome, FalseSuccessStateChange, StateOwner, Verdict};

/// Returns a case whose request was served in place of a refusal with this status code.
fn served_case_expecting_status(method: &str, status: u16) -> CaseOutcome {
    let mut own = case_outcome("a", Verdict::Fail, None);
    own.case.defect = Some("no-token".to_owned());
    let mut exchange = exchange_with_response(200, "{}");
    exchange.request.method = method.to_owned();
    own.steps = vec![RecordedExchange::new(ExchangeRole::BadRequest, exchange)];
    own.violations = vec![violation(RowBreach::OtherRow {
        expected: vec![AcceptedRow {
            status: Some(status),
            ..accepted_row_seven()
        }],
        answer: served_response_summary(),
    })];
    own
}

fn state_change_of_owner(owner: StateOwner) -> FalseSuccessStateChange {
    FalseSuccessStateChange {
        read: "/things/a".to_owned(),
        owner,
        change: StateChange::Value {
            status: 200,
            at: None,
            before: Some(json!("a")),
            after: Some(json!("b")),
        },
    }
}

fn find_first_violation_harm(outcome: &CaseOutcome) -> Option<Harm> {
    find_harm(outcome, &outcome.violations[0])
}

#[rstest]
#[case::without_a_token("PATCH", 401, Some(Harm::ServedWithoutToken))]
#[case::a_read_that_is_forbidden("GET", 403, Some(Harm::ShownForeignData))]
#[case::a_change_that_is_forbidden("PATCH", 403, Some(Harm::ServedWithoutToken))]
#[case::a_bad_body("PATCH", 400, None)]
#[case::an_unknown_thing("GET", 404, None)]
fn a_served_request_does_harm_where_its_sender_is_not_allowed(
    #[case] method: &str,
    #[case] status: u16,
    #[case] expected: Option<Harm>,
) {
    assert_eq!(
        find_first_violation_harm(&served_case_expecting_status(method, status)),
        expected
    );
}

#[test]
fn a_change_of_what_belongs_to_somebody_else_is_harm_whatever_was_expected() {
    let mut own = served_case_expecting_status("PATCH", 400);
    own.served_changes = vec![state_change_of_owner(StateOwner::OtherActor(
        Actor::Stranger,
    ))];
    assert_eq!(
        find_first_violation_harm(&own),
        Some(Harm::ChangedForeignState)
    );
    own.served_changes = vec![state_change_of_owner(StateOwner::Sender)];
    assert_eq!(find_first_violation_harm(&own), None);
}

#[test]
fn a_forbidden_change_that_changed_nothing_is_no_harm() {
    let mut own = served_case_expecting_status("PATCH", 403);
    let after = RecordedExchange::new(ExchangeRole::After(1), exchange_with_response(200, "{}"));
    own.steps.push(after);
    assert_eq!(find_first_violation_harm(&own), None);
}

#[test]
fn a_request_without_a_defect_does_no_harm() {
    let mut own = served_case_expecting_status("GET", 403);
    own.case.defect = None;
    assert_eq!(find_first_violation_harm(&own), None);
}

#[test]
fn a_shown_token_is_harm_and_a_wrong_row_is_none() {
    let own = case_outcome("a", Verdict::Fail, None);
    assert_eq!(
        find_harm(&own, &leaked_token_violation()),
        Some(Harm::LeakedSecret)
    );
    assert_eq!(find_harm(&own, &wrong_row_violation()), None);
}

#[test]
fn only_what_a_must_refuses_hurts_where_it_is_served() {
    let mut own = served_case_expecting_status("GET", 403);
    own.violations[0].level = Level::Should;
    assert_eq!(find_first_violation_harm(&own), None);
}
