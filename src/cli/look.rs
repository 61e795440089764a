//! How wide a report on standard output may be.

use std::io;

use terminal_size::terminal_size_of;

use crate::report::{Detail, Look, Width};

/// The look of a report on standard output.
///
/// Only a terminal has an edge; `COLUMNS` tells it otherwise, as other programs have it too.
pub(super) fn look(detail: Detail) -> Look {
    let terminal = terminal_size_of(io::stdout()).map(|(width, _)| width.0);
    let told = std::env::var("COLUMNS").ok();
    Look {
        width: width(terminal, told.as_deref()),
        detail,
    }
}

fn width(terminal: Option<u16>, told: Option<&str>) -> Width {
    let Some(columns) = terminal else {
        return Width::Unbounded;
    };
    let told = told.and_then(|told| told.trim().parse::<u16>().ok());
    let columns = told.filter(|told| *told > 0).unwrap_or(columns);
    Width::Columns(usize::from(columns))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::width;
    use crate::report::Width;

    #[rstest]
    #[case::a_terminal(Some(80), None, Width::Columns(80))]
    #[case::told_otherwise(Some(80), Some("40"), Width::Columns(40))]
    #[case::told_nothing_of_use(Some(80), Some("wide"), Width::Columns(80))]
    #[case::told_none(Some(80), Some("0"), Width::Columns(80))]
    #[case::no_terminal(None, None, Width::Unbounded)]
    #[case::no_terminal_whatever_is_told(None, Some("40"), Width::Unbounded)]
    fn only_a_terminal_has_an_edge(
        #[case] terminal: Option<u16>,
        #[case] told: Option<&str>,
        #[case] expected: Width,
    ) {
        assert_eq!(width(terminal, told), expected);
    }
}
