//! One finding of a run, without a report around it.

use std::io::{self, Write};

use super::findings::write_findings;
use super::response_findings::write_response_finding;
use crate::outcome::{FindingId, RunOutcome, group_cases_into_findings};
use crate::report::shared::display_options::{DisplayOptions, Verbosity};
use crate::report::shared::wrapping_writer::WrappingWriter;

/// Writes the finding with this id in full: every case with all its exchanges. Writes nothing if the run has no such finding.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_finding_by_id(
    out: &mut dyn Write,
    run: &RunOutcome,
    id: FindingId,
    look: DisplayOptions,
) -> io::Result<()> {
    if let Some(finding) = group_cases_into_findings(run)
        .iter()
        .find(|own| own.id == id)
    {
        let mut window = WrappingWriter::new(out, look.width);
        let findings = std::slice::from_ref(finding);
        return write_findings(&mut window, &run.run, findings, Verbosity::Verbose);
    }
    let mut responses = run.responses.iter();
    match responses.find(|own| own.id() == id) {
        Some(finding) => write_response_finding(out, &run.run, finding),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::write_finding_by_id;
    use crate::outcome::testing::{case_outcome, run_outcome, wrong_row_violation};
    use crate::outcome::{CaseOutcome, FindingId, RunOutcome, Verdict, group_cases_into_findings};
    use crate::report::DisplayOptions;
    use crate::report::shared::style::strip_terminal_codes;

    fn render_finding(run: &RunOutcome, id: FindingId) -> String {
        let mut text = Vec::new();
        write_finding_by_id(&mut text, run, id, DisplayOptions::default())
            .expect("a vector takes everything");
        strip_terminal_codes(&String::from_utf8_lossy(&text))
    }

    #[test]
    fn a_finding_is_written_with_each_of_its_cases_and_nothing_else() {
        let failed = |name| CaseOutcome {
            violations: vec![wrong_row_violation()],
            ..case_outcome(name, Verdict::Fail, None)
        };
        let run = run_outcome(vec![
            failed("a"),
            failed("b"),
            case_outcome("c", Verdict::Pass, None),
        ]);
        let id = group_cases_into_findings(&run)[0].id;
        let text = render_finding(&run, id);
        assert!(text.contains("\nfail things/a\n"), "{text}");
        assert!(text.contains("\nfail things/b\n"), "{text}");
        assert!(!text.contains("things/c"), "{text}");
    }

    #[test]
    fn an_unknown_id_writes_nothing() {
        let run = run_outcome(vec![case_outcome("a", Verdict::Pass, None)]);
        let id = "F-000000".parse().expect("it is an id");
        assert_eq!(render_finding(&run, id), "");
    }
}
