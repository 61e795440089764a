//! The lines of the baseline that must be changed, and how.

use std::io::{self, Write};

use crate::outcome::excerpt::escape_control_chars;
use crate::outcome::{RunOutcome, StaleEntry, StaleReason};
use crate::report::shared::display_options::LineWidth;
use crate::report::shared::style::{BAD, DOUBT, HEAD, format_styled};
use crate::report::shared::words::format_count;
use crate::report::shared::wrapping_writer::WrappingWriter;

/// Writes the entries of a baseline that no longer hold, each with its line and a remedy.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_stale_entries(out: &mut dyn Write, stale: &[StaleEntry]) -> io::Result<()> {
    write_stale_entries_wrapped(&mut WrappingWriter::new(out, LineWidth::Unbounded), stale)
}

/// Writes the same entries with wrapped lines; text to be copied into the baseline is not wrapped.
pub(in crate::report) fn write_stale_entries_wrapped(
    out: &mut WrappingWriter<'_>,
    stale: &[StaleEntry],
) -> io::Result<()> {
    let Some(first) = stale.first() else {
        return Ok(());
    };
    let head = format!(
        "{} of {} must be changed",
        format_count(stale.len(), "line"),
        first.file
    );
    writeln!(out, "{}", format_styled(HEAD, &escape_control_chars(&head)))?;
    for block in stale.chunk_by(are_adjacent_fixed_entries) {
        let Some(entry) = block.first() else {
            continue;
        };
        let (lines, what, remedy) = match block {
            [first, .., last] => (
                format_line_range(first.line, last.line),
                format!(
                    "{} is fixed in {}",
                    first.requirement,
                    format_count(block.len(), "case")
                ),
                "delete these cases, and the whole entry if none is left in it; `badreq baseline update` does both".to_owned(),
            ),
            [_] | [] => (
                entry.line.to_string(),
                describe_staleness(entry),
                describe_remedy(entry),
            ),
        };
        let place = format!("{}:{lines}:", entry.file);
        writeln!(
            out,
            "  {} {}",
            format_styled(BAD, &escape_control_chars(&place)),
            escape_control_chars(&what)
        )?;
        let remedy = format!("    {}", escape_control_chars(&remedy));
        match entry.why {
            StaleReason::Otherwise { .. } => writeln!(out.verbatim_writer(), "{remedy}")?,
            StaleReason::Expired { .. } | StaleReason::Unmatched { .. } | StaleReason::Mended => {
                writeln!(out, "{remedy}")?;
            }
        }
    }
    writeln!(out)
}

fn format_line_range(first: usize, last: usize) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    }
}

/// Reports whether two entries are adjacent mended cases of one requirement: such cases are shown together, since one edit removes them.
fn are_adjacent_fixed_entries(one: &StaleEntry, next: &StaleEntry) -> bool {
    one.why == StaleReason::Mended
        && next.why == StaleReason::Mended
        && one.requirement == next.requirement
        && one.file == next.file
        && (one.line..=one.line + 1).contains(&next.line)
}

/// Writes the entries of the baseline that the run could not check, since some of their cases could not be judged.
pub(in crate::report) fn write_unchecked_entries(
    out: &mut WrappingWriter<'_>,
    run: &RunOutcome,
) -> io::Result<()> {
    for line in describe_unchecked_entries(run) {
        writeln!(
            out,
            "{} {}\n",
            format_styled(DOUBT, "not checked:"),
            escape_control_chars(&line)
        )?;
    }
    Ok(())
}

/// Describes, in one sentence each, the entries of the baseline that the run could not check.
pub(in crate::report) fn describe_unchecked_entries(run: &RunOutcome) -> Vec<String> {
    let Some(baseline) = &run.run.baseline else {
        return Vec::new();
    };
    let entries = baseline.list_undecided_case_patterns(&run.cases);
    entries
        .iter()
        .map(|own| {
            format!(
                "{}:{}: no judged case of `{}` shows {} any more, but {} of {} could not be judged: name the cases that show it, so that a fix is reported",
                own.file, own.line, own.pattern, own.requirement, own.unjudged_cases, own.matched_cases
            )
        })
        .collect()
}

/// Describes the difference between an entry and the run.
pub(in crate::report) fn describe_staleness(stale: &StaleEntry) -> String {
    let StaleEntry {
        requirement, cases, ..
    } = stale;
    match &stale.why {
        StaleReason::Expired { day } => {
            format!("the entry for {requirement} in {cases} expired on {day}")
        }
        StaleReason::Unmatched { near: None } => format!("no case is named `{cases}`"),
        StaleReason::Unmatched { near: Some(near) } => {
            format!("no case is named `{cases}`: did you mean `{near}`?")
        }
        StaleReason::Mended => format!("{requirement} is fixed in {cases}"),
        StaleReason::Otherwise { case, .. } => {
            format!("{requirement} is broken in another way, in {case}")
        }
    }
}

/// Describes how to correct an entry.
pub(in crate::report) fn describe_remedy(stale: &StaleEntry) -> String {
    match &stale.why {
        StaleReason::Expired { .. } => "fix the server, or set a later day".to_owned(),
        StaleReason::Unmatched { .. } => "delete the name, or correct it".to_owned(),
        StaleReason::Mended => {
            "delete the case, and the whole entry if it was its last; `badreq baseline update` does both".to_owned()
        }
        StaleReason::Otherwise { breach, .. } => format!(
            "`badreq baseline update` writes the new form: at = {}, expected = {}, got = {}; if it is not to be known, delete the case",
            quote_for_toml(&breach.at),
            quote_for_toml(&breach.expected),
            quote_for_toml(&breach.got)
        ),
    }
}

