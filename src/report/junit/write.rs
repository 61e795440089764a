//! JUnit XML, as build servers load it.
//!
//! A suite becomes a `testsuite`, and a case a `testcase` whose class is suite and row: `switches.20003`. A violation is a `failure`, whose first line
//! is the harm, if there is any. A case that was tried but not judged is an `error`, and so is a run that did not complete. A case that was not
//! tried is `skipped`, and so is a known failure. Each line of the baseline that must be changed is a `failure` of its own.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::time::Duration;

use indexmap::IndexMap;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::xml_text::escape_invalid_xml_chars;
use crate::outcome::{
    CaseOutcome, EvidencePolicy, ExpectedErrorResponse, Harm, InconclusiveReason, Level, RunEnding,
    RunInfo, RunOutcome, StaleEntry, Verdict, find_harm,
};
use crate::report::sections::baseline;
use crate::report::sections::failure::write_case;
use crate::report::sections::flaky::describe_flaky_attempts;
use crate::report::sections::response_findings;
use crate::report::shared::style::strip_terminal_codes;
use crate::report::shared::words;

/// Writes a run as JUnit XML.
///
/// Colours are left out, and characters that XML lacks are shown by number. Times are in seconds, summed over all exchanges of a case.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_junit(out: &mut dyn Write, run: &RunOutcome) -> io::Result<()> {
    let mut suites: IndexMap<&str, TestSuite> = IndexMap::new();
    for outcome in &run.cases {
        let suite = suites
            .entry(&outcome.case.suite)
            .or_insert_with(|| TestSuite::new(&outcome.case.suite));
        let time = total_elapsed(outcome);
        suite.set_time(suite.time.unwrap_or_default() + time);
        let mut case = TestCase::new(&outcome.case.leaf, test_status(&run.run, outcome)?);
        case.set_classname(format!(
            "{}.{}",
            outcome.case.suite,
            expected_row_label(outcome)
        ));
        case.set_time(time);
        if outcome.verdict.is_green() {
            let notes = harm_note(outcome).into_iter().chain(flaky_note(outcome));
            let notes: Vec<String> = notes.collect();
            if !notes.is_empty() {
                case.set_system_out(escape_invalid_xml_chars(&notes.join("\n")));
            }
        }
        suite.add_test_case(case);
    }
    if !run.responses.is_empty() {
        suites.insert(EVERY_RESPONSE, build_response_findings_suite(run));
    }
    if !run.stale.is_empty() {
        suites.insert("baseline", build_stale_baseline_suite(&run.stale));
    }
    if let Some(rows) = build_missing_evidence_suite(run) {
        suites.insert("rows", rows);
    }
    if let Some(early) = build_early_end_suite(run.ended) {
        suites.insert("run", early);
    }
    let mut report = Report::new(format!("badreq {}", run.run.target));
    report.set_time(Duration::from_millis(run.receipt.elapsed_ms));
    report.add_test_suites(suites.into_values());
    let text = report.to_string().map_err(io::Error::other)?;
    out.write_all(strip_root_skipped(&text).as_bytes())
}

/// Removes `skipped` from the root element: the XSD that build servers use allows it only on suites.
fn strip_root_skipped(text: &str) -> String {
    const ATTRIBUTE: &str = " skipped=\"";
    let Some((head, rest)) = text.split_once("<testsuites") else {
        return text.to_owned();
    };
    let (tag, rest) = rest.split_once('>').unwrap_or((rest, ""));
    let tag = match tag.split_once(ATTRIBUTE) {
        Some((before, after)) => {
            let after = after.split_once('"').map_or("", |(_, after)| after);
            format!("{before}{after}")
        }
        None => tag.to_owned(),
    };
    format!("{head}<testsuites{tag}>{rest}")
}

/// The name of the suite for requirements on responses of every kind.
const EVERY_RESPONSE: &str = "every-response";

/// Builds the suite for responses of every kind, with one test per finding.
fn build_response_findings_suite(run: &RunOutcome) -> TestSuite {
    let mut suite = TestSuite::new(EVERY_RESPONSE);
    for finding in &run.responses {
        let what = escape_invalid_xml_chars(&response_findings::describe_finding(finding));
        let status = if finding.fails_gate(run.run.gate) {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(finding.requirement.as_str());
            status.set_message(what);
            let examples = response_findings::describe_examples(&run.run, finding);
            status.set_description(escape_invalid_xml_chars(&examples));
            status
        } else if finding.known.is_some() {
            skipped_status("known failure", &what)
        } else {
            TestCaseStatus::success()
        };
        let mut case = TestCase::new(finding.requirement.as_str(), status);
        case.set_classname(EVERY_RESPONSE);
        suite.add_test_case(case);
    }
    suite
}

/// Builds the suite in which each line of the baseline that must be changed is a failure.
fn build_stale_baseline_suite(stale: &[StaleEntry]) -> TestSuite {
    let mut suite = TestSuite::new("baseline");
    for entry in stale {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type("stale-baseline");
        status.set_message(escape_invalid_xml_chars(&baseline::describe_staleness(
            entry,
        )));
        status.set_description(escape_invalid_xml_chars(&baseline::describe_remedy(entry)));
        let mut case = TestCase::new(format!("{}:{}", entry.file, entry.line), status);
        case.set_classname("baseline");
        suite.add_test_case(case);
    }
    suite
}

