//! The sources of all packages, cut into tokens, with what is test code told apart.

use std::collections::BTreeMap;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The sources of the packages.
pub(crate) struct Sources {
    pub(crate) files: Vec<Source>,
}

/// One file.
pub(crate) struct Source {
    /// Its path below the root: `src/check/mod.rs`, `crates/reference/src/seed.rs`.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) tokens: Vec<TokenTree>,
    /// The modules that lead to it: `check`, `leak` for `src/check/leak/mod.rs`; none for the root of the library. In another package they
    /// begin with its folders.
    pub(crate) module: Vec<String>,
    /// The first and the last lines of its test items.
    tests: Vec<(usize, usize)>,
}

impl Sources {
    /// The sources of this package and of those in `crates`.
    pub(crate) fn of_the_packages() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = vec![root.join("src")];
        for package in std::fs::read_dir(root.join("crates")).expect("a folder can be read") {
            folders.push(package.expect("its entries can be read").path().join("src"));
        }
        let mut files = Vec::new();
        for folder in folders {
            walk(&folder, &mut |path| {
                let text = std::fs::read_to_string(path).expect("a source can be read");
                let path = path.strip_prefix(root).expect("it stands below the root");
                files.push((path.to_string_lossy().into_owned(), text));
            });
        }
        files.sort();
        Self::of(files)
    }

    /// Sources that are made up: paths and texts.
    pub(crate) fn of(files: Vec<(String, String)>) -> Self {
        let mut sources: Vec<Source> = files
            .into_iter()
            .map(|(path, text)| Source::of(path, text))
            .collect();
        let tests: BTreeMap<String, Vec<String>> =
            sources.iter().flat_map(Source::test_files).collect();
        for source in &mut sources {
            if let Some(module) = tests.get(&source.path) {
                source.tests = vec![(1, usize::MAX)];
                source.module.clone_from(module);
            } else if tests.values().any(|test| source.module.starts_with(test)) {
                // A folder of a test module, its front page included.
                source.tests = vec![(1, usize::MAX)];
            }
        }
        Self { files: sources }
    }

    /// One made-up file.
    pub(crate) fn one(path: &str, text: &str) -> Self {
        Self::of(vec![(path.to_owned(), text.to_owned())])
    }
}

impl Source {
    fn of(path: String, text: String) -> Self {
        let tokens: Vec<TokenTree> = text
            .parse::<TokenStream>()
            .unwrap_or_else(|error| panic!("{path}: {error}"))
            .into_iter()
            .collect();
        let mut tests = Vec::new();
        test_items(&tokens, &mut |item| {
            let line = |token: Option<&TokenTree>, end: bool| {
                token.map_or(0, |token| {
                    let span = token.span();
                    if end { span.end() } else { span.start() }.line
                })
            };
            tests.push((line(item.first(), false), line(item.last(), true)));
        });
        Self {
            module: module(&path),
            path,
            text,
            tokens,
            tests,
        }
    }

    /// Whether a line is test code.
    pub(crate) fn is_test(&self, line: usize) -> bool {
        self.tests
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&line))
    }

    /// Whether all of it is test code.
    pub(crate) fn is_test_file(&self) -> bool {
        self.tests.first() == Some(&(1, usize::MAX))
    }

    /// The room that it belongs to; none for the roots of the library and of the binary, and for other packages.
    pub(crate) fn room(&self) -> Option<String> {
        let is_of_the_engine = self.path.starts_with("src/");
        self.module.first().filter(|_| is_of_the_engine).cloned()
    }

    /// The files that it declares as test modules, and the modules that lead to them.
    fn test_files(&self) -> Vec<(String, Vec<String>)> {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut files = Vec::new();
        test_items(&self.tokens, &mut |item| {
            let words: Vec<String> = item.iter().map(ToString::to_string).collect();
            let [.., keyword, name, end] = words.as_slice() else {
                return;
            };
            if keyword != "mod" || end != ";" {
                return;
            }
            let named = item.iter().find_map(path_attribute);
            let is_front_page = self.path.ends_with("/mod.rs") || self.path.ends_with("/lib.rs");
            let file = match named {
                Some(file) => format!("{folder}/{file}"),
                None if is_front_page => format!("{folder}/{name}.rs"),
                None => format!("{}/{name}.rs", self.path.trim_end_matches(".rs")),
            };
            let mut module = self.module.clone();
            module.push(name.clone());
            files.push((file, module));
        });
        files
    }
}

fn module(path: &str) -> Vec<String> {
    let is_root = path.ends_with("src/lib.rs") || path.ends_with("src/main.rs");
    let path = path.strip_prefix("src/").unwrap_or(path);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let mut modules: Vec<String> = path.split('/').map(str::to_owned).collect();
    if is_root || modules.last().is_some_and(|last| last == "mod") {
        modules.pop();
    }
    modules
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            walk(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            visit(&path);
        }
    }
}

/// `"load_tests.rs"` of `#[path = "load_tests.rs"]`.
fn path_attribute(token: &TokenTree) -> Option<String> {
    let TokenTree::Group(group) = token else {
        return None;
    };
    let text = group.stream().to_string();
    let value = text.strip_prefix("path = \"")?.strip_suffix('"')?;
    Some(value.to_owned())
}

/// Finds the items under `#[cfg(test)]`, from their first attribute to their end.
fn test_items(tokens: &[TokenTree], found: &mut impl FnMut(&[TokenTree])) {
    let mut at = 0;
    while at < tokens.len() {
        let start = at;
        let mut is_test = false;
        while let Some(attribute) = attribute(tokens, at) {
            is_test |= attribute.replace(' ', "") == "cfg(test)";
            at += 2;
        }
        if is_test {
            while at < tokens.len() && !ends_item(&tokens[at]) {
                at += 1;
            }
            found(&tokens[start..tokens.len().min(at + 1)]);
        } else if let Some(TokenTree::Group(group)) = tokens.get(at) {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            test_items(&inner, found);
        }
        at += 1;
    }
}

fn attribute(tokens: &[TokenTree], at: usize) -> Option<String> {
    match (tokens.get(at)?, tokens.get(at + 1)?) {
        (TokenTree::Punct(hash), TokenTree::Group(group))
            if hash.as_char() == '#' && group.delimiter() == Delimiter::Bracket =>
        {
            Some(group.stream().to_string())
        }
        _ => None,
    }
}

fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    }
}

#[test]
fn test_code_is_told_apart_by_its_attribute() {
    let sources = Sources::of(vec![
        (
            "src/check/row_breach.rs".to_owned(),
            "fn a() {}\n#[cfg(test)]\n#[path = \"row_tests.rs\"]\nmod tests;\n".to_owned(),
        ),
        ("src/check/row_tests.rs".to_owned(), "fn b() {}".to_owned()),
        (
            "src/check/text.rs".to_owned(),
            "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n".to_owned(),
        ),
    ]);
    let [row, tests, text] = sources.files.as_slice() else {
        panic!("there are three files");
    };
    assert_eq!(tests.module, ["check", "row_breach", "tests"]);
    assert!(tests.is_test_file() && !row.is_test_file() && !text.is_test_file());
    let lines: Vec<usize> = (1..=6).filter(|line| text.is_test(*line)).collect();
    assert_eq!(lines, [2, 3, 4, 5]);
}