/// Quotes a text for TOML.
fn quote_for_toml(text: &str) -> serde_json::Value {
    text.into()
}

#[cfg(test)]
mod tests {
    use super::{write_stale_entries, write_unchecked_entries};
    use crate::outcome::testing::{case_outcome, fingerprint, run_outcome};
    use crate::outcome::{
        AppliedBaseline, BaselineExpiry, InconclusiveReason, KnownCasePattern, KnownFailureEntry,
        RequirementId, StaleEntry, StaleReason, Verdict,
    };
    use crate::report::LineWidth;
    use crate::report::shared::style::strip_terminal_codes;
    use crate::report::shared::wrapping_writer::WrappingWriter;

    fn render_stale(why: StaleReason) -> String {
        let mut text = Vec::new();
        let stale = StaleEntry {
            file: "baselines/x.toml".to_owned(),
            line: 7,
            requirement: RequirementId::RowExpected,
            cases: "things/a".to_owned(),
            why,
        };
        write_stale_entries(&mut text, &[stale]).expect("a vector takes everything");
        strip_terminal_codes(&String::from_utf8_lossy(&text))
    }

    #[test]
    fn a_stale_entry_is_told_with_its_line_and_what_to_do() {
        assert_eq!(
            render_stale(StaleReason::Mended),
            "1 line of baselines/x.toml must be changed\n\
             \x20 baselines/x.toml:7: row-expected is fixed in things/a\n\
             \x20   delete the case, and the whole entry if it was its last; `badreq baseline update` does both\n\n"
        );
    }

    #[test]
    fn lines_that_are_mended_side_by_side_are_told_at_once() {
        let line = |line, requirement, why| StaleEntry {
            file: "x.toml".to_owned(),
            line,
            requirement,
            cases: format!("things/{line}"),
            why,
        };
        let row = RequirementId::RowExpected;
        let expired = StaleReason::Expired {
            day: "2026-01-01".to_owned(),
        };
        let stale = [
            line(7, row, StaleReason::Mended),
            line(8, row, StaleReason::Mended),
            line(9, row, StaleReason::Mended),
            line(10, row, expired),
            line(11, row, StaleReason::Mended),
            line(13, row, StaleReason::Mended),
            line(14, RequirementId::MessageText, StaleReason::Mended),
        ];
        let mut text = Vec::new();
        write_stale_entries(&mut text, &stale).expect("a vector takes everything");
        let text = strip_terminal_codes(&String::from_utf8_lossy(&text));
        let lines: Vec<&str> = text.lines().collect();
        let single = "    delete the case, and the whole entry if it was its last; `badreq baseline update` does both";
        assert_eq!(
            lines,
            [
                "7 lines of x.toml must be changed",
                "  x.toml:7-9: row-expected is fixed in 3 cases",
                "    delete these cases, and the whole entry if none is left in it; `badreq baseline update` does both",
                "  x.toml:10: the entry for row-expected in things/10 expired on 2026-01-01",
                "    fix the server, or set a later day",
                "  x.toml:11: row-expected is fixed in things/11",
                single,
                "  x.toml:13: row-expected is fixed in things/13",
                single,
                "  x.toml:14: message-text is fixed in things/14",
                single,
                "",
            ]
        );
    }

    #[test]
    fn what_the_target_says_otherwise_cannot_steer_the_terminal() {
        let text = render_stale(StaleReason::Otherwise {
            case: "things/a".to_owned(),
            breach: fingerprint("body at `/code`", "an integer", "\u{1b}[2J"),
        });
        assert!(
            text.contains(
                "the new form: at = \"body at `/code`\", expected = \"an integer\", got = \""
            ),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'), "{text}");
    }

    #[test]
    fn an_entry_that_could_not_be_checked_is_told_with_a_way_out() {
        let because = InconclusiveReason::Trigger("server-error".to_owned());
        let mut run = run_outcome(vec![
            case_outcome("a", Verdict::Pass, None),
            case_outcome("b", Verdict::Inconclusive { because }, None),
        ]);
        run.run.baseline = Some(AppliedBaseline {
            file: "baselines/x.toml".to_owned(),
            entries: vec![KnownFailureEntry {
                line: 7,
                requirement: RequirementId::RowExpected,
                breach: fingerprint("status", "1", "2"),
                also: Vec::new(),
                reason: "later".to_owned(),
                link: None,
                expiry: BaselineExpiry::Never,
                harm: None,
                cases: vec![KnownCasePattern {
                    pattern: "*".to_owned(),
                    line: 9,
                    fits: 2,
                    near: None,
                }],
            }],
        });
        let mut text = Vec::new();
        let mut window = WrappingWriter::new(&mut text, LineWidth::Unbounded);
        write_unchecked_entries(&mut window, &run).expect("a vector takes everything");
        assert_eq!(
            strip_terminal_codes(&String::from_utf8_lossy(&text)),
            "not checked: baselines/x.toml:9: no judged case of `*` shows row-expected any more, but 1 of 2 could not be judged: name the cases \
             that show it, so that a fix is reported\n\n"
        );
    }

    #[test]
    fn a_name_that_no_case_has_comes_with_the_nearest() {
        let near = Some("things/b".to_owned());
        let text = render_stale(StaleReason::Unmatched { near });
        assert!(
            text.contains("no case is named `things/a`: did you mean `things/b`?"),
            "{text}"
        );
    }
}