/// Builds a suite with an error for each row without the evidence that the run demands: a build server must not report such a run as green.
fn build_missing_evidence_suite(run: &RunOutcome) -> Option<TestSuite> {
    let missing = run.missing_evidence()?;
    let rows = missing.rows.iter();
    let mut wants: Vec<(String, String)> = rows
        .map(|row| {
            (
                row.row.id().to_string(),
                words::describe_row_verdict(&row.state),
            )
        })
        .collect();
    if let Some(least) = missing.min_rows {
        let settled = run.settled_row_count();
        let what = format!("{settled} rows are settled, and `--min-rows` asks for {least}");
        wants.push(("min-rows".to_owned(), what));
    }
    if wants.is_empty() {
        return None;
    }
    let mut suite = TestSuite::new("rows");
    for (name, what) in wants {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type("inconclusive");
        status.set_message(escape_invalid_xml_chars(&what));
        let mut case = TestCase::new(name, status);
        case.set_classname("rows");
        suite.add_test_case(case);
    }
    Some(suite)
}

/// Builds a suite with one error if the run did not complete: a build server must not report such a run as green.
fn build_early_end_suite(ended: RunEnding) -> Option<TestSuite> {
    let (kind, message) = match ended {
        RunEnding::Complete => return None,
        RunEnding::Interrupted => (
            "interrupted",
            "the run was interrupted: skipped cases were not tried",
        ),
        RunEnding::Terminated => (
            "terminated",
            "the run was terminated: skipped cases were not tried",
        ),
        RunEnding::TargetLost => (
            "target-lost",
            "the target stopped responding: skipped cases were not tried",
        ),
    };
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_type(kind);
    status.set_message(message);
    let mut case = TestCase::new("comes-to-its-end", status);
    case.set_classname("run");
    let mut suite = TestSuite::new("run");
    suite.add_test_case(case);
    Some(suite)
}

fn expected_row_label(outcome: &CaseOutcome) -> String {
    match &outcome.case.expected {
        ExpectedErrorResponse::Row { row, .. } => row.to_string(),
        ExpectedErrorResponse::Refusal => "refusal".to_owned(),
        ExpectedErrorResponse::AnyRow => "any-row".to_owned(),
    }
}

fn flaky_note(outcome: &CaseOutcome) -> Option<String> {
    describe_flaky_attempts(outcome).map(|ways| format!("flaky: {ways}"))
}

/// Names the harm that a case shows, in one line; `None` if it shows none.
fn harm_note(outcome: &CaseOutcome) -> Option<String> {
    let violations = outcome.violations.iter();
    let harm = violations.filter_map(|own| find_harm(outcome, own));
    let harm: BTreeSet<Harm> = harm.collect();
    let words: Vec<String> = harm.iter().map(|own| format!("it {own}")).collect();
    (!words.is_empty()).then(|| format!("harm, {}", words.join(", and ")))
}

fn total_elapsed(outcome: &CaseOutcome) -> Duration {
    let steps = outcome.steps.iter();
    Duration::from_micros(steps.map(|step| step.exchange.timing.elapsed_us).sum())
}

fn test_status(run: &RunInfo, outcome: &CaseOutcome) -> io::Result<TestCaseStatus> {
    let (mut status, kind, message) = match &outcome.verdict {
        Verdict::Pass => return Ok(TestCaseStatus::success()),
        Verdict::KnownFailure { reason } => return Ok(skipped_status("known failure", reason)),
        Verdict::Skipped { reason } => {
            return Ok(skipped_status("skipped", &reason.to_string()));
        }
        Verdict::Inconclusive { because } if is_reported_as_skipped(run, because) => {
            return Ok(skipped_status("not tried", &because.to_string()));
        }
        Verdict::Inconclusive { because } => {
            let status = TestCaseStatus::non_success(NonSuccessKind::Error);
            (status, "inconclusive".to_owned(), because.to_string())
        }
        Verdict::HarnessError { reason } => {
            let status = TestCaseStatus::non_success(NonSuccessKind::Error);
            (status, "harness-error".to_owned(), reason.to_string())
        }
        Verdict::Fail => {
            let status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let breach = outcome.violations.iter().max_by_key(|own| own.level);
            match breach.filter(|own| own.level >= Level::Should) {
                Some(breach) => (
                    status,
                    breach.requirement.to_string(),
                    words::describe_violation(breach),
                ),
                None => {
                    let message = "a row other than the one that describes the error".to_owned();
                    (status, "alternative".to_owned(), message)
                }
            }
        }
    };
    let mut text = Vec::new();
    write_case(&mut text, run, outcome)?;
    let text = strip_terminal_codes(&String::from_utf8_lossy(&text));
    let text = match harm_note(outcome) {
        Some(harm) => format!("{harm}\n{text}"),
        None => text,
    };
    let message = match flaky_note(outcome) {
        Some(ways) => format!("{message} ({ways})"),
        None => message,
    };
    status.set_type(kind);
    status.set_message(escape_invalid_xml_chars(&message));
    status.set_description(escape_invalid_xml_chars(&text));
    Ok(status)
}

fn skipped_status(kind: &str, reason: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_type(kind);
    status.set_message(escape_invalid_xml_chars(reason));
    status
}

/// Reports whether a case that was not judged does not count against the run.
///
/// A missing input counts in the row that lacks evidence because of it.
fn is_reported_as_skipped(run: &RunInfo, because: &InconclusiveReason) -> bool {
    match because {
        InconclusiveReason::Credential(_)
        | InconclusiveReason::Value(_)
        | InconclusiveReason::Trigger(_) => true,
        InconclusiveReason::Fixture(_)
        | InconclusiveReason::Control(_)
        | InconclusiveReason::Condition(_)
        | InconclusiveReason::NoResponse(_) => run.evidence == EvidencePolicy::Partial,
    }
}
