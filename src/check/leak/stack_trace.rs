//! Stack traces: the frames of common languages, and the lines that announce them.

use std::ops::Range;

use super::text_search::{
    SOURCE_EXTENSIONS, bounded_prefix, bounded_suffix, find_phrases, split_lines, split_words,
};

const TRACE_MARKERS: &[&str] = &[
    "panicked at ",
    "stack backtrace:",
    "RUST_BACKTRACE",
    "Traceback (most recent call last)",
    "--- End of stack trace",
    "--- End of inner exception",
    "Exception in thread \"",
    "goroutine 1 [",
    "runtime error: ",
];

/// Finds the parts of stack traces in a text.
pub(super) fn find_stack_traces(text: &str) -> Vec<Range<usize>> {
    let mut found = find_phrases(text, TRACE_MARKERS);
    found.extend(find_call_frames(text));
    found.extend(find_rust_frames(text));
    found.extend(find_source_positions(text));
    found.extend(find_python_frames(text));
    found.extend(find_exception_names(text));
    found
}

/// Finds frames of .NET, Java and JavaScript: `at App.Members.Get(String ref)`.
fn find_call_frames(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("at ").filter_map(move |(start, at)| {
        let before = text[..start].chars().next_back();
        let begins_line = text[..start]
            .trim_end_matches([' ', '\t'])
            .chars()
            .next_back()
            .is_none_or(|letter| letter == '\n');
        let (name, _) = bounded_prefix(&text[start + at.len()..]).split_once('(')?;
        let in_name = |letter: char| letter.is_alphanumeric() || "._<>$`+:[],".contains(letter);
        let dots = name.matches('.').count();
        let is_frame = before.is_none_or(char::is_whitespace)
            && name.starts_with(char::is_alphabetic)
            && name.ends_with(|letter: char| letter.is_alphanumeric() || letter == '>')
            && name.chars().all(in_name)
            && (dots > 1 || (dots == 1 && begins_line));
        is_frame.then(|| start..start + at.len() + name.len())
    })
}

/// Finds frames of Rust: `  12: core::panicking::panic_fmt`.
fn find_rust_frames(text: &str) -> impl Iterator<Item = Range<usize>> {
    split_lines(text).filter_map(|(range, line)| {
        let (number, name) = line.trim().split_once(": ")?;
        let is_frame = !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && name.contains("::")
            && !name.contains(' ');
        is_frame.then_some(range)
    })
}

/// Finds lines of source files: `/app/index.js:10:5`, `(Bar.java:12)`, `Members.cs:line 12`.
fn find_source_positions(text: &str) -> impl Iterator<Item = Range<usize>> {
    let ends = |ending: &&str| {
        let ending = format!(".{ending}:");
        let found = text.match_indices(&ending);
        found
            .map(|(dot, found)| (dot, dot + found.len()))
            .collect::<Vec<_>>()
    };
    let places: Vec<_> = SOURCE_EXTENSIONS.iter().flat_map(ends).collect();
    places.into_iter().filter_map(move |(dot, colon)| {
        let after = &text[colon..];
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let line_word = after.strip_prefix("line ").is_some_and(starts_with_digit);
        if digits == 0 && !line_word {
            return None;
        }
        let apart = |letter: char| letter.is_whitespace() || "\"'`,;<>()[]{}".contains(letter);
        let before = bounded_suffix(&text[..dot]);
        let name = before.rsplit(apart).next().unwrap_or(before);
        let start = dot - name.len();
        let column = after[digits..]
            .strip_prefix(':')
            .is_some_and(|rest| starts_with_digit(rest) || rest.starts_with("in "));
        // `example.rs:443` is a host and its port as well.
        let is_file = name.contains(['/', '\\']) || column || text[..start].ends_with('(');
        let is_position = !name.is_empty() && !name.contains("://") && (line_word || is_file);
        is_position.then(|| start..colon + digits)
    })
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
}

/// Finds frames of Python: `File "main.py", line 12`.
fn find_python_frames(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("File \"")
        .filter_map(move |(start, file)| {
            let (name, after) = text[start + file.len()..].split_once('"')?;
            let is_frame = after.strip_prefix(", line ").is_some_and(starts_with_digit);
            is_frame.then(|| start..start + file.len() + name.len())
        })
}

