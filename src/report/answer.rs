//! What was answered: against what belongs there, and against what was answered before.

use std::io::{self, Write};

use serde_json::Value;

use super::diff::BodyDiff;
use super::style::{QUIET, paint};
use crate::outcome::excerpt::{body_excerpt, visible};
use crate::outcome::{
    CaseOutcome, Exchange, Level, Mark, Place, RecordedViolation, Response, Role, Wanted,
};

/// Where what belongs to a line of its own stands.
const DETAIL: &str = "    ";

/// The status and the body that came: against what belongs there, where the breaches say what that is.
pub(super) fn write_answer(
    out: &mut dyn Write,
    outcome: &CaseOutcome,
    response: &Response,
) -> io::Result<()> {
    let status = response.status;
    let diff = body(response).and_then(|body| against(outcome, &body));
    match diff {
        Some(diff) => {
            let legend = paint(QUIET, "(- documented, + came)");
            writeln!(out, "  answered:   {status} {legend}")?;
            diff.write(out, DETAIL)
        }
        None => {
            let body = visible(&body_excerpt(response, &response.body.lossy(), 400));
            let body = if body.is_empty() { "(no body)" } else { &body };
            writeln!(out, "  answered:   {status} {body}")
        }
    }
}

/// Draws the body against what belongs there; remarks are drawn too, where something graver is.
fn against(outcome: &CaseOutcome, body: &Value) -> Option<BodyDiff> {
    let judged = outcome.judged_step();
    let violations = || {
        let violations = outcome.violations.iter();
        violations.filter(|own| own.step.is_some() && own.step == judged)
    };
    if violations().any(RecordedViolation::garbles_body) {
        return None;
    }
    let draw = |least: Level| {
        let shown = violations().filter(|own| own.level >= least);
        BodyDiff::of(body, &merge_marks(shown.flat_map(RecordedViolation::marks)))
    };
    draw(Level::Should)?;
    draw(Level::May)
}

/// Keeps one mark for each place: a value says more than words about it.
fn merge_marks(marks: impl Iterator<Item = Mark>) -> Vec<Mark> {
    let mut merged: Vec<Mark> = Vec::new();
    for mark in marks {
        match merged.iter_mut().find(|own| own.pointer == mark.pointer) {
            Some(own) if matches!(own.wanted, Wanted::Words(_)) => *own = mark,
            Some(_) => {}
            None => merged.push(mark),
        }
    }
    merged
}

/// A body that was kept whole, as JSON.
fn body(response: &Response) -> Option<Value> {
    match response.cut {
        None => serde_json::from_slice(&response.body.0).ok(),
        Some(_) => None,
    }
}

/// What is different in the second of two bodies, where a breach is that they differ.
pub(super) fn write_change(
    out: &mut dyn Write,
    outcome: &CaseOutcome,
    violation: &RecordedViolation,
) -> io::Result<()> {
    let Some((first, second, legend)) = compared(outcome, violation) else {
        return Ok(());
    };
    let bodies = body(&first.response).zip(body(&second.response));
    let diff = bodies.and_then(|(first, second)| BodyDiff::between(&first, &second));
    let Some(diff) = diff else { return Ok(()) };
    writeln!(out, "{DETAIL}{}", paint(QUIET, legend))?;
    diff.write(out, DETAIL)
}

