//! SQL: error messages of databases, and statements.

use std::ops::Range;

use super::text_search::{find_phrases, split_words};

/// The error messages of PostgreSQL, MySQL, SQLite, SQL Server and Oracle, in lower case.
const DATABASE_ERRORS: &[&str] = &[
    "syntax error at or near",
    "duplicate key value violates",
    "violates unique constraint",
    "violates foreign key constraint",
    "violates not-null constraint",
    "violates check constraint",
    "invalid input syntax for type",
    "value too long for type character",
    "current transaction is aborted",
    "unterminated quoted string at or near",
    "error in your sql syntax",
    "unique constraint failed:",
    "no such table:",
    "incorrect syntax near",
    "unclosed quotation mark",
    "sqlstate",
];

/// The two keywords of each statement, and the most words between them.
const STATEMENT_KEYWORDS: &[(&str, &str, usize)] = &[
    ("select", "from", 30),
    ("insert", "into", 0),
    ("update", "set", 2),
    ("delete", "from", 0),
];

/// Finds SQL and error messages of databases in a text.
pub(super) fn find_sql_leaks(text: &str) -> Vec<Range<usize>> {
    let mut found = find_phrases(&text.to_ascii_lowercase(), DATABASE_ERRORS);
    found.extend(find_missing_object_messages(text));
    found.extend(find_sql_statements(text));
    found
}

/// Finds messages such as `relation "members" does not exist`.
fn find_missing_object_messages(text: &str) -> impl Iterator<Item = Range<usize>> {
    let starts = find_phrases(text, &["relation \"", "column \""]);
    starts.into_iter().filter_map(move |start| {
        let (name, after) = text[start.end..].split_once('"')?;
        after
            .starts_with(" does not exist")
            .then(|| start.start..start.end + name.len())
    })
}

fn find_sql_statements(text: &str) -> Vec<Range<usize>> {
    let words: Vec<_> = split_words(text, |letter| letter == '_').collect();
    let mut found = Vec::new();
    for (index, (start, verb)) in words.iter().enumerate() {
        for (first, second, between) in STATEMENT_KEYWORDS {
            if !verb.eq_ignore_ascii_case(first) {
                continue;
            }
            let following = words.iter().skip(index + 1).take(between + 1);
            let mut seconds = following.filter(|(_, word)| word.eq_ignore_ascii_case(second));
            if let Some((end, word)) = seconds.next() {
                let shouted = [verb, word]
                    .iter()
                    .all(|word| word.bytes().all(|byte| byte.is_ascii_uppercase()));
                let more = text[end.end..].chars().take(120).collect::<String>();
                let named = more.trim_start().starts_with(|letter: char| {
                    letter.is_alphabetic() || "_\"`[(".contains(letter)
                });
                let whole = format!("{}{more}", &text[start.start..end.end]);
                if named && (shouted || is_lower_case_sql(&whole)) {
                    found.push(start.start..end.end);
                }
            }
        }
    }
    found
}

/// Reports whether words in lower case, which may be plain English, stand among signs of SQL.
fn is_lower_case_sql(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let assigns = [" = $", " = @", " = ?", " = '", "=$1", "=@"];
    lower.starts_with("select * from")
        || lower.starts_with("select count(")
        || (lower.contains(" values") && lower.contains('('))
        || assigns.iter().any(|sign| lower.contains(sign))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::postgres("42601: syntax error at or near \"'\"")]
    #[case::upper_case("ERROR: Syntax error at or near \"x\"")]
    #[case::unique("23505: duplicate key value violates unique constraint \"members_pkey\"")]
    #[case::relation("42P01: relation \"members\" does not exist")]
    #[case::column("column \"hid\" does not exist")]
    #[case::input("invalid input syntax for type uuid: \"x\"")]
    #[case::too_long("value too long for type character varying(100)")]
    #[case::mysql("You have an error in your SQL syntax; check the manual")]
    #[case::sqlite("UNIQUE constraint failed: members.hid")]
    #[case::state("SQLSTATE[42000]")]
    #[case::select("SELECT hid, name FROM members WHERE id = 1")]
    #[case::select_over_lines("SELECT hid,\n  name\nFROM members")]
    #[case::select_quoted("SELECT * FROM \"members\"")]
    #[case::select_small("select * from members where hid = $1")]
    #[case::select_all_small("select * from members")]
    #[case::select_count_small("select count(*) from members")]
    #[case::select_some_small("select hid, name from members where hid = @hid")]
    #[case::insert("INSERT INTO members (hid) VALUES ($1)")]
    #[case::insert_small("insert into members (hid) values ($1)")]
    #[case::update("UPDATE members SET name = 'x'")]
    #[case::update_small("update members set name = $1 where id = $2")]
    #[case::delete("DELETE FROM members WHERE id = 1")]
    fn sql_is_found(#[case] text: &str) {
        assert!(!find_sql_leaks(text).is_empty());
    }

    #[rstest]
    #[case::complaint("x: syntax error at or near \"y\"", "syntax error at or near")]
    #[case::relation("x: relation \"members\" does not exist", "relation \"members")]
    #[case::statement("x: SELECT hid_id FROM members", "SELECT hid_id FROM")]
    fn what_gives_it_away_is_told_and_no_more(#[case] text: &str, #[case] expected: &str) {
        let shown: Vec<_> = find_sql_leaks(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(shown, [expected]);
    }

    #[rstest]
    #[case::select("Select one of the members from the list.")]
    #[case::update("Update the set of members")]
    #[case::delete("delete from the list what is not needed")]
    #[case::insert("insert into the list")]
    #[case::select_in_brackets("select one from the list (or none)")]
    #[case::select_values("select one from the list of values")]
    #[case::exists("relation 'x' does not exist")]
    #[case::timestamp("Switch with provided timestamp already exists.")]
    #[case::syntax("syntax error in JSON at line 1")]
    #[case::shouted_end("SELECT FROM")]
    #[case::shouted_apart("PLEASE SELECT")]
    #[case::unique("The name must be unique.")]
    fn an_honest_text_is_no_sql(#[case] text: &str) {
        assert!(
            find_sql_leaks(text).is_empty(),
            "{:?}",
            find_sql_leaks(text)
        );
    }
}
