//! The documented table, one line per row.

use std::io::{self, Write};

use anstyle::Style;

use crate::outcome::{Origin, RowOutcome, RowState};
use crate::report::shared::look::Width;
use crate::report::shared::style::{BAD, DOUBT, GOOD, HEAD, QUIET, paint};
use crate::report::shared::words::counted;

/// The maximum width of a meaning if the width is unbounded.
const MEANING: usize = 76;

/// The number of columns below which the verdict is one word and the number of cases is left out.
const NARROW: usize = 60;

/// The minimum width of a meaning; a narrower one would be unreadable.
const LEAST: usize = 8;

/// The number of blanks between two columns.
const GAP: usize = 2;

/// Writes the tried rows, those of the document first, in a layout that fits the width.
pub(super) fn write_table(
    out: &mut dyn Write,
    rows: &[RowOutcome],
    width: Width,
) -> io::Result<()> {
    let tried: Vec<&RowOutcome> = rows
        .iter()
        .filter(|row| row.state != RowState::NotTried)
        .collect();
    let columns = Columns::of(&tried, width);
    writeln!(out, "{}", paint(HEAD, &columns.head()))?;
    let mut origin = Origin::Document;
    for row in &tried {
        if row.row.origin != origin {
            origin = row.row.origin;
            writeln!(out, "{}", paint(QUIET, columns.errata()))?;
        }
        writeln!(out, "{}", columns.line(row))?;
    }
    let others = rows.len() - tried.len();
    if others > 0 {
        let line = format!("{} without a case in this run", counted(others, "row"));
        writeln!(out, "{}", paint(QUIET, &line))?;
    }
    Ok(())
}

/// The columns that fit the width.
enum Columns {
    /// All columns.
    All {
        /// The width of the meanings.
        meaning: usize,
    },
    /// Code, status, meaning if it fits, and the verdict in one word.
    Few {
        /// The width of the meanings.
        meaning: Option<usize>,
    },
}

impl Columns {
    fn of(rows: &[&RowOutcome], width: Width) -> Self {
        let lengths = rows.iter().map(|row| row.row.meaning.chars().count());
        let longest = lengths.max().unwrap_or_default();
        let widest = |verdict: fn(&RowOutcome) -> (Style, String)| {
            let verdicts = rows.iter().map(|row| verdict(row).1.chars().count());
            verdicts.max().unwrap_or_default().max("verdict".len())
        };
        match width {
            Width::Unbounded => Self::All {
                meaning: longest.min(MEANING),
            },
            Width::Columns(columns) if columns < NARROW => {
                let others = 5 + 6 + widest(word) + 3 * GAP;
                let room = columns.saturating_sub(others);
                Self::Few {
                    meaning: (room >= LEAST).then_some(longest.min(room)),
                }
            }
            Width::Columns(columns) => {
                let others = 6 + 6 + 5 + widest(state) + 4 * GAP;
                let room = columns.saturating_sub(others).max(LEAST);
                Self::All {
                    meaning: longest.min(room),
                }
            }
        }
    }

    fn head(&self) -> String {
        match self {
            Self::All { meaning } => format!(
                "{:>6}  {:>6}  {:<meaning$}  {:>5}  verdict",
                "code", "status", "meaning", "cases"
            ),
            Self::Few {
                meaning: Some(meaning),
            } => format!(
                "{:>5}  {:>6}  {:<meaning$}  verdict",
                "code", "status", "meaning"
            ),
            Self::Few { meaning: None } => format!("{:>5}  {:>6}  verdict", "code", "status"),
        }
    }

