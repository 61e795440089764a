//! The response to a request, compared with the documentation and with an earlier response.

use std::io::{self, Write};

use serde_json::Value;

use crate::outcome::excerpt::{escape_control_chars, excerpt_body};
use crate::outcome::{
    BreachPlace, CaseOutcome, Exchange, ExchangeRole, ExpectedJson, ExpectedValueMark, Level,
    RecordedViolation, Response,
};
use crate::report::diff::BodyDiff;
use crate::report::shared::style::{QUIET, format_styled};
use crate::report::shared::words::describe_exchange_role;
use crate::report::shared::wrapping_writer::WrappingWriter;

/// The indentation of details below a line.
const DETAIL_INDENT: &str = "    ";

/// The meaning of the signs of a diff with the documentation.
const DOCUMENTED_LEGEND: &str = "(- documented, + received)";

/// Writes the received status code and body, as a diff if the violations say which values were expected.
pub(super) fn write_response(
    out: &mut WrappingWriter<'_>,
    outcome: &CaseOutcome,
    response: &Response,
) -> io::Result<()> {
    let status = response.status;
    let judged = outcome.judged_step_index();
    let diff = judged.and_then(|judged| diff_response_body(outcome, judged));
    match diff {
        Some(diff) => {
            let legend = format_styled(QUIET, DOCUMENTED_LEGEND);
            writeln!(out, "  received:   {status} {legend}")?;
            let width = out.width();
            diff.write(out, DETAIL_INDENT, width)
        }
        None => {
            let body = escape_control_chars(&excerpt_body(
                response,
                &response.body.to_string_lossy(),
                400,
            ));
            let body = if body.is_empty() { "(no body)" } else { &body };
            writeln!(out, "  received:   {status} {body}")
        }
    }
}

/// Writes the response that a violation is about as a diff, if it is another than the judged one: that of another attempt, or another one of a burst.
/// Of several violations by one response, the first written one has the diff.
pub(super) fn write_unjudged_response(
    out: &mut WrappingWriter<'_>,
    outcome: &CaseOutcome,
    violation: &RecordedViolation,
) -> io::Result<()> {
    let Some(place) = violation
        .step
        .filter(|own| Some(*own) != outcome.judged_step_index())
    else {
        return Ok(());
    };
    let levels = [Level::Must, Level::Should].into_iter();
    let mut written = levels.flat_map(|level| outcome.violations_at_level(level));
    let first = written.find(|own| own.step == Some(place));
    let is_first = first.is_some_and(|first| std::ptr::eq(first, violation));
    let diff = diff_response_body(outcome, place).filter(|_| is_first);
    let (Some(diff), Some(step)) = (diff, outcome.steps.get(place)) else {
        return Ok(());
    };
    let role = describe_exchange_role(outcome, step);
    let status = step.exchange.response.status;
    let legend = format_styled(QUIET, DOCUMENTED_LEGEND);
    writeln!(out, "{DETAIL_INDENT}received ({role}): {status} {legend}")?;
    let width = out.width();
    diff.write(out, DETAIL_INDENT, width)
}

/// Compares the body of a step with the values that its violations expect. Violations of level `may` are included only beside a graver one.
fn diff_response_body(outcome: &CaseOutcome, place: usize) -> Option<BodyDiff> {
    let body = parse_complete_body(&outcome.steps.get(place)?.exchange.response)?;
    let violations = || {
        let violations = outcome.violations.iter();
        violations.filter(|own| own.step == Some(place))
    };
    if violations().any(RecordedViolation::is_hidden_by_parsing) {
        return None;
    }
    let draw = |least: Level| {
        let mut shown: Vec<&RecordedViolation> =
            violations().filter(|own| own.level >= least).collect();
        // A mark of the row check takes precedence over one of the message check.
        shown.sort_by_key(|own| own.requirement);
        let marks = shown
            .into_iter()
            .flat_map(RecordedViolation::body_diff_marks);
        BodyDiff::from_marks(&body, &merge_diff_marks(marks))
    };
    draw(Level::Should)?;
    draw(Level::May)
}

