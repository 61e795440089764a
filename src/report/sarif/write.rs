//! SARIF 2.1.0, as code scanning services accept it.
//!
//! A requirement becomes a rule, and a violation a result of that rule at the case that shows it; its level is that of the requirement for this
//! case. A case that could not be judged becomes a notification, not a result, since it says nothing about the target.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::web_exchange::build_web_exchange;
use crate::outcome::excerpt::escape_control_chars;
use crate::outcome::{
    CaseInfo, CaseOutcome, EveryResponseFinding, Finding, InconclusiveReason, Level,
    RecordedViolation, Requirement, RequirementId, RunEnding, RunInfo, RunOutcome, Verdict,
    find_harm, group_cases_into_findings,
};
use crate::report::sections::conclusion::format_conclusion;
use crate::report::sections::flaky::describe_flaky_attempts;
use crate::report::sections::response_findings;
use crate::report::sections::summary::format_row_coverage;
use crate::report::shared::style::strip_terminal_codes;
use crate::report::shared::uri;
use crate::report::shared::words;

/// The id of the rule for a case that fails only because the response has another row than the expected one.
const ALTERNATIVE: &str = "alternative";

/// Writes a run as SARIF 2.1.0.
///
/// Each result is located at the line of its case in the suite file. The same violation of the same case has the same fingerprint in every run.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_sarif(out: &mut dyn Write, run: &RunOutcome) -> io::Result<()> {
    let findings = group_cases_into_findings(run);
    let results: Vec<Value> = run
        .cases
        .iter()
        .flat_map(|outcome| build_case_results(&run.run, &findings, outcome))
        .chain(
            run.responses
                .iter()
                .map(|own| build_response_finding_result(&run.run, own)),
        )
        .collect();
    let notifications: Vec<Value> = run
        .cases
        .iter()
        .filter_map(build_unjudged_notification)
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": build_driver(&run.run) },
            "automationDetails": {
                "id": format!("badreq/{}/{}", run.run.edition, run.run.id),
            },
            "invocations": [{
                "executionSuccessful": run.ended == RunEnding::Complete,
                "toolExecutionNotifications": notifications,
            }],
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": {
                "target": run.run.target,
                "edition": run.run.edition,
                "conclusion": strip_terminal_codes(&format_conclusion(run)),
                "coverage": format_row_coverage(run),
            },
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn build_driver(run: &RunInfo) -> Value {
    let mut rules: Vec<Value> = run.requirements.iter().map(build_rule).collect();
    let mut alternative = build_reporting_descriptor(
        ALTERNATIVE,
        "The response is the row that describes the error, not another one.",
        "The documentation leaves room for the row that was received; `--fail-on replacement` does not.",
    );
    alternative["defaultConfiguration"] = json!({ "level": "error" });
    rules.push(alternative);
    let notifications = [
        (
            "inconclusive",
            "The case was tried but could not be judged.",
            "A fixture could not be created, or the control was refused, too.",
        ),
        (
            "not-tried",
            "The case could not be tried because an input was missing.",
            "It needs a token, a value or a trigger that was not given.",
        ),
        (
            "harness-error",
            "The harness failed.",
            "This says nothing about the target.",
        ),
    ];
    json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
        "notifications": notifications.map(|(id, sentence, help)| build_reporting_descriptor(id, sentence, help)),
    })
}

/// Builds the description of a rule or of a kind of notification; code scanning shows `help` on demand.
fn build_reporting_descriptor(id: &str, sentence: &str, help: &str) -> Value {
    let sentence = json!({ "text": escape_message(sentence) });
    json!({
        "id": id,
        "shortDescription": sentence,
        "fullDescription": sentence,
        "help": { "text": escape_message(help) },
    })
}

fn build_rule(requirement: &Requirement) -> Value {
    let Requirement {
        id,
        level,
        basis,
        sentence,
        source,
    } = requirement;
    let mut rule =
        build_reporting_descriptor(id.as_str(), sentence, &format!("{sentence} ({source})"));
    rule["defaultConfiguration"] = json!({ "level": sarif_level(*level) });
    rule["properties"] = json!({ "basis": basis, "source": source });
    if source.starts_with("https://") {
        rule["helpUri"] = json!(source);
    }
    rule
}

