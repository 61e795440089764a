//! Settings and files that are wrong: the error says what is wrong, where, and what to do. Nothing is sent.

use std::path::PathBuf;

use badreq::{Conformance, ConformanceError, Contract};
use rstest::rstest;

use crate::library::support::folder;

/// A check of a server that is never reached.
fn check() -> Conformance {
    Conformance::new(Contract::embedded()).target("http://127.0.0.1:9/v2")
}

async fn error_of(check: Conformance) -> ConformanceError {
    check.run().await.expect_err("something is wrong")
}

#[rstest]
#[case::no_server(
    Conformance::new(Contract::embedded()),
    "there is no server to check: give `.target(url)` or `.serve(router)`"
)]
#[case::url(check().target("localhost:80"), "base URL `localhost:80` does not begin with `http://`")]
#[case::base_path(check().base_path("v2/"), "`v2/` is not a base path: write it as `/v2`")]
#[case::actor(
    check().actor("admin", "secret"),
    "there is no actor `admin` with a token: give the token of the `owner` or the `stranger`"
)]
#[case::token(check().actor("owner", "two words"), "cannot use the token of the owner: token contains")]
#[case::same_tokens(
    check().actor("owner", "same").actor("stranger", "same"),
    "the tokens of owner and stranger are the same"
)]
#[case::pattern(
    check().select("membres"),
    "cannot select cases: no case, suite or row matches `membres`: did you mean `members`?"
)]
#[case::nothing_left(check().select("groups").skip("groups"), "no case is left to run: `.skip`")]
#[case::value(check().value("message", "1"), "no case needs a value `message`; those that cases need: `")]
#[case::trigger(check().trigger("internal", "/fail"), "no case needs a trigger `internal`; those that cases need: `")]
#[case::trigger_text(check().trigger("internal-error", "fail"), "cannot use the trigger `internal-error`: `fail` is not a trigger")]
#[case::baseline(check().baseline("no/such.toml"), "cannot read the baseline from `no/such.toml`: ")]
#[case::production(
    check().target("https://api.pluralkit.me/v2"),
    "api.pluralkit.me serves real users, and a run creates, changes and removes objects there"
)]
#[tokio::test]
async fn a_wrong_setting_is_named_with_what_to_do(
    #[case] check: Conformance,
    #[case] message: &str,
) {
    let error = error_of(check).await;
    assert!(error.to_string().starts_with(message), "{error}");
}

#[tokio::test]
async fn of_two_wrong_settings_the_first_is_reported() {
    let error = error_of(check().actor("admin", "secret").target("nowhere")).await;
    assert!(
        matches!(error, ConformanceError::UnknownActor(_)),
        "{error}"
    );
}

#[tokio::test]
async fn a_folder_without_a_contract_is_named_in_full() {
    let error = error_of(Conformance::new("no/contract").target("http://127.0.0.1:9")).await;
    let ConformanceError::NoContract { folder } = &error else {
        panic!("{error}");
    };
    assert!(folder.is_absolute() && folder.ends_with("no/contract"));
}

#[tokio::test]
async fn a_page_that_is_missing_is_named() {
    let folder = folder("pages");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    std::fs::write(folder.join("contract.toml"), "").expect("it can be written");
    let error = error_of(Conformance::new(folder.as_path()).target("http://127.0.0.1:9")).await;
    let page = folder.join("errors.md");
    let message = format!("{}: the file is missing", page.display());
    assert!(error.to_string().contains(&message), "{error}");
}

/// A folder with a copy of a contract, and with a suite that has no text about it.
fn contract_with_a_wrong_suite(name: &str) -> PathBuf {
    let own = "tests/other_api/contract";
    let folder = folder(name);
    std::fs::create_dir_all(folder.join("suites")).expect("the folder can be made");
    for file in std::fs::read_dir(own).expect("the contract is there") {
        let file = file.expect("it can be read");
        std::fs::copy(file.path(), folder.join(file.file_name())).expect("it can be copied");
    }
    let suite = "[suite]\ntitle = \"A\"\n";
    std::fs::write(folder.join("suites/a.toml"), suite).expect("it can be written");
    folder
}

#[tokio::test]
async fn every_model_of_a_folder_is_read_and_its_mistakes_are_shown_with_their_lines() {
    let folder = contract_with_a_wrong_suite("models");
    let models = folder.join("models");
    std::fs::create_dir_all(&models).expect("the folder can be made");
    for (name, bytes) in [
        ("latin.json", b"{\n\"title\": \"caf\xe9\"\n}".as_slice()),
        ("book.json", b"{\n\"maxLenght\": 3\n}"),
        ("notes.txt", b"no model"),
    ] {
        std::fs::write(models.join(name), bytes).expect("it can be written");
    }
    let error = error_of(Conformance::new(folder).target("http://127.0.0.1:9")).await;
    let text = error.to_string();
    for mistake in [
        "book.json:2: `maxLenght` is not a keyword that a model may have\n",
        "book.json: no operation has this model\n",
        "latin.json:2: the model is not UTF-8 text\n",
        "latin.json: no operation has this model\n",
    ] {
        let shown = models.join(mistake).display().to_string();
        assert!(text.contains(&shown), "{text}");
    }
    assert!(!text.contains("notes.txt"), "{text}");
}

#[tokio::test]
async fn mistakes_in_a_contract_are_shown_with_their_lines_also_by_debug() {
    let folder = contract_with_a_wrong_suite("mistakes");
    let error = error_of(Conformance::new(folder).target("http://127.0.0.1:9")).await;
    let text = format!("{error:?}");
    assert_eq!(
        text,
        error.to_string(),
        "a test that ends with `?` shows it"
    );
    assert!(
        text.starts_with("nothing was sent, correct this first:\n"),
        "{text}"
    );
    assert!(text.contains("suites/a.toml:1: "), "{text}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named() {
    let check = check().journal_dir(folder("away"));
    let error = error_of(check).await;
    assert!(matches!(error, ConformanceError::Open(_)), "{error}");
    let message = "cannot use the target at http://127.0.0.1:9/v2 (a failure of the network)";
    assert!(error.to_string().starts_with(message), "{error}");
}
