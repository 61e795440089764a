//! Snapshots of the words for every kind of failure: a change of a text shows in review.
//!
//! The snapshots are in `tests/words`; `cargo insta review` shows the changes.

use serde_json::{Map, json};

use super::shared::style::strip_terminal_codes;
use super::{
    DisplayOptions, LineWidth, Verbosity, write_case, write_markdown, write_terminal_report,
};
use crate::outcome::testing::{
    BodySchemaBreach, BodySchemaRule, BurstBreach, ErrorDetailsBreach, ErrorLengthKeys,
    ExceededLengthLimit, ExpectedMessage, LocatedValue, NonObjectBodyKind, RateHeaderBreach,
    ReceivedErrorLengths, ResponseTimeBreach, RowBreach, SideEffectBreach, WireFormatBreach,
    accepted_row_seven, bare_response_summary, case_outcome, exchange_with_response,
    failed_control_breach, fingerprint, fixture_creation_failure, harness_panic_verdict,
    inconclusive_burst_reason, json_pointer, response_summary, run_outcome, violation,
    wrong_message_violation, wrong_row_violation,
};
use crate::outcome::{
    AcceptedRow, Actor, AppliedBaseline, BaselineExpiry, Breach, CaseOutcome, ErrorId,
    ExpectedErrorResponse, FailureOrigin, InconclusiveReason, KnownCasePattern, KnownFailureEntry,
    KnownViolation, Leftover, Level, NoResponse, NotRunReason, RecordedViolation, RequirementId,
    ResponseSummary, RunOutcome, StaleEntry, StaleReason, VacuityWarning, Verdict, merge_attempts,
};

fn to_owned_text(own: &str) -> String {
    own.to_owned()
}

/// Returns a summary of a response with a message.
fn response_with_message(status: u16, code: i64, message: &str) -> ResponseSummary {
    let message = LocatedValue {
        at: json_pointer("/message"),
        value: message.into(),
    };
    ResponseSummary {
        message: Some(message),
        ..response_summary(status, code)
    }
}

/// Returns a breach at every kind of place, with values as the checks produce them.
fn build_every_breach() -> Vec<(&'static str, Breach)> {
    let seven = || AcceptedRow {
        message: ExpectedMessage::Text(to_owned_text("No such thing.")),
        ..accepted_row_seven()
    };
    vec![
        (
            "status",
            RowBreach::NotTheModel {
                keys: vec![to_owned_text("code"), to_owned_text("message")],
                answer: bare_response_summary(200),
                off: Vec::new(),
            }
            .into(),
        ),
        (
            "header",
            WireFormatBreach::ContentType {
                values: vec![to_owned_text("text/html")],
                expected: None,
            }
            .into(),
        ),
        (
            "header-missing",
            RateHeaderBreach::Missing {
                name: to_owned_text("x-ratelimit-limit"),
                expected: vec![
                    to_owned_text("x-ratelimit-limit"),
                    to_owned_text("x-ratelimit-reset"),
                ],
                present: Vec::new(),
            }
            .into(),
        ),
        (
            "body",
            WireFormatBreach::NotOneObject {
                found: NonObjectBodyKind::Broken,
                text: to_owned_text("<html>502 Bad Gateway</html>"),
            }
            .into(),
        ),
        (
            "body-value",
            BodySchemaBreach {
                requirement: RequirementId::BodyCodeInteger,
                at: json_pointer("/code"),
                rule: BodySchemaRule::Schema(Map::from_iter([(
                    to_owned_text("type"),
                    json!("integer"),
                )])),
                wanted: Some(json!(7)),
                actual: Some(json!("7")),
            }
            .into(),
        ),
        (
            "body-key",
            ErrorDetailsBreach::UntrueLengths {
                at: json_pointer("/errors/name"),
                keys: ErrorLengthKeys {
                    max: to_owned_text("max_length"),
                    actual: to_owned_text("actual_length"),
                },
                expected: ExceededLengthLimit {
                    max: 100,
                    actual: 101,
                },
                objects: vec![ReceivedErrorLengths {
                    max: Some(json!(99)),
                    actual: Some(json!(101)),
                }],
            }
            .into(),
        ),
        (
            "row",
            RowBreach::OtherRow {
                expected: vec![seven()],
                answer: response_with_message(404, 8, "Gone."),
            }
            .into(),
        ),
        (
            "row-undocumented",
            RowBreach::Undocumented {
                answer: response_with_message(418, 9, "A teapot."),
                near: vec![ErrorId::new(0, 400), ErrorId::new(7, 404)],
            }
            .into(),
        ),
        (
            "server-error",
            RowBreach::ServerError {
                expected: vec![seven()],
                answer: bare_response_summary(500),
            }
            .into(),
        ),
        (
            "time",
            ResponseTimeBreach {
                budget_ms: 2000,
                took_ms: 2714,
            }
            .into(),
        ),
        (
            "effect",
            SideEffectBreach::Status {
                read: to_owned_text("/things/abcefg"),
                before: 200,
                after: 404,
            }
            .into(),
        ),
        (
            "control",
            failed_control_breach(1, bare_response_summary(403)).into(),
        ),
        ("burst", BurstBreach::NeverRefused { sent: 22 }.into()),
    ]
}

