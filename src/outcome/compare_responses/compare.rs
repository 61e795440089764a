//! The comparison of the responses of two runs, case by case.

use std::collections::BTreeMap;

use super::ResponseChangeGroup;
use super::difference::find_differences;
use super::facts::{FactReader, FactValue, ResponseFacts};
use super::group::DifferenceCollector;
use super::volatile_places::VolatilePlaces;
use crate::outcome::{CaseOutcome, RunOutcome, Verdict, VolatileFieldNames};

/// Lists the changes of responses to the cases that both runs judged, grouped by cause.
///
/// Ids, times, waits, the marks of the runs, and values that differ when the same request is sent again are no change.
pub(in crate::outcome) fn compare_responses<'r>(
    old: &'r RunOutcome,
    new: &'r RunOutcome,
) -> Vec<ResponseChangeGroup<'r>> {
    let unknown = VolatileFieldNames::default();
    let names = [&new.run, &old.run]
        .into_iter()
        .find_map(|run| run.volatile_fields.as_ref())
        .unwrap_or(&unknown);
    let volatile = VolatilePlaces::from_runs([old, new], names);
    let before: BTreeMap<&str, &CaseOutcome> = old
        .cases
        .iter()
        .map(|own| (own.case.name.as_str(), own))
        .collect();
    let mut found = DifferenceCollector::default();
    for outcome in &new.cases {
        let old_facts = before
            .get(outcome.case.name.as_str())
            .and_then(|own| read_facts(own, names, &old.run.id));
        let (Some(old_facts), Some(new_facts)) =
            (old_facts, read_facts(outcome, names, &new.run.id))
        else {
            continue;
        };
        for (place, value) in &new_facts.values {
            if let FactValue::Text(text) = value
                && old_facts.values.get(place) == Some(value)
            {
                found.add_unchanged_text(place, text);
            }
        }
        let row = old_facts.row;
        let differences = find_differences(&old_facts, &new_facts, |place| {
            volatile.contains(place, row)
        });
        for difference in differences {
            found.add(difference, outcome);
        }
    }
    found.into_change_groups()
}

/// Reads the facts of the response that was judged; `None` where the case came to no verdict, or nothing was received.
fn read_facts(
    outcome: &CaseOutcome,
    names: &VolatileFieldNames,
    run_id: &str,
) -> Option<ResponseFacts> {
    match &outcome.verdict {
        Verdict::Pass | Verdict::Fail | Verdict::KnownFailure { .. } => {}
        Verdict::Inconclusive { .. } | Verdict::Skipped { .. } | Verdict::HarnessError { .. } => {
            return None;
        }
    }
    let response = &outcome.judged_exchange()?.response;
    let reader = FactReader::new(outcome, names, run_id);
    Some(reader.read(response, outcome.observed))
}
