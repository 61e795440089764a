//! Who imports whom, which library is named where, and who prints.

use proc_macro2::TokenTree;

use crate::architecture::finding::Finding;
use crate::architecture::paths::{Named, paths};
use crate::architecture::rooms::{EXCEPTIONS, LIBRARIES, imports};
use crate::architecture::source::{Source, Sources};

/// Macros that write to the terminal.
const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

/// Imports of rooms that the table does not allow.
pub(crate) fn edges(sources: &Sources) -> Vec<Finding> {
    each_path(sources, |source, named| {
        let segments = strs(&named.segments);
        let ("crate", below) = segments.split_first().map(|(first, rest)| (*first, rest))? else {
            return None;
        };
        match (source.room(), below.first()) {
            // The root of the binary starts the command line and does nothing else.
            (None, Some(other)) => {
                let is_binary = source.path.ends_with("main.rs");
                (is_binary && *other != "cli")
                    .then(|| format!("the binary may start `cli` and nothing else, not `{other}`"))
            }
            (Some(room), Some(other)) => {
                let may = imports(&room).unwrap_or_default();
                (room != *other && !may.contains(other))
                    .then(|| format!("`{room}` may not import `{other}`"))
            }
            (Some(room), None) => named
                .is_import
                .then(|| format!("`{room}` imports the whole crate")),
            (None, None) => None,
        }
    })
}

/// Libraries that are named outside their rooms.
pub(crate) fn libraries(sources: &Sources) -> Vec<Finding> {
    each_path(sources, |source, named| {
        let room = source.room()?;
        if source.is_test(named.line) {
            return None;
        }
        LIBRARIES
            .iter()
            .find(|(library, place)| {
                let is_exception = EXCEPTIONS
                    .iter()
                    .any(|(file, what, _)| source.path == *file && library == what);
                !place.allows(&room) && !is_exception && reaches(named, library)
            })
            .map(|(library, _)| format!("`{room}` may not name `{library}`"))
    })
}

/// The command of the package that is not published; it writes to streams of its own.
const COMMAND_OF_PROOF: &str = "crates/proof/src/command/";

/// Macros and streams that print, outside the command line.
pub(crate) fn printing(sources: &Sources) -> Vec<Finding> {
    let mut findings = each_path(sources, |source, named| {
        let [.., "io", stream @ ("stdout" | "stderr")] = strs(&named.segments)[..] else {
            return None;
        };
        let is_command = source.path.starts_with(COMMAND_OF_PROOF);
        let is_cli = source.room().as_deref() == Some("cli");
        let is_free = is_cli || is_command || source.is_test(named.line);
        (!is_free).then(|| format!("`{stream}` is the terminal's, and only `cli` prints"))
    });
    for source in &sources.files {
        if source.room().as_deref() == Some("cli") {
            continue;
        }
        each_pair(&source.tokens, &mut |word, sign| {
            let line = word.span().start().line;
            if let (TokenTree::Ident(name), TokenTree::Punct(sign)) = (word, sign)
                && sign.as_char() == '!'
                && PRINTING.iter().any(|printing| name == printing)
                && !source.is_test(line)
            {
                findings.push(Finding {
                    file: source.path.clone(),
                    line,
                    what: format!("`{name}!` prints, and only `cli` may"),
                });
            }
        });
    }
    findings
}

/// Whether a path leads to a library or into it, or brings a module in through which it can be reached.
fn reaches(named: &Named, library: &str) -> bool {
    let library: Vec<&str> = library.split("::").collect();
    let segments = strs(&named.segments);
    segments.starts_with(&library)
        || (named.is_import && library.starts_with(&segments) && !segments.is_empty())
}

fn strs(segments: &[String]) -> Vec<&str> {
    segments.iter().map(String::as_str).collect()
}

fn each_path(sources: &Sources, judge: impl Fn(&Source, &Named) -> Option<String>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = sources
        .files
        .iter()
        .flat_map(|source| {
            paths(source)
                .iter()
                .filter_map(|named| {
                    Some(Finding {
                        file: source.path.clone(),
                        line: named.line,
                        what: judge(source, named)?,
                    })
                })
                .collect::<Vec<_>>()
        })
        .collect();
    findings.sort();
    findings.dedup();
    findings
}

fn each_pair(tokens: &[TokenTree], visit: &mut impl FnMut(&TokenTree, &TokenTree)) {
    for pair in tokens.windows(2) {
        visit(&pair[0], &pair[1]);
    }
    for token in tokens {
        if let TokenTree::Group(group) = token {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            each_pair(&inner, visit);
        }
    }
}
