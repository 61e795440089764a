//! Markdown tables: cells as plain text, and rows with their places.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The tables of a page, and the lines that were probably meant to be rows of a table.
#[derive(Debug, Default)]
pub(super) struct MarkdownTables {
    pub(super) tables: Vec<MarkdownTable>,
    /// The lines of running text that begin with a pipe: rows that an empty line separates from their table.
    pub(super) detached_rows: Vec<Range<usize>>,
}

#[derive(Debug, Default)]
pub(super) struct MarkdownTable {
    pub(super) span: Range<usize>,
    /// The headings of the sections that the table is in, the outermost first.
    pub(super) headings: Vec<String>,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<MarkdownRow>,
}

/// A row below the header.
#[derive(Debug)]
pub(super) struct MarkdownRow {
    pub(super) span: Range<usize>,
    /// The cells of the row; a short row has fewer than the header.
    pub(super) cells: Vec<String>,
    /// `true` if there is text behind the last column.
    pub(super) overflows: bool,
}

/// Parses the tables of a page, and ignores its front matter and all other text.
pub(super) fn parse_tables(text: &str) -> MarkdownTables {
    let options = Options::ENABLE_TABLES.union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS);
    let mut found = MarkdownTables::default();
    let mut cells: Vec<String> = Vec::new();
    let mut cell: Option<String> = None;
    let (mut row_end, mut end) = (0, 0);
    let mut sections: Vec<(HeadingLevel, String)> = Vec::new();
    let mut heading: Option<String> = None;
    for (event, span) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                sections.retain(|(outer, _)| *outer < level);
                heading = Some(String::new());
            }
            Event::End(TagEnd::Heading(level)) => {
                sections.extend(heading.take().map(|text| (level, text)));
            }
            Event::Start(Tag::Table(_)) => found.tables.push(MarkdownTable {
                span,
                headings: sections.iter().map(|(_, text)| text.clone()).collect(),
                ..MarkdownTable::default()
            }),
            Event::Start(Tag::Paragraph) => found.detached_rows.extend(find_pipe_lines(text, span)),
            Event::Start(Tag::TableRow) => row_end = trim_span_end(text, span).end,
            // The parser pads short rows with empty cells whose span lies behind the row.
            Event::Start(Tag::TableCell) => {
                let written = !span.is_empty() || span.start < row_end;
                cell = written.then(String::new);
            }
            Event::End(TagEnd::TableCell) => {
                end = span.end;
                cells.extend(cell.take().map(|text| join_lines(&text)));
            }
            Event::End(TagEnd::TableHead) => {
                if let Some(table) = found.tables.last_mut() {
                    table.header = std::mem::take(&mut cells);
                }
            }
            Event::End(TagEnd::TableRow) => {
                let span = trim_span_end(text, span);
                let row = MarkdownRow {
                    overflows: text
                        .get(end..span.end)
                        .is_some_and(|rest| rest.contains(|c| c != '|' && c != ' ')),
                    cells: std::mem::take(&mut cells),
                    span,
                };
                if let Some(table) = found.tables.last_mut() {
                    table.rows.push(row);
                }
            }
            Event::InlineHtml(part) if is_line_break_tag(&part) => {
                if let Some(cell) = &mut cell {
                    cell.push('\n');
                }
            }
            Event::Text(part) | Event::Code(part) | Event::InlineHtml(part) => {
                if let Some(text) = cell.as_mut().or(heading.as_mut()) {
                    text.push_str(&part);
                }
            }
            _ => {}
        }
    }
    found
}

/// Reports whether an HTML tag is a line break: `<br>`, `<br/>`, `<br class="x">`.
fn is_line_break_tag(tag: &str) -> bool {
    let name = tag.strip_prefix('<').and_then(|tag| {
        let mut parts = tag.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>'));
        parts.next()
    });
    name.is_some_and(|name| name.eq_ignore_ascii_case("br"))
}