/// Keeps one mark for each place; an exact value takes precedence over words.
fn merge_diff_marks(marks: impl Iterator<Item = ExpectedValueMark>) -> Vec<ExpectedValueMark> {
    let mut merged: Vec<ExpectedValueMark> = Vec::new();
    for mark in marks {
        match merged.iter_mut().find(|own| own.pointer == mark.pointer) {
            Some(own) if matches!(own.expected, ExpectedJson::Description(_)) => *own = mark,
            Some(_) => {}
            None => merged.push(mark),
        }
    }
    merged
}

/// Parses a body as JSON; `None` if it is not JSON or was truncated.
fn parse_complete_body(response: &Response) -> Option<Value> {
    match response.cut {
        None => serde_json::from_slice(&response.body.0).ok(),
        Some(_) => None,
    }
}

/// Writes the difference between two bodies, if the violation is that they differ.
pub(super) fn write_body_change(
    out: &mut WrappingWriter<'_>,
    outcome: &CaseOutcome,
    violation: &RecordedViolation,
) -> io::Result<()> {
    let Some((first, second, legend)) = find_compared_exchanges(outcome, violation) else {
        return Ok(());
    };
    let bodies = parse_complete_body(&first.response).zip(parse_complete_body(&second.response));
    let diff = bodies.and_then(|(first, second)| BodyDiff::between(&first, &second));
    let Some(diff) = diff else { return Ok(()) };
    writeln!(out, "{DETAIL_INDENT}{}", format_styled(QUIET, legend))?;
    let width = out.width();
    diff.write(out, DETAIL_INDENT, width)
}