/// Returns every verdict that is neither green nor caused by a violation.
fn verdicts_without_violations() -> Vec<(&'static str, Verdict)> {
    let unproven = |because| Verdict::Inconclusive { because };
    vec![
        (
            "credential",
            unproven(InconclusiveReason::Credential(Actor::Stranger)),
        ),
        (
            "known",
            unproven(InconclusiveReason::Value(to_owned_text("guild_id"))),
        ),
        (
            "hook",
            unproven(InconclusiveReason::Trigger(to_owned_text("internal-error"))),
        ),
        (
            "fixture",
            unproven(fixture_creation_failure(
                "a member",
                "POST /members returned 503",
            )),
        ),
        (
            "control-failed",
            unproven(InconclusiveReason::Control(
                failed_control_breach(1, bare_response_summary(403)).into(),
            )),
        ),
        ("condition", unproven(inconclusive_burst_reason())),
        (
            "no-answer",
            unproven(InconclusiveReason::NoResponse(NoResponse {
                blame: FailureOrigin::Network,
                detail: to_owned_text("cannot connect to staging.example: connection refused"),
            })),
        ),
        ("harness", harness_panic_verdict()),
        (
            "skipped",
            Verdict::Skipped {
                reason: NotRunReason::Stopped,
            },
        ),
        (
            "known-failure",
            Verdict::KnownFailure {
                reason: to_owned_text("the old encoder writes codes as texts"),
            },
        ),
        ("alternative", Verdict::Fail),
    ]
}

fn sample_cases() -> Vec<CaseOutcome> {
    let failed = build_every_breach()
        .into_iter()
        .map(|(name, breach)| CaseOutcome {
            violations: vec![violation(breach)],
            ..case_outcome(name, Verdict::Fail, None)
        });
    let others = verdicts_without_violations()
        .into_iter()
        .map(|(name, verdict)| case_outcome(name, verdict, None));
    let mut cases: Vec<CaseOutcome> = failed.chain(others).collect();
    for outcome in &mut cases {
        if outcome.case.leaf == "row-undocumented" {
            outcome.undocumented = Some(to_owned_text("|9|418|A teapot.|"));
            outcome.preconditions = vec![
                to_owned_text("create thing"),
                to_owned_text("set owner to {\"open\":false}"),
            ];
        }
        if outcome.case.leaf == "server-error" {
            outcome.steps[0].exchange = exchange_with_response(500, "Internal Server Error");
        }
        if outcome.case.leaf == "row" {
            outcome.case.expected = ExpectedErrorResponse::Row {
                row: ErrorId::new(7, 404),
                accepted: Vec::new(),
            };
        }
        if outcome.case.leaf == "known-failure" {
            outcome.known = vec![KnownViolation {
                violation: wrong_row_violation(),
                line: 3,
            }];
        }
    }
    cases.push(CaseOutcome {
        violations: vec![RecordedViolation {
            level: Level::Should,
            ..wrong_message_violation("No such thing.", "Nope.")
        }],
        ..case_outcome("should", Verdict::Pass, None)
    });
    cases.extend(flaky_and_stable_cases());
    cases
}

/// Returns a flaky case and a stable one.
fn flaky_and_stable_cases() -> Vec<CaseOutcome> {
    let row = Some(ErrorId::new(7, 404));
    let passed = |name| case_outcome(name, Verdict::Pass, row);
    let failed = CaseOutcome {
        violations: vec![wrong_row_violation()],
        ..case_outcome("flaky", Verdict::Fail, None)
    };
    let flaky = vec![passed("flaky"), failed, passed("flaky")];
    let steady = vec![passed("steady"); 3];
    [flaky, steady]
        .into_iter()
        .filter_map(merge_attempts)
        .collect()
}

