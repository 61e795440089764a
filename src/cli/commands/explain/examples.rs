//! Lists of example cases.

use std::io::{self, Write};

use crate::cli::output::plural;
use crate::suite::Case;

/// The most cases that are listed by name.
const MAX_NAMED_CASES: usize = 5;

/// Formats the number of cases per suite: `31 cases, in switches (11), groups (10) and members (10)`.
pub(super) fn format_suite_counts(cases: &[&Case]) -> String {
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
    format!("{}{places}", plural::format_case_count(cases.len()))
}

/// Writes the first few cases, each with its description, and the number of the others.
pub(super) fn write_example_cases(out: &mut dyn Write, cases: &[&Case]) -> io::Result<()> {
    for case in cases.iter().take(MAX_NAMED_CASES) {
        writeln!(out, "  {}: {}", case.name, case.about)?;
    }
    match cases.len().saturating_sub(MAX_NAMED_CASES) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more"),
    }
}
