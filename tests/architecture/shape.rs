//! The shape of files: front pages without logic, and no file too long.

use proc_macro2::TokenTree;

use crate::architecture::finding::Finding;
use crate::architecture::source::{Source, Sources};

/// How long a file may be, its tests not counted.
const LONGEST: usize = 400;

/// Files that are longer than that, how long, and why; each is to become shorter, none longer.
const LONGER: &[(&str, usize, &str)] = &[];

/// Front pages (`mod.rs`, `lib.rs`) that hold more than docs, modules and re-exports.
pub(crate) fn front_pages(sources: &Sources) -> Vec<Finding> {
    sources
        .files
        .iter()
        .filter(|source| source.path.ends_with("/mod.rs") || source.path.ends_with("src/lib.rs"))
        .filter_map(logic)
        .collect()
}

/// The first item that is neither a module in a file of its own nor a `use`.
fn logic(source: &Source) -> Option<Finding> {
    let mut tokens = source.tokens.iter().peekable();
    while let Some(token) = tokens.next() {
        let word = token.to_string();
        match (token, word.as_str()) {
            (TokenTree::Punct(_), "#" | "!") | (TokenTree::Ident(_), "pub") => {}
            // What stands behind `#` and behind `pub`.
            (TokenTree::Group(_), _) if !word.starts_with('{') => {}
            (TokenTree::Ident(_), "use") => {
                tokens.by_ref().find(|token| is_end(token));
            }
            (TokenTree::Ident(_), "mod") => {
                tokens.next();
                if !tokens.next().is_some_and(is_end) {
                    return Some(found(source, token, "a module has a file of its own"));
                }
            }
            (_, other) => {
                let what = format!("`{other}` begins something else than a module or a re-export");
                return Some(found(source, token, &what));
            }
        }
    }
    None
}

fn is_end(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';')
}

fn found(source: &Source, token: &TokenTree, what: &str) -> Finding {
    Finding {
        file: source.path.clone(),
        line: token.span().start().line,
        what: format!("a front page holds no logic: {what}"),
    }
}

/// Files that are too long.
pub(crate) fn lengths(sources: &Sources) -> Vec<Finding> {
    sources
        .files
        .iter()
        .filter(|source| !source.is_test_file())
        .filter_map(|source| {
            let all = source.text.lines().count();
            let code = (1..=all).filter(|line| !source.is_test(*line)).count();
            let most = LONGER
                .iter()
                .find(|(file, _, _)| *file == source.path)
                .map_or(LONGEST, |(_, most, _)| *most);
            (code > most).then(|| Finding {
                file: source.path.clone(),
                line: most + 1,
                what: format!("{code} lines of code, and {most} are the most"),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{front_pages, lengths};
    use crate::architecture::source::Sources;

    #[rstest]
    #[case::function("\nfn a() {}", "2: a front page holds no logic: `fn` begins")]
    #[case::type_of_its_own("pub struct A;", "1: a front page holds no logic: `struct` begins")]
    #[case::constant(
        "pub const A: u8 = 1;",
        "1: a front page holds no logic: `const` begins"
    )]
    #[case::module_inside("mod a { }", "1: a front page holds no logic: a module has a file")]
    #[case::macro_call(
        "mod a;\nthread_local! {}",
        "2: a front page holds no logic: `thread_local`"
    )]
    fn logic_on_a_front_page_is_found(#[case] text: &str, #[case] what: &str) {
        for path in ["src/run/mod.rs", "crates/things/src/lib.rs"] {
            let findings = front_pages(&Sources::one(path, text));
            let [finding] = findings.as_slice() else {
                panic!("one finding, not {findings:?}");
            };
            assert!(
                finding.to_string().starts_with(&format!("{path}:{what}")),
                "{finding}"
            );
        }
    }

    #[test]
    fn docs_modules_and_re_exports_are_no_logic() {
        let text = "//! Docs.\n#![allow(a)]\n#[cfg(feature = \"a\")]\npub mod a;\nmod b;\npub(crate) use a::{B, c::D};\npub use b::*;\n";
        assert_eq!(front_pages(&Sources::one("src/lib.rs", text)), []);
    }

    #[rstest]
    #[case::just_not(400, 0, 0)]
    #[case::by_one(401, 0, 1)]
    #[case::tests_do_not_count(400, 90, 0)]
    fn a_file_that_is_too_long_is_found(
        #[case] code: usize,
        #[case] tests: usize,
        #[case] expected: usize,
    ) {
        let mut text = "const A: u8 = 1;\n".repeat(code);
        if tests > 0 {
            text += &format!(
                "#[cfg(test)]\nmod tests {{\n{}}}\n",
                "const B: u8 = 1;\n".repeat(tests)
            );
        }
        let findings = lengths(&Sources::one("src/run/long.rs", &text));
        assert_eq!(findings.len(), expected);
    }
}
