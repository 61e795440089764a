//! The lines of the baseline that must be changed, and how.

use std::io::{self, Write};

use crate::outcome::excerpt::visible;
use crate::outcome::{RunOutcome, StaleEntry, Staleness};
use crate::report::shared::look::Width;
use crate::report::shared::style::{BAD, DOUBT, HEAD, paint};
use crate::report::shared::window::Window;
use crate::report::shared::words::counted;

/// Writes the entries of a baseline that no longer hold, each with its line and a remedy.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_stale(out: &mut dyn Write, stale: &[StaleEntry]) -> io::Result<()> {
    write_entries(&mut Window::new(out, Width::Unbounded), stale)
}

/// Writes the same entries with wrapped lines; text to be copied into the baseline is not wrapped.
pub(in crate::report) fn write_entries(
    out: &mut Window<'_>,
    stale: &[StaleEntry],
) -> io::Result<()> {
    let Some(first) = stale.first() else {
        return Ok(());
    };
    let head = format!(
        "{} of {} to be changed",
        counted(stale.len(), "line"),
        first.file
    );
    writeln!(out, "{}", paint(HEAD, &visible(&head)))?;
    for block in stale.chunk_by(stand_together) {
        let Some(entry) = block.first() else {
            continue;
        };
        let (lines, what, remedy) = match block {
            [first, .., last] => (
                format!("{}-{}", first.line, last.line),
                format!(
                    "{} is mended, in {}",
                    first.requirement,
                    counted(block.len(), "case")
                ),
                "delete these lines, and the whole entry where no case is left in it".to_owned(),
            ),
            [_] | [] => (entry.line.to_string(), what(entry), remedy(entry)),
        };
        let place = format!("{}:{lines}:", entry.file);
        writeln!(out, "  {} {}", paint(BAD, &visible(&place)), visible(&what))?;
        let remedy = format!("    {}", visible(&remedy));
        match entry.why {
            Staleness::Otherwise { .. } => writeln!(out.verbatim(), "{remedy}")?,
            Staleness::Expired { .. } | Staleness::Unmatched { .. } | Staleness::Mended => {
                writeln!(out, "{remedy}")?;
            }
        }
    }
    writeln!(out)
}

/// Reports whether two entries are adjacent mended lines of one requirement: such lines are shown together, since one edit removes them.
fn stand_together(one: &StaleEntry, next: &StaleEntry) -> bool {
    one.why == Staleness::Mended
        && next.why == Staleness::Mended
        && one.requirement == next.requirement
        && one.file == next.file
        && next.line == one.line + 1
}

/// Writes the entries of the baseline that the run could not check, since some of their cases could not be judged.
pub(in crate::report) fn write_unchecked(out: &mut Window<'_>, run: &RunOutcome) -> io::Result<()> {
    for line in unchecked(run) {
        writeln!(out, "{} {}\n", paint(DOUBT, "not checked:"), visible(&line))?;
    }
    Ok(())
}

/// Describes, in one sentence each, the entries of the baseline that the run could not check.
pub(in crate::report) fn unchecked(run: &RunOutcome) -> Vec<String> {
    let Some(baseline) = &run.run.baseline else {
        return Vec::new();
    };
    let entries = baseline.unchecked(&run.cases);
    entries
        .iter()
        .map(|own| {
            format!(
                "{}:{}: no case of `{}` that could be judged shows {} any more, and {} of {} could not be judged: name the cases that show it, so that it is told \
                 when it is mended",
                own.file, own.line, own.cases, own.requirement, own.unjudged, own.fits
            )
        })
        .collect()
}

/// Describes the difference between an entry and the run.
pub(in crate::report) fn what(stale: &StaleEntry) -> String {
    let StaleEntry {
        requirement, cases, ..
    } = stale;
    match &stale.why {
        Staleness::Expired { day } => {
            format!("{requirement} was to be known up to {day}, in {cases}")
        }
        Staleness::Unmatched { near: None } => format!("no case is named `{cases}`"),
        Staleness::Unmatched { near: Some(near) } => {
            format!("no case is named `{cases}`: did you mean `{near}`?")
        }
        Staleness::Mended => format!("{requirement} is mended, in {cases}"),
        Staleness::Otherwise { case, .. } => {
            format!("{requirement} is broken in another way, in {case}")
        }
    }
}

/// Describes how to correct an entry.
pub(in crate::report) fn remedy(stale: &StaleEntry) -> String {
    match &stale.why {
        Staleness::Expired { .. } => "mend the server, or set a later day".to_owned(),
        Staleness::Unmatched { .. } => "delete the line, or correct the name".to_owned(),
        Staleness::Mended => {
            "delete the line, and the whole entry where it was its last case".to_owned()
        }
        Staleness::Otherwise { breach, .. } => format!(
            "delete the line; where the new breach is to be known too, add an entry with at = {}, expected = {}, got = {}",
            quoted(&breach.at),
            quoted(&breach.expected),
            quoted(&breach.got)
        ),
    }
}

