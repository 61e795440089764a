//! The reads of one state in the recording of a case.

use super::{ExchangeRole, RecordedExchange, is_conclusive_after_read};
use crate::contract::ErrorModel;
use crate::exchange::{Exchange, Response};

/// The responses that show one state before and after the bad request, each in their order.
#[derive(Debug)]
pub(super) struct StateReads<'s> {
    pub(super) before: Vec<&'s Response>,
    pub(super) after: Vec<&'s Response>,
    /// The last read after the bad request.
    pub(super) last: &'s Exchange,
    /// The index of its step.
    pub(super) step: usize,
}

/// Lists the states that were read before and after the bad request. Responses that do not show the state are left out.
pub(super) fn group_reads_by_state<'s>(
    model: &ErrorModel,
    steps: &'s [RecordedExchange],
) -> Vec<StateReads<'s>> {
    let mut readings: Vec<(usize, StateReads<'s>)> = Vec::new();
    for (step, RecordedExchange { role, exchange, .. }) in steps.iter().enumerate() {
        let ExchangeRole::After(number) = role else {
            continue;
        };
        let before = list_reads_before(steps, *number);
        let Some(first) = before.last() else { continue };
        if !is_conclusive_after_read(model, first, &exchange.response) {
            continue;
        }
        match readings.iter_mut().find(|(own, _)| own == number) {
            Some((_, reading)) => {
                reading.after.push(&exchange.response);
                reading.last = exchange;
                reading.step = step;
            }
            None => readings.push((
                *number,
                StateReads {
                    before,
                    after: vec![&exchange.response],
                    last: exchange,
                    step,
                },
            )),
        }
    }
    readings.into_iter().map(|(_, reading)| reading).collect()
}

/// Lists the responses that show the state of this number before the bad request. That something is not there is a state, too.
fn list_reads_before(steps: &[RecordedExchange], number: usize) -> Vec<&Response> {
    steps
        .iter()
        .filter(|step| step.role == ExchangeRole::Before(number))
        .map(|step| &step.exchange.response)
        .filter(|read| is_conclusive_before_read(read))
        .collect()
}

/// Reports whether the response to a read before the bad request shows a state.
///
/// Two equal errors of another kind than 404 would only look like an unchanged state.
#[must_use]
pub fn is_conclusive_before_read(read: &Response) -> bool {
    read.is_success() || read.status == 404
}
