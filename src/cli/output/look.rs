//! The display options of reports on standard output: width and verbosity.

use std::io::{self, IsTerminal};

use terminal_size::terminal_size_of;

use crate::report::{Detail, Look, Width};

/// Returns the display options of reports on standard output.
///
/// Only a terminal limits the width; `COLUMNS` overrides its size, as in other programs.
pub(in crate::cli) fn look(detail: Detail) -> Look {
    let out = io::stdout();
    let width = if out.is_terminal() {
        let told = std::env::var("COLUMNS").ok();
        let size = terminal_size_of(out).map(|(width, _)| width.0);
        of_terminal(size, told.as_deref())
    } else {
        Width::Unbounded
    };
    Look { width, detail }
}

/// Returns the width of a terminal; unbounded if its size is unknown.
fn of_terminal(size: Option<u16>, told: Option<&str>) -> Width {
    let told = told.and_then(|told| told.trim().parse::<u16>().ok());
    match told.filter(|told| *told > 0).or(size) {
        Some(columns) => Width::Columns(usize::from(columns)),
        None => Width::Unbounded,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::of_terminal;
    use crate::report::Width;

    #[rstest]
    #[case::its_size(Some(80), None, Width::Columns(80))]
    #[case::told_otherwise(Some(80), Some("40"), Width::Columns(40))]
    #[case::told_nothing_of_use(Some(80), Some("wide"), Width::Columns(80))]
    #[case::told_none(Some(80), Some("0"), Width::Columns(80))]
    #[case::only_told(None, Some("40"), Width::Columns(40))]
    #[case::not_known(None, None, Width::Unbounded)]
    fn a_terminal_is_as_wide_as_it_says_unless_told_otherwise(
        #[case] size: Option<u16>,
        #[case] told: Option<&str>,
        #[case] expected: Width,
    ) {
        assert_eq!(of_terminal(size, told), expected);
    }
}
