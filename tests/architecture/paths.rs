//! The paths that a source names, imported or in place, each resolved to where it leads.

use proc_macro2::{Delimiter, TokenTree};

use crate::architecture::source::Source;

/// A path as it stands in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Its segments; those of this crate begin with `crate`, whichever way they were written.
    pub(crate) segments: Vec<String>,
    pub(crate) line: usize,
    /// Whether it is imported, so that all below it can be named.
    pub(crate) is_import: bool,
}

/// Every path of a source that has more than one segment or is imported.
pub(crate) fn paths(source: &Source) -> Vec<Named> {
    let mut scan = Scan {
        found: Vec::new(),
        module: source.module.clone(),
    };
    scan.tokens(&source.tokens);
    scan.found
}

struct Scan {
    found: Vec<Named>,
    module: Vec<String>,
}

impl Scan {
    fn tokens(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Ident(word) if word == "use" => {
                    let end = (at..tokens.len())
                        .find(|end| is_punct(tokens, *end, ';'))
                        .unwrap_or(tokens.len());
                    // `use<'a>` in a type imports nothing.
                    if !is_punct(tokens, at + 1, '<') {
                        self.import(&tokens[at + 1..end], &[]);
                        at = end;
                    }
                }
                TokenTree::Ident(word) if word == "crate" && is_ident(tokens, at, 1, "extern") => {
                    if let Some(TokenTree::Ident(name)) = tokens.get(at + 1) {
                        self.push(&[name.to_string()], name.span().start().line, true);
                    }
                    at += 1;
                }
                TokenTree::Ident(word) if word == "mod" => {
                    let name = tokens.get(at + 1).map(ToString::to_string);
                    if let (Some(name), Some(TokenTree::Group(body))) = (name, tokens.get(at + 2)) {
                        self.module.push(name);
                        self.group(body);
                        self.module.pop();
                        at += 2;
                    }
                }
                TokenTree::Ident(word) => {
                    let (segments, next) = chain(tokens, at);
                    if segments.len() > 1 {
                        self.push(&segments, word.span().start().line, false);
                    }
                    at = next - 1;
                }
                TokenTree::Group(group) => self.group(group),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            at += 1;
        }
    }

    fn group(&mut self, group: &proc_macro2::Group) {
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        self.tokens(&inner);
    }

    /// Reads one tree of a `use`, without its keyword and its semicolon.
    fn import(&mut self, tokens: &[TokenTree], prefix: &[String]) {
        let start = if is_punct(tokens, 0, ':') { 2 } else { 0 };
        let (own, next) = chain(tokens, start);
        let mut segments = prefix.to_vec();
        segments.extend(own);
        let line = tokens
            .get(start)
            .map_or(0, |token| token.span().start().line);
        let after = if is_punct(tokens, next, ':') {
            next + 2
        } else {
            next
        };
        match tokens.get(after) {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for tree in
                    inner.split(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == ','))
                {
                    if !tree.is_empty() {
                        self.import(tree, &segments);
                    }
                }
            }
            _ => {
                if segments.len() > 1 && segments.last().is_some_and(|last| last == "self") {
                    segments.pop();
                }
                self.push(&segments, line, true);
            }
        }
    }

    fn push(&mut self, segments: &[String], line: usize, is_import: bool) {
        let segments = self.resolve(segments);
        self.found.push(Named {
            segments,
            line,
            is_import,
        });
    }

    fn resolve(&self, segments: &[String]) -> Vec<String> {
        let mut below = self.module.clone();
        let mut is_relative = false;
        let mut rest = segments;
        while let Some((first, tail)) = rest.split_first() {
            match first.as_str() {
                "crate" | "badreq" if !is_relative => below.clear(),
                "super" => {
                    below.pop();
                }
                "self" if !is_relative => {}
                _ => break,
            }
            is_relative = true;
            rest = tail;
        }
        let own = if is_relative {
            ["crate".to_owned()].into_iter().chain(below).collect()
        } else {
            Vec::new()
        };
        own.into_iter().chain(rest.iter().cloned()).collect()
    }
}

/// The segments of a path that begins here, and the place behind it.
fn chain(tokens: &[TokenTree], mut at: usize) -> (Vec<String>, usize) {
    let mut segments = Vec::new();
    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
        segments.push(word.to_string().trim_start_matches("r#").to_owned());
        at += 1;
        let goes_on = is_punct(tokens, at, ':')
            && is_punct(tokens, at + 1, ':')
            && matches!(tokens.get(at + 2), Some(TokenTree::Ident(_)));
        if !goes_on {
            break;
        }
        at += 2;
    }
    (segments, at)
}

fn is_punct(tokens: &[TokenTree], at: usize, sign: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn is_ident(tokens: &[TokenTree], at: usize, back: usize, word: &str) -> bool {
    let before = at.checked_sub(back).and_then(|at| tokens.get(at));
    matches!(before, Some(TokenTree::Ident(ident)) if ident == word)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::paths;
    use crate::architecture::source::Sources;

    #[rstest]
    #[case::plain("use crate::contract::Row;", "crate::contract::Row")]
    #[case::by_the_crates_name("use badreq::contract::Row;", "crate::contract::Row")]
    #[case::leading_colons("use ::badreq::contract::Row;", "crate::contract::Row")]
    #[case::renamed("use crate::contract as c;", "crate::contract")]
    #[case::grouped(
        "use crate::{contract::{self, Row}};",
        "crate::contract crate::contract::Row"
    )]
    #[case::upwards("use super::super::contract::Row;", "crate::contract::Row")]
    #[case::in_place("fn a() { crate::contract::read() }", "crate::contract::read")]
    #[case::in_a_macro("fn a() { vec![$crate::contract::A] }", "crate::contract::A")]
    #[case::from_a_module_inside("mod m { use super::row::A; }", "crate::check::text::row::A")]
    #[case::sibling("use super::row::A;", "crate::check::row::A")]
    #[case::everything("use crate::*;", "crate")]
    #[case::foreign(
        "use tokio::net::{TcpStream, UdpSocket};",
        "tokio::net::TcpStream tokio::net::UdpSocket"
    )]
    #[case::whole_crate("extern crate axum;", "axum")]
    #[case::visibility("pub(in super::super) fn a() {}", "crate")]
    #[case::captured("fn a<'a>() -> impl Fn() + use<'a> { std::fs::read }", "std::fs::read")]
    fn a_path_is_resolved_to_where_it_leads(#[case] text: &str, #[case] expected: &str) {
        let sources = Sources::one("src/check/text.rs", text);
        let named: Vec<String> = paths(&sources.files[0])
            .iter()
            .map(|named| named.segments.join("::"))
            .collect();
        assert_eq!(named.join(" "), expected);
    }
}
