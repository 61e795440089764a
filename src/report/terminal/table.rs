//! The documented table, one line per row.

use std::io::{self, Write};

use anstyle::Style;

use crate::outcome::{RowOrigin, RowOutcome, RowVerdict};
use crate::report::shared::display_options::LineWidth;
use crate::report::shared::style::{BAD, DOUBT, GOOD, HEAD, QUIET, format_styled};
use crate::report::shared::words::{self, format_count};

/// The maximum width of a meaning if the width is unbounded.
const MAX_MEANING_CHARS: usize = 76;

/// The number of columns below which the verdict is one word and the number of cases is left out.
const MIN_FULL_COLUMNS: usize = 60;

/// The minimum width of a meaning; a narrower one would be unreadable.
const MIN_MEANING_CHARS: usize = 8;

/// The minimum width of the codes beside all other columns.
const MIN_FULL_CODE_CHARS: usize = 6;

/// The minimum width of the codes beside few other columns.
const MIN_SHORT_CODE_CHARS: usize = 5;

/// The number of blanks between two columns.
const COLUMN_GAP: usize = 2;

/// Writes the tried rows, those of the document first, in a layout that fits the width.
pub(super) fn write_error_row_table(
    out: &mut dyn Write,
    rows: &[RowOutcome],
    width: LineWidth,
) -> io::Result<()> {
    let tried: Vec<&RowOutcome> = rows
        .iter()
        .filter(|row| row.state != RowVerdict::NotRun)
        .collect();
    let columns = TableColumns::for_width(&tried, width);
    writeln!(out, "{}", format_styled(HEAD, &columns.heading()))?;
    let mut origin = RowOrigin::Document;
    for row in &tried {
        if row.row.origin != origin {
            origin = row.row.origin;
            writeln!(
                out,
                "{}",
                format_styled(QUIET, columns.errata_section_heading())
            )?;
        }
        writeln!(out, "{}", columns.format_row(row))?;
    }
    let others = rows.len() - tried.len();
    if others > 0 {
        let line = format!("{} without a case in this run", format_count(others, "row"));
        writeln!(out, "{}", format_styled(QUIET, &line))?;
    }
    Ok(())
}

/// The columns of a table that fit the width.
enum TableColumns {
    /// All columns.
    All {
        /// The width of the codes.
        code: usize,
        /// The width of the meanings.
        meaning: usize,
    },
    /// Code, status, meaning if it fits, and the verdict in one word.
    Few {
        /// The width of the codes.
        code: usize,
        /// The width of the meanings.
        meaning: Option<usize>,
    },
}

impl TableColumns {
    fn for_width(rows: &[&RowOutcome], width: LineWidth) -> Self {
        let lengths = rows.iter().map(|row| row.row.meaning.chars().count());
        let longest = lengths.max().unwrap_or_default();
        let codes = rows
            .iter()
            .map(|row| row.row.code.to_string().chars().count());
        let code = codes.max().unwrap_or_default();
        let widest = |verdict: fn(&RowOutcome) -> (Style, String)| {
            let verdicts = rows.iter().map(|row| verdict(row).1.chars().count());
            verdicts.max().unwrap_or_default().max("verdict".len())
        };
        match width {
            LineWidth::Unbounded => Self::All {
                code: code.max(MIN_FULL_CODE_CHARS),
                meaning: longest.min(MAX_MEANING_CHARS),
            },
            LineWidth::Columns(columns) if columns < MIN_FULL_COLUMNS => {
                let code = code.max(MIN_SHORT_CODE_CHARS);
                let others = code + 6 + widest(short_verdict_style_and_text) + 3 * COLUMN_GAP;
                let room = columns.saturating_sub(others);
                Self::Few {
                    code,
                    meaning: (room >= MIN_MEANING_CHARS).then_some(longest.min(room)),
                }
            }
            LineWidth::Columns(columns) => {
                let code = code.max(MIN_FULL_CODE_CHARS);
                let others = code + 6 + 5 + widest(full_verdict_style_and_text) + 4 * COLUMN_GAP;
                let room = columns.saturating_sub(others).max(MIN_MEANING_CHARS);
                Self::All {
                    code,
                    meaning: longest.min(room),
                }
            }
        }
    }

    fn heading(&self) -> String {
        match self {
            Self::All {
                code: width,
                meaning,
            } => format!(
                "{:>width$}  {:>6}  {:<meaning$}  {:>5}  verdict",
                "code", "status", "meaning", "cases"
            ),
            Self::Few {
                code: width,
                meaning: Some(meaning),
            } => format!(
                "{:>width$}  {:>6}  {:<meaning$}  verdict",
                "code", "status", "meaning"
            ),
            Self::Few {
                code: width,
                meaning: None,
            } => format!("{:>width$}  {:>6}  verdict", "code", "status"),
        }
    }

