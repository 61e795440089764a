//! The rows: the document's, the errata's, and those of pages that people may bring.

use badreq::contract::{
    Contract, ContractFiles, Edition, ErrorCode, ErrorId, ErrorRow, ErrorTable, RowOrigin,
    SourceFile,
};

use crate::contract::load;

/// The table of the document, written by hand.
const DOCUMENT: [(i64, u16, &str); 27] = [
    (0, 500, "Internal server error, try again later"),
    (0, 400, "Bad Request (usually invalid JSON)"),
    (0, 401, "Missing or invalid Authorization header"),
    (20001, 404, "System not found."),
    (20002, 404, "Member not found."),
    (20003, 404, "Member '{memberRef}' not found."),
    (20004, 404, "Group not found."),
    (20005, 404, "Group '{groupRef}' not found."),
    (20006, 404, "Message not found."),
    (20007, 404, "Switch not found."),
    (
        20008,
        404,
        "Switch not found, switch associated with different system, or unauthorized to view front history.",
    ),
    (
        20009,
        404,
        "No system guild settings found for target guild.",
    ),
    (
        20010,
        404,
        "No member guild settings found for target guild.",
    ),
    (30001, 403, "Unauthorized to view member list"),
    (30002, 403, "Unauthorized to view group list"),
    (30003, 403, "Unauthorized to view group member list"),
    (30004, 403, "Unauthorized to view current fronters."),
    (30005, 403, "Unauthorized to view front history."),
    (30006, 403, "Target member is not part of your system."),
    (30007, 403, "Target group is not part of your system."),
    (
        30008,
        403,
        "Member '{memberRef}' is not part of your system.",
    ),
    (30009, 403, "Group '{groupRef}' is not part of your system."),
    (
        40002,
        400,
        "Missing autoproxy member for member-mode autoproxy.",
    ),
    (40003, 400, "Duplicate members in member list."),
    (40004, 400, "Member list identical to current fronter list."),
    (40005, 400, "Switch with provided timestamp already exists."),
    (40006, 400, "Invalid switch ID."),
];

const ERRATA: [(i64, u16); 3] = [(0, 403), (40001, 400), (0, 429)];

fn pairs(rows: &[ErrorRow]) -> Vec<(i64, u16)> {
    rows.iter()
        .map(|row| (integer(row.code), status(row)))
        .collect()
}

fn status(row: &ErrorRow) -> u16 {
    row.status.code().expect("each row has a status code")
}

fn integer(code: ErrorCode) -> i64 {
    match code {
        ErrorCode::Integer(number) => number,
        ErrorCode::Word(word) => panic!("{word:?} is no integer"),
    }
}

#[test]
fn the_document_has_these_27_rows_in_this_order() {
    let table = load(Edition::Document).table;
    let rows: Vec<(i64, u16, &str)> = table
        .rows()
        .iter()
        .map(|row| (integer(row.code), status(row), row.meaning.as_str()))
        .collect();
    assert_eq!(rows, DOCUMENT);
}

#[test]
fn the_errata_add_three_rows_behind_them() {
    let table = load(Edition::Errata).table;
    let mut expected: Vec<(i64, u16)> = DOCUMENT.map(|(code, status, _)| (code, status)).into();
    expected.extend(ERRATA);
    assert_eq!(pairs(table.rows()), expected);
    assert_eq!(table.rows().len(), 30);
}

#[test]
fn every_row_says_which_page_and_line_it_is() {
    let sources = ContractFiles::embedded();
    let errata = sources.errata.expect("there is a page of errata");
    for row in load(Edition::Errata).table.rows() {
        let page = match row.origin {
            RowOrigin::Document => sources
                .document
                .as_ref()
                .expect("the contract has a document"),
            RowOrigin::Errata => &errata,
        };
        let line = page
            .text
            .lines()
            .nth(row.line - 1)
            .expect("the line is there");
        assert_eq!(row.page, page.name);
        let start = format!("|{}|{}|{}|", row.code, row.status, row.meaning);
        assert!(line.starts_with(&start), "{line}");
    }
}

#[test]
fn every_erratum_has_a_source_and_no_other_row_has() {
    for row in load(Edition::Errata).table.rows() {
        assert_eq!(
            row.source.is_some(),
            row.origin == RowOrigin::Errata,
            "{}",
            row.id()
        );
    }
}

