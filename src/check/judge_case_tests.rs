use rstest::rstest;

use super::{CaseExpectations, CaseJudgement, CaseRecording, judge_case};
use crate::check::testing::{JSON, TestJudge, build_error_body, build_exchange, expect_row};
use crate::check::{
    ExchangeRole, FalseSuccessStateChange, RecordedExchange, StateChange, StateOwner,
    UnansweredRequest, Violation,
};
use crate::contract::{ErrorId, RequirementId as Id};
use crate::exchange::{Actor, FailureOrigin, NoResponse, RequestHeaderValue};

fn build_recorded_exchange(
    role: ExchangeRole,
    status: u16,
    body: impl Into<String>,
) -> RecordedExchange {
    RecordedExchange::new(role, build_exchange(status, &[JSON], body.into()))
}

/// Judges a case that expects row 20002, reads `/members/abcdef` before and after, and has a control.
fn judge_recording(
    rig: &TestJudge,
    steps: &[RecordedExchange],
    unanswered: Option<&UnansweredRequest>,
) -> CaseJudgement {
    let case = CaseExpectations {
        bad_request: expect_row(20002),
        control_statuses: vec![&[200]],
        burst_scope: None,
    };
    let recording = CaseRecording {
        steps,
        unanswered_request: unanswered,
        lost_requests: 0,
    };
    judge_case(&rig.judge_context(), &case, &recording)
}

fn judge_steps(steps: &[RecordedExchange]) -> CaseJudgement {
    judge_recording(&TestJudge::new(), steps, None)
}

fn list_violated_requirements(judgement: &CaseJudgement) -> Vec<(Id, Option<usize>)> {
    let violations = judgement.violations.iter();
    violations
        .map(|own: &Violation| (own.requirement_id(), own.step))
        .collect()
}

fn build_refused_case_steps() -> [RecordedExchange; 5] {
    [
        build_recorded_exchange(ExchangeRole::Before(1), 200, r#"{"name":"a"}"#),
        build_recorded_exchange(ExchangeRole::BadRequest, 404, build_error_body(20002)),
        build_recorded_exchange(ExchangeRole::Repeat, 404, build_error_body(20002)),
        build_recorded_exchange(ExchangeRole::After(1), 200, r#"{"name":"a"}"#),
        build_recorded_exchange(ExchangeRole::Control(1), 200, "{}"),
    ]
}

#[test]
fn a_refusal_as_documented_with_a_control_that_succeeds_breaks_nothing() {
    let expected = CaseJudgement {
        observed_row: Some(ErrorId::new(20002, 404)),
        ..CaseJudgement::default()
    };
    assert_eq!(judge_steps(&build_refused_case_steps()), expected);
}

#[test]
fn a_refusal_that_was_not_repeated_breaks_nothing() {
    let steps = build_refused_case_steps();
    let steps: Vec<RecordedExchange> = steps
        .into_iter()
        .filter(|step| step.role != ExchangeRole::Repeat)
        .collect();
    assert_eq!(list_violated_requirements(&judge_steps(&steps)), []);
}

#[rstest]
#[case::another_row(1, build_recorded_exchange(ExchangeRole::BadRequest, 404, build_error_body(20001)), &[(Id::RowExpected, Some(1)), (Id::AnswerRepeats, Some(2))])]
#[case::another_answer_the_second_time(2, build_recorded_exchange(ExchangeRole::Repeat, 404, build_error_body(20001)), &[(Id::AnswerRepeats, Some(2))])]
#[case::a_state_that_changed(3, build_recorded_exchange(ExchangeRole::After(1), 200, r#"{"name":"b"}"#), &[(Id::RefusalChangesNothing, Some(3))])]
#[case::a_control_that_fails(4, build_recorded_exchange(ExchangeRole::Control(1), 404, build_error_body(20001)), &[(Id::ControlSucceeds, Some(4))])]
fn a_violation_names_the_step_whose_response_it_is_about(
    #[case] place: usize,
    #[case] other: RecordedExchange,
    #[case] expected: &[(Id, Option<usize>)],
) {
    let mut steps = build_refused_case_steps();
    steps[place] = other;
    assert_eq!(list_violated_requirements(&judge_steps(&steps)), expected);
}

#[test]
fn a_control_that_fails_is_known_also_where_the_contract_does_not_list_it() {
    let mut steps = build_refused_case_steps();
    steps[4] = build_recorded_exchange(ExchangeRole::Control(1), 404, build_error_body(20001));
    let rig = TestJudge::new().without_requirements(&[Id::ControlSucceeds]);
    let judgement = judge_recording(&rig, &steps, None);
    assert_eq!(judgement.violations, []);
    let failed = judgement.failed_control.expect("it failed");
    assert_eq!((failed.number, failed.answer.status), (1, 404));
}

#[test]
fn a_control_that_fails_after_the_bad_request_was_served_is_not_judged() {
    let mut steps = build_refused_case_steps();
    steps[4] = build_recorded_exchange(ExchangeRole::Control(1), 404, build_error_body(20001));
    steps[1] = build_recorded_exchange(ExchangeRole::BadRequest, 200, "{}");
    let served = judge_steps(&steps);
    assert_eq!(served.failed_control, None);
    assert!(
        !list_violated_requirements(&served)
            .iter()
            .any(|(id, _)| *id == Id::ControlSucceeds)
    );
    // A control that was sent before cannot fail for that reason.
    steps.swap(0, 4);
    let served = judge_steps(&steps);
    assert_eq!(
        served.failed_control.as_ref().map(|own| own.number),
        Some(1)
    );
    assert!(list_violated_requirements(&served).contains(&(Id::ControlSucceeds, Some(0))));
}

#[test]
fn a_served_request_that_changed_a_state_is_told_with_the_owner_of_the_state() {
    let mut steps = build_refused_case_steps();
    steps[1] = build_recorded_exchange(ExchangeRole::BadRequest, 200, "{}");
    steps[3] = build_recorded_exchange(ExchangeRole::After(1), 200, r#"{"name":"b"}"#);
    for read in [0, 3] {
        let token = RequestHeaderValue::Token(Actor::Stranger.into());
        let headers = &mut steps[read].exchange.request.headers;
        headers.push(("authorization".to_owned(), token));
    }
    let judgement = judge_steps(&steps);
    let expected = FalseSuccessStateChange {
        read: "/members/qqqqqq".to_owned(),
        owner: StateOwner::OtherActor(Actor::Stranger),
        change: StateChange::Value {
            status: 200,
            at: Some("/name".to_owned().try_into().unwrap()),
            before: Some("a".into()),
            after: Some("b".into()),
        },
    };
    assert_eq!(judgement.served_changes, [expected]);
    assert!(
        !list_violated_requirements(&judgement)
            .iter()
            .any(|(id, _)| *id == Id::RefusalChangesNothing)
    );
}

#[rstest]
#[case::a_gateway_in_its_place(build_recorded_exchange(
    ExchangeRole::After(1),
    502,
    "<h1>Bad gateway</h1>"
))]
#[case::a_second_read_that_is_as_before(build_recorded_exchange(
    ExchangeRole::After(1),
    200,
    r#"{"name":"b"}"#
))]
fn a_single_read_that_differs_is_no_change_where_another_is_as_before(
    #[case] first: RecordedExchange,
) {
    let mut steps = build_refused_case_steps().to_vec();
    steps.insert(3, first);
    assert_eq!(list_violated_requirements(&judge_steps(&steps)), []);
}

