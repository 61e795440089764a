//! The cases that a time budget left out, in words.

use std::io::{self, Write};
use std::time::Duration;

use super::style::{DOUBT, paint};
use super::words::counted;
use crate::outcome::LeftOut;

/// The maximum number of names listed of one kind; the rest is only counted.
const LISTED: usize = 12;

/// Writes the number of cases left out, and the rows, operations, actors and defects that were not tried at all because of it.
pub(in crate::report) fn write_left_out(out: &mut dyn Write, left: &LeftOut) -> io::Result<()> {
    let budget = Duration::from_millis(left.budget_ms).as_secs_f64();
    writeln!(
        out,
        "{} {} did not fit into {budget} s",
        paint(DOUBT, "left out:"),
        counted(left.cases, "case")
    )?;
    let pairs = |pairs: &[(String, String)]| -> Vec<String> {
        let told = pairs.iter().map(|(one, other)| format!("{one} ({other})"));
        told.collect()
    };
    let actors = left.actors.iter();
    let actors: Vec<_> = actors
        .map(|(operation, actor)| (operation.clone(), actor.to_string()))
        .collect();
    let rows: Vec<String> = left.rows.iter().map(ToString::to_string).collect();
    write_names(out, "row", &rows)?;
    write_names(out, "operation", &left.operations)?;
    write_names(out, "actor", &pairs(&actors))?;
    write_names(out, "way", &pairs(&left.ways))
}

fn write_names(out: &mut dyn Write, thing: &str, names: &[String]) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let listed = names.iter().take(LISTED).cloned().collect::<Vec<_>>();
    let more = match names.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    writeln!(
        out,
        "  {} not tried: {}{more}",
        counted(names.len(), thing),
        listed.join(", ")
    )
}
