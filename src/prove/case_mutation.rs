//! The rule by which a mutant changes the steps of a case.

use crate::check::{ExchangeRole, RecordedExchange};
use crate::exchange::{Exchange, Response};

/// The steps of a case as a mutant would have them.
#[derive(Debug)]
pub(super) struct MutatedSteps<'a> {
    /// The steps as they were recorded.
    pub(super) recorded: &'a [RecordedExchange],
    /// The same steps, some of them changed.
    pub(super) steps: Vec<RecordedExchange>,
}

/// Replaces the responses of the steps that the rule applies to; `None` if it applies to none.
pub(super) fn replace_responses(
    steps: &[RecordedExchange],
    mut rule: impl FnMut(usize, &RecordedExchange) -> Option<Response>,
) -> Option<MutatedSteps<'_>> {
    replace_exchanges(steps, |place, step| {
        let response = rule(place, step)?;
        Some(Exchange {
            request: step.exchange.request.clone(),
            response,
            timing: step.exchange.timing,
        })
    })
}

/// Replaces the exchanges of the steps that the rule applies to; `None` if it applies to none.
pub(super) fn replace_exchanges(
    recorded: &[RecordedExchange],
    mut rule: impl FnMut(usize, &RecordedExchange) -> Option<Exchange>,
) -> Option<MutatedSteps<'_>> {
    let replaced = recorded.iter().enumerate();
    let replaced: Vec<Option<Exchange>> = replaced.map(|(place, step)| rule(place, step)).collect();
    if replaced.iter().all(Option::is_none) {
        return None;
    }
    let steps = recorded.iter().zip(replaced);
    let steps = steps.map(|(step, replaced)| match replaced {
        Some(exchange) => RecordedExchange {
            exchange,
            role: step.role,
            attempt: step.attempt,
        },
        None => step.clone(),
    });
    Some(MutatedSteps {
        recorded,
        steps: steps.collect(),
    })
}

/// Reports whether the response to a request of this role is one that a case provokes: to the bad request, its repetition, or one of a burst.
pub(super) fn is_provoking_role(role: ExchangeRole) -> bool {
    match role {
        ExchangeRole::BadRequest
        | ExchangeRole::Repeat
        | ExchangeRole::Burst
        | ExchangeRole::OtherScope
        | ExchangeRole::AfterWait => true,
        ExchangeRole::Control(_) | ExchangeRole::Before(_) | ExchangeRole::After(_) => false,
    }
}