#[test]
fn every_row_has_a_name_of_its_own_that_leads_back_to_it() {
    let names = "0/500 0/400 0/401 0/403 20001 20002 20003 20004 20005 20006 20007 20008 20009 0/429 20010 \
                 30001 30002 30003 30004 30005 30006 30007 30008 30009 40001 40002 40003 40004 40005 40006";
    let table = load(Edition::Errata).table;
    for name in names.split_whitespace() {
        let name: ErrorId = name.parse().expect("it is a row name");
        let row = table.find_row_by_id(name).expect("the row is there");
        assert_eq!(row.id(), name);
    }
    assert_eq!(names.split_whitespace().count(), table.rows().len());
}

#[test]
fn the_meaning_describes_the_error_in_the_rows_with_code_0_and_in_40001() {
    let contract = load(Edition::Errata);
    for row in contract.table.rows() {
        assert_eq!(
            contract.model.described_rows.contains(&row.id()),
            row.code == 0 || row.code == 40001,
            "{}",
            row.id()
        );
    }
}

#[test]
fn only_40001_carries_errors_and_only_0_429_refuses_for_the_rate() {
    let model = load(Edition::Document).model;
    assert_eq!(model.rows_with_details(), [ErrorId::new(40001, 400)]);
    assert_eq!(model.rate_limit_rows, [ErrorId::new(0, 429)]);
}

/// A later edition of the document: two rows more, one of them with markup and without its closing pipe, another text for 0/400.
fn later_edition() -> SourceFile {
    let document = ContractFiles::embedded()
        .document
        .expect("it is there")
        .text;
    let text = document
        .replace(
            "|0|400|Bad Request (usually invalid JSON)|\n",
            "|0|400|No JSON, or of another form (see the `error` key)|\n",
        )
        .replace(
            "|20001|",
            "|0|403|Blocked - ask the people who run it|\n|20001|",
        )
        .replace(
            "|40002|",
            "|40001|400|Error parsing JSON model (check [`errors` key](#error-object) for details)\n|40002|",
        );
    SourceFile::new("later.md", text)
}

#[test]
fn a_later_edition_with_29_rows_is_read() {
    let table =
        ErrorTable::parse(&later_edition(), RowOrigin::Document).expect("the page is sound");
    assert_eq!(table.rows().len(), 29);
    let model_error = table
        .find_row_by_code_and_status(40001, 400)
        .expect("the row is there");
    assert_eq!(
        model_error.meaning,
        "Error parsing JSON model (check errors key for details)"
    );
    let bad_request = table
        .find_row_by_code_and_status(0, 400)
        .expect("the row is there");
    assert_eq!(
        bad_request.meaning,
        "No JSON, or of another form (see the error key)"
    );
}

#[test]
fn a_later_edition_keeps_its_own_lines_beside_the_errata() {
    let sources = ContractFiles::embedded().with_document(later_edition());
    let contract = Contract::parse(&sources, Edition::Errata).expect("the contract is sound");
    assert_eq!(contract.table.rows().len(), 30);
    let origin = |code, status| {
        contract
            .table
            .find_row_by_code_and_status(code, status)
            .map(|row| row.origin)
    };
    assert_eq!(origin(0, 403), Some(RowOrigin::Document));
    assert_eq!(origin(40001, 400), Some(RowOrigin::Document));
    assert_eq!(origin(0, 429), Some(RowOrigin::Errata));
}

#[test]
fn the_document_is_read_alike_with_windows_line_ends() {
    let text = ContractFiles::embedded()
        .document
        .expect("it is there")
        .text
        .replace('\n', "\r\n");
    let page = SourceFile::new("schemas/errors.md", text);
    let table = ErrorTable::parse(&page, RowOrigin::Document).expect("the page is sound");
    assert_eq!(table.rows(), load(Edition::Document).table.rows());
}

#[test]
fn a_broken_document_is_answered_with_every_fault_and_its_line() {
    let text = ContractFiles::embedded()
        .document
        .expect("it is there")
        .text
        .replace("|20001|404|", "|20001|4o4|")
        .replace("|20004|", "|20002|")
        .replace("Invalid switch ID.", "");
    let sources = ContractFiles::embedded().with_document(SourceFile::new("fork.md", text));
    let flaws = Contract::parse(&sources, Edition::Errata).expect_err("the page is broken");
    let found: Vec<(Option<usize>, &str)> = flaws
        .as_slice()
        .iter()
        .map(|flaw| (flaw.line(), flaw.message.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (
                Some(36),
                "the HTTP response code `4o4` is not an HTTP status code"
            ),
            (Some(39), "code 20002 with status 404 is listed twice"),
            (Some(59), "the meaning is empty"),
        ]
    );
}
