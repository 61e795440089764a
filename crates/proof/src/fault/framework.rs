//! Refusals of a framework, in its own words.

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::{Answer, Delivery, Reaction};
use super::refusal_stage::RefusalStage;
use crate::named::named;

named! {
    /// What a framework answers in its own words.
    pub(super) enum FrameworkAnswer {
        ProblemDetails = "problem-details",
        Html = "html",
        Text = "text",
        Empty = "empty",
        HangsUp = "hangs-up",
    }
}

/// A framework refuses at this stage, before the API's own code does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FrameworkFault(FrameworkAnswer, RefusalStage);

impl FaultFamily for FrameworkFault {
    fn all() -> Vec<Self> {
        vec![
            Self(FrameworkAnswer::Html, RefusalStage::Path),
            Self(FrameworkAnswer::Empty, RefusalStage::Method),
            Self(FrameworkAnswer::HangsUp, RefusalStage::Method),
            Self(FrameworkAnswer::Html, RefusalStage::UserAgent),
            Self(FrameworkAnswer::Empty, RefusalStage::ContentType),
            Self(FrameworkAnswer::Text, RefusalStage::Syntax),
            Self(FrameworkAnswer::ProblemDetails, RefusalStage::TopLevel),
            Self(FrameworkAnswer::ProblemDetails, RefusalStage::Type),
            Self(FrameworkAnswer::Text, RefusalStage::Query),
            Self(FrameworkAnswer::Empty, RefusalStage::Token),
        ]
    }

    fn full_name(self) -> String {
        format!("framework/{}/{}", self.0.name(), self.1.name())
    }

    fn react(self, exchange: &CleanExchange<'_>) -> Option<Reaction> {
        let is_met = RefusalStage::find(exchange) == Some(self.1);
        is_met.then(|| answer_as_framework(self.0, self.1))
    }
}

fn answer_as_framework(how: FrameworkAnswer, stage: RefusalStage) -> Reaction {
    let (status, title) = match stage {
        RefusalStage::Path => (404, "Not Found"),
        RefusalStage::Method => (405, "Method Not Allowed"),
        RefusalStage::ContentType => (415, "Unsupported Media Type"),
        RefusalStage::Token => (401, "Unauthorized"),
        RefusalStage::UserAgent
        | RefusalStage::Syntax
        | RefusalStage::TopLevel
        | RefusalStage::Type
        | RefusalStage::Query => (400, "Bad Request"),
    };
    Reaction::Replace(match how {
        FrameworkAnswer::ProblemDetails => describe_problem(status, title),
        FrameworkAnswer::Html => {
            let page = format!("<html><body><h1>{title}</h1></body></html>");
            Answer::text(status, "text/html; charset=utf-8", &page)
        }
        FrameworkAnswer::Text => Answer::text(status, "text/plain; charset=utf-8", title),
        FrameworkAnswer::Empty => Answer::empty(status),
        FrameworkAnswer::HangsUp => return Reaction::Deliver(Delivery::HangUp),
    })
}

/// Returns the response that frameworks send by RFC 9457.
pub(super) fn describe_problem(status: u16, title: &str) -> Answer {
    let body = serde_json::json!({
        "type": "about:blank", "title": title, "status": status, "traceId": "00-4bf92f3577b34da6-00",
    });
    Answer::text(status, "application/problem+json", &body.to_string())
}
