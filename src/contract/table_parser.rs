//! The parser of the error table of a page; it collects every mistake.

use std::collections::BTreeMap;

use super::markdown::{self, MarkdownRow, MarkdownTable, MarkdownTables};
use super::row::assign_row_ids;
use super::table_settings::{TableHeadings, TableLayout};
use super::{
    CodeType, Diagnostic, ErrorCode, ErrorId, ErrorRow, RowOrigin, RowStatus, SourceFile,
    suggest_similar_word,
};

/// A column of the error table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableColumn {
    Code,
    Status,
    Meaning,
    Source,
    Other,
}

impl TableColumn {
    fn from_heading(heading: &str, headings: &TableHeadings) -> Self {
        let heading = normalize_heading(heading);
        let columns = [
            (Self::Code, Some(&headings.code)),
            (Self::Status, headings.status.as_ref()),
            (Self::Meaning, Some(&headings.meaning)),
            (Self::Source, Some(&headings.source)),
        ];
        let mut own = columns
            .into_iter()
            .filter(|(_, name)| name.is_some_and(|name| normalize_heading(name) == heading));
        own.next().map_or(Self::Other, |(column, _)| column)
    }
}

/// The columns that an error table must have, in the default order.
pub(super) const REQUIRED_COLUMNS: [TableColumn; 3] =
    [TableColumn::Code, TableColumn::Status, TableColumn::Meaning];

impl TableHeadings {
    fn required(&self) -> Vec<TableColumn> {
        let mut columns = REQUIRED_COLUMNS.to_vec();
        if self.status.is_none() {
            columns.retain(|column| *column != TableColumn::Status);
        }
        columns
    }
}

/// The error table of a page, as far as it can be parsed, and every mistake in it.
#[derive(Debug, Default)]
pub(super) struct ParsedErrorTable {
    pub(super) columns: Vec<TableColumn>,
    pub(super) rows: Vec<ErrorRow>,
    pub(super) flaws: Vec<Diagnostic>,
}

/// Parses the tables of the page whose header has the columns of the layout, as one table in several sections.
pub(super) fn parse_error_table(
    page: &SourceFile,
    origin: RowOrigin,
    layout: &TableLayout,
) -> ParsedErrorTable {
    let found = markdown::parse_tables(&page.text);
    let mut reading = ParsedErrorTable::default();
    let mut tables = found
        .tables
        .iter()
        .filter(|table| is_error_table(table, layout));
    let Some(first) = tables.next() else {
        reading
            .flaws
            .push(diagnose_missing_table(page, layout, &found));
        return reading;
    };
    let first_header = normalize_header_row(first);
    reading.columns = first_header
        .iter()
        .map(|head| TableColumn::from_heading(head, &layout.columns))
        .collect();
    let (sections, others): (Vec<_>, Vec<_>) = std::iter::once(first)
        .chain(tables)
        .partition(|table| normalize_header_row(table) == first_header);
    for row in sections.iter().flat_map(|table| &table.rows) {
        match parse_row(page, origin, &reading.columns, row) {
            Ok(row) => reading.rows.push(row),
            Err(flaws) => reading.flaws.extend(flaws),
        }
    }
    if sections.iter().all(|table| table.rows.is_empty()) {
        let flaw = page.diagnostic_at(first.span.clone(), "the error table has no rows");
        reading
            .flaws
            .push(flaw.with_hint("add a line `|code|status|meaning|` for every error"));
    }
    for other in others {
        let what = format!(
            "this error table has another heading row than the one on line {}",
            page.line_number_at(first.span.start)
        );
        let flaw = page.diagnostic_at(other.span.clone(), what);
        reading
            .flaws
            .push(flaw.with_hint("give all error tables of the page the same heading row"));
    }
    for span in found.detached_rows {
        if span.start >= first.span.end {
            let flaw =
                page.diagnostic_at(span, "this line looks like a row but belongs to no table");
            reading
                .flaws
                .push(flaw.with_hint("remove the empty line or the text between it and its table"));
        }
    }
    assign_row_ids(&mut reading.rows);
    reading
        .flaws
        .extend(find_contradictions(page, &reading.rows));
    reading
        .flaws
        .sort_by_key(|flaw| flaw.span.as_ref().map(|span| span.start));
    reading
}

/// Returns the headings of a table in the form in which they are compared: case and blanks do not matter.
fn normalize_header_row(table: &MarkdownTable) -> Vec<String> {
    table
        .header
        .iter()
        .map(|head| normalize_heading(head))
        .collect()
}