/// Joins the lines of a cell by a space each.
fn join_lines(cell: &str) -> String {
    let lines = cell.split('\n').map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

fn trim_span_end(text: &str, span: Range<usize>) -> Range<usize> {
    let length = text
        .get(span.clone())
        .map_or(0, |part| part.trim_end().len());
    span.start..span.start + length
}

fn find_pipe_lines(text: &str, span: Range<usize>) -> Vec<Range<usize>> {
    let mut start = span.start;
    let mut lines = Vec::new();
    for line in text.get(span).unwrap_or_default().split_inclusive('\n') {
        let end = start + line.len();
        if line.trim_start().starts_with('|') {
            lines.push(trim_span_end(text, start..end));
        }
        start = end;
    }
    lines
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::parse_tables;

    const HEAD: &str = "|code|meaning|\n|---|---|\n";

    #[rstest]
    #[case::plain("|1|not found.|", "not found.")]
    #[case::blanks("|  1 |   not found.   |", "not found.")]
    #[case::no_closing_pipe("|1|not found.", "not found.")]
    #[case::no_pipe_at_either_end("1|not found.", "not found.")]
    #[case::code("|1|a `name` is missing|", "a name is missing")]
    #[case::link("|1|see [the list](#list)|", "see the list")]
    #[case::link_with_code("|1|see [`errors` key](#error-object) now|", "see errors key now")]
    #[case::emphasis("|1|*never* **ever**|", "never ever")]
    #[case::braces_and_apostrophes(
        "|1|Member '{memberRef}' isn't here|",
        "Member '{memberRef}' isn't here"
    )]
    #[case::underscores_in_words("|1|a_b_c|", "a_b_c")]
    #[case::escaped_pipe("|1|a \\| b|", "a | b")]
    #[case::entity("|1|a &amp; b|", "a & b")]
    #[case::angle_brackets("|1|no <token> given|", "no <token> given")]
    #[case::line_break("|1|not found,<br>or private|", "not found, or private")]
    #[case::line_break_among_blanks("|1|not found, <br/> or private|", "not found, or private")]
    #[case::line_break_as_xml("|1|not found,<br />or private|", "not found, or private")]
    #[case::line_break_in_capitals("|1|not found,<BR>or private|", "not found, or private")]
    #[case::line_break_with_an_attribute(
        "|1|not found,<br class='x'>or private|",
        "not found, or private"
    )]
    #[case::line_breaks_at_the_ends("|1|<br>not found<br><br>|", "not found")]
    #[case::another_tag("|1|no <broker> given|", "no <broker> given")]
    #[case::line_break_as_code("|1|no `<br>` given|", "no <br> given")]
    fn a_cell_keeps_its_text_and_loses_its_markup(#[case] line: &str, #[case] text: &str) {
        let found = parse_tables(&format!("{HEAD}{line}\n"));
        assert_eq!(found.tables[0].rows[0].cells, ["1", text]);
        assert!(!found.tables[0].rows[0].overflows);
    }

    #[test]
    fn a_short_row_has_the_cells_that_are_written() {
        let found = parse_tables(&format!("{HEAD}|1|\n|2||\n||a|\n|3|"));
        let rows = found.tables[0].rows.iter();
        let cells: Vec<_> = rows.map(|row| row.cells.join(",")).collect();
        assert_eq!(cells, ["1", "2,", ",a", "3"]);
    }

    #[test]
    fn a_row_with_more_cells_than_the_header_overflows() {
        let found = parse_tables(&format!("{HEAD}|1|a | b|\n|2|a|  \n"));
        assert!(found.tables[0].rows[0].overflows);
        assert!(!found.tables[0].rows[1].overflows);
    }

    #[test]
    fn the_span_of_a_row_is_its_line_without_the_line_end() {
        let text = "# Title\r\n\r\n|code|meaning|\r\n|---|---|\r\n|1|a|\r\n|2|b";
        let found = parse_tables(text);
        let rows = found.tables[0].rows.iter();
        let lines: Vec<&str> = rows.map(|row| &text[row.span.clone()]).collect();
        assert_eq!(lines, ["|1|a|", "|2|b"]);
    }

    #[test]
    fn front_matter_and_code_blocks_hold_no_table() {
        let found =
            parse_tables("---\ntitle: x\n---\n\n```\n|code|meaning|\n|---|---|\n|1|a|\n```\n");
        assert!(found.tables.is_empty());
        assert!(found.detached_rows.is_empty());
    }

    #[test]
    fn rows_behind_an_empty_line_are_strays() {
        let text = format!("{HEAD}|1|a|\n\n|2|b|\n|3|c|\n\nprose | with a pipe\n");
        let found = parse_tables(&text);
        let strays = found.detached_rows.iter();
        let lines: Vec<&str> = strays.map(|span| &text[span.clone()]).collect();
        assert_eq!(lines, ["|2|b|", "|3|c|"]);
    }
}