/// The two exchanges that a breach compares: the reads before and after, or the answer and that to the same request again.
fn compared<'o>(
    outcome: &'o CaseOutcome,
    violation: &RecordedViolation,
) -> Option<(&'o Exchange, &'o Exchange, &'static str)> {
    let played = |role| {
        let mut steps = outcome.steps.iter();
        let step = steps.find(|step| step.role == role)?;
        Some(&step.exchange)
    };
    let second = outcome.steps.get(violation.step?)?;
    let (first, legend) = match (second.role, violation.place()) {
        (Role::After(number), Place::Effect(_)) => {
            (played(Role::Before(number))?, "(- before, + after)")
        }
        (Role::Again, Place::BodyAt(_)) => {
            (outcome.judged()?, "(- answered first, + answered again)")
        }
        (_, _) => return None,
    };
    Some((first, &second.exchange, legend))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::outcome::testing::{case, exchange, run, wrong_row};
    use crate::outcome::{
        CaseOutcome, Exchange, Level, Place, RecordedViolation, RequirementId, Role, Step, Verdict,
    };
    use crate::report::style::plain;
    use crate::report::write_case;

    fn told(outcome: &CaseOutcome) -> String {
        let mut out = Vec::new();
        let run = run(Vec::new()).run;
        write_case(&mut out, &run, outcome).expect("a vector takes everything");
        plain(&String::from_utf8_lossy(&out))
    }

    fn failed(violation: RecordedViolation, steps: Vec<(Role, Exchange)>) -> CaseOutcome {
        let mut outcome = case("a", Verdict::Fail, None);
        outcome.violations = vec![violation];
        let steps = steps.into_iter();
        let steps = steps.map(|(role, exchange)| Step { role, exchange });
        outcome.steps.extend(steps);
        outcome
    }

    fn read(target: &str, body: &str) -> Exchange {
        let mut exchange = exchange(200, body);
        exchange.request.target = target.to_owned();
        exchange
    }

    #[test]
    fn of_a_refusal_that_changed_something_the_members_that_changed_are_shown() {
        let violation = RecordedViolation {
            requirement: RequirementId::RefusalChangesNothing,
            place: Place::Effect("/things/b".to_owned()),
            expected: json!({"status": 200, "at": "/name", "value": "one"}),
            actual: json!({"status": 200, "at": "/name", "value": "two"}),
            ..wrong_row()
        };
        let after = r#"{"id": "b", "name": "two", "size": 9}"#;
        let outcome = failed(
            violation,
            vec![
                (Role::Before(1), read("/things/a", r#"{"id": "a"}"#)),
                (
                    Role::Before(2),
                    read("/things/b", r#"{"id": "b", "name": "one", "size": 3}"#),
                ),
                (Role::After(1), read("/things/a", r#"{"id": "c"}"#)),
                (Role::After(2), read("/things/b", after)),
            ],
        );
        let text = told(&outcome);
        let expected = "\
  refusal-changes-nothing (must) state behind `GET /things/b`: expected status 200, at /name, value one, got status 200, at /name, value two
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
            requirement: RequirementId::AnswerRepeats,
            place: Place::BodyAt("/code".to_owned()),
            expected: json!(8),
            actual: json!(9),
            ..wrong_row()
        };
        let again = exchange(404, r#"{"code":9,"message":"Gone."}"#);
        let text = told(&failed(violation, vec![(Role::Again, again)]));
        let answered = "  answered:   404 {\"code\":8,\"message\":\"Gone.\"}\n";
        assert!(text.contains(answered), "{text}");
        let expected = "\
    (- answered first, + answered again)
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
        let mut outcome = failed(wrong_row(), Vec::new());
        outcome.steps[0].exchange = exchange(404, r#"{"error":{"code":7}}"#);
        let other = RecordedViolation {
            requirement: RequirementId::BodyNoOtherKeys,
            level: Level::May,
            place: Place::BodyAt("/error".to_owned()),
            ..wrong_row()
        };
        outcome.violations = vec![other.clone()];
        assert!(!told(&outcome).contains("documented, + came"));
        let code = RecordedViolation {
            requirement: RequirementId::BodyCodeInteger,
            place: Place::BodyAt("/code".to_owned()),
            ..wrong_row()
        };
        outcome.violations = vec![code, other];
        let expected = "\
      {
+       \"error\": {
+         \"code\": 7
+       }
-       \"code\": 7
      }
";
        let text = told(&outcome);
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn that_there_is_no_body_is_said() {
        let mut outcome = failed(wrong_row(), Vec::new());
        outcome.steps[0].exchange = exchange(302, "");
        let text = told(&outcome);
        assert!(text.contains("  answered:   302 (no body)\n"), "{text}");
    }

    #[test]
    fn a_body_that_was_not_kept_whole_is_not_taken_for_json() {
        let mut outcome = failed(wrong_row(), Vec::new());
        outcome.violations[0].place = Place::BodyAt("/code".to_owned());
        outcome.steps[0].exchange.response.cut = Some(99);
        let text = told(&outcome);
        assert!(text.contains("… (99 bytes in all)\n"), "{text}");
        assert!(!text.contains("documented, + came"), "{text}");
    }
}
