use super::super::testing::{baseline, code_violation, entry_for_text_code, failed_case};
use super::super::{CalendarDay, render_baseline};
use crate::outcome::testing::{
    bare_response, case, failed_control, run, violation, violation_with, wrong_row,
};
use crate::outcome::{
    CaseOutcome, ConformanceConclusion, InconclusiveReason, Level, NameBinding, RecordedViolation,
    VacuityWarning, Verdict,
};

fn today() -> CalendarDay {
    CalendarDay::new(2026, 11, 27).expect("it is a day")
}

#[test]
fn a_page_lists_every_breach_once_with_all_cases_that_show_it() {
    let should = RecordedViolation {
        level: Level::Should,
        ..code_violation("9")
    };
    let page = render_baseline(
        &run(vec![
            failed_case("a", vec![code_violation("7"), wrong_row(), should]),
            failed_case("b", vec![code_violation("7")]),
        ]),
        today(),
        None,
    );
    let entries: Vec<&str> = page.split("\n[[known]]\n").skip(1).collect();
    assert_eq!(
        entries,
        [
            "requirement = \"body-code-integer\"\nat = \"body at `/code`\"\nexpected = \"an integer\"\ngot = '\"7\"'\n\
             reason = \"not reviewed yet: found on 2026-11-27\"\ncases = [\n    \"things/a\",\n    \"things/b\",\n]\n",
            "requirement = \"row-expected\"\nat = \"status and code\"\nexpected = \"status 404, code 7\"\ngot = \"status 404, code 9\"\n\
             reason = \"not reviewed yet: found on 2026-11-27\"\ncases = [\n    \"things/a\",\n]\n",
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
                vec![violation_with(&bindings, code_violation(id).breach)],
            )
        }
    };
    let mut run = run(vec![
        failed_case("a", vec![hostile, wrong_row()]),
        named("abcefg"),
    ]);
    let page = render_baseline(&run, today(), None);
    baseline(&page).excuse_known_violations_in_run(&mut run);
    assert_eq!(run.conclusion(), ConformanceConclusion::Conforms, "{page}");
    // Another run has another id for the same binding.
    run.cases[1] = named("hijklm");
    baseline(&page).excuse_known_violations_in_run(&mut run);
    assert_eq!(run.conclusion(), ConformanceConclusion::Conforms, "{page}");
}

#[test]
fn a_run_without_breaches_makes_a_page_without_entries_that_can_be_read() {
    let mut run = run(vec![case("a", Verdict::Pass, None)]);
    let page = render_baseline(&run, today(), None);
    assert!(page.contains("a run on 2026-11-27 found none"), "{page}");
    let read = baseline(&page);
    assert_eq!(read.info().entries, []);
    read.excuse_known_violations_in_run(&mut run);
    assert_eq!(run.conclusion(), ConformanceConclusion::Conforms);
}

#[test]
fn a_run_is_not_hollow_for_failed_controls_that_are_known() {
    let control = failed_control(1, bare_response(500));
    let unproven = || CaseOutcome {
        violations: vec![violation(control.clone())],
        ..case(
            "a",
            Verdict::Inconclusive {
                because: InconclusiveReason::Control(Box::new(control.clone())),
            },
            None,
        )
    };
    let mut run = run((0..10).map(|_| unproven()).collect());
    let alike = VacuityWarning::OneStatus {
        status: 404,
        answers: 10,
        of: 10,
    };
    let unproven = VacuityWarning::MostlyInconclusive { cases: 10, of: 10 };
    assert_eq!(run.hollow, [alike.clone(), unproven]);
    baseline(&render_baseline(&run, today(), None)).excuse_known_violations_in_run(&mut run);
    assert_eq!(run.hollow, [alike]);
}

#[test]
fn an_entry_keeps_reason_link_and_day_of_the_same_breach_in_an_older_page() {
    let old = baseline(
        "[[known]]\nrequirement = \"body-code-integer\"\nat = 'body at `/code`'\nexpected = 'an integer'\ngot = '\"7\"'\n\
         reason = \"old encoder\"\nlink = \"https://issues.example/41\"\nexpires = 2026-12-31\ncases = ['things/gone']\n",
    );
    let run = run(vec![failed_case(
        "a",
        vec![code_violation("7"), code_violation("8")],
    )]);
    let page = render_baseline(&run, today(), Some(&old));
    let entries: Vec<&str> = page.split("\n[[known]]\n").skip(1).collect();
    assert_eq!(
        entries,
        [
            "requirement = \"body-code-integer\"\nat = \"body at `/code`\"\nexpected = \"an integer\"\ngot = '\"7\"'\n\
             reason = \"old encoder\"\nlink = \"https://issues.example/41\"\nexpires = 2026-12-31\ncases = [\n    \"things/a\",\n]\n",
            "requirement = \"body-code-integer\"\nat = \"body at `/code`\"\nexpected = \"an integer\"\ngot = '\"8\"'\n\
             reason = \"not reviewed yet: found on 2026-11-27\"\ncases = [\n    \"things/a\",\n]\n",
        ]
    );
}

#[test]
fn a_case_keeps_the_reason_of_the_entry_that_names_it_where_two_name_its_breach() {
    let mut second = entry_for_text_code("['things/b']").replace("old encoder", "no time");
    second.insert_str(0, &entry_for_text_code("['things/a']"));
    let old = baseline(&second);
    let run = run(vec![
        failed_case("b", vec![code_violation("7")]),
        failed_case("a", vec![code_violation("7")]),
    ]);
    let page = render_baseline(&run, today(), Some(&old));
    let written = baseline(&page);
    let entries = written.info().entries.iter();
    let reasons: Vec<(&str, &str)> = entries
        .map(|entry| (entry.cases[0].pattern.as_str(), entry.reason.as_str()))
        .collect();
    assert_eq!(
        reasons,
        [("things/b", "no time"), ("things/a", "old encoder")]
    );
}
