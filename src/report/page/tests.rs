use serde_json::Value;

use super::write_html;
use crate::outcome::testing::{
    LeakBreach, LeakKind, LeakedText, case_outcome, exchange_with_response, run_outcome, violation,
    wrong_row_violation,
};
use crate::outcome::{
    BreachPlace, CaseOutcome, ConformanceConclusion, HarnessFailure, KnownViolation,
    RecordedViolation, RequirementId, RunOutcome, StaleEntry, StaleReason, Verdict,
};

fn render_page(runs: &[&RunOutcome]) -> String {
    let mut text = Vec::new();
    write_html(&mut text, runs).expect("a vector takes everything");
    String::from_utf8(text).expect("the page is UTF-8")
}

/// Parses the data for the script.
fn parse_page_data(page: &str) -> Value {
    let (_, rest) = page
        .split_once("<script type=\"application/json\" id=\"data\">")
        .expect("there is data");
    let (json, _) = rest.split_once("</script>").expect("the element ends");
    serde_json::from_str(json).expect("the data is JSON")
}

fn failed_case(name: &str) -> CaseOutcome {
    CaseOutcome {
        violations: vec![wrong_row_violation()],
        ..case_outcome(name, Verdict::Fail, None)
    }
}

#[test]
fn only_what_the_judged_response_breaks_is_highlighted_in_it() {
    let mut outcome = failed_case("a");
    outcome.violations.push(RecordedViolation {
        step: Some(1),
        ..wrong_row_violation()
    });
    let data = parse_page_data(&render_page(&[&run_outcome(vec![outcome])])).to_string();
    assert_eq!(data.matches(r#"["status","/code"]"#).count(), 1, "{data}");
}

const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&<!--";

/// Returns a run in which every text from outside is hostile.
fn hostile_run() -> RunOutcome {
    let mut outcome = failed_case(HOSTILE);
    outcome.case.about = HOSTILE.to_owned();
    outcome.case.suite = HOSTILE.to_owned();
    outcome.case.file = HOSTILE.to_owned();
    outcome.case.operation = Some(HOSTILE.to_owned());
    outcome.case.defect = Some(HOSTILE.to_owned());
    outcome.undocumented = Some(HOSTILE.to_owned());
    outcome.violations[0] = violation(LeakBreach::Internals {
        place: BreachPlace::Header(HOSTILE.to_owned()),
        leaks: vec![LeakedText {
            kind: LeakKind::FilePath,
            text: HOSTILE.to_owned(),
        }],
    });
    outcome.known.push(KnownViolation {
        violation: outcome.violations[0].clone(),
        line: 3,
    });
    let mut answered = exchange_with_response(404, HOSTILE);
    answered.request.target = format!("/{HOSTILE}");
    answered
        .response
        .headers
        .push((HOSTILE.to_owned(), HOSTILE.into()));
    outcome.steps[0].exchange = answered;
    let unproven = Verdict::HarnessError {
        reason: HarnessFailure::Request(HOSTILE.to_owned()),
    };
    let mut run = run_outcome(vec![outcome, case_outcome("b", unproven, None)]);
    run.run.target = format!("http://{HOSTILE}");
    run.run.requirements[0].sentence = HOSTILE.to_owned();
    run.rows[0].row.meaning = HOSTILE.to_owned();
    run.stale.push(StaleEntry {
        file: HOSTILE.to_owned(),
        line: 1,
        requirement: RequirementId::RowExpected,
        cases: HOSTILE.to_owned(),
        why: StaleReason::Mended,
    });
    run
}

#[test]
fn nothing_that_somebody_else_wrote_becomes_markup_or_script() {
    let hostile = hostile_run();
    let text = render_page(&[&hostile]);
    assert!(
        text.contains("&lt;/script&gt;&lt;script&gt;alert(1)"),
        "it is shown"
    );
    assert!(!text.contains("<img"), "no element of others");
    assert!(!text.contains("<script>alert"), "no script of others");
    // One element holds the data, the other the script of the page.
    assert_eq!(text.matches("<script").count(), 2);
    assert_eq!(text.matches("</script>").count(), 2);
    let data = parse_page_data(&text);
    let pool = data["pool"].as_array().expect("there is a pool");
    assert!(
        pool.iter().any(|own| own == HOSTILE),
        "it is in the data as it was"
    );
}

#[test]
fn the_page_loads_nothing_and_allows_only_its_own_script_and_style() {
    let text = render_page(&[&run_outcome(vec![failed_case("a")])]);
    let policy = "default-src 'none'; style-src 'sha256-";
    assert!(text.contains(policy), "there is a policy");
    for loads in [
        " src=",
        "<link",
        "@import",
        "url(",
        "fetch(",
        "XMLHttpRequest",
        "import(",
    ] {
        assert!(!text.contains(loads), "{loads}");
    }
}

#[test]
fn what_a_reader_needs_first_stands_there_without_a_script() {
    let text = render_page(&[&run_outcome(vec![
        failed_case("a"),
        case_outcome("b", Verdict::Pass, None),
    ])]);
    let (markup, _) = text.split_once("<script").expect("there is a script");
    for told in [
        "the target does not conform",
        "row-expected (must), in 1 case",
        "curl -i",
        "<a href=\"#case=things%2Fa\">things/a</a>",
        "broken, 1 of 2",
        "half within 2.0 ms",
    ] {
        assert!(markup.contains(told), "{told}");
    }
    assert_eq!(
        markup.matches("curl -i").count(),
        1,
        "one request to repeat"
    );
}

#[test]
fn several_runs_stand_side_by_side_though_each_lacks_cases_of_the_other() {
    let (one, mut two) = (
        run_outcome(vec![
            failed_case("a"),
            case_outcome("b", Verdict::Pass, None),
        ]),
        run_outcome(vec![
            case_outcome("b", Verdict::Pass, None),
            case_outcome("c", Verdict::Pass, None),
        ]),
    );
    two.run.target = "http://127.0.0.1:2/v2".to_owned();
    let text = render_page(&[&one, &two]);
    let data = parse_page_data(&text);
    let pool = |place: &Value| {
        let place = place.as_u64().and_then(|own| usize::try_from(own).ok());
        data["pool"][place.expect("it is a place")].clone()
    };
    let told: Vec<(Value, Vec<bool>)> = data["cases"]
        .as_array()
        .expect("there are cases")
        .iter()
        .map(|case| {
            let came = case["came"].as_array().expect("it is a list");
            (
                pool(&case["is"][0]),
                came.iter().map(|own| !own.is_null()).collect(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("things/a".into(), vec![true, false]),
            ("things/b".into(), vec![true, true]),
            ("things/c".into(), vec![false, true]),
        ]
    );
    assert!(text.contains("<th scope=\"col\">http://127.0.0.1:2/v2</th>"));
}

#[test]
fn runs_of_one_target_are_told_apart_by_their_ids() {
    let one = run_outcome(vec![failed_case("a")]);
    let mut two = one.clone();
    two.run.id = "4c5d6e7f".to_owned();
    let text = render_page(&[&one, &two]);
    for id in ["0a1b2c3d", "4c5d6e7f"] {
        let title = format!("http://127.0.0.1:1/v2, run {id}");
        for expected in [
            format!("<th scope=\"col\">{title}</th>"),
            format!("<h3>{title}</h3>"),
        ] {
            assert!(text.contains(&expected), "{expected}");
        }
    }
}

#[test]
fn a_run_of_nothing_is_a_page_too() {
    let empty = run_outcome(Vec::new());
    assert_eq!(empty.conclusion(), ConformanceConclusion::NothingRun);
    let text = render_page(&[&empty]);
    assert!(text.contains("nothing was judged"));
    assert_eq!(parse_page_data(&text)["cases"], Value::Array(Vec::new()));
}

#[test]
fn a_page_of_thousands_of_cases_with_long_answers_stays_small() {
    let cases: Vec<CaseOutcome> = (0..1500)
        .map(|number| {
            let mut outcome = case_outcome(&format!("case-{number}"), Verdict::Pass, None);
            let long = format!("{number} {}", "one two three ".repeat(1000));
            outcome.steps[0].exchange = exchange_with_response(404, &long);
            outcome
        })
        .collect();
    let text = render_page(&[&run_outcome(cases)]);
    assert!(text.len() < 2_000_000, "{} bytes", text.len());
    assert!(text.contains("more characters)"), "what is cut is told");
}
