//! The cases that a time budget left out, in words.

use std::io::{self, Write};
use std::time::Duration;

use super::style::{DOUBT, format_styled};
use super::words::format_count;
use crate::outcome::BudgetOmissions;

/// The maximum number of names listed of one kind; the rest is only counted.
const MAX_NAMES: usize = 12;

/// Writes the number of cases left out, and the rows, operations, actors and defects that were not tried at all because of it.
pub(in crate::report) fn write_budget_omissions(
    out: &mut dyn Write,
    left: &BudgetOmissions,
) -> io::Result<()> {
    let budget = Duration::from_millis(left.budget_ms).as_secs_f64();
    writeln!(
        out,
        "{} {} did not fit into {budget} s",
        format_styled(DOUBT, "left out:"),
        format_count(left.cases, "case")
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
    write_untried_names(out, "row", &rows)?;
    write_untried_names(out, "operation", &left.operations)?;
    write_untried_names(out, "actor", &pairs(&actors))?;
    write_untried_names(out, "defect", &pairs(&left.defects))
}

fn write_untried_names(out: &mut dyn Write, thing: &str, names: &[String]) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let listed = names.iter().take(MAX_NAMES).cloned().collect::<Vec<_>>();
    let more = match names.len().saturating_sub(MAX_NAMES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    writeln!(
        out,
        "  {} not tried: {}{more}",
        format_count(names.len(), thing),
        listed.join(", ")
    )
}
