use crate::outcome::testing::{
    bare_response_summary, case_outcome, exchange_with_response, failed_control_breach,
    fixture_creation_failure, json_pointer, run_outcome, violation, wrong_message_violation,
    wrong_row_violation,
};
use crate::outcome::{
    Actor, BlockedCases, BudgetOmissions, CoverageRank, ErrorId, ExchangeRole, FailureOrigin,
    FalseSuccessStateChange, FixtureInfo, InconclusiveReason, Leftover, NameBinding, NoResponse,
    RankTimeForecast, RateLimitScopeTraffic, RecordedExchange, RecordedViolation, RunEnding,
    RunOutcome, RunPreview, ScopeForecast, ScopeLimit, StateChange, StateOwner, VacuityWarning,
    Verdict, WireBytes,
};

use super::{DisplayOptions, write_case, write_json, write_preview, write_terminal_report};

const SEVEN: Option<ErrorId> = Some(ErrorId::from_integer(7, 404));

fn render_terminal_report(run: &RunOutcome) -> String {
    let mut out = Vec::new();
    write_terminal_report(&mut out, run, DisplayOptions::default())
        .expect("a vector takes everything");
    strip_colours(out)
}

fn strip_colours(out: Vec<u8>) -> String {
    let text = String::from_utf8(out).expect("a report is text");
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, behind)| behind);
    }
    plain + rest
}

