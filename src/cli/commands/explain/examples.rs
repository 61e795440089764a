//! Lists of example cases.

use std::io::{self, Write};

use crate::cli::output::words;
use crate::suite::Case;

/// The most cases that are listed by name.
const NAMED: usize = 5;

/// Formats the number of cases per suite: `31 cases, in switches (11), groups (10) and members (10)`.
pub(super) fn counted(cases: &[&Case]) -> String {
    let mut suites: Vec<(&str, usize)> = Vec::new();
    for case in cases {
        match suites
            .iter_mut()
            .find(|(suite, _)| *suite == case.name.suite)
        {
            Some((_, count)) => *count += 1,
            None => suites.push((&case.name.suite, 1)),
        }
    }
    suites.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let suites: Vec<String> = suites
        .iter()
        .map(|(suite, count)| format!("{suite} ({count})"))
        .collect();
    let places = match suites.as_slice() {
        [] => String::new(),
        [only] => format!(", in {only}"),
        [most @ .., last] => format!(", in {} and {last}", most.join(", ")),
    };
    format!("{}{places}", words::cases(cases.len()))
}

/// Writes the first few cases, each with its description, and the number of the others.
pub(super) fn write(out: &mut dyn Write, cases: &[&Case]) -> io::Result<()> {
    for case in cases.iter().take(NAMED) {
        writeln!(out, "  {}: {}", case.name, case.about)?;
    }
    match cases.len().saturating_sub(NAMED) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more"),
    }
}
