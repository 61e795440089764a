//! The baseline: which of its lines are to be changed, and how.

use std::io::{self, Write};

use super::excerpt::visible;
use super::style::{BAD, HEAD, paint};
use super::words::counted;
use crate::outcome::{StaleEntry, Staleness};

/// Writes the entries of a baseline that do not hold any more, each with its line and what to do.
///
/// # Errors
/// Fails where the writer does.
pub fn write_stale(out: &mut dyn Write, stale: &[StaleEntry]) -> io::Result<()> {
    let Some(first) = stale.first() else {
        return Ok(());
    };
    let head = format!(
        "{} of {} to be changed",
        counted(stale.len(), "line"),
        first.file
    );
    writeln!(out, "{}", paint(HEAD, &visible(&head)))?;
    for entry in stale {
        let place = format!("{}:{}:", entry.file, entry.line);
        writeln!(
            out,
            "  {} {}",
            paint(BAD, &visible(&place)),
            visible(&what(entry))
        )?;
        writeln!(out, "    {}", visible(&remedy(entry)))?;
    }
    writeln!(out)
}

/// What is not as the entry says.
pub(super) fn what(stale: &StaleEntry) -> String {
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

/// What to do about it.
pub(super) fn remedy(stale: &StaleEntry) -> String {
    match &stale.why {
        Staleness::Expired { .. } => "mend the server, or set a later day".to_owned(),
        Staleness::Unmatched { .. } => "delete the line, or correct the name".to_owned(),
        Staleness::Mended => {
            "delete the line, and the whole entry where it was its last case".to_owned()
        }
        Staleness::Otherwise { breach, .. } => format!(
            "delete the line; where the new breach is to be known too, add an entry with breach = {}",
            serde_json::Value::from(breach.as_str())
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::write_stale;
    use crate::outcome::{RequirementId, StaleEntry, Staleness};
    use crate::report::style::plain;

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
    fn what_the_target_says_otherwise_cannot_steer_the_terminal() {
        let text = told(Staleness::Otherwise {
            case: "things/a".to_owned(),
            breach: "row: expected 1, got \u{1b}[2J".to_owned(),
        });
        assert!(
            text.contains("add an entry with breach = \"row: expected 1, got"),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'), "{text}");
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
