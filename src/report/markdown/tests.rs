//! Tests of the comment's content and of its safety against hostile text.

use super::write::escape_markdown;
use super::write_markdown;
use crate::outcome::testing::{
    BodySchemaBreach, BodySchemaRule, case_outcome, exchange_with_response, json_pointer,
    run_outcome, violation, wrong_row_violation,
};
use crate::outcome::{
    CaseOutcome, Leftover, RequirementId, RunCommand, RunOutcome, Verdict,
    group_cases_into_findings,
};

fn render_markdown(run: &RunOutcome) -> String {
    let mut out = Vec::new();
    write_markdown(&mut out, run).expect("a vector takes everything");
    String::from_utf8(out).expect("Markdown is text")
}

fn failed_case(name: &str, body: &str) -> CaseOutcome {
    let mut failed = case_outcome(name, Verdict::Fail, None);
    failed.violations = vec![wrong_row_violation()];
    failed.steps[0].exchange = exchange_with_response(404, body);
    failed
}

#[test]
fn it_begins_with_the_conclusion_and_tells_rows_and_findings() {
    let run = run_outcome(vec![failed_case("a", "{}"), failed_case("b", "{}")]);
    let text = render_markdown(&run);
    let id = group_cases_into_findings(&run)[0].id;
    let expected = format!(
        "\
### badreq: the target does not conform (1 row broken)

0 of 1 rows proven, 0 of 1 rows of the errata  
2 cases: 0 passed, 2 failed

Target ` http://127.0.0.1:1/v2 `, edition `errata`, run `0a1b2c3d`.

| code | status | meaning | verdict |
| ---: | ---: | --- | --- |
| 7 | 404 | No such thing. | broken (2 of 2 cases) |

<details><summary>{id}: GET /things/abcefg: 404/9 (404/7 expected)</summary>

row-expected (must), in 2 cases

```diff
fail things/a
"
    );
    assert!(text.starts_with(&expected), "{text}");
    let end = "\n```\n\nand in 1 more: things/b\n</details>\n\n\
               to try one case of each finding again, with BADREQ_TOKEN set: ` badreq run things/a --target http://127.0.0.1:1/v2 `\n";
    assert!(text.ends_with(end), "{text}");
}

#[test]
fn a_body_can_neither_end_its_block_nor_colour_it() {
    let text = render_markdown(&run_outcome(vec![failed_case(
        "a",
        "````\n</details><img src=x>\u{1b}[31m\u{7}",
    )]));
    assert!(text.contains("\n`````diff\n"), "{text}");
    assert!(text.contains("\n`````\n</details>\n"), "{text}");
    assert!(!text.contains(['\u{1b}', '\u{7}']), "{text}");
}

#[test]
fn characters_that_cannot_be_printed_are_shown_by_number() {
    let text = render_markdown(&run_outcome(vec![failed_case("a", "x\u{ffff}\u{1}")]));
    assert!(text.contains(r"x\u{ffff}\u{1}"), "{text}");
    assert_eq!(escape_markdown("x\u{fffe}\ny"), "x&#92;u{fffe} y");
}

#[test]
fn it_is_short_enough_for_a_comment_whatever_was_found() {
    let cases = (0..2000).map(|number| {
        let mut own = failed_case(&format!("case-{number}"), &"x\u{e9}".repeat(300));
        own.violations = vec![violation(BodySchemaBreach {
            requirement: RequirementId::BodyCodeInteger,
            at: json_pointer(&format!("/key-{number}")),
            rule: BodySchemaRule::Schema(serde_json::Map::from_iter([(
                "type".to_owned(),
                "integer".into(),
            )])),
            wanted: None,
            actual: Some("one".into()),
        })];
        own
    });
    let text = render_markdown(&run_outcome(cases.collect()));
    assert!(text.len() < 65_000, "{} bytes", text.len());
    let told = text.matches("<details>").count();
    assert!(told > 10, "{told} findings are told");
    let rest = format!("\n{} findings more did not fit", 2000 - told);
    assert!(
        text.contains(&rest),
        "{told}: {}",
        &text[text.len() - 300..]
    );
}

#[test]
fn what_was_left_behind_comes_last_and_is_no_command() {
    let mut run = run_outcome(vec![failed_case("a", "{}")]);
    run.leftovers = vec![Leftover {
        what: "the settings".to_owned(),
        remedy: "PATCH /settings {\"on\":null} as owner".to_owned(),
        reason: "on was null and is true".to_owned(),
    }];
    let text = render_markdown(&run);
    let end = "\n**Left on the target:**\n\n- the settings: on was null and is true; to undo it: PATCH /settings {\"on\":null} as owner\n";
    assert!(text.ends_with(end), "{text}");
}

#[test]
fn the_head_tells_the_version_the_time_and_the_command() {
    let mut run = run_outcome(vec![case_outcome("a", Verdict::Pass, None)]);
    run.run.command = Some(RunCommand {
        version: "9.9.9".to_owned(),
        started_unix_ms: 1_798_761_599_999,
        arguments: vec!["run".to_owned(), "-q".to_owned()],
        target: "http://127.0.0.1:1/v2".to_owned(),
    });
    let text = render_markdown(&run);
    let line = "run `0a1b2c3d`.\nbadreq 9.9.9, 2026-12-31 23:59:59 UTC, 1.5 s: ` badreq run -q `\n";
    assert!(text.contains(line), "{text}");
}
