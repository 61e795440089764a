use std::path::PathBuf;

use rstest::rstest;

use super::{SuiteSources, SuiteSourcesError, is_fixtures_file};

/// A folder of one test, removed with it.
struct TempSuiteFolder(PathBuf);

impl TempSuiteFolder {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let path = std::env::temp_dir().join(format!("suites-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir(&path).expect("it is new");
        for (name, text) in files {
            std::fs::write(path.join(name), text).expect("it is new");
        }
        Self(path)
    }
}

impl Drop for TempSuiteFolder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

#[test]
fn the_suites_of_a_folder_are_its_toml_files_in_the_order_of_their_names() {
    let folder = TempSuiteFolder::new(&[
        ("b.toml", b"2"),
        ("a.toml", b"1"),
        ("fixtures.toml", b"3"),
        ("README.md", b"no suite"),
    ]);
    let sources = SuiteSources::from_folder(&folder.0).expect("there are suites");
    let path = |name: &str| folder.0.join(name).display().to_string();
    let file = |name: &str, text: &str| (path(name), text.to_owned());
    assert_eq!(
        sources,
        SuiteSources::from_texts(vec![
            file("a.toml", "1"),
            file("b.toml", "2"),
            file("fixtures.toml", "3"),
        ])
    );
}

#[rstest]
#[case::nothing(&[])]
#[case::only_fixtures(&[("fixtures.toml", b"".as_slice())])]
#[case::only_others(&[("a.md", b"".as_slice())])]
fn a_folder_without_a_suite_is_an_error(#[case] files: &[(&str, &[u8])]) {
    let folder = TempSuiteFolder::new(files);
    let error = SuiteSources::from_folder(&folder.0).expect_err("there is no suite");
    assert_eq!(
        error.to_string(),
        format!(
            "there are no suites in `{}`: a suite is a file such as `members.toml`",
            folder.0.display()
        )
    );
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = TempSuiteFolder::new(&[]);
    let missing = folder.0.join("nowhere");
    let error = SuiteSources::from_folder(&missing).expect_err("it is not there");
    let SuiteSourcesError::Unreadable { path, .. } = &error else {
        panic!("{error} is another error");
    };
    assert_eq!(*path, missing.display().to_string());
    assert!(
        error.to_string().starts_with("cannot read suites from `"),
        "{error}"
    );
}

#[test]
fn a_file_that_is_no_text_is_named() {
    let folder = TempSuiteFolder::new(&[("a.toml", b"\xff")]);
    let error = SuiteSources::from_folder(&folder.0).expect_err("it is no UTF-8");
    let file = folder.0.join("a.toml").display().to_string();
    assert!(error.to_string().contains(&file), "{error}");
}

#[rstest]
#[case::bare("fixtures.toml", true)]
#[case::in_a_folder("suites/fixtures.toml", true)]
#[case::a_suite_about_fixtures("suites/more_fixtures.toml", false)]
fn the_fixtures_file_is_known_by_its_whole_name(#[case] name: &str, #[case] fixtures: bool) {
    assert_eq!(is_fixtures_file(name), fixtures);
}

#[test]
fn the_suites_that_come_along_have_fixtures() {
    let SuiteSources { files } = SuiteSources::embedded();
    assert!(files.iter().any(|(name, _)| name == "suites/fixtures.toml"));
    assert!(files.is_sorted());
}

#[test]
fn the_digest_of_suites_depends_on_their_names_and_texts_and_not_on_folder_or_order() {
    let digest = |files: &[(&str, &str)]| {
        let files = files.iter();
        let files = files.map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        SuiteSources::from_texts(files.collect()).digest()
    };
    let own = digest(&[("suites/a.toml", "1"), ("suites/b.toml", "2")]);
    assert_eq!(digest(&[("x/b.toml", "2"), ("x/a.toml", "1")]), own);
    assert_ne!(digest(&[("a.toml", "2"), ("b.toml", "1")]), own);
    assert_ne!(digest(&[("a.toml", "1"), ("c.toml", "2")]), own);
}