/// Finds the two exchanges that a violation compares: the reads before and after, or the bad request and its repetition.
fn find_compared_exchanges<'o>(
    outcome: &'o CaseOutcome,
    violation: &RecordedViolation,
) -> Option<(&'o Exchange, &'o Exchange, &'static str)> {
    let second = outcome.steps.get(violation.step?)?;
    let played = |role| {
        // Of several reads before the bad request, the last is compared.
        let mut steps = outcome.steps.iter().rev();
        let step = steps.find(|step| step.role == role && step.attempt == second.attempt)?;
        Some(&step.exchange)
    };
    let (first, legend) = match (second.role, violation.place()) {
        (ExchangeRole::After(number), BreachPlace::Effect(_)) => {
            (played(ExchangeRole::Before(number))?, "(- before, + after)")
        }
        (ExchangeRole::Repeat, BreachPlace::BodyAt(_)) => (
            played(ExchangeRole::BadRequest)?,
            "(- first response, + second response)",
        ),
        (_, _) => return None,
    };
    Some((first, &second.exchange, legend))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::outcome::testing::{
        BodySchemaBreach, BodySchemaRule, ExpectedMessage, LocatedValue, RepetitionBreach,
        RowBreach, SideEffectBreach, WireFormatBreach, accepted_row_seven, case_outcome,
        exchange_with_response, json_pointer, non_integer_code_violation, response_summary,
        run_outcome, violation, wrong_message_violation, wrong_row_violation,
    };
    use crate::outcome::{
        AcceptedRow, CaseOutcome, Exchange, ExchangeRole, Level, RecordedExchange,
        RecordedViolation, RequirementId, Verdict,
    };
    use crate::report::shared::style::strip_terminal_codes;
    use crate::report::write_case;

    fn render_case(outcome: &CaseOutcome) -> String {
        let mut out = Vec::new();
        let run = run_outcome(Vec::new()).run;
        write_case(&mut out, &run, outcome).expect("a vector takes everything");
        strip_terminal_codes(&String::from_utf8_lossy(&out))
    }

    fn failed_case(
        violation: RecordedViolation,
        steps: Vec<(ExchangeRole, Exchange)>,
    ) -> CaseOutcome {
        let mut outcome = case_outcome("a", Verdict::Fail, None);
        outcome.violations = vec![violation];
        let steps = steps.into_iter();
        let steps = steps.map(|(role, exchange)| RecordedExchange::new(role, exchange));
        outcome.steps.extend(steps);
        outcome
    }

    fn read(target: &str, body: &str) -> Exchange {
        let mut exchange = exchange_with_response(200, body);
        exchange.request.target = target.to_owned();
        exchange
    }

    #[test]
    fn of_a_refusal_that_changed_something_the_members_that_changed_are_shown() {
        let violation = RecordedViolation {
            step: Some(4),
            ..violation(SideEffectBreach::Value {
                read: "/things/b".to_owned(),
                status: 200,
                at: Some(json_pointer("/name")),
                before: Some(json!("one")),
                after: Some(json!("two")),
            })
        };
        let after = r#"{"id": "b", "name": "two", "size": 9}"#;
        let outcome = failed_case(
            violation,
            vec![
                (ExchangeRole::Before(1), read("/things/a", r#"{"id": "a"}"#)),
                (
                    ExchangeRole::Before(2),
                    read("/things/b", r#"{"id": "b", "name": "one", "size": 3}"#),
                ),
                (ExchangeRole::After(1), read("/things/a", r#"{"id": "c"}"#)),
                (ExchangeRole::After(2), read("/things/b", after)),
            ],
        );
        let text = render_case(&outcome);
        let expected = "\
  refusal-changes-nothing (must) state behind `GET /things/b`: expected \"one\" at `/name`, as before, got \"two\"
    (- before, + after)
      {
        \"id\": \"b\",
-       \"name\": \"one\",
+       \"name\": \"two\",
-       \"size\": 3
+       \"size\": 9
      }
";
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn an_answer_that_does_not_repeat_is_shown_against_the_first() {
        let violation = RecordedViolation {
            step: Some(1),
            ..violation(RepetitionBreach::Body {
                at: Some(json_pointer("/code")),
                first: Some(json!(8)),
                second: Some(json!(9)),
            })
        };
        let again = exchange_with_response(404, r#"{"code":9,"message":"Gone."}"#);
        let text = render_case(&failed_case(violation, vec![(ExchangeRole::Repeat, again)]));
        let answered = "  received:   404 {\"code\":8,\"message\":\"Gone.\"}\n";
        assert!(text.contains(answered), "{text}");
        let expected = "\
    (- first response, + second response)
      {
-       \"code\": 8,
+       \"code\": 9,
        \"message\": \"Gone.\"
      }
";
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn a_key_that_no_documentation_has_is_marked_where_something_else_is_wrong() {
        let mut outcome = failed_case(wrong_row_violation(), Vec::new());
        outcome.steps[0].exchange = exchange_with_response(404, r#"{"error":{"code":7}}"#);
        let other = RecordedViolation {
            level: Level::May,
            ..violation(BodySchemaBreach {
                requirement: RequirementId::BodyNoOtherKeys,
                at: json_pointer("/error"),
                rule: BodySchemaRule::KnownKey(vec!["code".to_owned()]),
                wanted: None,
                actual: Some(json!({"code": 7})),
            })
        };
        outcome.violations = vec![other.clone()];
        assert!(!render_case(&outcome).contains("documented, + received"));
        let code = violation(BodySchemaBreach {
            requirement: RequirementId::BodyCodeInteger,
            at: json_pointer("/code"),
            rule: BodySchemaRule::Schema(serde_json::Map::from_iter([(
                "type".to_owned(),
                "integer".into(),
            )])),
            wanted: Some(json!(7)),
            actual: None,
        });
        outcome.violations = vec![code, other];
        let expected = "\
      {
+       \"error\": {
+         \"code\": 7
+       }
-       \"code\": 7
      }
";
        let text = render_case(&outcome);
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn that_there_is_no_body_is_said() {
        let mut outcome = failed_case(wrong_row_violation(), Vec::new());
        outcome.steps[0].exchange = exchange_with_response(302, "");
        let text = render_case(&outcome);
        assert!(text.contains("  received:   302 (no body)\n"), "{text}");
    }

    #[test]
    fn a_body_that_was_not_kept_whole_is_not_taken_for_json() {
        let mut outcome = failed_case(wrong_row_violation(), Vec::new());
        assert!(render_case(&outcome).contains("documented, + received"));
        outcome.steps[0].exchange.response.cut = Some(99);
        let text = render_case(&outcome);
        assert!(text.contains("… (99 bytes in all)\n"), "{text}");
        assert!(!text.contains("documented, + received"), "{text}");
    }

    /// Returns the lines of the diff that are marked as expected or received.
    fn diff_lines(body: &Value, violations: Vec<RecordedViolation>) -> Vec<String> {
        let mut outcome = failed_case(wrong_row_violation(), Vec::new());
        outcome.steps[0].exchange = exchange_with_response(404, &body.to_string());
        outcome.violations = violations;
        render_case(&outcome)
            .lines()
            .filter(|line| line.starts_with(['-', '+']))
            .map(|line| line.replace("  ", ""))
            .collect()
    }

    #[test]
    fn a_value_that_belongs_there_is_drawn_and_not_the_words_for_it() {
        let words = violation(BodySchemaBreach {
            requirement: RequirementId::BodyMessageString,
            at: json_pointer("/message"),
            rule: BodySchemaRule::NotBlank,
            wanted: None,
            actual: Some(json!("")),
        });
        let value = wrong_message_violation("Gone.", "");
        let body = json!({"message": ""});
        let expected = ["- \"message\": \"Gone.\"", "+ \"message\": \"\""];
        assert_eq!(
            diff_lines(&body, vec![words.clone()]),
            ["- \"message\": text", "+ \"message\": \"\""]
        );
        assert_eq!(
            diff_lines(&body, vec![words.clone(), value.clone()]),
            expected
        );
        assert_eq!(diff_lines(&body, vec![value, words]), expected);
    }

    #[test]
    fn a_message_is_drawn_against_that_of_the_expected_row_before_that_of_its_own() {
        let expected = AcceptedRow {
            message: ExpectedMessage::Text("No such thing.".to_owned()),
            ..accepted_row_seven()
        };
        let body = json!({"code": 8, "message": "Gone."});
        let mut answer = response_summary(404, 8);
        answer.message = Some(LocatedValue {
            at: json_pointer("/message"),
            value: json!("Gone."),
        });
        let row = violation(RowBreach::OtherRow {
            expected: vec![expected],
            answer,
        });
        let own = wrong_message_violation("Lost.", "Gone.");
        let drawn = [
            "- \"code\": 7,",
            "+ \"code\": 8,",
            "- \"message\": \"No such thing.\"",
            "+ \"message\": \"Gone.\"",
        ];
        assert_eq!(diff_lines(&body, vec![row.clone()]), drawn);
        assert_eq!(diff_lines(&body, vec![row.clone(), own.clone()]), drawn);
        assert_eq!(diff_lines(&body, vec![own, row]), drawn);
    }

    #[test]
    fn a_body_with_a_key_twice_is_not_drawn_as_if_it_were_there_once() {
        let twice = violation(WireFormatBreach::RepeatedKey {
            at: json_pointer("/code"),
            times: 2,
        });
        let text = wrong_message_violation("Gone.", "x");
        let body = json!({"code": 7, "message": "x"});
        assert_ne!(diff_lines(&body, vec![text.clone()]), Vec::<String>::new());
        assert_eq!(diff_lines(&body, vec![twice, text]), Vec::<String>::new());
    }

    #[test]
    fn breaches_of_another_response_are_not_drawn_in_the_judged_one() {
        let body = json!({"code": 8, "message": "Gone."});
        let of = |step| RecordedViolation {
            step,
            ..non_integer_code_violation(RequirementId::BodyCodeInteger, 8)
        };
        assert_ne!(diff_lines(&body, vec![of(Some(0))]), Vec::<String>::new());
        assert_eq!(diff_lines(&body, vec![of(Some(1))]), Vec::<String>::new());
        assert_eq!(diff_lines(&body, vec![of(None)]), Vec::<String>::new());
    }

    #[test]
    fn breaches_of_another_response_are_drawn_in_that_one_and_once() {
        let at = |step: usize, expected: &str, actual: &str| RecordedViolation {
            step: Some(step),
            ..wrong_message_violation(expected, actual)
        };
        let again = exchange_with_response(404, r#"{"code":7,"message":"Lost for good."}"#);
        let mut outcome = failed_case(wrong_row_violation(), vec![(ExchangeRole::Burst, again)]);
        outcome.steps[0].exchange = exchange_with_response(404, r#"{"code":7,"message":"Gone."}"#);
        let own = at(1, "Lost for ever.", "Lost for good.");
        outcome.violations = vec![own.clone(), own];
        let text = render_case(&outcome);
        let judged = "  received:   404 {\"code\":7,\"message\":\"Gone.\"}\n";
        assert!(text.contains(judged), "{text}");
        let expected = "\
    received (one of the burst): 404 (- documented, + received)
      {
        \"code\": 7,
-       \"message\": \"Lost for ever.\"
+       \"message\": \"Lost for good.\"
                             ^
      }
";
        assert_eq!(text.matches(expected).count(), 1, "{text}");
        assert_eq!(text.matches("documented, + received").count(), 1, "{text}");
    }
}