/// Quotes a text for TOML.
fn quoted(text: &str) -> serde_json::Value {
    text.into()
}

#[cfg(test)]
mod tests {
    use super::{write_stale, write_unchecked};
    use crate::outcome::testing::{case, fingerprint, run};
    use crate::outcome::{
        BaselineInfo, Expiry, KnownCases, KnownEntry, RequirementId, StaleEntry, Staleness,
        Unproven, Verdict,
    };
    use crate::report::Width;
    use crate::report::shared::style::plain;
    use crate::report::shared::window::Window;

    fn told(why: Staleness) -> String {
        let mut text = Vec::new();
        let stale = StaleEntry {
            file: "baselines/x.toml".to_owned(),
            line: 7,
            requirement: RequirementId::RowExpected,
            cases: "things/a".to_owned(),
            why,
        };
        write_stale(&mut text, &[stale]).expect("a vector takes everything");
        plain(&String::from_utf8_lossy(&text))
    }

    #[test]
    fn a_stale_entry_is_told_with_its_line_and_what_to_do() {
        assert_eq!(
            told(Staleness::Mended),
            "1 line of baselines/x.toml to be changed\n\
             \x20 baselines/x.toml:7: row-expected is mended, in things/a\n\
             \x20   delete the line, and the whole entry where it was its last case\n\n"
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
        let expired = Staleness::Expired {
            day: "2026-01-01".to_owned(),
        };
        let stale = [
            line(7, row, Staleness::Mended),
            line(8, row, Staleness::Mended),
            line(9, row, Staleness::Mended),
            line(10, row, expired),
            line(11, row, Staleness::Mended),
            line(13, row, Staleness::Mended),
            line(14, RequirementId::MessageText, Staleness::Mended),
        ];
        let mut text = Vec::new();
        write_stale(&mut text, &stale).expect("a vector takes everything");
        let text = plain(&String::from_utf8_lossy(&text));
        let lines: Vec<&str> = text.lines().collect();
        let single = "    delete the line, and the whole entry where it was its last case";
        assert_eq!(
            lines,
            [
                "7 lines of x.toml to be changed",
                "  x.toml:7-9: row-expected is mended, in 3 cases",
                "    delete these lines, and the whole entry where no case is left in it",
                "  x.toml:10: row-expected was to be known up to 2026-01-01, in things/10",
                "    mend the server, or set a later day",
                "  x.toml:11: row-expected is mended, in things/11",
                single,
                "  x.toml:13: row-expected is mended, in things/13",
                single,
                "  x.toml:14: message-text is mended, in things/14",
                single,
                "",
            ]
        );
    }

    #[test]
    fn what_the_target_says_otherwise_cannot_steer_the_terminal() {
        let text = told(Staleness::Otherwise {
            case: "things/a".to_owned(),
            breach: fingerprint("body at `/code`", "an integer", "\u{1b}[2J"),
        });
        assert!(
            text.contains(
                "add an entry with at = \"body at `/code`\", expected = \"an integer\", got = \""
            ),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'), "{text}");
    }

    #[test]
    fn an_entry_that_could_not_be_checked_is_told_with_a_way_out() {
        let because = Unproven::Hook("server-error".to_owned());
        let mut run = run(vec![
            case("a", Verdict::Pass, None),
            case("b", Verdict::Unproven { because }, None),
        ]);
        run.run.baseline = Some(BaselineInfo {
            file: "baselines/x.toml".to_owned(),
            entries: vec![KnownEntry {
                line: 7,
                requirement: RequirementId::RowExpected,
                breach: fingerprint("status", "1", "2"),
                reason: "later".to_owned(),
                link: None,
                expiry: Expiry::Never,
                cases: vec![KnownCases {
                    pattern: "*".to_owned(),
                    line: 9,
                    fits: 2,
                    near: None,
                }],
            }],
        });
        let mut text = Vec::new();
        let mut window = Window::new(&mut text, Width::Unbounded);
        write_unchecked(&mut window, &run).expect("a vector takes everything");
        assert_eq!(
            plain(&String::from_utf8_lossy(&text)),
            "not checked: baselines/x.toml:9: no case of `*` that could be judged shows row-expected any more, and 1 of 2 could not be judged: name the cases \
             that show it, so that it is told when it is mended\n\n"
        );
    }

    #[test]
    fn a_name_that_no_case_has_comes_with_the_nearest() {
        let near = Some("things/b".to_owned());
        let text = told(Staleness::Unmatched { near });
        assert!(
            text.contains("no case is named `things/a`: did you mean `things/b`?"),
            "{text}"
        );
    }
}
