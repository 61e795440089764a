//! The part of a contract's settings that says where the rows of the error table stand.

use serde::Deserialize;

use super::authored::{TableReader, TomlFileReader};
use super::row::assign_row_ids;
use super::table_parser::find_contradictions;
use super::{Diagnostics, ErrorCode, ErrorId, ErrorRow, RowOrigin, RowStatus, SourceFile};

/// Where the rows of an error table stand on a page, and which rows the settings add.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TableSettings {
    pub(super) layout: TableLayout,
    pub(super) rows: Vec<ErrorRow>,
}

/// The place and the headings of an error table on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TableLayout {
    /// The heading of the section that the table is in; `None` if any table with the columns is meant.
    pub(super) heading: Option<String>,
    pub(super) columns: TableHeadings,
}

impl Default for TableLayout {
    fn default() -> Self {
        Self {
            heading: None,
            columns: TableHeadings {
                code: "code".to_owned(),
                status: Some("HTTP response code".to_owned()),
                meaning: "meaning".to_owned(),
                source: default_source_heading(),
            },
        }
    }
}

/// The headings of the columns of an error table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableHeadings {
    pub(super) code: String,
    /// No heading if the page gives no status codes.
    #[serde(default)]
    pub(super) status: Option<String>,
    pub(super) meaning: String,
    #[serde(default = "default_source_heading")]
    pub(super) source: String,
}

fn default_source_heading() -> String {
    "source".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TableSection {
    #[serde(default)]
    page: Option<String>,
    #[serde(default)]
    heading: Option<String>,
    #[serde(default)]
    columns: Option<TableHeadings>,
}

/// A `[[row]]` of the settings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowEntry {
    code: ErrorCode,
    #[serde(default)]
    status: StatusCodes,
    meaning: String,
}

/// One status code, or a list of them; an empty one if the documentation gives none.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum StatusCodes {
    One(u16),
    Several(Vec<u16>),
}

impl Default for StatusCodes {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl TableSettings {
    /// Parses `[table]` and `[[row]]` of the settings; the other keys are parsed elsewhere, and a page that is not TOML is reported there.
    pub(super) fn parse(page: &SourceFile) -> Result<Self, Diagnostics> {
        let mut file = TomlFileReader::new(page.clone());
        let Some(settings) = file
            .parse("")
            .map(|mut root| Self::from_reader(&mut root, page))
        else {
            return Ok(Self::default());
        };
        let mut mistakes = file.into_diagnostics();
        mistakes.extend(find_contradictions(page, &settings.rows));
        match Diagnostics::from_nonempty(mistakes) {
            Some(mistakes) => Err(mistakes),
            None => Ok(settings),
        }
    }

    /// Returns the name of the page that holds the table: the one that the settings name, or else `errors.md`, unless they list all rows themselves.
    pub(super) fn find_page_name(page: &SourceFile) -> Option<String> {
        let mut file = TomlFileReader::new(page.clone());
        let mut root = file.parse("")?;
        let section = root.read_section::<TableSection>("table");
        let has_rows = !root.read_entries::<RowEntry>("row").is_empty();
        match section {
            Some(section) => Some(section.value.page.unwrap_or_else(default_page)),
            None => (!has_rows).then(default_page),
        }
    }

