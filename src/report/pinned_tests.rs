//! Snapshots of the words for every kind of failure: a change of a text shows in review.
//!
//! The snapshots are in `tests/words`; `cargo insta review` shows the changes.

use serde_json::{Map, json};

use super::shared::style::strip_terminal_codes;
use super::{DisplayOptions, LineWidth, Verbosity, write_case, write_markdown, write_terminal};
use crate::outcome::testing::{
    BodyFormBreach, BodyFormRule, BurstBreach, ErrorDetailsBreach, ExceededLengthLimit,
    ExpectedMessage, FoundLengths, LengthKeys, LocatedValue, NonObjectBodyKind, RateHeaderBreach,
    ResponseTimeBreach, RowBreach, SideEffectBreach, WireFormatBreach, accepted_row_seven,
    bare_response, case, exchange, failed_control, fingerprint, inconclusive_burst, lost_fixture,
    panicked, pointer, response_summary, run, violation, wrong_message, wrong_row,
};
use crate::outcome::{
    AcceptedRow, Actor, BaselineExpiry, BaselineInfo, Breach, CaseOutcome, ErrorId,
    ExpectedErrorResponse, FailureOrigin, InconclusiveReason, KnownCasePattern, KnownFailureEntry,
    KnownViolation, Leftover, Level, NoResponse, NotRunReason, RecordedViolation, RequirementId,
    ResponseSummary, RunOutcome, StaleEntry, StaleReason, VacuityWarning, Verdict, merge_attempts,
};

fn text(own: &str) -> String {
    own.to_owned()
}

/// Returns a summary of a response with a message.
fn response_with_message(status: u16, code: i64, message: &str) -> ResponseSummary {
    let message = LocatedValue {
        at: pointer("/message"),
        value: message.into(),
    };
    ResponseSummary {
        message: Some(message),
        ..response_summary(status, code)
    }
}

