//! The display options of reports on standard output: width and verbosity.

use std::io::{self, IsTerminal};

use terminal_size::terminal_size_of;

use crate::report::{DisplayOptions, LineWidth, Verbosity};

/// Returns the display options of reports on standard output.
///
/// Only a terminal limits the width; `REQUIRED_COLUMNS` overrides its size, as in other programs.
pub(in crate::cli) fn stdout_display_options(detail: Verbosity) -> DisplayOptions {
    let out = io::stdout();
    let width = if out.is_terminal() {
        let told = std::env::var("COLUMNS").ok();
        let size = terminal_size_of(out).map(|(width, _)| width.0);
        terminal_width(size, told.as_deref())
    } else {
        LineWidth::Unbounded
    };
    DisplayOptions {
        width,
        verbosity: detail,
    }
}

/// Returns the width of a terminal; unbounded if its size is unknown.
fn terminal_width(size: Option<u16>, told: Option<&str>) -> LineWidth {
    let told = told.and_then(|told| told.trim().parse::<u16>().ok());
    match told.filter(|told| *told > 0).or(size) {
        Some(columns) => LineWidth::Columns(usize::from(columns)),
        None => LineWidth::Unbounded,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::terminal_width;
    use crate::report::LineWidth;

    #[rstest]
    #[case::its_size(Some(80), None, LineWidth::Columns(80))]
    #[case::told_otherwise(Some(80), Some("40"), LineWidth::Columns(40))]
    #[case::told_nothing_of_use(Some(80), Some("wide"), LineWidth::Columns(80))]
    #[case::told_none(Some(80), Some("0"), LineWidth::Columns(80))]
    #[case::only_told(None, Some("40"), LineWidth::Columns(40))]
    #[case::not_known(None, None, LineWidth::Unbounded)]
    fn a_terminal_is_as_wide_as_it_says_unless_told_otherwise(
        #[case] size: Option<u16>,
        #[case] told: Option<&str>,
        #[case] expected: LineWidth,
    ) {
        assert_eq!(terminal_width(size, told), expected);
    }
}