    fn from_reader(toml: &mut TableReader<'_>, page: &SourceFile) -> Self {
        let section = toml.read_section::<TableSection>("table");
        let mut layout = TableLayout::default();
        if let Some(section) = section {
            layout.heading = section.value.heading;
            layout.columns = section.value.columns.unwrap_or(layout.columns);
        }
        let mut rows = Vec::new();
        for entry in toml.read_entries::<RowEntry>("row") {
            let RowEntry {
                code,
                status,
                meaning,
            } = &entry.value;
            let codes = match status {
                StatusCodes::One(code) => std::slice::from_ref(code),
                StatusCodes::Several(codes) => codes,
            };
            let mut statuses = Vec::new();
            for code in codes {
                statuses.extend(RowStatus::from_code(*code));
                if RowStatus::from_code(*code).is_none() {
                    toml.diagnose_with_hint(
                        entry.span_of_key_value("status"),
                        format!("`{code}` is not an HTTP status code"),
                        "write a number from 100 to 599".to_owned(),
                    );
                }
            }
            if codes.is_empty() {
                statuses.push(RowStatus::ANY);
            }
            rows.extend(statuses.into_iter().map(|status| ErrorRow {
                id: ErrorId::without_status(*code),
                code: *code,
                status,
                meaning: meaning.clone(),
                origin: RowOrigin::Document,
                page: page.name.clone(),
                line: toml.line_number_at(entry.span_of_key_value("code").start),
                source: None,
            }));
        }
        assign_row_ids(&mut rows);
        Self { layout, rows }
    }
}

fn default_page() -> String {
    "errors.md".to_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{RowStatus, SourceFile, TableSettings};

    fn page(text: &str) -> SourceFile {
        SourceFile::new("contract.toml", text)
    }

    #[test]
    fn a_row_with_several_statuses_is_a_row_for_each() {
        let text = "[[row]]\ncode = \"M_FORBIDDEN\"\nstatus = [401, 403]\nmeaning = \"No.\"\n[[row]]\ncode = \"M_GONE\"\nstatus = 404\nmeaning = \"Gone.\"\n";
        let settings = TableSettings::parse(&page(text)).unwrap();
        let rows = settings.rows.iter();
        let rows: Vec<_> = rows.map(|row| (row.id().to_string(), row.line)).collect();
        let own = |id: &str, line| (id.to_owned(), line);
        assert_eq!(
            rows,
            [
                own("M_FORBIDDEN/401", 2),
                own("M_FORBIDDEN/403", 2),
                own("M_GONE", 6)
            ]
        );
    }

    #[rstest]
    #[case::status(
        "[[row]]\ncode = 1\nstatus = 99\nmeaning = \"a\"\n",
        3,
        "`99` is not an HTTP status code"
    )]
    #[case::twice(
        "[[row]]\ncode = 1\nstatus = 404\nmeaning = \"a\"\n[[row]]\ncode = 1\nstatus = 404\nmeaning = \"b\"\n",
        6,
        "code 1 with status 404 is listed twice"
    )]
    #[case::key(
        "[[row]]\ncode = 1\nstatus = 404\nmeening = \"a\"\n",
        4,
        "unknown key `meening`"
    )]
    fn a_wrong_row_is_reported_with_its_line(
        #[case] text: &str,
        #[case] line: usize,
        #[case] what: &str,
    ) {
        let flaws = TableSettings::parse(&page(text)).unwrap_err();
        let first = &flaws.as_slice()[0];
        assert_eq!((first.line(), first.message.as_str()), (Some(line), what));
    }

    #[test]
    fn a_row_without_a_status_allows_any_error() {
        let text = "[[row]]\ncode = 50001\nmeaning = \"Missing access\"\n";
        let settings = TableSettings::parse(&page(text)).unwrap();
        let [row] = settings.rows.as_slice() else {
            panic!("there is one row");
        };
        assert_eq!(
            (row.id().to_string().as_str(), row.status),
            ("50001", RowStatus::ANY)
        );
    }

    #[rstest]
    #[case::nothing("", Some("errors.md"))]
    #[case::named("[table]\npage = \"codes.md\"\n", Some("codes.md"))]
    #[case::rows_alone("[[row]]\ncode = 1\nstatus = 404\nmeaning = \"a\"\n", None)]
    fn the_page_of_the_table_is_known_before_the_rest(
        #[case] text: &str,
        #[case] name: Option<&str>,
    ) {
        assert_eq!(TableSettings::find_page_name(&page(text)).as_deref(), name);
    }
}
