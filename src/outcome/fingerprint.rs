//! Fingerprints: a breach as one line that is the same in every run, and another one for every other breach.

use serde_json::Value;

use super::{Binding, Place, Redactor, RequirementId, Selected, Violation};

/// How many characters of a value are written out.
const LONGEST: usize = 160;

/// The fingerprint of a breach by a case with these values for names: where it is, what was expected, what came.
///
/// Ids, times and UUIDs are named by what they are, and so are numbers that depend on the moment, such as a wait. A long value is cut, with a sum of the
/// whole behind it.
#[must_use]
pub fn fingerprint(violation: &Violation, bindings: &[Binding]) -> String {
    let redactor = Redactor::new(bindings);
    let part = |value: &Value| {
        let text = redactor.redact(&value.to_string());
        shortened(if depends_on_the_moment(violation.requirement) {
            without_numbers(&text)
        } else {
            text
        })
    };
    format!(
        "{}: expected {}, got {}",
        redactor.redact(&place(&violation.place)),
        part(&violation.expected),
        part(&violation.actual)
    )
}

fn place(own: &Place) -> String {
    match own {
        Place::Status => "status".to_owned(),
        Place::Header(name) => format!("header {name}"),
        Place::Body => "body".to_owned(),
        Place::BodyAt(pointer) => format!("body {pointer}"),
        Place::Row => "row".to_owned(),
        Place::Time => "time".to_owned(),
        Place::Effect(target) => format!("GET {target}"),
        Place::Control(number) => format!("control {number}"),
        Place::Burst => "burst".to_owned(),
    }
}

/// Whether the numbers of a breach are those of a clock or of a race.
fn depends_on_the_moment(requirement: RequirementId) -> bool {
    matches!(
        requirement,
        RequirementId::RetryAfterInteger
            | RequirementId::RetryAfterWithinWindow
            | RequirementId::RetryAfterTrue
            | RequirementId::RetryAfterOnlyOnRateLimit
            | RequirementId::LimitEnforced
            | RequirementId::LimitGranted
            | RequirementId::LimitScopesSeparate
            | RequirementId::RateHeaderRemaining
            | RequirementId::RateHeaderReset
            | RequirementId::AnswerInTime
    )
}

/// The text with `N` in place of each number.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_within = false;
    for c in text.chars() {
        let is_digit = c.is_ascii_digit() || (is_within && c == '.');
        match (is_digit, is_within) {
            (true, true) => {}
            (true, false) => out.push('N'),
            (false, _) => out.push(c),
        }
        is_within = is_digit;
    }
    out
}

fn shortened(text: String) -> String {
    if text.chars().count() <= LONGEST {
        return text;
    }
    let head: String = text.chars().take(LONGEST).collect();
    format!("{head}… #{:016x}", Selected::of([&text]).sum)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::{fingerprint, without_numbers};
    use crate::outcome::{Binding, Level, Place, RequirementId, Violation};

    fn of(requirement: RequirementId, place: Place, expected: Value, actual: Value) -> String {
        let violation = Violation {
            requirement,
            level: Level::Must,
            place,
            expected,
            actual,
        };
        let binding = Binding {
            name: "thing.id".to_owned(),
            value: "abcefg".to_owned(),
        };
        fingerprint(&violation, &[binding])
    }

    #[rstest]
    #[case::a_value_of_another_type(
        RequirementId::BodyCodeInteger, Place::BodyAt("/code".to_owned()), json!({"type": "integer"}), json!("7"),
        r#"body /code: expected {"type":"integer"}, got "7""#
    )]
    #[case::an_id(
        RequirementId::MessageText, Place::BodyAt("/message".to_owned()), json!("No abcefg."), json!("No ABCEFG!"),
        r#"body /message: expected "No [thing.id].", got "No [thing.id | upper]!""#
    )]
    #[case::state(
        RequirementId::RefusalChangesNothing, Place::Effect("/things/abcefg".to_owned()), json!({"status": 200}), json!({"status": 404}),
        r#"GET /things/[thing.id]: expected {"status":200}, got {"status":404}"#
    )]
    #[case::a_wait(
        RequirementId::RetryAfterInteger, Place::BodyAt("/retry_after".to_owned()), json!({"type": "integer"}), json!("743.5"),
        r#"body /retry_after: expected {"type":"integer"}, got "N""#
    )]
    #[case::nothing(
        RequirementId::ContentTypeJson, Place::Header("content-type".to_owned()), json!("application/json"), Value::Null,
        r#"header content-type: expected "application/json", got null"#
    )]
    fn it_tells_where_and_what_and_nothing_that_differs_from_run_to_run(
        #[case] requirement: RequirementId,
        #[case] place: Place,
        #[case] expected: Value,
        #[case] actual: Value,
        #[case] line: &str,
    ) {
        assert_eq!(of(requirement, place, expected, actual), line);
    }

    #[test]
    fn long_values_are_told_apart_by_what_is_cut_off() {
        let line = |end: &str| {
            let long = json!("x".repeat(1000) + end);
            of(RequirementId::BodyOneObject, Place::Body, Value::Null, long)
        };
        assert!(line("a").len() < 250);
        assert_ne!(line("a"), line("b"));
        assert_eq!(line("a"), line("a"));
    }

    #[test]
    fn a_number_is_one_however_long_it_is() {
        assert_eq!(without_numbers("1.5 of 10, a1."), "N of N, aN");
    }
}