fn sarif_level(level: Level) -> &'static str {
    match level {
        Level::Must => "error",
        Level::Should => "warning",
        Level::May => "note",
    }
}

fn build_case_results(
    run: &RunInfo,
    findings: &[Finding<'_>],
    outcome: &CaseOutcome,
) -> Vec<Value> {
    match &outcome.verdict {
        Verdict::Pass | Verdict::Fail | Verdict::KnownFailure { .. } => {}
        Verdict::Inconclusive { .. } | Verdict::Skipped { .. } | Verdict::HarnessError { .. } => {
            return Vec::new();
        }
    }
    let told = |violation: &RecordedViolation| {
        let mut result = build_violation_result(run, outcome, violation);
        let mut findings = findings.iter();
        let finding = findings.find(|own| own.contains_this_violation(violation));
        if let Some(finding) = finding {
            result["partialFingerprints"]["badreqFinding/v1"] = json!(finding.id);
            result["properties"]["finding"] =
                json!({ "id": finding.id, "title": finding.title, "harm": finding.harm });
        }
        result
    };
    let mut results: Vec<Value> = outcome.violations.iter().map(told).collect();
    for known in &outcome.known {
        let mut result = told(&known.violation);
        let why = known_failure_reason(run, known.line);
        result["suppressions"] =
            json!([{ "kind": "external", "status": "accepted", "justification": why }]);
        results.push(result);
    }
    let is_grave = |own: &RecordedViolation| own.level > Level::May;
    if outcome.verdict == Verdict::Fail && !outcome.violations.iter().any(is_grave) {
        results.push(build_alternative_row_result(outcome));
    }
    // Once per case is enough: all of its violations belong to the same exchange.
    if let (Some(first), Some(exchange)) = (results.first_mut(), outcome.judged_exchange()) {
        let (request, response) = build_web_exchange(&run.target, exchange);
        first["webRequest"] = request;
        first["webResponse"] = response;
    }
    if let Some(ways) = describe_flaky_attempts(outcome) {
        for result in &mut results {
            result["properties"]["flaky"] = json!(ways);
        }
    }
    results
}

/// Returns the reason that the baseline gives for a known failure.
fn known_failure_reason(run: &RunInfo, line: usize) -> String {
    let entries = run.baseline.iter().flat_map(|own| &own.entries);
    entries
        .filter(|entry| entry.line == line)
        .map(|entry| entry.reason.clone())
        .next()
        .unwrap_or_else(|| format!("line {line} of the baseline"))
}

fn build_violation_result(
    run: &RunInfo,
    outcome: &CaseOutcome,
    violation: &RecordedViolation,
) -> Value {
    let harm = find_harm(outcome, violation);
    let text = format!(
        "{}: {}: {}{}",
        outcome.case.name,
        outcome.case.about,
        words::format_harm_prefix(harm),
        words::describe_violation(violation)
    );
    let key = format!(
        "{} {}: {}",
        outcome.case.name, violation.requirement, violation.fingerprint
    );
    let mut result = json!({
        "ruleId": violation.requirement.as_str(),
        "level": sarif_level(violation.level),
        "message": { "text": escape_message(&text) },
        "locations": [build_location(&outcome.case)],
        "partialFingerprints": { "badreqFingerprint/v2": escape_control_chars(&key) },
        "properties": {
            "verdict": outcome.verdict.report_label(),
            "harm": harm.map(|own| own.to_string()),
            "place": violation.place(),
            "cause": violation.cause,
            "fingerprint": violation.fingerprint,
            "breach": violation.breach,
            "actor": outcome.case.actor,
            "expectedAnswer": outcome.case.expected,
            "observed": outcome.observed,
            "operation": outcome.case.operation,
            "way": outcome.case.defect,
            "defectForm": outcome.defect_form,
        },
    });
    if let Some(index) = rule_index(run, violation.requirement) {
        result["ruleIndex"] = json!(index);
    }
    result
}

/// Builds the result of a finding in responses of every kind, which has no line in a suite file.
fn build_response_finding_result(run: &RunInfo, finding: &EveryResponseFinding) -> Value {
    let key = format!("{}: {}", finding.requirement, finding.fingerprint);
    let mut result = json!({
        "ruleId": finding.requirement.as_str(),
        "level": sarif_level(finding.level),
        "message": { "text": escape_message(&response_findings::describe_finding(finding)) },
        "locations": [],
        "partialFingerprints": {
            "badreqFingerprint/v2": escape_control_chars(&key),
            "badreqFinding/v1": finding.id(),
        },
        "properties": {
            "finding": { "id": finding.id(), "harm": finding.harm() },
            "harm": finding.harm().map(|own| own.to_string()),
            "place": finding.breach_place(),
            "cause": finding.cause,
            "fingerprint": finding.fingerprint,
            "breach": finding.breach,
            "statuses": finding.statuses,
            "examples": finding.examples,
        },
    });
    if let Some(index) = rule_index(run, finding.requirement) {
        result["ruleIndex"] = json!(index);
    }
    if let Some(line) = finding.known {
        let why = known_failure_reason(run, line);
        result["suppressions"] =
            json!([{ "kind": "external", "status": "accepted", "justification": why }]);
    }
    result
}

fn rule_index(run: &RunInfo, id: RequirementId) -> Option<usize> {
    run.requirements.iter().position(|own| own.id == id)
}

fn build_alternative_row_result(outcome: &CaseOutcome) -> Value {
    let observed = outcome.observed.map(|row| row.to_string());
    let text = format!(
        "{}: {}: the response is a row other than the one that describes the error: {}",
        outcome.case.name,
        outcome.case.about,
        observed.as_deref().unwrap_or("none")
    );
    json!({
        "ruleId": ALTERNATIVE,
        "level": "error",
        "message": { "text": escape_message(&text) },
        "locations": [build_location(&outcome.case)],
        "partialFingerprints": { "badreqFingerprint/v2": format!("{} {ALTERNATIVE}", outcome.case.name) },
        "properties": {
            "verdict": outcome.verdict.report_label(),
            "expectedAnswer": outcome.case.expected,
            "observed": outcome.observed,
        },
    })
}

fn build_unjudged_notification(outcome: &CaseOutcome) -> Option<Value> {
    let (id, level, reason) = match &outcome.verdict {
        Verdict::Pass | Verdict::Fail | Verdict::KnownFailure { .. } | Verdict::Skipped { .. } => {
            return None;
        }
        Verdict::HarnessError { reason } => ("harness-error", "error", reason.to_string()),
        Verdict::Inconclusive { because } => {
            let (id, level) = match because {
                InconclusiveReason::Credential(_)
                | InconclusiveReason::Value(_)
                | InconclusiveReason::Trigger(_) => ("not-tried", "note"),
                InconclusiveReason::Fixture(_)
                | InconclusiveReason::Control(_)
                | InconclusiveReason::Condition(_)
                | InconclusiveReason::NoResponse(_) => ("inconclusive", "warning"),
            };
            (id, level, because.to_string())
        }
    };
    Some(json!({
        "descriptor": { "id": id },
        "level": level,
        "message": { "text": escape_message(&format!("{}: {reason}", outcome.case.name)) },
        "locations": [build_location(&outcome.case)],
    }))
}

/// Builds the location of a case: its line in the suite file, its name, and the requested operation.
fn build_location(case: &CaseInfo) -> Value {
    let mut logical = vec![json!({
        "name": case.leaf,
        "fullyQualifiedName": case.name,
        "kind": "case",
    })];
    if let Some(operation) = &case.operation {
        logical.push(json!({ "fullyQualifiedName": operation, "kind": "operation" }));
    }
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": file_uri(&case.file) },
            "region": { "startLine": case.line.max(1) },
        },
        "logicalLocations": logical,
    })
}

fn file_uri(path: &str) -> String {
    let path = uri::encode_invalid_url_chars(&path.replace('?', "%3F"));
    if path.starts_with('/') {
        format!("file://{path}")
    } else {
        path.trim_start_matches("./").to_owned()
    }
}

/// Escapes a text for a message, so that nothing in it becomes a link or a placeholder.
fn escape_message(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in escape_control_chars(text).chars() {
        match c {
            '[' | ']' | '\\' => out.extend(['\\', c]),
            '{' | '}' => out.extend([c, c]),
            c => out.push(c),
        }
    }
    out
}
