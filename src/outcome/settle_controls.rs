//! Failed controls that are failures of the target: the rest of the run shows that nothing else is to blame.

use super::{CaseOutcome, FailureGate, Verdict};
use crate::exchange::Exchange;

/// The status codes by which a gateway says that the server behind it did not respond.
const GATEWAY_FAILURES: &[u16] = &[502, 503, 504];

/// Turns inconclusive cases into failed ones where the target refuses the control, a documented request, without an excuse.
///
/// There is an excuse if the token or a value of the operator may be wrong, if the account may be full, or if a gateway or a rate limit
/// refused the request. Success with the same method on the same operation as the same actor rules the token and a full account out.
pub(super) fn fail_cases_with_refused_controls(cases: &mut [CaseOutcome], gate: FailureGate) {
    let is_settled = |case: &CaseOutcome| {
        find_inconclusive_control(case, gate)
            .is_some_and(|control| is_target_at_fault(case, control, cases))
    };
    let settled: Vec<bool> = cases.iter().map(is_settled).collect();
    for (case, is_settled) in cases.iter_mut().zip(settled) {
        if is_settled {
            case.verdict = Verdict::Fail;
        }
    }
}

/// Returns the exchange of the control because of which a case has not failed yet, if its violation fails cases.
fn find_inconclusive_control(case: &CaseOutcome, gate: FailureGate) -> Option<&Exchange> {
    let deciding = case.deciding_control_violation()?;
    let is_unsettled = case.verdict != Verdict::Fail && gate.fails_case(deciding.level);
    case.exchange_for_violation(deciding)
        .filter(|_| is_unsettled)
}

fn is_target_at_fault(case: &CaseOutcome, control: &Exchange, cases: &[CaseOutcome]) -> bool {
    let status = control.response.status;
    if GATEWAY_FAILURES.contains(&status) {
        return false;
    }
    if status >= 500 {
        return true;
    }
    let needs_value = case
        .bindings
        .iter()
        .any(|binding| binding.name.starts_with("value."));
    status >= 400
        && status != 429
        && !needs_value
        && is_similar_request_served(case, control, cases)
}

/// Reports whether a request with the method of this control succeeded on the same operation as the same actor.
fn is_similar_request_served(
    case: &CaseOutcome,
    control: &Exchange,
    cases: &[CaseOutcome],
) -> bool {
    let wanted = &control.request;
    let others = cases
        .iter()
        .filter(|other| other.case.operation == case.case.operation);
    others.flat_map(|other| &other.steps).any(|step| {
        let request = &step.exchange.request;
        request.method == wanted.method
            && request.sending_actor() == wanted.sending_actor()
            && step.exchange.response.is_success()
    })
}

#[cfg(test)]
#[path = "settle_controls_tests.rs"]
mod tests;
