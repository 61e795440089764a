//! Tests of the brief report: each finding has its request.

use super::write_brief_report;
use crate::outcome::testing::{
    case_outcome, exchange_with_response, inconclusive_burst_reason, run_outcome,
    wrong_row_violation,
};
use crate::outcome::{
    CaseOutcome, ExchangeRole, RecordedExchange, RunCommand, RunOutcome, Verdict,
};
use crate::report::shared::display_options::LineWidth;
use crate::report::shared::style::strip_terminal_codes;
use crate::report::shared::wrapping_writer::WrappingWriter;

fn render_brief_report(run: &RunOutcome) -> String {
    let mut text = Vec::new();
    let mut out = WrappingWriter::new(&mut text, LineWidth::Unbounded);
    write_brief_report(&mut out, run).expect("a vector takes everything");
    strip_terminal_codes(&String::from_utf8_lossy(&text))
}

#[test]
fn a_burst_of_which_no_request_was_refused_shows_one_of_them() {
    let mut served = case_outcome("burst", Verdict::Fail, None);
    served.violations = vec![wrong_row_violation()];
    served.steps = vec![
        RecordedExchange::new(ExchangeRole::Burst, exchange_with_response(200, "{}")),
        RecordedExchange::new(ExchangeRole::Burst, exchange_with_response(200, "{}")),
    ];
    let text = render_brief_report(&run_outcome(vec![served]));
    let expected = "
  one of a burst: GET /things/abcefg as owner
  set BADREQ_TOKEN to account 1's token (owner)
  curl -i --path-as-is ";
    assert!(text.contains(expected), "{text}");
    assert_eq!(text.matches("curl -i").count(), 1, "{text}");
}

#[test]
fn a_finding_without_any_recorded_request_names_its_case() {
    let silent = CaseOutcome {
        steps: Vec::new(),
        ..case_outcome(
            "a",
            Verdict::Inconclusive {
                because: inconclusive_burst_reason(),
            },
            None,
        )
    };
    let text = render_brief_report(&run_outcome(vec![silent]));
    let line = "\n  things/a: A reference that names nothing; no response is recorded\n";
    assert!(text.contains(line), "{text}");
}

#[test]
fn the_head_stands_only_above_something() {
    let mut green = run_outcome(vec![case_outcome("a", Verdict::Pass, None)]);
    green.run.command = Some(RunCommand {
        version: "9.9.9".to_owned(),
        started_unix_ms: 0,
        arguments: vec!["run".to_owned()],
        target: "http://127.0.0.1:1/v2".to_owned(),
    });
    assert_eq!(render_brief_report(&green).lines().count(), 1);
    let mut red = case_outcome("a", Verdict::Fail, None);
    red.violations = vec![wrong_row_violation()];
    let red = RunOutcome {
        cases: vec![red],
        ..green
    };
    let text = render_brief_report(&red);
    let head = "http://127.0.0.1:1/v2  edition: errata, run 0a1b2c3d\nbadreq 9.9.9, ";
    assert!(text.starts_with(head), "{text}");
}