fn normalize_heading(heading: &str) -> String {
    let words: Vec<String> = heading.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

fn is_error_table(table: &MarkdownTable, layout: &TableLayout) -> bool {
    let is_in_section = match &layout.heading {
        Some(heading) => is_below_heading(table, heading),
        None => true,
    };
    let columns = layout.columns.required();
    is_in_section
        && columns.iter().all(|column| {
            table
                .header
                .iter()
                .any(|head| TableColumn::from_heading(head, &layout.columns) == *column)
        })
}

fn is_below_heading(table: &MarkdownTable, heading: &str) -> bool {
    let heading = normalize_heading(heading);
    table
        .headings
        .iter()
        .any(|own| normalize_heading(own) == heading)
}

/// Says which tables the page has instead, so that the layout can be corrected.
fn diagnose_missing_table(
    page: &SourceFile,
    layout: &TableLayout,
    found: &MarkdownTables,
) -> Diagnostic {
    let TableHeadings {
        code,
        status,
        meaning,
        ..
    } = &layout.columns;
    if let Some(heading) = &layout.heading
        && !found
            .tables
            .iter()
            .any(|table| is_below_heading(table, heading))
    {
        let mut headings: Vec<&str> = found
            .tables
            .iter()
            .filter_map(|table| table.headings.last())
            .map(String::as_str)
            .collect();
        headings.dedup();
        let hint = match suggest_similar_word(heading, headings.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if headings.is_empty() => "the page has no table below a heading".to_owned(),
            None => format!("tables stand below `{}`", headings.join("`, `")),
        };
        let what = format!("no table stands below the heading `{heading}`");
        return page.whole_file_diagnostic(what).with_hint(hint);
    }
    let flaw = page.whole_file_diagnostic("no table has the columns of an error table");
    let headers: Vec<String> = found
        .tables
        .iter()
        .map(|table| format!("`|{}|`", table.header.join("|")))
        .collect();
    let mut hint = match status {
        Some(status) => {
            format!(
                "head it `|{code}|{status}|{meaning}|` and put `|---|---|---|` on the line below"
            )
        }
        None => format!("head it `|{code}|{meaning}|` and put `|---|---|` on the line below"),
    };
    if !headers.is_empty() {
        hint.push_str(&format!(
            ", or name its columns in `[table]` of the contract; the page has {}",
            headers.join(" and ")
        ));
    }
    flaw.with_hint(hint)
}

fn parse_row(
    page: &SourceFile,
    origin: RowOrigin,
    columns: &[TableColumn],
    row: &MarkdownRow,
) -> Result<ErrorRow, Vec<Diagnostic>> {
    let flaw =
        |what: String, hint: &str| page.diagnostic_at(row.span.clone(), what).with_hint(hint);
    let cell = |column| {
        let index = columns.iter().position(|own| *own == column)?;
        row.cells.get(index).map(String::as_str)
    };
    let has_status = columns.contains(&TableColumn::Status);
    let status = if has_status {
        cell(TableColumn::Status).map(Some)
    } else {
        Some(None)
    };
    let (Some(code), Some(status), Some(meaning)) =
        (cell(TableColumn::Code), status, cell(TableColumn::Meaning))
    else {
        let what = format!(
            "this row has {} of {} cells",
            row.cells.len(),
            columns.len()
        );
        return Err(vec![flaw(
            what,
            "write `|code|status|meaning|`; text that is not a row needs an empty line before it",
        )]);
    };
    let mut flaws = Vec::new();
    if row.overflows {
        let what = format!("this row has more than {} cells", columns.len());
        flaws.push(flaw(what, "write `\\|` for a pipe inside a cell"));
    }
    if code.is_empty() {
        let what = "the code is empty".to_owned();
        flaws.push(flaw(what, "write the code as a body has it"));
    }
    let parsed_status = match status {
        None => Some(RowStatus::ANY),
        Some(status) => {
            let parsed = status.parse().ok().and_then(RowStatus::from_code);
            if parsed.is_none() {
                let what = format!("the HTTP response code `{status}` is not an HTTP status code");
                flaws.push(flaw(what, "write a number from 100 to 599"));
            }
            parsed
        }
    };
    if meaning.is_empty() {
        let what = "the meaning is empty".to_owned();
        flaws.push(flaw(what, "say what the error means"));
    }
    let code = ErrorCode::from_text(code);
    match (parsed_status, flaws.is_empty()) {
        (Some(status), true) => Ok(ErrorRow {
            id: ErrorId::without_status(code),
            code,
            status,
            meaning: meaning.to_owned(),
            origin,
            page: page.name.clone(),
            line: page.line_number_at(row.span.start),
            source: cell(TableColumn::Source)
                .filter(|source| !source.is_empty())
                .map(str::to_owned),
        }),
        _ => Err(flaws),
    }
}

/// Finds duplicate pairs, and codes of another type than that of most rows: a mistyped integer would be taken for a word.
pub(super) fn find_contradictions(page: &SourceFile, rows: &[ErrorRow]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<(ErrorCode, RowStatus), &ErrorRow> = BTreeMap::new();
    let mut flaws = Vec::new();
    let words = rows.iter().filter(|row| is_word(row)).count();
    let words_are_usual = words * 2 > rows.len();
    for row in rows {
        let span = page.span_of_line(row.line);
        if is_word(row) != words_are_usual {
            let [own, others] = if words_are_usual {
                ["an integer", "words"]
            } else {
                ["not an integer", "integers"]
            };
            let what = format!("the code `{}` is {own}", row.code);
            let hint = format!("the other codes are {others}: write it as a body has it");
            flaws.push(page.diagnostic_at(span.clone(), what).with_hint(hint));
        }
        if let Some(before) = first.get(&(row.code, row.status)) {
            let what = format!(
                "code {} with status {} is listed twice",
                row.code, row.status
            );
            let hint = format!("remove this line or line {}", before.line);
            flaws.push(page.diagnostic_at(span, what).with_hint(hint));
        } else {
            first.insert((row.code, row.status), row);
        }
    }
    flaws
}

fn is_word(row: &ErrorRow) -> bool {
    row.code.code_type() == CodeType::Words
}