#[test]
fn a_change_is_a_breach_by_the_last_read() {
    let mut steps = build_refused_case_steps().to_vec();
    let changed = || build_recorded_exchange(ExchangeRole::After(1), 200, r#"{"name":"b"}"#);
    steps.splice(3..4, [changed(), changed()]);
    assert_eq!(
        list_violated_requirements(&judge_steps(&steps)),
        [(Id::RefusalChangesNothing, Some(4))]
    );
}

#[test]
fn a_refusal_for_the_rate_says_nothing_of_a_case_about_something_else() {
    let wait = r#"{"code":0,"message":"429: too many requests","retry_after":437}"#;
    let steps = [build_recorded_exchange(ExchangeRole::BadRequest, 429, wait)];
    assert_eq!(judge_steps(&steps), CaseJudgement::default());
    let without_a_wait = r#"{"code":0,"message":"429: too many requests"}"#;
    let judgement = judge_steps(&[build_recorded_exchange(
        ExchangeRole::BadRequest,
        429,
        without_a_wait,
    )]);
    assert!(list_violated_requirements(&judgement).contains(&(Id::RowExpected, Some(0))));
}

#[rstest]
#[case::the_bad_request(ExchangeRole::BadRequest, Id::NoServerError)]
#[case::the_bad_request_again(ExchangeRole::Repeat, Id::AnswerRepeats)]
fn a_request_that_is_not_responded_to_is_a_breach_without_a_step(
    #[case] role: ExchangeRole,
    #[case] requirement: Id,
) {
    let unanswered = UnansweredRequest {
        role,
        reason: NoResponse {
            blame: FailureOrigin::Target,
            detail: "the connection was closed".to_owned(),
        },
    };
    let judgement = judge_recording(&TestJudge::new(), &[], Some(&unanswered));
    assert_eq!(
        list_violated_requirements(&judgement),
        [(requirement, None)]
    );
}

#[test]
fn a_burst_shows_each_breach_once_and_its_first_refusal_is_the_row() {
    let rig = TestJudge::new();
    let limits = rig.limits.clone().expect("there are limits");
    let scope = limits.scopes.first().expect("there is a scope");
    let late = r#"{"code":0,"message":"429: too many requests","retry_after":-5}"#;
    let later = r#"{"code":0,"message":"429: too many requests","retry_after":-7}"#;
    let mut steps = vec![
        build_recorded_exchange(ExchangeRole::BadRequest, 429, late),
        build_recorded_exchange(ExchangeRole::Burst, 429, later),
    ];
    steps.extend((0..scope.limit).map(|_| build_recorded_exchange(ExchangeRole::Burst, 200, "{}")));
    steps.push(build_recorded_exchange(ExchangeRole::OtherScope, 500, "{}"));
    let mut bad = expect_row(20002);
    bad.outcome = crate::check::testing::build_expected_row("0/429", &[]);
    let case = CaseExpectations {
        bad_request: bad,
        control_statuses: Vec::new(),
        burst_scope: Some(scope),
    };
    let recording = CaseRecording {
        steps: &steps,
        ..CaseRecording::default()
    };
    let judgement = judge_case(&rig.judge_context(), &case, &recording);
    let own = list_violated_requirements(&judgement);
    let waits = own
        .iter()
        .filter(|(id, _)| *id == Id::RetryAfterWithinWindow);
    assert_eq!(
        waits.collect::<Vec<_>>(),
        [&(Id::RetryAfterWithinWindow, Some(0))]
    );
    assert!(own.contains(&(Id::NoServerError, Some(steps.len() - 1))));
    assert_eq!(judgement.observed_row, Some(ErrorId::new(0, 429)));
}
