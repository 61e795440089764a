//! Places whose values differ from response to response, as the repetitions of requests show.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{FactPlace, FactReader, ResponseFacts};
use crate::check::{ExchangeRole, RecordedExchange};
use crate::contract::ErrorId;
use crate::outcome::{CaseOutcome, RunOutcome, VolatileFieldNames};

/// The rows whose responses have a place with this behaviour; `None` stands for responses that are no row.
type ResponseRowSet = BTreeSet<Option<ErrorId>>;

/// The places whose values differed, or not, between a bad request and its repetition.
#[derive(Debug, Default)]
pub(super) struct VolatilePlaces {
    differing: BTreeMap<FactPlace, ResponseRowSet>,
    stable: BTreeMap<FactPlace, ResponseRowSet>,
}

impl VolatilePlaces {
    /// Finds the volatile places in the responses of two runs.
    pub(super) fn from_runs(runs: [&RunOutcome; 2], names: &VolatileFieldNames) -> Self {
        let mut places = Self::default();
        for run in runs {
            for outcome in &run.cases {
                let reader = FactReader::new(outcome, names, &run.run.id);
                if let Some((first, second)) = read_original_and_repeat(outcome, &reader) {
                    places.add_repetition(outcome.observed, &first, &second);
                }
            }
        }
        places
    }

    /// Reports whether the value of a place differs from response to response.
    ///
    /// A place that was never stable is volatile in every response; one that is stable for some rows, such as a message that holds a random id for one
    /// row only, is volatile for the rows for which it differed.
    pub(super) fn contains(&self, place: &FactPlace, row: Option<ErrorId>) -> bool {
        let is_stable_somewhere = self.stable.contains_key(place);
        self.differing
            .get(place)
            .is_some_and(|rows| !is_stable_somewhere || rows.contains(&row))
    }

    fn add_repetition(
        &mut self,
        row: Option<ErrorId>,
        first: &ResponseFacts,
        second: &ResponseFacts,
    ) {
        if first.status != second.status {
            return;
        }
        let places: BTreeSet<&FactPlace> =
            first.values.keys().chain(second.values.keys()).collect();
        for place in places {
            let rows = if first.values.get(place) == second.values.get(place) {
                &mut self.stable
            } else {
                &mut self.differing
            };
            rows.entry(place.clone()).or_default().insert(row);
        }
    }
}

/// Reads the responses to the bad request and to its repetition in the same attempt.
fn read_original_and_repeat(
    outcome: &CaseOutcome,
    reader: &FactReader<'_>,
) -> Option<(ResponseFacts, ResponseFacts)> {
    let judged = outcome.steps.get(outcome.judged_step_index()?)?;
    let mut steps = outcome.steps.iter();
    let repeat =
        steps.find(|step| step.role == ExchangeRole::Repeat && step.attempt == judged.attempt)?;
    let read = |step: &RecordedExchange| reader.read(&step.exchange.response, None);
    Some((read(judged), read(repeat)))
}