/// Returns a breach at every kind of place, with values as the checks produce them.
fn breaches() -> Vec<(&'static str, Breach)> {
    let seven = || AcceptedRow {
        message: ExpectedMessage::Text(text("No such thing.")),
        ..accepted_row_seven()
    };
    vec![
        (
            "status",
            RowBreach::NotTheModel {
                keys: vec![text("code"), text("message")],
                answer: bare_response(200),
                off: Vec::new(),
            }
            .into(),
        ),
        (
            "header",
            WireFormatBreach::ContentType {
                values: vec![text("text/html")],
                expected: None,
            }
            .into(),
        ),
        (
            "header-missing",
            RateHeaderBreach::Missing {
                name: text("x-ratelimit-limit"),
                expected: vec![text("x-ratelimit-limit"), text("x-ratelimit-reset")],
                present: Vec::new(),
            }
            .into(),
        ),
        (
            "body",
            WireFormatBreach::NotOneObject {
                found: NonObjectBodyKind::Broken,
                text: text("<html>502 Bad Gateway</html>"),
            }
            .into(),
        ),
        (
            "body-value",
            BodyFormBreach {
                requirement: RequirementId::BodyCodeInteger,
                at: pointer("/code"),
                rule: BodyFormRule::Schema(Map::from_iter([(text("type"), json!("integer"))])),
                wanted: Some(json!(7)),
                actual: Some(json!("7")),
            }
            .into(),
        ),
        (
            "body-key",
            ErrorDetailsBreach::UntrueLengths {
                at: pointer("/errors/name"),
                keys: LengthKeys {
                    max: text("max_length"),
                    actual: text("actual_length"),
                },
                expected: ExceededLengthLimit {
                    max: 100,
                    actual: 101,
                },
                objects: vec![FoundLengths {
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
                answer: bare_response(500),
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
                read: text("/things/abcefg"),
                before: 200,
                after: 404,
            }
            .into(),
        ),
        ("control", failed_control(1, bare_response(403)).into()),
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
            unproven(InconclusiveReason::Value(text("guild_id"))),
        ),
        (
            "hook",
            unproven(InconclusiveReason::Trigger(text("internal-error"))),
        ),
        (
            "fixture",
            unproven(lost_fixture("a member", "POST /members returned 503")),
        ),
        (
            "control-failed",
            unproven(InconclusiveReason::Control(
                failed_control(1, bare_response(403)).into(),
            )),
        ),
        ("condition", unproven(inconclusive_burst())),
        (
            "no-answer",
            unproven(InconclusiveReason::NoResponse(NoResponse {
                blame: FailureOrigin::Network,
                detail: text("cannot connect to staging.example: connection refused"),
            })),
        ),
        ("harness", panicked()),
        (
            "skipped",
            Verdict::Skipped {
                reason: NotRunReason::Stopped,
            },
        ),
        (
            "known-failure",
            Verdict::KnownFailure {
                reason: text("the old encoder writes codes as texts"),
            },
        ),
        ("alternative", Verdict::Fail),
    ]
}

fn cases() -> Vec<CaseOutcome> {
    let failed = breaches().into_iter().map(|(name, breach)| CaseOutcome {
        violations: vec![violation(breach)],
        ..case(name, Verdict::Fail, None)
    });
    let others = verdicts_without_violations()
        .into_iter()
        .map(|(name, verdict)| case(name, verdict, None));
    let mut cases: Vec<CaseOutcome> = failed.chain(others).collect();
    for outcome in &mut cases {
        if outcome.case.leaf == "row-undocumented" {
            outcome.undocumented = Some(text("|9|418|A teapot.|"));
            outcome.preconditions =
                vec![text("create thing"), text("set owner to {\"open\":false}")];
        }
        if outcome.case.leaf == "server-error" {
            outcome.steps[0].exchange = exchange(500, "Internal Server Error");
        }
        if outcome.case.leaf == "row" {
            outcome.case.expected = ExpectedErrorResponse::Row {
                row: ErrorId::new(7, 404),
                accepted: Vec::new(),
            };
        }
        if outcome.case.leaf == "known-failure" {
            outcome.known = vec![KnownViolation {
                violation: wrong_row(),
                line: 3,
            }];
        }
    }
    cases.push(CaseOutcome {
        violations: vec![RecordedViolation {
            level: Level::Should,
            ..wrong_message("No such thing.", "Nope.")
        }],
        ..case("should", Verdict::Pass, None)
    });
    cases.extend(flaky_and_stable_cases());
    cases
}

/// Returns a flaky case and a stable one.
fn flaky_and_stable_cases() -> Vec<CaseOutcome> {
    let row = Some(ErrorId::new(7, 404));
    let passed = |name| case(name, Verdict::Pass, row);
    let failed = CaseOutcome {
        violations: vec![wrong_row()],
        ..case("flaky", Verdict::Fail, None)
    };
    let flaky = vec![passed("flaky"), failed, passed("flaky")];
    let steady = vec![passed("steady"); 3];
    [flaky, steady]
        .into_iter()
        .filter_map(merge_attempts)
        .collect()
}

fn run_with_everything() -> RunOutcome {
    let mut run = run(cases());
    run.run.baseline = Some(BaselineInfo {
        file: text("baselines/staging.toml"),
        entries: vec![KnownFailureEntry {
            line: 3,
            requirement: RequirementId::RowExpected,
            breach: fingerprint(
                "status and code",
                "status 404, code 7",
                "status 404, code 9",
            ),
            also: Vec::new(),
            reason: text("the old encoder writes codes as texts"),
            link: None,
            expiry: BaselineExpiry::Never,
            harm: None,
            cases: vec![
                KnownCasePattern {
                    pattern: text("things/known-failure"),
                    line: 7,
                    fits: 1,
                    near: None,
                },
                KnownCasePattern {
                    pattern: text("things/*on*"),
                    line: 8,
                    fits: 3,
                    near: None,
                },
            ],
        }],
    });
    run.stale = [
        StaleReason::Expired {
            day: text("2026-01-31"),
        },
        StaleReason::Unmatched {
            near: Some(text("things/row")),
        },
        StaleReason::Unmatched { near: None },
        StaleReason::Mended,
        StaleReason::Otherwise {
            case: text("things/row"),
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
        file: text("baselines/staging.toml"),
        line,
        requirement: RequirementId::RowExpected,
        cases: text("things/row"),
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
        what: text("the member abcefg"),
        remedy: text("DELETE /members/abcefg"),
        reason: text("the response was 503"),
    }];
    run
}

fn assert_wording(name: &str, write: impl Fn(&mut Vec<u8>) -> std::io::Result<()>) {
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
    let run = run_with_everything();
    assert_wording("cases", |out| {
        let mut cases = run.cases.iter();
        cases.try_for_each(|outcome| write_case(out, &run.run, outcome))
    });
}

#[test]
fn the_words_of_a_run_on_the_terminal_are_the_reviewed_ones() {
    assert_wording("terminal", |out| {
        write_terminal(out, &run_with_everything(), DisplayOptions::default())
    });
}

#[test]
fn the_words_of_a_run_in_a_narrow_window_are_the_reviewed_ones() {
    let width = LineWidth::Columns(48);
    let look = DisplayOptions {
        width,
        ..DisplayOptions::default()
    };
    assert_wording("terminal-narrow", |out| {
        write_terminal(out, &run_with_everything(), look)
    });
}

#[test]
fn the_words_of_a_run_in_short_are_the_reviewed_ones() {
    let look = DisplayOptions {
        verbosity: Verbosity::Quiet,
        ..DisplayOptions::default()
    };
    assert_wording("terminal-quiet", |out| {
        write_terminal(out, &run_with_everything(), look)
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
            ..case(name, Verdict::Fail, None)
        })
    };
    let mut cases = Vec::from(named(["one", "other"], &wrong_row()));
    cases.push(case("right", Verdict::Pass, None));
    assert_wording("terminal-verbose", |out| {
        write_terminal(out, &run(cases.clone()), look)
    });
}

#[test]
fn the_words_of_a_run_in_markdown_are_the_reviewed_ones() {
    assert_wording("markdown", |out| {
        write_markdown(out, &run_with_everything())
    });
}
