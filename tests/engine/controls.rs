//! Targets that refuse what the documentation allows: the controls fail, and the bad requests do not.

use badreq::outcome::{
    ConformanceConclusion, FindingCause, InconclusiveReason, RequirementId, RowVerdict, RunOutcome,
    Verdict, group_cases_into_findings,
};
use serde_json::Value;

use crate::engine::bench::{Run, names, server};
use crate::engine::message::Message;
use crate::engine::proxy::{Meddler, Proxy, meddling};

/// Refuses every list of a body that names something by a short id in capitals, as if it named nothing.
fn without_capitals() -> Meddler {
    meddling(|upstream, call| async move {
        let entries = match call.json() {
            Value::Array(entries) => entries,
            Value::Object(body) => match body.get("members") {
                Some(Value::Array(entries)) => entries.clone(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let is_short_id = |text: &str| text.len() <= 7 && text.is_ascii();
        let capital = entries
            .iter()
            .filter_map(Value::as_str)
            .find(|text| is_short_id(text) && text.chars().any(|c| c.is_ascii_uppercase()));
        match capital {
            Some(capital) if call.method() != "GET" => {
                let mut answer = Message::answer(404, "");
                answer.set("Content-Type", "application/json");
                answer.set_body(format!(
                    r#"{{"message":"Member '{capital}' not found.","code":20003}}"#
                ));
                Some(answer)
            }
            _ => upstream.forward(&call).await,
        }
    })
}

/// The cases that failed by their control alone.
fn failed_by_control(outcome: &RunOutcome) -> usize {
    let cases = outcome.cases.iter();
    cases.filter(|case| case.fails_by_control_only()).count()
}

#[tokio::test]
async fn a_form_that_is_refused_everywhere_is_one_finding_and_no_doubt() {
    let server = server().await;
    let proxy = Proxy::start(&server, without_capitals()).await;
    let outcome = Run::through(&server, &proxy.url)
        .only(&["switches", "references/list-member-*"])
        .await;
    let doubtful = names(&outcome, |verdict| {
        matches!(
            verdict,
            Verdict::Inconclusive {
                because: InconclusiveReason::Control(_)
            }
        )
    });
    assert_eq!(doubtful, Vec::<&str>::new());
    assert!(failed_by_control(&outcome) > 0);
    let findings = group_cases_into_findings(&outcome);
    let of_controls = findings.iter().filter(|finding| match finding.cause {
        FindingCause::Violation(violation) => {
            violation.requirement == RequirementId::ControlSucceeds
        }
        FindingCause::Alternative
        | FindingCause::Inconclusive(_)
        | FindingCause::HarnessError(_) => false,
    });
    assert_eq!(of_controls.count(), 1);
    // The refusals themselves are right: the row is proven by the other forms.
    let row = outcome.rows.iter().find(|row| row.row.code == 20003);
    assert_eq!(row.map(|row| &row.state), Some(&RowVerdict::Proven));
    assert_eq!(outcome.conclusion(), ConformanceConclusion::DoesNotConform);
    assert!(outcome.hollow.is_empty(), "{:?}", outcome.hollow);
}

#[tokio::test]
async fn a_control_that_fails_in_the_server_is_the_servers_fault() {
    let server = server().await;
    let meddler = meddling(|upstream, call| async move {
        let is_null = call.json().get("keep_proxy").is_some_and(Value::is_null);
        if call.method() == "PATCH" && call.target().contains("/guilds/") && is_null {
            let mut answer = Message::answer(500, "");
            answer.set("Content-Type", "application/json");
            answer.set_body(r#"{"message":"500: Internal Server Error","code":0}"#);
            return Some(answer);
        }
        upstream.forward(&call).await
    });
    let proxy = Proxy::start(&server, meddler).await;
    let outcome = Run::through(&server, &proxy.url)
        .only(&["guild_settings", "model_validation/member-guild-*"])
        .await;
    let doubtful = names(&outcome, |verdict| {
        matches!(verdict, Verdict::Inconclusive { .. })
    });
    assert_eq!(doubtful, Vec::<&str>::new());
    assert_eq!(outcome.conclusion(), ConformanceConclusion::DoesNotConform);
    assert!(outcome.hollow.is_empty(), "{:?}", outcome.hollow);
}

#[tokio::test]
async fn a_value_that_has_expired_is_named_and_accuses_nobody() {
    let server = server().await;
    let mut run = Run::on(&server);
    run.options
        .values
        .insert("message_id".to_owned(), "123456789012345678".to_owned());
    let outcome = run.only(&["messages"]).await;
    let reasons = outcome.cases.iter().filter_map(|case| match &case.verdict {
        Verdict::Inconclusive { because } => Some(because.to_string()),
        _ => None,
    });
    let reasons: Vec<String> = reasons.collect();
    assert!(!reasons.is_empty());
    for reason in reasons {
        assert_eq!(
            reason,
            "the value `message_id` is not valid: GET /messages/123456789012345678 returned 404; it may have expired: give another"
        );
    }
    assert_eq!(outcome.conclusion(), ConformanceConclusion::Inconclusive);
}