    fn errata(&self) -> &'static str {
        match self {
            Self::All { .. } => "errata: documented in later editions or on other pages",
            Self::Few { .. } => "errata:",
        }
    }

    fn line(&self, row: &RowOutcome) -> String {
        let (code, status) = (row.row.code, row.row.status);
        match self {
            Self::All { meaning } => {
                let (style, verdict) = state(row);
                let (meaning, cases) = (cut(&row.row.meaning, *meaning), row.cases);
                let verdict = paint(style, &verdict);
                format!("{code:>6}  {status:>6}  {meaning}  {cases:>5}  {verdict}")
            }
            Self::Few { meaning } => {
                let (style, verdict) = word(row);
                let verdict = paint(style, &verdict);
                match meaning {
                    Some(meaning) => {
                        let meaning = cut(&row.row.meaning, *meaning);
                        format!("{code:>5}  {status:>6}  {meaning}  {verdict}")
                    }
                    None => format!("{code:>5}  {status:>6}  {verdict}"),
                }
            }
        }
    }
}

/// Pads or truncates a text to exactly `width` characters.
fn cut(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return format!("{text}{}", " ".repeat(width - length));
    }
    let mut head: String = text.chars().take(width.saturating_sub(1)).collect();
    head.push('…');
    head
}

fn state(row: &RowOutcome) -> (Style, String) {
    let (style, word) = word(row);
    match &row.state {
        RowState::Broken => (
            style,
            format!("{word} ({} of {} cases)", row.failed, row.cases),
        ),
        RowState::Proven | RowState::NotObserved { .. } | RowState::NotTried => (style, word),
    }
}

fn word(row: &RowOutcome) -> (Style, String) {
    let (style, word) = match &row.state {
        RowState::Proven => (GOOD, "proven"),
        RowState::Broken => (BAD, "broken"),
        RowState::NotObserved { .. } => (DOUBT, "not observed"),
        RowState::NotTried => (QUIET, "not tried"),
    };
    (style, word.to_owned())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{Width, write_table};
    use crate::outcome::testing::{case, row, run};
    use crate::outcome::{Origin, RowName, RowOutcome, RowState, Verdict};
    use crate::report::shared::style::plain;

    fn rows() -> Vec<RowOutcome> {
        let cases = vec![
            case("a", Verdict::Pass, Some(RowName::of(7, 404))),
            case("b", Verdict::Fail, None),
        ];
        let mut rows = run(cases).rows;
        rows[0].row = row(7, 404, "No such thing as was asked for.", Origin::Document);
        rows[1].row.code = 12_345;
        rows[1].state = RowState::NotObserved {
            reason: "nobody asked".to_owned(),
        };
        rows
    }

    #[rstest]
    #[case::no_edge(
        Width::Unbounded,
        "  code  status  meaning                          cases  verdict
     7     404  No such thing as was asked for.      2  broken (1 of 2 cases)
errata: documented in later editions or on other pages
 12345     404  Gone.                                0  not observed
"
    )]
    #[case::room_for_all(
        Width::Columns(120),
        "  code  status  meaning                          cases  verdict
     7     404  No such thing as was asked for.      2  broken (1 of 2 cases)
errata: documented in later editions or on other pages
 12345     404  Gone.                                0  not observed
"
    )]
    #[case::a_meaning_is_cut(
        Width::Columns(64),
        "  code  status  meaning             cases  verdict
     7     404  No such thing as …      2  broken (1 of 2 cases)
errata: documented in later editions or on other pages
 12345     404  Gone.                   0  not observed
"
    )]
    #[case::narrow(
        Width::Columns(40),
        " code  status  meaning      verdict
    7     404  No such th…  broken
errata:
12345     404  Gone.        not observed
"
    )]
    #[case::no_room_for_a_meaning(
        Width::Columns(30),
        " code  status  verdict
    7     404  broken
errata:
12345     404  not observed
"
    )]
    fn the_table_fits_its_window(#[case] width: Width, #[case] lines: &str) {
        let mut out = Vec::new();
        write_table(&mut out, &rows(), width).expect("a vector takes everything");
        let text = plain(&String::from_utf8_lossy(&out));
        assert_eq!(text, lines);
        if let Width::Columns(columns) = width {
            let errata = |line: &&str| !line.starts_with("errata");
            for line in text.lines().filter(errata) {
                assert!(line.chars().count() <= columns, "{line}");
            }
        }
    }
}
