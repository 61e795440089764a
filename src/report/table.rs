//! The documented table, a line a row.

use std::io::{self, Write};

use super::style::{BAD, DOUBT, GOOD, HEAD, QUIET, paint};
use super::words::counted;
use crate::outcome::{Origin, RowOutcome, RowState};

/// The widest that a meaning is shown.
const MEANING: usize = 76;

/// Writes the rows that the run is about, those of the document first.
pub(super) fn write_table(out: &mut dyn Write, rows: &[RowOutcome]) -> io::Result<()> {
    let tried: Vec<&RowOutcome> = rows
        .iter()
        .filter(|row| row.state != RowState::NotTried)
        .collect();
    let width = tried
        .iter()
        .map(|row| row.row.meaning.chars().count().min(MEANING))
        .max()
        .unwrap_or_default();
    let head = format!(
        "{:>6}  {:>6}  {:<width$}  {:>5}  verdict",
        "code", "status", "meaning", "cases"
    );
    writeln!(out, "{}", paint(HEAD, &head))?;
    let mut origin = Origin::Document;
    for row in &tried {
        if row.row.origin != origin {
            origin = row.row.origin;
            writeln!(
                out,
                "{}",
                paint(
                    QUIET,
                    "errata: documented in later editions or on other pages"
                )
            )?;
        }
        let mut meaning: String = row.row.meaning.chars().take(MEANING).collect();
        if row.row.meaning.chars().count() > MEANING {
            meaning = meaning.chars().take(MEANING - 1).collect();
            meaning.push('…');
        }
        let pad = width.saturating_sub(meaning.chars().count());
        writeln!(
            out,
            "{:>6}  {:>6}  {meaning}{}  {:>5}  {}",
            row.row.code,
            row.row.status,
            " ".repeat(pad),
            row.cases,
            state(row)
        )?;
    }
    let others = rows.len() - tried.len();
    if others > 0 {
        let line = format!("{} without a case in this run", counted(others, "row"));
        writeln!(out, "{}", paint(QUIET, &line))?;
    }
    Ok(())
}

fn state(row: &RowOutcome) -> String {
    match &row.state {
        RowState::Proven => paint(GOOD, "proven"),
        RowState::Broken => paint(
            BAD,
            &format!("broken ({} of {} cases)", row.failed, row.cases),
        ),
        RowState::NotObserved { .. } => paint(DOUBT, "not observed"),
        RowState::NotTried => paint(QUIET, "not tried"),
    }
}
