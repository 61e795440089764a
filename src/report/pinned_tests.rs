//! Snapshots of the words for every kind of failure: a change of a text shows in review.
//!
//! The snapshots are in `tests/words`; `cargo insta review` shows the changes.

use serde_json::{Map, json};

use super::shared::style::plain;
use super::{Detail, Look, Width, write_case, write_markdown, write_terminal};
use crate::outcome::testing::{
    BurstBreach, EffectBreach, ErrorsBreach, FormBreach, FormRule, Found, FoundLengths, LengthKeys,
    Lengths, LocatedValue, RateHeaderBreach, RowBreach, TimeBreach, WantedMessage, WireBreach,
    answer, bare_answer, case, exchange, failed_control, fingerprint, inconclusive_burst,
    lost_fixture, panicked, pointer, run, seven, violation, wrong_message, wrong_row,
};
use crate::outcome::{
    AcceptedRow, Actor, BaselineInfo, Blame, Breach, CaseOutcome, ExpectedAnswer, Expiry, Hollow,
    KnownBreach, KnownCases, KnownEntry, Leftover, Level, NoAnswer, RecordedViolation,
    RequirementId, ResponseSummary, RowName, RunOutcome, SkipReason, StaleEntry, Staleness,
    Unproven, Verdict, of_attempts,
};

fn text(own: &str) -> String {
    own.to_owned()
}

/// Returns a summary of a response with a message.
fn saying(status: u16, code: i64, message: &str) -> ResponseSummary {
    let message = LocatedValue {
        at: pointer("/message"),
        value: message.into(),
    };
    ResponseSummary {
        message: Some(message),
        ..answer(status, code)
    }
}

