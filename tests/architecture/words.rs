//! Words that belong to the API at hand, and not into an engine that would serve any.
//!
//! Its name stands nowhere in the engine, comments included. Its nouns and its codes may stand in comments, in docs and between backticks
//! in a message, where they are examples of what an author writes, and nowhere else. Names that the contract gives to keys and headers stand in no
//! text. Tests are free.

use proc_macro2::{Literal, TokenTree};

use crate::architecture::finding::Finding;
use crate::architecture::source::{Source, Sources};

/// Folders of packages that are about the API.
const ABOUT_THE_API: &[&str] = &["crates/proof/", "crates/reference/"];

/// Words that a file may use all the same, and why.
const EXCEPTIONS: &[(&str, &[&str], &str)] = &[];

const NAME: &str = "pluralkit";

/// Nouns of the API that mean nothing to HTTP or to this project.
const NOUNS: &[&str] = &[
    "member",
    "members",
    "fronter",
    "fronters",
    "autoproxy",
    "guild",
    "guilds",
    "discord",
];

/// Names in its responses that the engine takes from the contract, and writes in no text of its own.
const NAMES_OF_THE_CONTRACT: &[&str] = &["retry_after", "x-ratelimit"];

/// Every word of the API in the engine's code.
pub(crate) fn words(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in &sources.files {
        let mut folders = ABOUT_THE_API.iter();
        if !folders.any(|folder| source.path.starts_with(folder)) {
            name(source, &mut findings);
            nouns(source, &source.tokens, &mut findings);
        }
    }
    findings
}

fn name(source: &Source, findings: &mut Vec<Finding>) {
    for (line, text) in (1..).zip(source.text.lines()) {
        if text.to_lowercase().contains(NAME) && !source.is_test(line) {
            findings.push(Finding {
                file: source.path.clone(),
                line,
                what: "names the API".to_owned(),
            });
        }
    }
}

fn nouns(source: &Source, tokens: &[TokenTree], findings: &mut Vec<Finding>) {
    for (at, token) in tokens.iter().enumerate() {
        let line = token.span().start().line;
        let is_attribute =
            at > 0 && matches!(&tokens[at - 1], TokenTree::Punct(sign) if sign.as_char() == '#');
        let text = match token {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let is_doc = is_attribute
                    && matches!(inner.first(), Some(TokenTree::Ident(name)) if name == "doc");
                if !is_doc {
                    nouns(source, &inner, findings);
                }
                continue;
            }
            TokenTree::Ident(ident) => ident.to_string(),
            TokenTree::Literal(literal) => unquoted(literal),
            TokenTree::Punct(_) => continue,
        };
        if source.is_test(line) {
            continue;
        }
        if let TokenTree::Literal(_) = token {
            let mut names = NAMES_OF_THE_CONTRACT.iter();
            if let Some(name) = names.find(|name| text.contains(**name)) {
                findings.push(Finding {
                    file: source.path.clone(),
                    line,
                    what: format!("`{name}` is a name that the contract gives"),
                });
            }
        }
        for word in split(&text) {
            let is_noun = NOUNS.contains(&word.as_str()) && !is_excepted(source, &word);
            if is_noun || is_code(&word) {
                findings.push(Finding {
                    file: source.path.clone(),
                    line,
                    what: format!("`{word}` is a word of the API"),
                });
            }
        }
    }
}

fn is_excepted(source: &Source, word: &str) -> bool {
    EXCEPTIONS
        .iter()
        .any(|(file, words, _)| *file == source.path && words.contains(&word))
}

/// A literal without what stands between backticks.
fn unquoted(literal: &Literal) -> String {
    let text = literal.to_string();
    text.split('`').step_by(2).collect::<Vec<_>>().join(" ")
}

/// The words of an identifier or a text, in lower case: `MemberRef` and `member_ref` are `member` and `ref`.
fn split(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in text.chars() {
        let begins = letter.is_ascii_uppercase() && before.is_ascii_lowercase();
        if begins || !letter.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(letter.to_ascii_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a word is one of the API's own codes: 2, 3 or 4, then zeroes, then what counts.
fn is_code(word: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphabetic();
    let (digits, suffix) = word.split_at(word.find(is_letter).unwrap_or(word.len()));
    digits.len() == 5
        && (suffix.is_empty() || suffix.starts_with(['i', 'u']))
        && ["2000", "2001", "3000", "4000"]
            .iter()
            .any(|start| digits.starts_with(start))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::words;
    use crate::architecture::source::Sources;

    #[rstest]
    #[case::name_in_a_text("const A: &str = \"a PluralKit server\";", "1: names the API")]
    #[case::name_in_a_comment("// as PLURALKIT does\nfn a() {}", "1: names the API")]
    #[case::name_in_a_doc("\n/// Of pluralkit.me.\nfn a() {}", "2: names the API")]
    #[case::noun_as_a_name("fn a(member_ref: u8) {}", "1: `member` is a word of the API")]
    #[case::noun_in_a_type("struct GuildId;", "1: `guild` is a word of the API")]
    #[case::noun_in_a_text("const A: &str = \"/members/\";", "1: `members` is a word of the API")]
    #[case::code("const A: u32 = 20003;", "1: `20003` is a word of the API")]
    #[case::code_with_its_type("const A: i64 = 40001i64;", "1: `40001i64` is a word of the API")]
    #[case::code_in_a_text("const A: &str = \"30006\";", "1: `30006` is a word of the API")]
    #[case::key(
        "const A: &str = \"retry_after\";",
        "1: `retry_after` is a name that the contract gives"
    )]
    #[case::header(
        "const A: &str = \"x-ratelimit-reset\";",
        "1: `x-ratelimit` is a name that the contract gives"
    )]
    #[case::in_a_macro(
        "fn a() { vec![format!(\"{guild}\")] }",
        "1: `guild` is a word of the API"
    )]
    fn a_word_of_the_api_is_found(#[case] text: &str, #[case] what: &str) {
        let findings = words(&Sources::one("src/check/row_breach.rs", text));
        let [finding] = findings.as_slice() else {
            panic!("one finding, not {findings:?}");
        };
        assert_eq!(
            finding.to_string(),
            format!("src/check/row_breach.rs:{what}")
        );
    }

    #[rstest]
    #[case::noun_in_a_comment("src/check/row_breach.rs", "// `20003` of /members/\nfn a() {}")]
    #[case::noun_in_a_doc(
        "src/check/row_breach.rs",
        "/// ```\n/// let row = \"20003\";\n/// ```\nfn a() {}"
    )]
    #[case::example_in_a_message(
        "src/check/row_breach.rs",
        "const A: &str = \"write `GET /members/{owner_member.id}` or `20003`\";"
    )]
    #[case::test_code(
        "src/check/row_breach.rs",
        "#[cfg(test)]\nmod tests { const A: &str = \"PluralKit 20003\"; }"
    )]
    #[case::field_of_the_contract(
        "src/check/row_breach.rs",
        "fn a(model: &Model) -> &str { &model.retry_after }"
    )]
    #[case::header_of_http("src/check/row_breach.rs", "const A: &str = \"retry-after\";")]
    #[case::other_numbers(
        "src/check/row_breach.rs",
        "const A: u32 = 20300; const B: u32 = 40960;"
    )]
    #[case::other_words("src/check/row_breach.rs", "struct SystemTime; fn remembers() {}")]
    #[case::the_reference_server(
        "crates/reference/src/rows.rs",
        "const A: u32 = 20003; struct Member;"
    )]
    fn other_words_are_not(#[case] path: &str, #[case] text: &str) {
        assert_eq!(words(&Sources::one(path, text)), []);
    }
}
