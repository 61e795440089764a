//! `badreq list`.

use super::command::call;

#[test]
fn the_coverage_of_everything_has_no_empty_row_and_no_empty_cell() {
    let ended = call(&["list", "--coverage"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    let last = ended.out.lines().last().expect("there is a summary");
    assert!(last.contains("30 rows, 0 without a case"), "{last}");
    assert!(last.ends_with(", 0 empty"), "{last}");
}

#[test]
fn the_coverage_of_a_selection_shows_what_the_selection_covers_and_calls_nothing_empty() {
    let ended = call(&["list", "--coverage", "members"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(ended.out.contains("Member not found."), "{}", ended.out);
    assert!(!ended.out.contains("Group not found."), "{}", ended.out);
    assert!(!ended.out.contains("EMPTY"), "{}", ended.out);
}

#[test]
fn the_needs_name_every_value_and_every_hook() {
    let ended = call(&["list", "--needs"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    for name in ["guild_id", "message_id", "internal-error", "rate-limit"] {
        let named = |line: &str| line.split_whitespace().next() == Some(name);
        assert!(ended.out.lines().any(named), "{name}: {}", ended.out);
    }
    assert!(!ended.out.contains("(1 cases)"), "{}", ended.out);
}

#[test]
fn the_edition_of_the_document_alone_has_the_rows_of_the_document() {
    let ended = call(&["list", "--coverage", "--edition", "document"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    let last = ended.out.lines().last().expect("there is a summary");
    assert!(last.starts_with("27 rows, "), "{last}");
}
