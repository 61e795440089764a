//! Tests of the SARIF log.

use serde_json::{Value, json};

use super::write_sarif;
use crate::outcome::testing::{
    bare_response_summary, case_outcome, exchange_with_response, failed_control_breach,
    harness_panic_verdict, leaked_token_violation, reset_header_finding, run_outcome,
    wrong_message_violation, wrong_row_violation, wrong_row_violation_with_code,
};
use crate::outcome::{
    CaseOutcome, EveryResponseFinding, InconclusiveReason, KnownViolation, Level,
    RecordedViolation, RunOutcome, Verdict, merge_attempts,
};

fn render_sarif_run(run: &RunOutcome) -> Value {
    let mut out = Vec::new();
    write_sarif(&mut out, run).expect("a vector takes everything");
    let log: Value = serde_json::from_slice(&out).expect("it is JSON");
    log["runs"][0].clone()
}

fn failed_case(name: &str) -> CaseOutcome {
    let mut failed = case_outcome(name, Verdict::Fail, None);
    failed.case.operation = Some("thing.get".to_owned());
    failed.violations = vec![wrong_row_violation()];
    failed
}

#[test]
fn a_requirement_is_a_rule_with_its_sentence_and_its_source() {
    let own = render_sarif_run(&run_outcome(Vec::new()));
    let rule = &own["tool"]["driver"]["rules"][0];
    assert_eq!(
        rule,
        &json!({
            "id": "row-expected",
            "shortDescription": { "text": "The answer is the row that says what is wrong." },
            "fullDescription": { "text": "The answer is the row that says what is wrong." },
            "help": { "text": "The answer is the row that says what is wrong. (errors.md#codes)" },
            "defaultConfiguration": { "level": "error" },
            "properties": { "basis": "documented", "source": "errors.md#codes" },
        })
    );
    assert_eq!(own["results"], json!([]));
    assert_eq!(own["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn a_breach_is_a_result_at_the_line_of_its_case() {
    let own = render_sarif_run(&run_outcome(vec![failed_case("wrong")]));
    let result = &own["results"][0];
    assert_eq!(result["ruleId"], "row-expected");
    assert_eq!(result["ruleIndex"], 0);
    assert_eq!(result["level"], "error");
    assert_eq!(
        result["message"]["text"],
        "things/wrong: A reference that names nothing: status and code: expected status 404, code 7, got status 404, code 9"
    );
    assert_eq!(
        result["locations"],
        json!([{
            "physicalLocation": {
                "artifactLocation": { "uri": "suites/things.toml" },
                "region": { "startLine": 12 },
            },
            "logicalLocations": [
                { "name": "wrong", "fullyQualifiedName": "things/wrong", "kind": "case" },
                { "fullyQualifiedName": "thing.get", "kind": "operation" },
            ],
        }])
    );
    assert_eq!(
        result["partialFingerprints"],
        json!({
            "badreqFingerprint/v2": "things/wrong row-expected: status and code: expected status 404, code 7, got status 404, code 9",
            "badreqFinding/v1": result["properties"]["finding"]["id"],
        })
    );
    assert_eq!(
        result["properties"]["fingerprint"],
        json!({ "at": "status and code", "expected": "status 404, code 7", "got": "status 404, code 9" })
    );
    let id = result["properties"]["finding"]["id"].as_str();
    assert!(id.is_some_and(|id| id.starts_with("F-")), "{id:?}");
    assert_eq!(result["properties"]["cause"], "404/7 expected, 404/9");
    assert_eq!(result["properties"]["breach"]["family"], "row");
    assert_eq!(
        result["webRequest"]["headers"]["Authorization"],
        "[owner token]"
    );
    assert_eq!(result["webResponse"]["statusCode"], 404);
}

#[test]
fn the_harm_of_a_violation_is_named_in_words() {
    let mut own = failed_case("wrong");
    own.violations = vec![leaked_token_violation(), wrong_row_violation()];
    let mut run = run_outcome(vec![own]);
    run.responses = vec![EveryResponseFinding {
        breach: leaked_token_violation().breach,
        ..reset_header_finding(&[(200, 4, 4)])
    }];
    let own = render_sarif_run(&run);
    let told: Vec<_> = own["results"]
        .as_array()
        .expect("there are results")
        .iter()
        .map(|own| (&own["message"]["text"], &own["properties"]["harm"]))
        .collect();
    let secret = json!("shows a secret");
    assert_eq!(
        told,
        [
            (
                &json!(
                    "things/wrong: A reference that names nothing: harm, it shows a secret: body: \
                     expected no token, got the token of the owner"
                ),
                &secret
            ),
            (
                &json!(
                    "things/wrong: A reference that names nothing: status and code: \
                     expected status 404, code 7, got status 404, code 9"
                ),
                &Value::Null
            ),
            (
                &json!(
                    "harm, it shows a secret: body: expected no token, got the token of the owner, \
                     in each of 4 responses"
                ),
                &secret
            ),
        ]
    );
}

#[test]
fn the_exchange_is_told_once_for_each_case_and_a_flaky_one_as_such() {
    let other = RecordedViolation {
        level: Level::Should,
        ..wrong_row_violation()
    };
    let mut wrong = failed_case("wrong");
    wrong.violations.push(other);
    let passed = case_outcome("wrong", Verdict::Pass, None);
    let flaky = merge_attempts(vec![wrong, passed]).expect("there are attempts");
    let own = render_sarif_run(&run_outcome(vec![flaky, failed_case("steady")]));
    let results = own["results"].as_array().expect("there are results");
    let told: Vec<_> = results
        .iter()
        .map(|own| {
            (
                !own["webRequest"].is_null(),
                own["properties"]["flaky"].as_str(),
            )
        })
        .collect();
    let ways = Some("1 of 2 fail, 1 pass");
    assert_eq!(told, [(true, ways), (false, ways), (true, None)]);
}

#[test]
fn levels_are_those_of_the_breaches_and_two_of_one_kind_are_told_apart() {
    let mut own = failed_case("wrong");
    let at = |level, code| RecordedViolation {
        level,
        ..wrong_row_violation_with_code(code)
    };
    own.violations = vec![
        at(Level::Must, 9),
        at(Level::Should, 10),
        at(Level::May, 11),
    ];
    let own = render_sarif_run(&run_outcome(vec![own]));
    let told: Vec<_> = own["results"]
        .as_array()
        .expect("there are results")
        .iter()
        .map(|result| {
            let key = &result["partialFingerprints"]["badreqFingerprint/v2"];
            let key = key.as_str().expect("it is a text").to_owned();
            (
                result["level"].clone(),
                key.rsplit(' ').next().map(str::to_owned),
            )
        })
        .collect();
    let number = |number: &str| Some(number.to_owned());
    assert_eq!(
        told,
        [
            (json!("error"), number("9")),
            (json!("warning"), number("10")),
            (json!("note"), number("11")),
        ]
    );
}

#[test]
fn what_could_not_be_judged_is_a_notification_and_no_result() {
    let lacking = InconclusiveReason::Trigger("fail".to_owned());
    let control =
        InconclusiveReason::Control(failed_control_breach(1, bare_response_summary(403)).into());
    let own = render_sarif_run(&run_outcome(vec![
        case_outcome("right", Verdict::Pass, None),
        case_outcome("untried", Verdict::Inconclusive { because: lacking }, None),
        case_outcome("unclear", Verdict::Inconclusive { because: control }, None),
        case_outcome("broke", harness_panic_verdict(), None),
    ]));
    assert_eq!(own["results"], json!([]));
    let told: Vec<_> = own["invocations"][0]["toolExecutionNotifications"]
        .as_array()
        .expect("there are notifications")
        .iter()
        .map(|own| {
            (
                &own["descriptor"]["id"],
                &own["level"],
                &own["message"]["text"],
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                &json!("not-tried"),
                &json!("note"),
                &json!("things/untried: the target offers no `fail` trigger")
            ),
            (
                &json!("inconclusive"),
                &json!("warning"),
                &json!(
                    "things/unclear: the control did not succeed: expected status 200 or 204, got status 403"
                )
            ),
            (
                &json!("harness-error"),
                &json!("error"),
                &json!(
                    "things/broke: the harness panicked; standard error says where, please report it"
                )
            ),
        ]
    );
}

#[test]
fn a_known_failure_is_suppressed_with_its_reason_and_an_alternative_has_a_rule() {
    let mut known = failed_case("known");
    known.verdict = Verdict::KnownFailure {
        reason: "the old server".to_owned(),
    };
    let violations = std::mem::take(&mut known.violations);
    known.known = violations
        .into_iter()
        .map(|violation| KnownViolation { violation, line: 7 })
        .collect();
    let other = case_outcome("other", Verdict::Fail, None);
    let own = render_sarif_run(&run_outcome(vec![known, other]));
    assert_eq!(
        own["results"][0]["suppressions"],
        json!([{ "kind": "external", "status": "accepted", "justification": "line 7 of the baseline" }])
    );
    assert_eq!(own["results"][1]["ruleId"], "alternative");
}

#[test]
fn what_a_target_says_makes_neither_links_nor_placeholders() {
    let mut own = failed_case("hostile");
    own.violations = vec![wrong_message_violation(
        "Gone.",
        "[x](https://evil.example) {0}\u{1b}[31m",
    )];
    own.steps[0].exchange = exchange_with_response(404, "\u{1b}");
    let own = render_sarif_run(&run_outcome(vec![own]));
    let text = own["results"][0]["message"]["text"].as_str();
    assert_eq!(
        text,
        Some(
            "things/hostile: A reference that names nothing: body at `/message`: expected \"Gone.\", \
             got \"\\[x\\](https://evil.example) {{0}}\\\\u{{1b}}\\[31m\""
        )
    );
}
