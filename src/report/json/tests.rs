//! Tests that written results match the published schema, and that the schema has no unused keys.

use std::collections::BTreeSet;

use rstest::rstest;
use serde_json::{Value, json};

use super::write_json;
use crate::outcome::testing::{
    BurstInconclusiveReason, bare_response_summary, case_outcome, every_breach_variant,
    failed_control_breach, fingerprint, json_pointer, non_integer_code_violation, run_outcome,
    violation, wrong_row_violation,
};
use crate::outcome::{
    Actor, AppliedBaseline, AttemptBreachCount, AttemptCheckFailureCount, AttemptOutcomeCount,
    BaselineExpiry, BodyDefectKind, BudgetOmissions, ConditionFailure, ErrorId,
    EveryResponseFinding, EvidencePolicy, ExchangeRole, ExpectedErrorResponse, FailOn, FailureGate,
    FailureOrigin, FalseSuccessStateChange, Fingerprint, FixtureFailure, FixtureStep,
    HarnessFailure, InconclusiveReason, JsonSyntaxDefect, JsonType, KnownCasePattern,
    KnownFailureEntry, KnownViolation, LatencyStats, Leftover, Level, NameBinding, NoResponse,
    NotObservedCause, NotRunReason, OrphanedRun, RateLimitHeaderNames, RateLimitScopeTraffic,
    RecordedExchange, RepeatSummary, RequestHeaderValue, RequirementId, ResponseExample,
    RowOutcome, RowVerdict, RunCommand, RunEnding, RunOutcome, ScopeLimit, StaleEntry, StaleReason,
    StateChange, StateOwner, StatusBreachCount, VacuityWarning, Verdict, VolatileFieldNames,
    WireBytes,
};
use crate::report::read_json;

fn read_published_schema() -> Value {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/report.schema.json");
    let text = std::fs::read_to_string(file).expect("the schema is there");
    serde_json::from_str(&text).expect("it is JSON")
}

fn to_json_value(run: &RunOutcome) -> Value {
    let mut out = Vec::new();
    write_json(&mut out, run).expect("a vector takes everything");
    serde_json::from_slice(&out).expect("it is JSON")
}