    fn errata_section_heading(&self) -> &'static str {
        match self {
            Self::All { .. } => "errata: documented in later editions or on other pages",
            Self::Few { .. } => "errata:",
        }
    }

    fn format_row(&self, row: &RowOutcome) -> String {
        let (code, status) = (row.row.code, row.row.status);
        match self {
            Self::All {
                code: width,
                meaning,
            } => {
                let (style, verdict) = full_verdict_style_and_text(row);
                let (meaning, cases) = (pad_or_truncate(&row.row.meaning, *meaning), row.cases);
                let verdict = format_styled(style, &verdict);
                format!("{code:>width$}  {status:>6}  {meaning}  {cases:>5}  {verdict}")
            }
            Self::Few {
                code: width,
                meaning,
            } => {
                let (style, verdict) = short_verdict_style_and_text(row);
                let verdict = format_styled(style, &verdict);
                match meaning {
                    Some(meaning) => {
                        let meaning = pad_or_truncate(&row.row.meaning, *meaning);
                        format!("{code:>width$}  {status:>6}  {meaning}  {verdict}")
                    }
                    None => format!("{code:>width$}  {status:>6}  {verdict}"),
                }
            }
        }
    }
}

/// Pads or truncates a text to exactly `width` characters.
fn pad_or_truncate(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return format!("{text}{}", " ".repeat(width - length));
    }
    let mut head: String = text.chars().take(width.saturating_sub(1)).collect();
    head.push('…');
    head
}

fn full_verdict_style_and_text(row: &RowOutcome) -> (Style, String) {
    let (style, word) = short_verdict_style_and_text(row);
    match &row.state {
        RowVerdict::Broken => (
            style,
            format!("{word} ({} of {} cases)", row.failed, row.cases),
        ),
        RowVerdict::Replaced { .. } => (style, words::describe_row_verdict(&row.state)),
        RowVerdict::Proven
        | RowVerdict::KnownFailures { .. }
        | RowVerdict::NotObserved { .. }
        | RowVerdict::NotRun => (style, word),
    }
}

fn short_verdict_style_and_text(row: &RowOutcome) -> (Style, String) {
    let (style, word) = match &row.state {
        RowVerdict::Proven => (GOOD, "proven"),
        RowVerdict::Broken => (BAD, "broken"),
        RowVerdict::Replaced { .. } => (DOUBT, "replaced"),
        RowVerdict::KnownFailures { .. } => (DOUBT, "known to fail"),
        RowVerdict::NotObserved { .. } => (DOUBT, "not observed"),
        RowVerdict::NotRun => (QUIET, "not tried"),
    };
    (style, word.to_owned())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{LineWidth, write_error_row_table};
    use crate::outcome::testing::{case_outcome, error_row, run_outcome};
    use crate::outcome::{ErrorId, NotObservedCause, RowOrigin, RowOutcome, RowVerdict, Verdict};
    use crate::report::shared::style::strip_terminal_codes;

    fn rows() -> Vec<RowOutcome> {
        let cases = vec![
            case_outcome("a", Verdict::Pass, Some(ErrorId::new(7, 404))),
            case_outcome("b", Verdict::Fail, None),
        ];
        let mut rows = run_outcome(cases).rows;
        rows[0].row = error_row(
            7,
            404,
            "No such thing as was asked for.",
            RowOrigin::Document,
        );
        rows[1].row.code = 12_345.into();
        rows[1].state = RowVerdict::NotObserved {
            cause: NotObservedCause::OtherResponse,
            reason: "nobody asked".to_owned(),
        };
        rows
    }

    #[rstest]
    #[case::no_edge(
        LineWidth::Unbounded,
        "  code  status  meaning                          cases  verdict
     7     404  No such thing as was asked for.      2  broken (1 of 2 cases)
errata: documented in later editions or on other pages
 12345     404  Gone.                                0  not observed
"
    )]
    #[case::room_for_all(
        LineWidth::Columns(120),
        "  code  status  meaning                          cases  verdict
     7     404  No such thing as was asked for.      2  broken (1 of 2 cases)
errata: documented in later editions or on other pages
 12345     404  Gone.                                0  not observed
"
    )]
    #[case::a_meaning_is_cut(
        LineWidth::Columns(64),
        "  code  status  meaning             cases  verdict
     7     404  No such thing as …      2  broken (1 of 2 cases)
errata: documented in later editions or on other pages
 12345     404  Gone.                   0  not observed
"
    )]
    #[case::narrow(
        LineWidth::Columns(40),
        " code  status  meaning      verdict
    7     404  No such th…  broken
errata:
12345     404  Gone.        not observed
"
    )]
    #[case::no_room_for_a_meaning(
        LineWidth::Columns(30),
        " code  status  verdict
    7     404  broken
errata:
12345     404  not observed
"
    )]
    fn the_table_fits_its_window(#[case] width: LineWidth, #[case] lines: &str) {
        let mut out = Vec::new();
        write_error_row_table(&mut out, &rows(), width).expect("a vector takes everything");
        let text = strip_terminal_codes(&String::from_utf8_lossy(&out));
        assert_eq!(text, lines);
        if let LineWidth::Columns(columns) = width {
            let errata = |line: &&str| !line.starts_with("errata");
            for line in text.lines().filter(errata) {
                assert!(line.chars().count() <= columns, "{line}");
            }
        }
    }
}