/// Finds the names of exceptions: `System.NullReferenceException`, `sqlalchemy.exc.IntegrityError:`.
fn find_exception_names(text: &str) -> impl Iterator<Item = Range<usize>> {
    split_words(text, |letter| "._".contains(letter)).filter_map(move |(range, word)| {
        let word = word.trim_end_matches('.');
        let (package, name) = word.rsplit_once('.')?;
        let is_class = |suffix: &str| {
            name.strip_suffix(suffix)
                .is_some_and(|rest| rest.starts_with(char::is_uppercase))
        };
        let followed = text[range.start + word.len()..].starts_with(':');
        let is_exception = package.starts_with(char::is_alphabetic)
            && !text[..range.start].ends_with('/')
            && (is_class("Exception") || (is_class("Error") && followed));
        is_exception.then(|| range.start..range.start + word.len())
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::rust_panic("thread 'main' panicked at src/members.rs:10:5:\nindex out of bounds")]
    #[case::rust_frame(
        "   4: core::panicking::panic_fmt\n             at /rustc/x/library/core/src/panicking.rs:72:14"
    )]
    #[case::rust_source("src/members.rs:10:5")]
    #[case::dotnet(
        "System.NullReferenceException: Object reference not set to an instance of an object."
    )]
    #[case::dotnet_frame("   at Things.Api.MemberController.MemberGet(String memberRef)")]
    #[case::dotnet_frame_in_one_line(
        "boom at Things.Api.MemberController.MemberGet(String memberRef) in x"
    )]
    #[case::dotnet_line("Members.cs:line 12")]
    #[case::dotnet_async("   at App.Program.<Main>d__0.MoveNext() in /app/Program.cs:line 5")]
    #[case::javascript(
        "TypeError: x is undefined\n    at Object.get (/app/routes/members.js:10:15)"
    )]
    #[case::javascript_frame("    at Router.handle(layer)")]
    #[case::typescript("at async file:/app/src/main.ts:3:9")]
    #[case::java("Exception in thread \"main\" java.lang.NullPointerException")]
    #[case::java_frame("\tat com.example.Members.get(Members.java:42)")]
    #[case::java_class("java.lang.IllegalStateException")]
    #[case::python("Traceback (most recent call last):\n  File \"/app/main.py\", line 3, in get")]
    #[case::python_frame("File \"main.py\", line 3")]
    #[case::python_error("sqlalchemy.exc.IntegrityError: (psycopg2.errors.UniqueViolation)")]
    #[case::go("goroutine 1 [running]:\nmain.main()\n\t/src/main.go:12 +0x1d")]
    #[case::go_panic("runtime error: invalid memory address or nil pointer dereference")]
    #[case::ruby("app.rb:12:in `get'")]
    fn a_stack_trace_is_found(#[case] text: &str) {
        assert!(!find_stack_traces(text).is_empty());
    }

    #[rstest]
    #[case::rust_panic("thread panicked at src", &["panicked at "])]
    #[case::rust_frame("x\n  4: core::panicking::panic_fmt\ny", &["  4: core::panicking::panic_fmt"])]
    #[case::rust_source("x (src/members.rs:10:5)", &["src/members.rs:10"])]
    #[case::a_file_of_no_folder("error in members.rs:10:5", &["members.rs:10"])]
    #[case::a_file_of_a_folder("error in src/members.rs:10", &["src/members.rs:10"])]
    #[case::dotnet("boom at App.Members.Get(x)", &["at App.Members.Get"])]
    #[case::dotnet_type_argument("boom at App.Members.Get<T>(x)", &["at App.Members.Get<T>"])]
    #[case::dotnet_line("in Members.cs:line 12", &["Members.cs:"])]
    #[case::javascript("boom\n\t at Router.handle(layer)", &["at Router.handle"])]
    #[case::java("by worker (Members.java:42)", &["Members.java:42"])]
    #[case::java_class("by java.lang.IllegalStateException.", &["java.lang.IllegalStateException"])]
    #[case::python_frame("x\n  File \"main.py\", line 3", &["File \"main.py"])]
    #[case::python_error("by sqlalchemy.exc.IntegrityError: x", &["sqlalchemy.exc.IntegrityError"])]
    fn what_gives_it_away_is_told_and_no_more(#[case] text: &str, #[case] expected: &[&str]) {
        let shown: Vec<_> = find_stack_traces(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(shown, expected);
    }

    #[rstest]
    #[case::frames("at a")]
    #[case::sources("a.rs:1")]
    #[case::drives("a:\\a")]
    #[case::statements("select update ")]
    #[case::not_ascii("é.rs:at é")]
    fn a_text_without_end_is_searched_in_bounded_steps(#[case] part: &str) {
        // A search that scans the whole text again for each part would not finish.
        assert!(find_stack_traces(&part.repeat(10_000)).is_empty());
        assert!(super::super::sql::find_sql_leaks(&part.repeat(10_000)).is_empty());
        assert!(super::super::file_path::find_file_paths(&part.repeat(10_000)).len() < 10_000);
    }

    #[rstest]
    #[case::a_message(
        "Switch not found, switch associated with different system, or unauthorized to view front history."
    )]
    #[case::too_long("Field avatar_url is too long.")]
    #[case::a_time("try again at 12:30 (UTC)")]
    #[case::a_place("look at example.com (docs)")]
    #[case::a_site("look at example.com(docs)")]
    #[case::a_sentence("Look at this. Then (if you like) go on.")]
    #[case::a_link("see https://example.rs:443/docs and http://localhost:8080/a.b.c(d)")]
    #[case::a_host("no route to example.rs:443")]
    #[case::an_error_code("invalid_request: Error parsing JSON model")]
    #[case::words("Internal server error: an exception was thrown")]
    #[case::a_class_of_no_package("ValidationError: name is too long")]
    #[case::an_error_at("expected `,` or `}` at line 1 column 5")]
    #[case::an_urn("urn:error:4:x::y")]
    #[case::a_title("4: Members::Names are unique")]
    #[case::a_type_link("https://example.com/errors/com.example.FooException")]
    #[case::not_ascii("é.rs:")]
    #[case::a_word_that_ends_in_at("what a.b.c(d)")]
    #[case::a_version("fixed at 2.0.1(beta)")]
    #[case::a_site_with_a_full_stop("look at www.example.com.(x)")]
    #[case::a_site_with_a_hyphen("look at the.example-site.com(docs)")]
    #[case::a_line_that_begins_with_at("at once(now)")]
    #[case::nothing_numbered(": a::b")]
    #[case::a_name_with_colons("unknown: Member::Name")]
    #[case::a_number_in_front("4: Members")]
    #[case::a_file_without_a_line("notes/main.rs: not found")]
    #[case::an_ending_alone("files that end in .rs:12:5")]
    #[case::a_file_that_is_missing("File \"main.py\" not found")]
    #[case::a_file_with_words_behind("File \"main.py\", line by line")]
    #[case::a_site_and_why("example.com: no route")]
    #[case::an_error_that_is_only_named("raises models.ValidationError then")]
    fn an_honest_text_is_no_stack_trace(#[case] text: &str) {
        assert!(
            find_stack_traces(text).is_empty(),
            "{:?}",
            find_stack_traces(text)
        );
    }
}
