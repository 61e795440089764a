//! The changes in the cases of an earlier run after they were sent again.

use std::io::{self, Write};

use crate::outcome::excerpt::escape_control_chars;
use crate::outcome::{CaseChangeKind, CaseOutcome, RunComparison, RunOutcome, Verdict};
use crate::report::shared::display_options::Verbosity;
use crate::report::shared::style::{BAD, DOUBT, GOOD, HEAD, QUIET, format_styled};
use crate::report::shared::words::format_count;

/// The maximum number of cases named for one kind of change.
const MAX_NAMED_CASES: usize = 8;

/// Writes which cases that failed in the old run are fixed in the new one, which still fail, and which fail differently.
///
/// Cases that are not in the new run are left out. Nothing is written if no case is to be listed and `detail` is [`Verbosity::Quiet`].
///
/// # Errors
/// Fails if the writer fails.
pub fn write_rerun_changes(
    out: &mut dyn Write,
    new: &RunOutcome,
    changes: &RunComparison<'_>,
    detail: Verbosity,
) -> io::Result<()> {
    let of = |kind: CaseChangeKind| -> Vec<&str> {
        let cases = changes.cases_of_kind(kind);
        cases.map(|own| own.outcome.case.name.as_str()).collect()
    };
    let changed = |name: &str| {
        let mut cases = changes.cases.iter();
        cases.any(|own| own.outcome.case.name == name)
    };
    let is_red =
        |own: &&CaseOutcome| matches!(own.verdict, Verdict::Fail | Verdict::HarnessError { .. });
    let still: Vec<&str> = new
        .cases
        .iter()
        .filter(is_red)
        .map(|own| own.case.name.as_str())
        .filter(|name| !changed(name))
        .collect();
    let skipped: Vec<&str> = new
        .cases
        .iter()
        .filter(|own| own.verdict.is_skipped())
        .map(|own| own.case.name.as_str())
        .collect();
    let told = [
        (GOOD, "fixed", of(CaseChangeKind::Mended)),
        (BAD, "still failing", still),
        (
            DOUBT,
            "still failing, in fewer ways",
            of(CaseChangeKind::FailingLess),
        ),
        (
            BAD,
            "failing in another way",
            of(CaseChangeKind::FailingDifferently),
        ),
        (BAD, "newly failing", of(CaseChangeKind::NewlyFailing)),
        (
            DOUBT,
            "no longer judged",
            of(CaseChangeKind::NoLongerJudged),
        ),
        (DOUBT, "not sent again", skipped),
    ];
    let is_same = told.iter().all(|(_, _, names)| names.is_empty());
    if is_same && detail == Verbosity::Quiet {
        return Ok(());
    }
    let head = format!(
        "compared with run {} against {}",
        changes.old.id, changes.old.target
    );
    writeln!(
        out,
        "\n{}",
        format_styled(HEAD, &escape_control_chars(&head))
    )?;
    if is_same {
        writeln!(out, "  nothing is different")?;
    }
    for (style, words, names) in told.into_iter().filter(|own| !own.2.is_empty()) {
        let more = if names.len() > MAX_NAMED_CASES {
            ", …"
        } else {
            ""
        };
        let named: Vec<&str> = names.iter().take(MAX_NAMED_CASES).copied().collect();
        writeln!(
            out,
            "  {}: {} {}",
            format_styled(style, words),
            format_count(names.len(), "case"),
            format_styled(
                QUIET,
                &escape_control_chars(&format!("({}{more})", named.join(", ")))
            )
        )?;
    }
    if of(CaseChangeKind::NoLongerJudged).is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "  cases that are no longer judged may not be fixed: give the tokens, values and triggers that run {} had",
        escape_control_chars(&changes.old.id)
    )
}

#[cfg(test)]
mod tests {
    use super::write_rerun_changes;
    use crate::outcome::testing::{case_outcome, non_integer_code_violation, run_outcome};
    use crate::outcome::{CaseOutcome, NotRunReason, RequirementId, Verdict, compare_runs};
    use crate::report::Verbosity;
    use crate::report::shared::style::strip_terminal_codes;

    fn failed_case(name: &str, requirement: RequirementId) -> CaseOutcome {
        CaseOutcome {
            violations: vec![non_integer_code_violation(requirement, "7")],
            ..case_outcome(name, Verdict::Fail, None)
        }
    }

    #[test]
    fn it_is_told_what_is_fixed_what_still_fails_and_what_fails_otherwise() {
        let row = RequirementId::RowExpected;
        let old = run_outcome(vec![
            failed_case("a", row),
            failed_case("b", row),
            failed_case("c", row),
            case_outcome("d", Verdict::Pass, None),
        ]);
        let new = run_outcome(vec![
            case_outcome("a", Verdict::Pass, None),
            failed_case("b", row),
            failed_case("c", RequirementId::NoToken),
            failed_case("d", row),
        ]);
        let mut text = Vec::new();
        write_rerun_changes(
            &mut text,
            &new,
            &compare_runs(&old, &new),
            Verbosity::Normal,
        )
        .expect("a vector takes everything");
        assert_eq!(
            strip_terminal_codes(&String::from_utf8_lossy(&text)),
            "\ncompared with run 0a1b2c3d against http://127.0.0.1:1/v2\n\
             \x20 fixed: 1 case (things/a)\n\
             \x20 still failing: 1 case (things/b)\n\
             \x20 failing in another way: 1 case (things/c)\n\
             \x20 newly failing: 1 case (things/d)\n"
        );
    }

    #[test]
    fn cases_to_which_a_replay_did_not_come_are_told() {
        let row = RequirementId::RowExpected;
        let reason = NotRunReason::Stopped;
        let old = run_outcome(vec![failed_case("a", row)]);
        let new = run_outcome(vec![case_outcome("a", Verdict::Skipped { reason }, None)]);
        let mut text = Vec::new();
        write_rerun_changes(&mut text, &new, &compare_runs(&old, &new), Verbosity::Quiet)
            .expect("a vector takes everything");
        let text = strip_terminal_codes(&String::from_utf8_lossy(&text));
        assert!(
            text.ends_with("/v2\n  not sent again: 1 case (things/a)\n"),
            "{text}"
        );
    }

    #[test]
    fn cases_that_were_not_sent_again_are_no_news() {
        let row = RequirementId::RowExpected;
        let old = run_outcome(vec![
            failed_case("a", row),
            case_outcome("b", Verdict::Pass, None),
        ]);
        let new = run_outcome(vec![failed_case("a", row)]);
        let mut text = Vec::new();
        write_rerun_changes(
            &mut text,
            &new,
            &compare_runs(&old, &new),
            Verbosity::Normal,
        )
        .expect("a vector takes everything");
        let text = strip_terminal_codes(&String::from_utf8_lossy(&text));
        assert!(
            text.ends_with("/v2\n  still failing: 1 case (things/a)\n"),
            "{text}"
        );
    }
}
