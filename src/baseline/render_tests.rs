use super::super::testing::{
    code_violation, failed_case, parse_baseline, toml_entry_for_text_code,
};
use super::super::{Baseline, BaselineDraft, CalendarDay};
use crate::outcome::testing::{
    bare_response_summary, case_outcome, failed_control_breach, reset_header_finding, run_outcome,
    violation, violation_with_bindings, wrong_row_violation,
};
use crate::outcome::{
    CaseOutcome, ConformanceConclusion, InconclusiveReason, Level, NameBinding, RecordedViolation,
    RunOutcome, VacuityWarning, Verdict,
};

fn today() -> CalendarDay {
    CalendarDay::new(2026, 11, 27).expect("it is a day")
}

fn render_baseline(run: &RunOutcome, today: CalendarDay, old: Option<&Baseline>) -> String {
    BaselineDraft::from_run(run, old.map(Baseline::info)).render(today)
}

/// Splits a page into its entries, without comments.
fn list_entries(page: &str) -> Vec<String> {
    let lines = page.lines().filter(|line| !line.starts_with('#'));
    let page: String = lines.map(|line| format!("{line}\n")).collect();
    let entries = page.split("[[known]]\n").skip(1);
    entries.map(|own| own.trim_end().to_owned()).collect()
}

#[test]
fn a_page_lists_every_breach_once_with_all_cases_that_show_it_the_gravest_first() {
    let should = RecordedViolation {
        level: Level::Should,
        ..code_violation("9")
    };
    let page = render_baseline(
        &run_outcome(vec![
            failed_case(
                "a",
                vec![code_violation("7"), wrong_row_violation(), should],
            ),
            failed_case("b", vec![code_violation("7")]),
        ]),
        today(),
        None,
    );
    assert_eq!(
        list_entries(&page),
        [
            "requirement = \"row-expected\"\nat = \"status and code\"\nexpected = \"status 404, code 7\"\ngot = \"status 404, code 9\"\n\
             reason = \"not reviewed yet: found on 2026-11-27\"\ncases = [\"things/a\"]",
            "requirement = \"body-code-integer\"\nat = \"body at `/code`\"\nexpected = \"an integer\"\ngot = '\"7\"'\n\
             reason = \"not reviewed yet: found on 2026-11-27\"\ncases = [\"things/a\", \"things/b\"]",
        ]
    );
}

#[test]
fn a_run_is_green_with_the_page_that_was_made_of_it() {
    let hostile = code_violation("'''\n\"\"\"\\ \u{7} </script> ' * é");
    let named = |id: &str| {
        let bindings = vec![NameBinding {
            name: "thing.id".to_owned(),
            value: id.to_owned(),
        }];
        CaseOutcome {
            bindings: bindings.clone(),
            ..failed_case(
                "b",
                vec![violation_with_bindings(
                    &bindings,
                    code_violation(id).breach,
                )],
            )
        }
    };
    let mut run = run_outcome(vec![
        failed_case("a", vec![hostile, wrong_row_violation()]),
        named("abcefg"),
    ]);
    let page = render_baseline(&run, today(), None);
    parse_baseline(&page).excuse_known_violations_in_run(&mut run);
    assert_eq!(run.conclusion(), ConformanceConclusion::Conforms, "{page}");
    // Another run has another id for the same binding.
    run.cases[1] = named("hijklm");
    parse_baseline(&page).excuse_known_violations_in_run(&mut run);
    assert_eq!(run.conclusion(), ConformanceConclusion::Conforms, "{page}");
}

#[test]
fn a_run_without_breaches_makes_a_page_without_entries_that_can_be_read() {
    let mut run = run_outcome(vec![case_outcome("a", Verdict::Pass, None)]);
    let page = render_baseline(&run, today(), None);
    assert!(page.contains("a run on 2026-11-27 found none"), "{page}");
    let read = parse_baseline(&page);
    assert_eq!(read.info().entries, []);
    read.excuse_known_violations_in_run(&mut run);
    assert_eq!(run.conclusion(), ConformanceConclusion::Conforms);
}

#[test]
fn a_run_is_not_hollow_for_failed_controls_that_are_known() {
    let control = failed_control_breach(1, bare_response_summary(500));
    let unproven = || CaseOutcome {
        violations: vec![violation(control.clone())],
        ..case_outcome(
            "a",
            Verdict::Inconclusive {
                because: InconclusiveReason::Control(Box::new(control.clone())),
            },
            None,
        )
    };
    let mut run = run_outcome((0..10).map(|_| unproven()).collect());
    let alike = VacuityWarning::OneStatus {
        status: 404,
        answers: 10,
        of: 10,
    };
    let unproven = VacuityWarning::MostlyInconclusive { cases: 10, of: 10 };
    assert_eq!(run.hollow, [alike.clone(), unproven]);
    parse_baseline(&render_baseline(&run, today(), None)).excuse_known_violations_in_run(&mut run);
    assert_eq!(run.hollow, [alike]);
}