/// Returns a breach at every kind of place, with values as the checks produce them.
fn breaches() -> Vec<(&'static str, Breach)> {
    let seven = || AcceptedRow {
        message: WantedMessage::Text(text("No such thing.")),
        ..seven()
    };
    vec![
        (
            "status",
            RowBreach::NotTheModel {
                keys: vec![text("code"), text("message")],
                answer: bare_answer(200),
                off: Vec::new(),
            }
            .into(),
        ),
        (
            "header",
            WireBreach::ContentType {
                values: vec![text("text/html")],
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
            WireBreach::NotOneObject {
                found: Found::Broken,
                text: text("<html>502 Bad Gateway</html>"),
            }
            .into(),
        ),
        (
            "body-value",
            FormBreach {
                requirement: RequirementId::BodyCodeInteger,
                at: pointer("/code"),
                rule: FormRule::Schema(Map::from_iter([(text("type"), json!("integer"))])),
                wanted: Some(json!(7)),
                actual: json!("7"),
            }
            .into(),
        ),
        (
            "body-key",
            ErrorsBreach::UntrueLengths {
                at: pointer("/errors/name"),
                keys: LengthKeys {
                    max: text("max_length"),
                    actual: text("actual_length"),
                },
                expected: Lengths {
                    max: 100,
                    actual: 101,
                },
                objects: vec![FoundLengths {
                    max: json!(99),
                    actual: json!(101),
                }],
            }
            .into(),
        ),
        (
            "row",
            RowBreach::OtherRow {
                expected: vec![seven()],
                answer: saying(404, 8, "Gone."),
            }
            .into(),
        ),
        (
            "row-undocumented",
            RowBreach::Undocumented {
                answer: saying(418, 9, "A teapot."),
                near: vec![RowName::of(0, 400), RowName::of(7, 404)],
            }
            .into(),
        ),
        (
            "server-error",
            RowBreach::ServerError {
                expected: vec![seven()],
                answer: bare_answer(500),
            }
            .into(),
        ),
        (
            "time",
            TimeBreach {
                budget_ms: 2000,
                took_ms: 2714,
            }
            .into(),
        ),
        (
            "effect",
            EffectBreach::Status {
                read: text("/things/abcefg"),
                before: 200,
                after: 404,
            }
            .into(),
        ),
        ("control", failed_control(1, bare_answer(403)).into()),
        ("burst", BurstBreach::NeverRefused { sent: 22 }.into()),
    ]
}

/// Returns every verdict that is neither green nor caused by a violation.
fn verdicts() -> Vec<(&'static str, Verdict)> {
    let unproven = |because| Verdict::Unproven { because };
    vec![
        (
            "credential",
            unproven(Unproven::Credential(Actor::Stranger)),
        ),
        ("known", unproven(Unproven::Known(text("guild_id")))),
        ("hook", unproven(Unproven::Hook(text("internal-error")))),
        (
            "fixture",
            unproven(lost_fixture("a member", "POST /members was answered 503")),
        ),
        (
            "control-failed",
            unproven(Unproven::Control(
                failed_control(1, bare_answer(403)).into(),
            )),
        ),
        ("condition", unproven(inconclusive_burst())),
        (
            "no-answer",
            unproven(Unproven::Answer(NoAnswer {
                blame: Blame::Network,
                detail: text("cannot connect to staging.example: connection refused"),
            })),
        ),
        ("harness", panicked()),
        (
            "skipped",
            Verdict::Skipped {
                reason: SkipReason::Stopped,
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
    let others = verdicts()
        .into_iter()
        .map(|(name, verdict)| case(name, verdict, None));
    let mut cases: Vec<CaseOutcome> = failed.chain(others).collect();
    for outcome in &mut cases {
        if outcome.case.leaf == "row-undocumented" {
            outcome.undocumented = Some(text("|9|418|A teapot.|"));
            outcome.beforehand = vec![text("thing made"), text("owner holding {\"open\":false}")];
        }
        if outcome.case.leaf == "server-error" {
            outcome.steps[0].exchange = exchange(500, "Internal Server Error");
        }
        if outcome.case.leaf == "row" {
            outcome.case.expected = ExpectedAnswer::Row {
                row: RowName::of(7, 404),
                accepted: Vec::new(),
            };
        }
        if outcome.case.leaf == "known-failure" {
            outcome.known = vec![KnownBreach {
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
    cases.extend(repeated());
    cases
}

/// Returns a flaky case and a stable one.
fn repeated() -> Vec<CaseOutcome> {
    let row = Some(RowName::of(7, 404));
    let passed = |name| case(name, Verdict::Pass, row);
    let failed = CaseOutcome {
        violations: vec![wrong_row()],
        ..case("flaky", Verdict::Fail, None)
    };
    let flaky = vec![passed("flaky"), failed, passed("flaky")];
    let steady = vec![passed("steady"); 3];
    [flaky, steady]
        .into_iter()
        .filter_map(of_attempts)
        .collect()
}

fn whole() -> RunOutcome {
    let mut run = run(cases());
    run.run.baseline = Some(BaselineInfo {
        file: text("baselines/staging.toml"),
        entries: vec![KnownEntry {
            line: 3,
            requirement: RequirementId::RowExpected,
            breach: fingerprint(
                "status and code",
                "status 404, code 7",
                "status 404, code 9",
            ),
            reason: text("the old encoder writes codes as texts"),
            link: None,
            expiry: Expiry::Never,
            cases: vec![
                KnownCases {
                    pattern: text("things/known-failure"),
                    line: 7,
                    fits: 1,
                    near: None,
                },
                KnownCases {
                    pattern: text("things/*on*"),
                    line: 8,
                    fits: 3,
                    near: None,
                },
            ],
        }],
    });
    run.stale = [
        Staleness::Expired {
            day: text("2026-01-31"),
        },
        Staleness::Unmatched {
            near: Some(text("things/row")),
        },
        Staleness::Unmatched { near: None },
        Staleness::Mended,
        Staleness::Otherwise {
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
        Hollow::OneStatus {
            status: 404,
            answers: 99,
            of: 100,
        },
        Hollow::ControlsFail {
            status: 401,
            cases: 80,
        },
        Hollow::MostlyUnproven { cases: 90, of: 100 },
    ];
    run.leftovers = vec![Leftover {
        what: text("the member abcefg"),
        remedy: text("DELETE /members/abcefg"),
        reason: text("it was answered 503"),
    }];
    run
}

fn pinned(name: &str, write: impl Fn(&mut Vec<u8>) -> std::io::Result<()>) {
    let mut out = Vec::new();
    write(&mut out).expect("a vector takes everything");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/words"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let words = plain(&String::from_utf8_lossy(&out));
    settings.bind(|| insta::assert_snapshot!(name, words));
}

#[test]
fn the_words_for_every_kind_of_failure_are_the_reviewed_ones() {
    let run = whole();
    pinned("cases", |out| {
        let mut cases = run.cases.iter();
        cases.try_for_each(|outcome| write_case(out, &run.run, outcome))
    });
}

#[test]
fn the_words_of_a_run_on_the_terminal_are_the_reviewed_ones() {
    pinned("terminal", |out| {
        write_terminal(out, &whole(), Look::default())
    });
}

#[test]
fn the_words_of_a_run_in_a_narrow_window_are_the_reviewed_ones() {
    let width = Width::Columns(48);
    let look = Look {
        width,
        ..Look::default()
    };
    pinned("terminal-narrow", |out| write_terminal(out, &whole(), look));
}

#[test]
fn the_words_of_a_run_in_short_are_the_reviewed_ones() {
    let look = Look {
        detail: Detail::Quiet,
        ..Look::default()
    };
    pinned("terminal-quiet", |out| write_terminal(out, &whole(), look));
}

#[test]
fn the_words_of_a_run_with_everything_are_the_reviewed_ones() {
    let look = Look {
        detail: Detail::Verbose,
        ..Look::default()
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
    pinned("terminal-verbose", |out| {
        write_terminal(out, &run(cases.clone()), look)
    });
}

#[test]
fn the_words_of_a_run_in_markdown_are_the_reviewed_ones() {
    pinned("markdown", |out| write_markdown(out, &whole()));
}