fn run_with_everything_reported() -> RunOutcome {
    let mut run = run_outcome(sample_cases());
    run.run.baseline = Some(AppliedBaseline {
        file: to_owned_text("baselines/staging.toml"),
        entries: vec![KnownFailureEntry {
            line: 3,
            requirement: RequirementId::RowExpected,
            breach: fingerprint(
                "status and code",
                "status 404, code 7",
                "status 404, code 9",
            ),
            also: Vec::new(),
            reason: to_owned_text("the old encoder writes codes as texts"),
            link: None,
            expiry: BaselineExpiry::Never,
            harm: None,
            cases: vec![
                KnownCasePattern {
                    pattern: to_owned_text("things/known-failure"),
                    line: 7,
                    fits: 1,
                    near: None,
                },
                KnownCasePattern {
                    pattern: to_owned_text("things/*on*"),
                    line: 8,
                    fits: 3,
                    near: None,
                },
            ],
        }],
    });
    run.stale = [
        StaleReason::Expired {
            day: to_owned_text("2026-01-31"),
        },
        StaleReason::Unmatched {
            near: Some(to_owned_text("things/row")),
        },
        StaleReason::Unmatched { near: None },
        StaleReason::Mended,
        StaleReason::Otherwise {
            case: to_owned_text("things/row"),
            breach: fingerprint(
                "status and code",
                "status 404, code 7",
                "status 404, code 0",
            ),
        },
    ]
    .into_iter()
    .zip(3..)
    .map(|(why, line)| StaleEntry {
        file: to_owned_text("baselines/staging.toml"),
        line,
        requirement: RequirementId::RowExpected,
        cases: to_owned_text("things/row"),
        why,
    })
    .collect();
    run.hollow = vec![
        VacuityWarning::OneStatus {
            status: 404,
            answers: 99,
            of: 100,
        },
        VacuityWarning::ControlsFail {
            status: 401,
            cases: 80,
        },
        VacuityWarning::MostlyInconclusive { cases: 90, of: 100 },
    ];
    run.leftovers = vec![Leftover {
        what: to_owned_text("the member abcefg"),
        remedy: to_owned_text("DELETE /members/abcefg"),
        reason: to_owned_text("the response was 503"),
    }];
    run
}

fn assert_wording_snapshot(name: &str, write: impl Fn(&mut Vec<u8>) -> std::io::Result<()>) {
    let mut out = Vec::new();
    write(&mut out).expect("a vector takes everything");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/words"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let words = strip_terminal_codes(&String::from_utf8_lossy(&out));
    settings.bind(|| insta::assert_snapshot!(name, words));
}

#[test]
fn the_words_for_every_kind_of_failure_are_the_reviewed_ones() {
    let run = run_with_everything_reported();
    assert_wording_snapshot("cases", |out| {
        let mut cases = run.cases.iter();
        cases.try_for_each(|outcome| write_case(out, &run.run, outcome))
    });
}

#[test]
fn the_words_of_a_run_on_the_terminal_are_the_reviewed_ones() {
    assert_wording_snapshot("terminal", |out| {
        write_terminal_report(
            out,
            &run_with_everything_reported(),
            DisplayOptions::default(),
        )
    });
}

#[test]
fn the_words_of_a_run_in_a_narrow_window_are_the_reviewed_ones() {
    let width = LineWidth::Columns(48);
    let look = DisplayOptions {
        width,
        ..DisplayOptions::default()
    };
    assert_wording_snapshot("terminal-narrow", |out| {
        write_terminal_report(out, &run_with_everything_reported(), look)
    });
}

#[test]
fn the_words_of_a_run_in_short_are_the_reviewed_ones() {
    let look = DisplayOptions {
        verbosity: Verbosity::Quiet,
        ..DisplayOptions::default()
    };
    assert_wording_snapshot("terminal-quiet", |out| {
        write_terminal_report(out, &run_with_everything_reported(), look)
    });
}

#[test]
fn the_words_of_a_run_with_everything_are_the_reviewed_ones() {
    let look = DisplayOptions {
        verbosity: Verbosity::Verbose,
        ..DisplayOptions::default()
    };
    // Two cases of one finding, and one that passed.
    let named = |names: [&str; 2], violation: &RecordedViolation| {
        names.map(|name| CaseOutcome {
            violations: vec![violation.clone()],
            ..case_outcome(name, Verdict::Fail, None)
        })
    };
    let mut cases = Vec::from(named(["one", "other"], &wrong_row_violation()));
    cases.push(case_outcome("right", Verdict::Pass, None));
    assert_wording_snapshot("terminal-verbose", |out| {
        write_terminal_report(out, &run_outcome(cases.clone()), look)
    });
}

#[test]
fn the_words_of_a_run_in_markdown_are_the_reviewed_ones() {
    assert_wording_snapshot("markdown", |out| {
        write_markdown(out, &run_with_everything_reported())
    });
}