#[test]
fn an_entry_keeps_reason_link_and_day_of_the_same_breach_in_an_older_page() {
    let old = parse_baseline(
        "[[known]]\nrequirement = \"body-code-integer\"\nat = 'body at `/code`'\nexpected = 'an integer'\ngot = '\"7\"'\n\
         reason = \"old encoder\"\nlink = \"https://issues.example/41\"\nexpires = 2026-12-31\ncases = ['things/gone']\n",
    );
    let run = run_outcome(vec![failed_case(
        "a",
        vec![code_violation("7"), code_violation("8")],
    )]);
    let page = render_baseline(&run, today(), Some(&old));
    assert_eq!(
        list_entries(&page),
        [
            "requirement = \"body-code-integer\"\nat = \"body at `/code`\"\nexpected = \"an integer\"\ngot = '\"7\"'\n\
             reason = \"old encoder\"\nlink = \"https://issues.example/41\"\nexpires = 2026-12-31\ncases = [\"things/a\"]",
            "requirement = \"body-code-integer\"\nat = \"body at `/code`\"\nexpected = \"an integer\"\ngot = '\"8\"'\n\
             reason = \"not reviewed yet: found on 2026-11-27\"\ncases = [\"things/a\"]",
        ]
    );
}

#[test]
fn a_case_keeps_the_reason_of_the_entry_that_names_it_where_two_name_its_breach() {
    let mut second = toml_entry_for_text_code("['things/b']").replace("old encoder", "no time");
    second.insert_str(0, &toml_entry_for_text_code("['things/a']"));
    let old = parse_baseline(&second);
    let run = run_outcome(vec![
        failed_case("b", vec![code_violation("7")]),
        failed_case("a", vec![code_violation("7")]),
    ]);
    let page = render_baseline(&run, today(), Some(&old));
    let written = parse_baseline(&page);
    let entries = written.info().entries.iter();
    let reasons: Vec<(&str, &str)> = entries
        .map(|entry| (entry.cases[0].pattern.as_str(), entry.reason.as_str()))
        .collect();
    assert_eq!(
        reasons,
        [("things/b", "no time"), ("things/a", "old encoder")]
    );
}

#[test]
fn each_entry_has_the_id_and_the_title_of_its_finding_above_it() {
    let run = run_outcome(vec![failed_case("a", vec![code_violation("7")])]);
    let draft = BaselineDraft::from_run(&run, None);
    let finding = draft.findings().remove(0).clone();
    let id = finding.id.expect("it is a finding of the run");
    let head = format!("\n\n# {id}: {}\n[[known]]\n", finding.title);
    let page = draft.render(today());
    assert!(page.contains(&head), "{page}");
}

#[test]
fn forms_of_one_finding_are_one_entry_with_what_differs() {
    let alike = |text: &str, cause: &str| RecordedViolation {
        cause: cause.to_owned(),
        ..code_violation(text)
    };
    let run = run_outcome(vec![
        failed_case("a", vec![alike("7", "one")]),
        failed_case("b", vec![alike("8", "one")]),
    ]);
    let page = render_baseline(&run, today(), None);
    assert!(
        page.contains("got = '\"7\"'\nalso = [{ got = '\"8\"' }]\n"),
        "{page}"
    );
    let mut run = run;
    parse_baseline(&page).excuse_known_violations_in_run(&mut run);
    assert_eq!(run.conclusion(), ConformanceConclusion::Conforms, "{page}");
}

#[test]
fn after_a_run_of_all_cases_a_pattern_stands_for_all_that_it_matches() {
    let mut run = run_outcome(vec![
        failed_case("post-a", vec![code_violation("7")]),
        failed_case("post-b", vec![code_violation("7")]),
        case_outcome("put-a", Verdict::Pass, None),
    ]);
    let with_names = "cases = [\"things/post-a\", \"things/post-b\"]\n";
    assert!(render_baseline(&run, today(), None).contains(with_names));
    run.run.all_cases = 3;
    let page = render_baseline(&run, today(), None);
    assert!(page.contains("cases = [\"things/post-*\"]\n"), "{page}");
}

#[test]
fn an_entry_about_every_response_has_no_list() {
    let mut run = run_outcome(vec![case_outcome("a", Verdict::Pass, None)]);
    run.responses = vec![reset_header_finding(&[(200, 4, 4)])];
    let page = render_baseline(&run, today(), None);
    assert!(
        page.contains("requirement = \"rate-header-reset\""),
        "{page}"
    );
    assert!(!page.contains("cases = "), "{page}");
    parse_baseline(&page).excuse_known_violations_in_run(&mut run);
    assert_eq!(run.conclusion(), ConformanceConclusion::Conforms, "{page}");
}

#[test]
fn a_long_list_of_cases_has_a_line_for_each_suite() {
    let names = |suite: &str, count: usize| -> Vec<String> {
        (0..count)
            .map(|number| format!("\"{suite}/case-{number:020}\""))
            .collect()
    };
    let (things, parts) = (names("things", 3), names("parts", 1));
    let list = super::render_cases(&[things.clone(), parts.clone()].concat());
    let expected = format!("[\n    {},\n    {},\n]", things.join(", "), parts[0]);
    assert_eq!(list, expected);
    assert_eq!(super::render_cases(&parts), format!("[{}]", parts[0]));
}
