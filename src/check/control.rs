//! The control: the valid twin of a bad request.
//!
//! | requirement | place | expected | actual |
//! |---|---|---|---|
//! | `control-succeeds` | the control | `{statuses}`: the statuses of success | the answer, as `row` has it |

use serde_json::json;

use crate::contract::RequirementId;
use crate::exchange::Exchange;
use crate::outcome::{Place, Violation};

use super::Rules;
use super::findings::Findings;
use super::reading::Reading;

/// Judges whether control `number`, counted from 1, was answered with one of these statuses.
///
/// Only the status is asked for: what a successful answer holds is no part of an error contract.
#[must_use]
pub fn control(
    rules: &Rules<'_>,
    number: usize,
    statuses: &[u16],
    exchange: &Exchange,
) -> Vec<Violation> {
    let mut findings = Findings::new(&rules.levels);
    if !statuses.contains(&exchange.response.status) {
        findings.add(
            RequirementId::ControlSucceeds,
            Place::Control(number),
            json!({"statuses": statuses}),
            &Reading::of(rules, exchange).summary(),
        );
    }
    findings.finish()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::super::testing::{JSON, Rig, body, breaches, exchange};
    use super::*;
    use crate::contract::RequirementId as Id;

    #[rstest]
    #[case::the_status(200, &[200])]
    #[case::one_of_them(204, &[200, 204])]
    fn a_control_that_succeeds_passes(#[case] status: u16, #[case] statuses: &[u16]) {
        let answer = exchange(status, &[JSON], "{}");
        assert_eq!(control(&Rig::new().rules(), 1, statuses, &answer), []);
    }

    #[rstest]
    #[case::refused(404, body(20002), json!({"status": 404, "row": "20002", "code": 20002, "message": "Member not found."}))]
    #[case::another_success(201, "{}".to_owned(), json!({"status": 201}))]
    #[case::no_json(502, "Bad gateway".to_owned(), json!({"status": 502, "body": "Bad gateway"}))]
    fn a_control_that_does_not_succeed_is_a_breach(
        #[case] status: u16,
        #[case] body: String,
        #[case] actual: Value,
    ) {
        let answer = exchange(status, &[JSON], body);
        let found = control(&Rig::new().rules(), 2, &[200, 204], &answer);
        assert_eq!(breaches(&found), [Id::ControlSucceeds]);
        assert_eq!(found[0].place, Place::Control(2));
        assert_eq!(found[0].expected, json!({"statuses": [200, 204]}));
        assert_eq!(found[0].actual, actual);
    }
}