/// Returns the schema's validation errors for a report.
fn schema_errors(report: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(&read_published_schema()).expect("it is a schema");
    let errors = validator.iter_errors(report);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn skip_reasons() -> [NotRunReason; 3] {
    [
        NotRunReason::NotInEdition {
            row: ErrorId::new(7, 404),
        },
        NotRunReason::Budget { budget_ms: 1 },
        NotRunReason::Stopped,
    ]
}

fn harness_failures() -> [HarnessFailure; 5] {
    let text = || "a text".to_owned();
    [
        HarnessFailure::Unbound(text()),
        HarnessFailure::Request(text()),
        HarnessFailure::Journal(text()),
        HarnessFailure::Locks(text()),
        HarnessFailure::Panic,
    ]
}

/// Returns an inconclusive reason of every kind.
fn inconclusive_reasons() -> Vec<InconclusiveReason> {
    let text = || "a text".to_owned();
    let fixture = |step| {
        InconclusiveReason::Fixture(FixtureFailure {
            fixture: text(),
            step,
            detail: text(),
        })
    };
    let steps = [
        FixtureStep::Make,
        FixtureStep::Read,
        FixtureStep::Keep,
        FixtureStep::Draw,
        FixtureStep::Hold,
        FixtureStep::Order,
    ];
    let conditions = [
        ConditionFailure::NoSuchScope { scope: text() },
        ConditionFailure::UnreadableState {
            read: text(),
            status: 403,
        },
        ConditionFailure::RateRefused {
            method: text(),
            target: text(),
        },
        ConditionFailure::InconclusiveBurst {
            tries: 3,
            open: vec![
                BurstInconclusiveReason::SentTooSlowly {
                    took_ms: 2,
                    window_ms: 1,
                },
                BurstInconclusiveReason::TooFewAnswered {
                    answered: 1,
                    needed: 2,
                },
                BurstInconclusiveReason::WaitedTooShort {
                    waited_ms: 1,
                    promised_ms: 2,
                },
            ],
        },
    ];
    let blames = [
        FailureOrigin::Network,
        FailureOrigin::Target,
        FailureOrigin::Harness,
    ];
    let others = [
        InconclusiveReason::Credential(Actor::Owner),
        InconclusiveReason::Value(text()),
        InconclusiveReason::Trigger(text()),
        InconclusiveReason::Control(failed_control_breach(1, bare_response_summary(403)).into()),
    ];
    let silent = blames.map(|blame| {
        InconclusiveReason::NoResponse(NoResponse {
            blame,
            detail: text(),
        })
    });
    let conditions = conditions.map(InconclusiveReason::Condition);
    let all = others.into_iter().chain(steps.map(fixture));
    all.chain(conditions).chain(silent).collect()
}

/// Returns a change of every kind, of a state of every owner.
fn served_changes() -> Vec<FalseSuccessStateChange> {
    let value = |at: Option<&str>| StateChange::Value {
        status: 200,
        at: at.map(json_pointer),
        before: Some(json!("one")),
        after: at.map(|_| json!(null)),
    };
    let gone = StateChange::Status {
        before: 200,
        after: 404,
    };
    let owners = [
        StateOwner::Sender,
        StateOwner::OtherActor(Actor::Stranger),
        StateOwner::Unknown,
    ];
    let changes = [value(Some("/name")), value(None), gone];
    let all = owners.into_iter().zip(changes);
    all.map(|(owner, change)| FalseSuccessStateChange {
        read: "a text".to_owned(),
        owner,
        change,
    })
    .collect()
}

fn defect_forms() -> [BodyDefectKind; 4] {
    let (expected, sent) = (JsonType::Text, JsonType::Number);
    [
        BodyDefectKind::Syntax {
            what: JsonSyntaxDefect::CutOff,
        },
        BodyDefectKind::BodyType { expected, sent },
        BodyDefectKind::ValueType {
            expected,
            sent,
            at: vec!["/name".to_owned()],
        },
        BodyDefectKind::Value {
            at: "/name".to_owned(),
        },
    ]
}

/// Returns a run that uses every part of the report format.
fn run_with_everything() -> RunOutcome {
    let text = || "a text".to_owned();
    let verdicts = [
        Verdict::Pass,
        Verdict::Fail,
        Verdict::KnownFailure { reason: text() },
    ];
    let skipped = skip_reasons().map(|reason| Verdict::Skipped { reason });
    let failures = harness_failures().map(|reason| Verdict::HarnessError { reason });
    let unproven = inconclusive_reasons().into_iter();
    let unproven = unproven.map(|because| Verdict::Inconclusive { because });
    let mut cases: Vec<_> = verdicts
        .into_iter()
        .chain(skipped)
        .chain(failures)
        .chain(unproven)
        .map(|verdict| case_outcome("a", verdict, None))
        .collect();
    let own = &mut cases[1];
    own.observed = Some(ErrorId::new(0, 401));
    own.preconditions = vec![text()];
    own.undocumented = Some(text());
    own.case.operation = Some(text());
    own.case.defect = Some(text());
    own.bindings = vec![NameBinding {
        name: text(),
        value: text(),
    }];
    own.violations = every_breach_variant()
        .into_iter()
        .map(violation)
        .chain(
            RequirementId::ALL
                .iter()
                .map(|id| non_integer_code_violation(*id, "7")),
        )
        .collect();
    own.violations[0].step = None;
    own.served_changes = served_changes();
    let exchange = &mut own.steps[0].exchange;
    exchange.request.body = Some(WireBytes(vec![0xff]));
    let secret = RequestHeaderValue::Secret(text());
    exchange.request.headers.push((text(), secret));
    let token = crate::outcome::TokenValue {
        actor: Actor::Owner,
        before: text(),
        behind: text(),
    };
    let token = RequestHeaderValue::Token(token);
    exchange.request.headers.push((text(), token));
    exchange.response.headers_left_out = 1;
    exchange.response.cut = Some(70_000);
    exchange.response.tokens_seen = Actor::ALL.to_vec();
    let exchange = exchange.clone();
    let roles = [
        ExchangeRole::Repeat,
        ExchangeRole::Control(1),
        ExchangeRole::Before(1),
        ExchangeRole::After(1),
        ExchangeRole::Burst,
        ExchangeRole::OtherScope,
        ExchangeRole::AfterWait,
    ];
    own.steps
        .extend(roles.map(|role| RecordedExchange::new(role, exchange.clone())));
    own.steps
        .iter_mut()
        .skip(1)
        .for_each(|step| step.attempt = 2);
    cases[2].case.expected = ExpectedErrorResponse::Refusal;
    cases[3].case.expected = ExpectedErrorResponse::AnyRow;
    let mut run = run_outcome(cases);
    let reason = text();
    for state in [
        RowVerdict::Proven,
        RowVerdict::Broken,
        RowVerdict::Replaced {
            by: vec![ErrorId::new(8, 404)],
        },
        RowVerdict::KnownFailures { reason: text() },
        RowVerdict::NotObserved {
            cause: NotObservedCause::MissingEvidence,
            reason,
        },
    ] {
        let row = run.rows[0].clone();
        run.rows.push(RowOutcome { state, ..row });
    }
    run.run.table[1].source = Some(text());
    run.run.gate = FailureGate::from_list(&[FailOn::Should, FailOn::Replacement]);
    run.run.evidence = EvidencePolicy::Partial;
    run.run.min_rows = Some(1);
    run.run.described = vec![ErrorId::new(8, 404)];
    run.run.shard = Some("2/5".parse().expect("it is a shard"));
    run.run.operations = [(text(), text())].into();
    run.run.defects = [(text(), text())].into();
    run.run.command = Some(RunCommand {
        version: text(),
        started_unix_ms: 1,
        arguments: vec![text()],
        target: text(),
    });
    run.run.volatile_fields = Some(VolatileFieldNames {
        wait: Some(crate::outcome::JsonPointer::root().join_key("wait")),
        rate_headers: Some(RateLimitHeaderNames {
            limit: text(),
            remaining: text(),
            reset: text(),
            scope: text(),
        }),
    });
    for (own, form) in run.cases.iter_mut().zip(defect_forms()) {
        own.defect_form = Some(form);
    }
    run.leftovers = vec![Leftover {
        what: text(),
        remedy: text(),
        reason: text(),
    }];
    run.left_out = Some(BudgetOmissions {
        budget_ms: 1,
        cases: 1,
        rows: vec![ErrorId::new(7, 404)],
        operations: vec![text()],
        actors: vec![(text(), Actor::Owner)],
        defects: vec![(text(), text())],
    });
    run.hollow = vec![
        VacuityWarning::OneStatus {
            status: 404,
            answers: 9,
            of: 10,
        },
        VacuityWarning::ControlsFail {
            status: 404,
            cases: 10,
        },
        VacuityWarning::MostlyInconclusive { cases: 9, of: 10 },
        VacuityWarning::ClockSkewed { ahead_ms: -40_000 },
        VacuityWarning::SeveralClocks { apart_ms: 40_000 },
    ];
    run.orphans = vec![OrphanedRun {
        run: text(),
        started: text(),
        resources: vec![text()],
        settings: vec![text()],
    }];
    run.receipt.repeated = 1;
    run.receipt.scopes = vec![RateLimitScopeTraffic {
        name: text(),
        requests: 1,
        peak_per_second: 1,
        allowed: Some(ScopeLimit {
            requests: 1,
            window_ms: 1000,
        }),
    }];
    run.receipt.latency = Some(LatencyStats {
        p50_us: 1,
        p95_us: 2,
        p99_us: 2,
        max_us: 3,
    });
    run.cases[1].known = vec![KnownViolation {
        violation: wrong_row_violation(),
        line: 7,
    }];
    run.cases[1].repeats = Some(RepeatSummary {
        tried: 3,
        ways: vec![
            AttemptOutcomeCount {
                verdict: text(),
                observed: Some(ErrorId::new(7, 404)),
                times: 2,
            },
            AttemptOutcomeCount {
                verdict: text(),
                observed: None,
                times: 1,
            },
        ],
        checks: vec![AttemptCheckFailureCount {
            requirement: RequirementId::RowExpected,
            level: Level::Must,
            times: 1,
            breaches: vec![AttemptBreachCount {
                breach: sample_fingerprint(),
                times: 1,
            }],
        }],
    });
    run.run.judged_by.max_response_time_ms = Some(2000);
    run.observed = [(RequirementId::RowExpected, [(404, 2)].into())].into();
    let broken = wrong_row_violation();
    run.responses = vec![EveryResponseFinding {
        requirement: broken.requirement,
        level: broken.level,
        cause: broken.cause,
        fingerprint: broken.fingerprint,
        breach: broken.breach,
        examples: vec![ResponseExample {
            method: text(),
            target: text(),
            actor: Actor::Owner,
            status: 404,
        }],
        statuses: vec![StatusBreachCount {
            status: 404,
            responses: 2,
            broken: 1,
        }],
        known: Some(7),
    }];
    run.run.baseline = Some(baseline_with_everything());
    run.stale = [
        StaleReason::Expired { day: text() },
        StaleReason::Unmatched { near: Some(text()) },
        StaleReason::Mended,
        StaleReason::Otherwise {
            case: text(),
            breach: sample_fingerprint(),
        },
    ]
    .map(|why| StaleEntry {
        file: text(),
        line: 7,
        requirement: RequirementId::RowExpected,
        cases: text(),
        why,
    })
    .to_vec();
    run.ended = RunEnding::Interrupted;
    run
}

fn sample_fingerprint() -> Fingerprint {
    fingerprint("a text", "a text", "a text")
}

/// Returns a baseline that uses every part of its format.
fn baseline_with_everything() -> AppliedBaseline {
    let text = || "a text".to_owned();
    let entry = |expiry| KnownFailureEntry {
        line: 7,
        requirement: RequirementId::RowExpected,
        breach: sample_fingerprint(),
        also: vec![sample_fingerprint()],
        reason: text(),
        link: Some(text()),
        expiry,
        harm: Some("F-3a9c1b: a text".parse().expect("it begins with an id")),
        cases: vec![KnownCasePattern {
            pattern: text(),
            line: 8,
            fits: 0,
            near: Some(text()),
        }],
    };
    let expiries = [
        BaselineExpiry::Never,
        BaselineExpiry::On(text()),
        BaselineExpiry::Past(text()),
    ];
    AppliedBaseline {
        file: text(),
        entries: expiries.map(entry).to_vec(),
    }
}

#[test]
fn all_that_a_report_can_tell_fits_the_schema_and_is_read_again() {
    let own = run_with_everything();
    let report = to_json_value(&own);
    assert_eq!(schema_errors(&report), Vec::<String>::new());
    let text = report.to_string();
    let again = read_json(text.as_bytes()).expect("it is a report");
    assert_eq!(again, own);
}

#[rstest]
#[case::another_version("/version", json!(1))]
#[case::an_unknown_conclusion("/conclusion", json!("fine"))]
#[case::an_unknown_verdict("/outcome/cases/0/verdict/is", json!("passed"))]
#[case::a_verdict_with_more("/outcome/cases/0/verdict/reason", json!("so"))]
#[case::an_unknown_requirement("/outcome/cases/1/violations/0/requirement", json!("x"))]
#[case::an_unknown_key("/outcome/receipt/sent", json!(1))]
#[case::a_number_for_a_row("/outcome/cases/1/observed", json!(20003))]
#[case::an_unknown_end("/outcome/ended", json!("done"))]
fn a_report_of_another_form_does_not_fit(#[case] at: &str, #[case] value: Value) {
    let mut report = to_json_value(&run_with_everything());
    let (parent, key) = at.rsplit_once('/').expect("it is a pointer");
    report.pointer_mut(parent).expect("it is there")[key] = value;
    assert_ne!(schema_errors(&report), Vec::<String>::new());
}

/// Collects every key and every text value of a report.
fn collect_keys_and_texts(value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, own) in entries {
                words.insert(key.clone());
                collect_keys_and_texts(own, words);
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|own| collect_keys_and_texts(own, words)),
        Value::String(text) => {
            words.insert(text.clone());
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn the_schema_knows_no_key_that_is_never_written_and_describes_each() {
    fn visit(schema: &Value, seen: &BTreeSet<String>) {
        if let Some(properties) = schema["properties"].as_object() {
            assert_eq!(schema["additionalProperties"], false, "{schema}");
            for (key, own) in properties {
                assert!(seen.contains(key), "`{key}` is never written");
                // The description of a variant also covers its key.
                let described = own["description"].as_str();
                let sentence = described.or_else(|| schema["description"].as_str());
                let sentence = sentence.unwrap_or_default();
                assert!(sentence.ends_with('.'), "`{key}` has no sentence");
                if let Some(value) = own["const"].as_str() {
                    assert!(seen.contains(value), "`{value}` is never written");
                }
            }
        }
        match schema {
            Value::Object(entries) => entries.values().for_each(|own| visit(own, seen)),
            Value::Array(items) => items.iter().for_each(|own| visit(own, seen)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut seen = BTreeSet::new();
    collect_keys_and_texts(&to_json_value(&run_with_everything()), &mut seen);
    visit(&read_published_schema(), &seen);
}

#[test]
fn the_schema_is_one_of_its_draft_and_of_this_version() {
    assert!(jsonschema::meta::is_valid(&read_published_schema()));
    assert_eq!(
        read_published_schema()["properties"]["version"]["const"],
        super::FORMAT_VERSION
    );
}
