//! The rules about imports, libraries and printing, tried on made-up sources.

use rstest::rstest;

use crate::architecture::finding::Finding;
use crate::architecture::rules::{edges, libraries, printing};
use crate::architecture::source::Sources;

fn lines(findings: &[Finding]) -> String {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[rstest]
#[case::plain(
    "src/report/json.rs",
    "\nuse crate::run::Plan;",
    "2: `report` may not import `run`"
)]
#[case::one_of_a_group(
    "src/run/plan.rs",
    "use crate::{suite::Case, report};",
    "1: `run` may not import `report`"
)]
#[case::by_the_crates_name(
    "src/check/row_breach.rs",
    "use badreq::suite::Case;",
    "1: `check` may not import `suite`"
)]
#[case::upwards(
    "src/check/leak/path.rs",
    "use super::super::super::target::Target;",
    "1: `check` may not import `target`"
)]
#[case::upwards_from_the_front_page(
    "src/contract/mod.rs",
    "use super::exchange;",
    "1: `contract` may not import `exchange`"
)]
#[case::in_place(
    "src/exchange/request.rs",
    "fn a() {\n    crate::contract::suggest();\n}",
    "2: `exchange` may not import `contract`"
)]
#[case::in_a_test(
    "src/contract/row.rs",
    "#[cfg(test)]\nmod tests {\n    use crate::check::judge;\n}",
    "3: `contract` may not import `check`"
)]
#[case::from_the_command_line(
    "src/suite/sources.rs",
    "use crate::cli::Exit;",
    "1: `suite` may not import `cli`"
)]
#[case::everything(
    "src/report/json.rs",
    "use crate::*;",
    "1: `report` imports the whole crate"
)]
#[case::renamed(
    "src/report/json.rs",
    "use crate as all;",
    "1: `report` imports the whole crate"
)]
#[case::binary(
    "src/main.rs",
    "fn main() { badreq::run::execute() }",
    "1: the binary may start `cli` and nothing else, not `run`"
)]
fn a_forbidden_import_is_found(#[case] path: &str, #[case] text: &str, #[case] what: &str) {
    assert_eq!(
        lines(&edges(&Sources::one(path, text))),
        format!("{path}:{what}")
    );
}

#[rstest]
#[case::own_room(
    "src/check/row_breach.rs",
    "use crate::check::judge; use super::tree::A;"
)]
#[case::allowed(
    "src/outcome/rows.rs",
    "use crate::{check::Place, contract::Row, exchange};"
)]
#[case::in_a_doc_comment(
    "src/report/json.rs",
    "//! See [`run`](crate::run).\n/// And [`Plan`](crate::run::Plan).\nfn a() {}"
)]
#[case::in_a_text("src/report/json.rs", "const A: &str = \"crate::run::Plan\";")]
#[case::visibility(
    "src/report/json.rs",
    "pub(crate) fn a() {}\npub(in crate::report) fn b() {}"
)]
#[case::binary("src/main.rs", "fn main() { badreq::cli::main() }")]
#[case::another_package("crates/things/src/shelf.rs", "use crate::store::Shelf;")]
fn an_allowed_import_is_not(#[case] path: &str, #[case] text: &str) {
    assert_eq!(lines(&edges(&Sources::one(path, text))), "");
}