#[test]
fn a_failure_shows_the_request_to_repeat_what_is_documented_and_what_came() {
    let mut failed = case_outcome("unknown", Verdict::Fail, None);
    failed.violations = vec![wrong_row_violation()];
    let text = render_terminal_report(&run_outcome(vec![failed]));
    let expected = "\
fail things/unknown
  A reference that names nothing
  --> suites/things.toml:12
  GET /things/abcefg as owner
  set BADREQ_TOKEN to account 1's token (owner)
  curl -i --path-as-is -H 'User-Agent: badreq/9.9.9' -H 'Accept: */*' -H \"Authorization: $BADREQ_TOKEN\" 'http://127.0.0.1:1/v2/things/abcefg'
  documented: 404 {\"code\": 7} \"No such thing.\" (errors.md:7)
  documented: 404 {\"code\": 8} \"Gone.\" (errors.md:7)
  received:   404 (- documented, + received)
      {
-       \"code\": 7,
+       \"code\": 8,
        \"message\": \"Gone.\"
      }
  row-expected (must) status and code: expected status 404, code 7, got status 404, code 9
    The answer is the row that says what is wrong. (errors.md#codes)
";
    assert!(text.contains(expected), "{text}");
    assert!(text.contains("broken (1 of 1 cases)"), "{text}");
    assert!(
        text.ends_with("the target does not conform (1 row broken)\n"),
        "{text}"
    );
}

#[test]
fn the_summary_is_headed_by_the_rows_that_are_proven() {
    let text = render_terminal_report(&run_outcome(vec![case_outcome("a", Verdict::Pass, SEVEN)]));
    let expected = "\
1 of 1 rows proven, 0 of 1 rows of the errata
1 case: 1 passed, 0 failed
12 requests in 1.5 s
429s: 0 on purpose, 0 by accident; 0 things created, 0 removed, 0 restored
the target conforms to every must: 1 row, 1 case
";
    assert!(text.ends_with(expected), "{text}");
}

/// Returns a thing that a run could not remove.
fn build_leftover() -> Leftover {
    Leftover {
        what: "a thing".to_owned(),
        remedy: "DELETE /things/a as owner".to_owned(),
        reason: "the response was 500".to_owned(),
    }
}

#[test]
fn an_interrupted_run_that_left_something_behind_does_not_say_otherwise() {
    let mut run = run_outcome(vec![case_outcome("a", Verdict::Pass, SEVEN)]);
    run.ended = RunEnding::Interrupted;
    assert!(render_terminal_report(&run).ends_with("interrupted; all changes are undone\n"));
    run.leftovers.push(build_leftover());
    let text = render_terminal_report(&run);
    assert!(
        text.ends_with("interrupted; not everything could be undone\n"),
        "{text}"
    );
}

#[test]
fn a_run_that_judged_nothing_and_left_something_behind_does_not_conform_as_far_as_judged() {
    let because = InconclusiveReason::Credential(Actor::Owner);
    let mut run = run_outcome(vec![case_outcome(
        "a",
        Verdict::Inconclusive { because },
        None,
    )]);
    run.leftovers = vec![build_leftover()];
    let text = render_terminal_report(&run);
    assert!(
        text.ends_with("nothing was judged; 1 thing was left on the target\n"),
        "{text}"
    );
}

#[test]
fn what_could_not_be_tried_is_said_once_for_each_thing_that_was_missing() {
    let missing = |name| {
        let because = InconclusiveReason::Credential(Actor::Stranger);
        case_outcome(name, Verdict::Inconclusive { because }, None)
    };
    let text = render_terminal_report(&run_outcome(vec![
        case_outcome("a", Verdict::Pass, SEVEN),
        missing("b"),
        missing("c"),
    ]));
    let expected = "\
2 cases could not be tried
     2  no token for the stranger was given (give `--stranger-token`)
";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn what_was_left_behind_comes_with_its_remedy() {
    let mut run = run_outcome(vec![case_outcome("a", Verdict::Pass, SEVEN)]);
    run.leftovers = vec![build_leftover()];
    let text = render_terminal_report(&run);
    let expected = "left on the target: a thing: the response was 500; to undo it: DELETE /things/a as owner\n";
    let (above, _) = text.split_once(expected).expect("it is told");
    assert!(above.contains("429s: "), "it stands below the summary");
}

#[test]
fn the_json_report_holds_the_outcome_under_its_version() {
    let run = run_outcome(vec![case_outcome("a", Verdict::Pass, SEVEN)]);
    let mut out = Vec::new();
    write_json(&mut out, &run).expect("a vector takes everything");
    let document: serde_json::Value = serde_json::from_slice(&out).expect("it is JSON");
    assert_eq!(document["format"], "badreq-outcome");
    assert_eq!(document["version"], 2);
    assert_eq!(document["conclusion"], "conforms");
    assert_eq!(document["counts"]["pass"], 1);
    let read: RunOutcome = serde_json::from_value(document["outcome"].clone()).expect("an outcome");
    assert_eq!(read, run);
}

const THREE_A_SECOND: ScopeLimit = ScopeLimit {
    requests: 3,
    window_ms: 1000,
};

#[test]
fn the_receipt_tells_how_near_the_run_came_to_the_best_time() {
    let mut run = run_outcome(vec![case_outcome("a", Verdict::Pass, SEVEN)]);
    run.receipt.elapsed_ms = 12_240;
    run.receipt.scopes = vec![RateLimitScopeTraffic {
        name: "update".to_owned(),
        requests: 36,
        peak_per_second: 3,
        allowed: Some(THREE_A_SECOND),
    }];
    let text = render_terminal_report(&run);
    let expected = "12 requests in 12.2 s; the limits allow 11.0 s at best: 1.11 times that\n";
    assert!(text.contains(expected), "{text}");
}

fn build_sample_budget_omissions() -> BudgetOmissions {
    BudgetOmissions {
        budget_ms: 30_000,
        cases: 20,
        rows: vec![ErrorId::new(7, 404)],
        operations: Vec::new(),
        actors: vec![("thing-get".to_owned(), Actor::Stranger)],
        defects: (1..=14)
            .map(|number| ("thing-get".to_owned(), format!("way-{number}")))
            .collect(),
    }
}

#[test]
fn what_the_budget_left_out_is_told_by_name() {
    let mut run = run_outcome(vec![case_outcome("a", Verdict::Pass, SEVEN)]);
    run.left_out = Some(build_sample_budget_omissions());
    let text = render_terminal_report(&run);
    let expected = "\
left out: 20 cases did not fit into 30 s
  1 row not tried: 7
  1 actor not tried: thing-get (stranger)
  14 defects not tried: thing-get (way-1), thing-get (way-2), ";
    assert!(text.contains(expected), "{text}");
    assert!(text.contains("thing-get (way-12) and 2 more\n"), "{text}");
}

#[test]
fn a_preview_tells_times_requests_things_and_what_is_missing() {
    let named = |name: &str| FixtureInfo {
        name: name.to_owned(),
        about: "something of the owner's".to_owned(),
        actor: Actor::Owner,
    };
    let end = |rank, cases, ms| RankTimeForecast {
        rank,
        cases,
        ends_ms: Some(ms),
    };
    let preview = RunPreview {
        target: "http://target/v2".to_owned(),
        edition: "errata".to_owned(),
        cases: 40,
        skipped: 2,
        requests: 100,
        scopes: vec![ScopeForecast {
            name: "update".to_owned(),
            requests: 60,
            allowed: THREE_A_SECOND,
        }],
        takes_ms: Some(21_500),
        waits_ms: 0,
        ranks: vec![
            end(CoverageRank::Rows, 1, 1500),
            end(CoverageRank::Rest, 40, 20_000),
        ],
        made: vec![named("a_thing")],
        made_for_cases: 2,
        changed: vec![named("settings")],
        kept: Vec::new(),
        lacking: vec![BlockedCases {
            because: InconclusiveReason::Trigger("fail".to_owned()),
            cases: 1,
        }],
        rows_lacking: vec![ErrorId::new(0, 500)],
        left_out: Some(build_sample_budget_omissions()),
    };
    let mut out = Vec::new();
    write_preview(&mut out, &preview).expect("a vector takes everything");
    let text = strip_colours(out);
    let expected = "\
http://target/v2  edition: errata; nothing was sent

  every row is tried                                          1 case  after 1.5 s
  everything is tried                                       40 cases  after 20.0 s
  everything is undone                                                after 21.5 s

about 100 requests would be sent: update 60 (3 allowed in 1.0 s)
would be created, and removed at the end:
  a_thing  something of the owner's (as owner)
2 things more, each for one case and removed after it
would be read first, changed, and restored:
  settings  something of the owner's (as owner)
skipped: 2 cases: their rows are not in this edition
cannot be tried: 1 case: the target offers no `fail` trigger
  1 row not tried: 0/500
left out: 20 cases did not fit into 30 s
";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn an_answer_that_never_came_says_whose_fault_that_is() {
    let because = InconclusiveReason::NoResponse(NoResponse {
        blame: FailureOrigin::Network,
        detail: "cannot connect to a.example".to_owned(),
    });
    let text = render_terminal_report(&run_outcome(vec![case_outcome(
        "a",
        Verdict::Inconclusive { because },
        None,
    )]));
    let line = "  no response (a failure of the network): cannot connect to a.example\n";
    assert!(text.contains(line), "{text}");
}

#[test]
fn what_a_target_says_cannot_steer_the_terminal() {
    let mut failed = case_outcome("unknown", Verdict::Fail, None);
    failed.violations = vec![wrong_row_violation()];
    failed
        .violations
        .push(wrong_message_violation("Gone.", "\u{1b}[2J"));
    failed.steps[0].exchange.response.body =
        WireBytes::from("\u{1b}]0;title\u{7}\nthe target conforms");
    failed.undocumented = Some("|7|404|\u{9b}1m|".to_owned());
    let text = render_terminal_report(&run_outcome(vec![failed]));
    for line in [
        r"  received:   404 \u{1b}]0;title\u{7}\nthe target conforms",
        r"  if the server is right, the table needs this line: |7|404|\u{9b}1m|",
        r#"  message-text (must) body at `/message`: expected "Gone.", got "\u{1b}[2J""#,
    ] {
        assert!(text.lines().any(|own| own == line), "{line}\n{text}");
    }
}

#[test]
fn of_a_body_that_was_not_kept_whole_the_length_is_told() {
    let mut outcome = case_outcome("a", Verdict::Fail, None);
    let response = &mut outcome.steps[0].exchange.response;
    response.body = WireBytes::from("{\"message\":\"and so on");
    response.cut = Some(2_000_000);
    let text = render_terminal_report(&run_outcome(vec![outcome]));
    assert!(
        text.contains("and so on… (2000000 bytes in all)\n"),
        "{text}"
    );
}

#[test]
fn the_receipt_tells_of_requests_that_were_sent_again_where_there_are_any() {
    let mut outcome = run_outcome(vec![case_outcome("a", Verdict::Pass, SEVEN)]);
    assert!(!render_terminal_report(&outcome).contains("again"));
    outcome.receipt.repeated = 3;
    let text = render_terminal_report(&outcome);
    let line = "12 requests in 1.5 s, 3 sent again because no response came";
    assert!(text.contains(line), "{text}");
}

#[test]
fn a_change_by_a_request_that_was_served_is_told_with_its_owner() {
    let mut own = case_outcome("a", Verdict::Fail, None);
    own.violations = vec![wrong_row_violation()];
    own.served_changes = vec![FalseSuccessStateChange {
        read: "/things/abcefg".to_owned(),
        owner: StateOwner::OtherActor(Actor::Stranger),
        change: StateChange::Value {
            status: 200,
            at: Some(json_pointer("/name")),
            before: Some("one".into()),
            after: Some("two".into()),
        },
    }];
    let mut out = Vec::new();
    write_case(&mut out, &run_outcome(Vec::new()).run, &own).expect("a vector takes everything");
    let text = strip_colours(out);
    let expected = "  changed:    /things/abcefg of the stranger, not of the sender: at /name, from \"one\" to \"two\"\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn where_a_control_did_not_succeed_its_request_is_told_too() {
    let control = failed_control_breach(2, bare_response_summary(404));
    let because = InconclusiveReason::Control(control.clone().into());
    let mut own = case_outcome("a", Verdict::Inconclusive { because }, None);
    own.violations = vec![RecordedViolation {
        step: Some(2),
        ..violation(control)
    }];
    for number in [1, 2] {
        let mut exchange = exchange_with_response(404, "{}");
        exchange.request.target = format!("/things/control-{number}");
        exchange.request.headers.clear();
        own.steps.push(RecordedExchange::new(
            ExchangeRole::Control(number),
            exchange,
        ));
    }
    let mut out = Vec::new();
    write_case(&mut out, &run_outcome(Vec::new()).run, &own).expect("a vector takes everything");
    let text = strip_colours(out);
    let expected = "  control that failed: GET /things/control-2 as anonymous\n  set BADREQ_TOKEN to account 1's token (owner)\n  curl -i --path-as-is -H 'User-Agent:' -H 'Accept:' 'http://127.0.0.1:1/v2/things/control-2'\n";
    assert!(text.contains(expected), "{text}");
    assert!(!text.contains("/things/control-1"), "{text}");
}

#[test]
fn a_wrong_clock_of_the_target_is_a_warning() {
    let mut run = run_outcome(vec![case_outcome("a", Verdict::Pass, SEVEN)]);
    run.hollow = vec![
        VacuityWarning::ClockSkewed { ahead_ms: 40_490 },
        VacuityWarning::ClockSkewed { ahead_ms: -59_510 },
        VacuityWarning::SeveralClocks { apart_ms: 39_000 },
    ];
    let expected = "\
warning: the clock of the target is 40 s ahead of this one; times in its responses are judged by its own clock
warning: the clock of the target is 60 s behind this one; times in its responses are judged by its own clock
warning: the responses were dated by several clocks, which differ by 39 s or more: does the target consist of several servers?
";
    let text = render_terminal_report(&run);
    assert!(text.contains(expected), "{text}");
}

#[test]
fn reasons_that_differ_only_in_ids_are_one_reason() {
    let lacking = |name: &str, id: &str| {
        let because = fixture_creation_failure("a_thing", &format!("{id} was answered 503"));
        let mut own = case_outcome(name, Verdict::Inconclusive { because }, None);
        own.bindings = vec![NameBinding {
            name: "thing.id".to_owned(),
            value: id.to_owned(),
        }];
        own
    };
    let told = render_terminal_report(&run_outcome(vec![
        lacking("a", "abcefg"),
        lacking("b", "hijklm"),
    ]));
    let expected = "2 cases could not be tried\n     2  a_thing could not be created: abcefg was answered 503\n";
    assert!(told.contains(expected), "{told}");
}
