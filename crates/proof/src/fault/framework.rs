//! Refusals of a framework, in its own words.

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::{FaultReaction, IrregularDelivery, SubstituteResponse};
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

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let is_met = RefusalStage::classify_exchange(exchange) == Some(self.1);
        is_met.then(|| respond_as_framework(self.0, self.1))
    }
}

fn respond_as_framework(how: FrameworkAnswer, stage: RefusalStage) -> FaultReaction {
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
    FaultReaction::Replace(match how {
        FrameworkAnswer::ProblemDetails => build_problem_details(status, title),
        FrameworkAnswer::Html => {
            let page = format!("<html><body><h1>{title}</h1></body></html>");
            SubstituteResponse::from_text(status, "text/html; charset=utf-8", &page)
        }
        FrameworkAnswer::Text => {
            SubstituteResponse::from_text(status, "text/plain; charset=utf-8", title)
        }
        FrameworkAnswer::Empty => SubstituteResponse::empty(status),
        FrameworkAnswer::HangsUp => return FaultReaction::Deliver(IrregularDelivery::HangUp),
    })
}

/// Returns the response that frameworks send by RFC 9457.
pub(super) fn build_problem_details(status: u16, title: &str) -> SubstituteResponse {
    let body = serde_json::json!({
        "type": "about:blank", "title": title, "status": status, "traceId": "00-4bf92f3577b34da6-00",
    });
    SubstituteResponse::from_text(status, "application/problem+json", &body.to_string())
}