#[rstest]
#[case::client(
    "src/run/trial.rs",
    "use reqwest::Client;",
    "1: `run` may not name `reqwest`"
)]
#[case::in_place(
    "src/fixture/line.rs",
    "fn a(b: hyper::Error) {}",
    "1: `fixture` may not name `hyper`"
)]
#[case::server(
    "src/cli/serve.rs",
    "use axum::Router;",
    "1: `cli` may not name `axum`"
)]
#[case::reference_server(
    "src/run/options.rs",
    "use badreq_reference::start;",
    "1: `run` may not name `badreq_reference`"
)]
#[case::arguments(
    "src/run/options.rs",
    "#[derive(clap::Args)]\nstruct A;",
    "1: `run` may not name `clap`"
)]
#[case::waiting(
    "src/check/time.rs",
    "use tokio::time::sleep;",
    "1: `check` may not name `tokio`"
)]
#[case::clock(
    "src/check/time.rs",
    "\nuse std::time::{Duration, Instant};",
    "2: `check` may not name `std::time::Instant`"
)]
#[case::clock_by_its_module(
    "src/outcome/run.rs",
    "use std::time;",
    "1: `outcome` may not name `std::time::Instant`"
)]
#[case::clock_by_a_star(
    "src/exchange/timing.rs",
    "use std::time::*;",
    "1: `exchange` may not name `std::time::Instant`"
)]
#[case::file(
    "src/contract/load.rs",
    "fn a() { std::fs::read_to_string(\"a\"); }",
    "1: `contract` may not name `std::fs`"
)]
#[case::file_elsewhere_in_a_room_with_an_exception(
    "src/suite/expand.rs",
    "use std::fs::read;",
    "1: `suite` may not name `std::fs`"
)]
#[case::network(
    "src/suite/sources.rs",
    "use std::net::TcpStream;",
    "1: `suite` may not name `std::net`"
)]
fn a_library_in_the_wrong_room_is_found(
    #[case] path: &str,
    #[case] text: &str,
    #[case] what: &str,
) {
    assert_eq!(
        lines(&libraries(&Sources::one(path, text))),
        format!("{path}:{what}")
    );
}

#[rstest]
#[case::its_room("src/target/client.rs", "use reqwest::Client;")]
#[case::duration("src/check/time.rs", "use std::time::Duration;")]
#[case::another_package("crates/things/src/shelf.rs", "use axum::Router;")]
#[case::exception("src/suite/sources.rs", "fn a() { std::fs::read_dir(\"a\"); }")]
#[case::test_code(
    "src/check/time.rs",
    "#[cfg(test)]\nmod tests {\n    use tokio::time::sleep;\n}"
)]
#[case::name_of_its_own("src/check/time.rs", "fn a(tokio: u8) -> u8 { tokio }")]
fn a_library_in_its_room_is_not(#[case] path: &str, #[case] text: &str) {
    assert_eq!(lines(&libraries(&Sources::one(path, text))), "");
}

#[rstest]
#[case::line(
    "fn a() {\n    println!(\"a\");\n}",
    "2: `println!` prints, and only `cli` may"
)]
#[case::qualified(
    "fn a() { std::eprint!(\"a\") }",
    "1: `eprint!` prints, and only `cli` may"
)]
#[case::stream(
    "fn a() { io::stdout().flush() }",
    "1: `stdout` is the terminal's, and only `cli` prints"
)]
#[case::stream_imported(
    "use std::io::{Write, stderr};",
    "1: `stderr` is the terminal's, and only `cli` prints"
)]
#[case::in_a_macro("fn a() { vec![dbg!(1)] }", "1: `dbg!` prints, and only `cli` may")]
fn a_macro_that_prints_is_found(#[case] text: &str, #[case] what: &str) {
    for path in ["src/run/trial.rs", "crates/things/src/cli/shelf.rs"] {
        assert_eq!(
            lines(&printing(&Sources::one(path, text))),
            format!("{path}:{what}")
        );
    }
}

#[rstest]
#[case::command_line("src/cli/main.rs", "fn a() { println!(\"a\"); std::io::stdout(); }")]
#[case::given("src/report/json.rs", "use std::io; fn a(out: &mut dyn io::Write) {}")]
#[case::test_code(
    "src/run/trial.rs",
    "#[cfg(test)]\nmod tests { fn a() { println!(\"a\"); } }"
)]
#[case::doc_example("src/run/trial.rs", "/// println!(\"a\");\nfn a() {}")]
fn printing_where_it_belongs_is_not(#[case] path: &str, #[case] text: &str) {
    assert_eq!(lines(&printing(&Sources::one(path, text))), "");
}
