//! Defects that servers of this API really had, and the page to sign in on.

use badreq_reference::DocumentedError;
use serde_json::{Value, json};

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::framework::build_problem_details;
use super::reaction::{FaultReaction, SubstituteResponse};
use super::refusal_stage::RefusalStage;
use crate::named::named;
use crate::operation::Operation;

named! {
    /// A defect that servers of this API really had, by the day of its repair.
    pub(super) enum HistoricalFault {
        ProblemDetails = "2021-10-14",
        ErrorsAsObjects = "2021-10-29",
        EmptyChange = "2022-03-23",
        NoContentType = "2022-06-10",
        GroupsOfUnknownMember = "2024-09-27",
        ErrorForMessage = "2025-07-05",
    }
}

impl FaultFamily for HistoricalFault {
    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn full_name(self) -> String {
        format!("dated/{}", Self::name(self))
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let row = exchange.refusal_row()?;
        let request = exchange.request;
        match self {
            Self::ProblemDetails => (RefusalStage::classify_exchange(exchange)
                == Some(RefusalStage::Syntax))
            .then(|| {
                let title = "One or more validation errors occurred.";
                FaultReaction::Replace(build_problem_details(row.status(), title))
            }),
            Self::ErrorsAsObjects => unwrap_single_error_lists(exchange),
            Self::EmptyChange => {
                let is_change = request.operation.is_some_and(Operation::is_object_update);
                (is_change && request.json == Some(json!({}))).then(FaultReaction::internal_error)
            }
            Self::NoContentType => {
                let mut answer = SubstituteResponse::empty(row.status());
                answer.body = exchange.response.given.body.to_vec();
                Some(FaultReaction::Replace(answer))
            }
            Self::GroupsOfUnknownMember => {
                let is_list = request.operation == Some(Operation::ListMemberGroups);
                (is_list && row == DocumentedError::MemberNotFound)
                    .then(FaultReaction::internal_error)
            }
            Self::ErrorForMessage => {
                let is_met = row == DocumentedError::Unauthorized && request.segment(1) == "@me";
                let body = json!({"error": row.message("unknown"), "code": row.code()});
                is_met.then(|| {
                    FaultReaction::Replace(SubstituteResponse::from_json(row.status(), &body))
                })
            }
        }
    }
}

/// Answers with an object in the place of each list of one object.
fn unwrap_single_error_lists(exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
    let mut body = exchange.response.json.clone()?;
    let errors = body.get_mut("errors")?.as_object_mut()?;
    let mut is_met = false;
    for list in errors.values_mut() {
        if let Some([single]) = list.as_array().map(Vec::as_slice) {
            *list = Value::clone(single);
            is_met = true;
        }
    }
    is_met.then(|| {
        FaultReaction::Replace(SubstituteResponse::from_json(
            exchange.response.given.status,
            &body,
        ))
    })
}

named! {
    /// A redirect to a page to sign in on, for who has no token.
    pub(super) enum SignInFault {
        Redirect = "redirect",
    }
}

impl FaultFamily for SignInFault {
    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn full_name(self) -> String {
        format!("sign-in/{}", Self::name(self))
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let is_met = exchange.refusal_row() == Some(DocumentedError::Unauthorized);
        is_met.then(|| {
            FaultReaction::Replace(SubstituteResponse {
                location: Some("/login"),
                ..SubstituteResponse::empty(302)
            })
        })
    }
}
