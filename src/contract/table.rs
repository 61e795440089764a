//! The error table: every documented pair of code and status code.

use super::row::assign_row_ids;
use super::table_parser::{ParsedErrorTable, REQUIRED_COLUMNS, TableColumn};
use super::table_settings::TableLayout;
use super::{
    CodeType, Diagnostics, Edition, ErrorCode, ErrorId, ErrorRow, RowOrigin, SourceFile,
    table_parser,
};

/// The rows of an edition, in the order of the page; the rows of the errata come last.
///
/// ```
/// use badreq::contract::{RowOrigin, SourceFile, ErrorId, ErrorTable};
///
/// let page = SourceFile::new("errors.md", "|code|HTTP response code|meaning|\n|---|---|---|\n|1|404|No such thing.|\n");
/// let table = ErrorTable::parse(&page, RowOrigin::Document)?;
/// assert_eq!(table.rows().len(), 1);
/// assert_eq!(table.find_row_by_code_and_status(1, 404).map(|row| row.meaning.as_str()), Some("No such thing."));
/// assert!(table.find_row_by_id(ErrorId::new(0, 500)).is_none());
/// # Ok::<(), badreq::contract::Diagnostics>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorTable {
    rows: Vec<ErrorRow>,
    columns: Vec<TableColumn>,
}

impl ErrorTable {
    /// Parses the table of the page that has the columns code, HTTP response code and meaning.
    ///
    /// Several tables with the same heading row, such as one for each section of a generated page, are one error table. Headings are compared
    /// without regard to case and blanks. Further columns are allowed, and `source` is read.
    ///
    /// # Errors
    ///
    /// Fails with every mistake at once: a row whose code is empty, whose status code is not in 100 to 599, whose meaning is empty, or
    /// which has too few or too many cells; a duplicate pair; a line that looks like a row and
    /// belongs to no table; a missing or empty table, and a second one with another heading row.
    pub fn parse(page: &SourceFile, origin: RowOrigin) -> Result<Self, Diagnostics> {
        Self::parse_with_layout(page, origin, &TableLayout::default())
    }

    /// Parses like [`ErrorTable::parse`], with the place and the headings of this layout.
    pub(super) fn parse_with_layout(
        page: &SourceFile,
        origin: RowOrigin,
        layout: &TableLayout,
    ) -> Result<Self, Diagnostics> {
        let ParsedErrorTable {
            columns,
            rows,
            flaws,
        } = table_parser::parse_error_table(page, origin, layout);
        match Diagnostics::from_nonempty(flaws) {
            Some(flaws) => Err(flaws),
            None => Ok(Self { rows, columns }),
        }
    }

    /// Returns the table with the rows of the errata added. A row whose id is in both stays as it is in this table. A code that has several statuses only
    /// together with the errata gets ids with its status.
    #[must_use]
    pub fn with_errata(mut self, errata: &Self) -> Self {
        for row in &errata.rows {
            if self.find_row_by_id(row.id).is_none() {
                self.rows.push(row.clone());
            }
        }
        assign_row_ids(&mut self.rows);
        self
    }

    /// Returns the table with the rows of an edition; they keep the ids that they have among all.
    pub(super) fn select_edition(&self, edition: Edition) -> Self {
        let mut own = self.clone();
        own.rows.retain(|row| match (edition, row.origin) {
            (Edition::Document, RowOrigin::Errata) => false,
            (Edition::Document, RowOrigin::Document) | (Edition::Errata, _) => true,
        });
        own
    }

    /// Returns the table with these rows added. A pair that is in both stays as it is in this table.
    pub(super) fn with_rows(mut self, rows: Vec<ErrorRow>) -> Self {
        for row in rows {
            let is_there = |own: &ErrorRow| own.code == row.code && own.status == row.status;
            if !self.rows.iter().any(is_there) {
                self.rows.push(row);
            }
        }
        assign_row_ids(&mut self.rows);
        self
    }

    /// Returns every row.
    #[must_use]
    pub fn rows(&self) -> &[ErrorRow] {
        &self.rows
    }

    /// Returns the row with this id, even if the id has a status that goes without saying.
    #[must_use]
    pub fn find_row_by_id(&self, name: ErrorId) -> Option<&ErrorRow> {
        let has_status = |row: &ErrorRow| match row.status.code() {
            Some(status) => name == ErrorId::with_status(row.code, status),
            None => false,
        };
        self.rows
            .iter()
            .find(|row| row.id == name || has_status(row))
    }

    /// Returns the type of the codes of all rows.
    #[must_use]
    pub fn code_type(&self) -> CodeType {
        CodeType::from_codes(self.rows.iter().map(|row| row.code))
    }

    /// Returns the row with this code and this status code.
    #[must_use]
    pub fn find_row_by_code_and_status(
        &self,
        code: impl Into<ErrorCode>,
        status: u16,
    ) -> Option<&ErrorRow> {
        let code = code.into();
        self.rows
            .iter()
            .find(|row| row.code == code && row.status.allows(status))
    }

    /// Formats the line that documents this pair when it is added to the table of the document.
    ///
    /// The message becomes the meaning, escaped so that parsing the line yields the same message.
    #[must_use]
    pub fn format_new_row(&self, code: impl Into<ErrorCode>, status: u16, message: &str) -> String {
        let code = code.into();
        let meaning = escape_cell(message);
        let columns = match self.columns.as_slice() {
            [] => REQUIRED_COLUMNS.as_slice(),
            columns => columns,
        };
        columns.iter().fold("|".to_owned(), |line, column| {
            line + &match column {
                TableColumn::Code => code.to_string(),
                TableColumn::Status => status.to_string(),
                TableColumn::Meaning => meaning.clone(),
                TableColumn::Source | TableColumn::Other => String::new(),
            } + "|"
        })
    }
}

/// Escapes a text as the Markdown of a cell.
fn escape_cell(text: &str) -> String {
    let mut cell = String::new();
    for word in text.split_whitespace() {
        if !cell.is_empty() {
            cell.push(' ');
        }
        for letter in word.chars() {
            match letter {
                // A backslash before a pipe is ambiguous in a table, so it is written as an entity.
                '\\' => cell.push_str("&#92;"),
                '|' | '`' | '*' | '_' | '[' | ']' | '<' | '&' => cell.extend(['\\', letter]),
                _ => cell.push(letter),
            }
        }
    }
    if cell.is_empty() {
        "(no message)".to_owned()
    } else {
        cell
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
