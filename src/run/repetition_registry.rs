//! The repetitions of bad requests: which case sends the one for all cases of an operation that get the same row.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::plan::RepeatedRefusalKey;
use crate::suite::CaseName;

/// A registry of the cases that send repetitions, by key.
///
/// A plan assigns each expected repetition to its first case, so that the same cases send them in every run, whichever case is faster.
#[derive(Debug, Default)]
pub(super) struct RepetitionRegistry {
    state: Mutex<RepetitionOwners>,
}

#[derive(Debug, Default)]
struct RepetitionOwners {
    /// The cases that have sent a repetition or are sending one.
    claimed: HashMap<RepeatedRefusalKey, CaseName>,
    /// The cases to which the plan assigns a repetition, until they end.
    assigned: HashMap<RepeatedRefusalKey, CaseName>,
}

/// The right of a case to send a repetition. Unless it is marked as sent, it passes to the next case when it is dropped.
#[derive(Debug)]
#[must_use]
pub(super) struct RepetitionClaim<'s> {
    repetitions: &'s RepetitionRegistry,
    key: RepeatedRefusalKey,
    is_sent: bool,
}

impl RepetitionRegistry {
    /// Assigns repetitions to cases. Until such a case ends, no other case sends its repetition.
    pub(super) fn assign_repetitions(&self, assigned: HashMap<RepeatedRefusalKey, CaseName>) {
        self.lock_state().assigned = assigned;
    }

    /// Records that a case has ended: another case may send what was assigned to it and not sent.
    pub(super) fn release_assigned(&self, case: &CaseName) {
        self.lock_state().assigned.retain(|_, owner| owner != case);
    }

    /// Claims a repetition for a case; returns `None` if another case sends or has sent it.
    ///
    /// A case may send its repetition again in each attempt, so that its attempts can be compared.
    pub(super) fn claim(
        &self,
        key: RepeatedRefusalKey,
        case: &CaseName,
    ) -> Option<RepetitionClaim<'_>> {
        let mut owners = self.lock_state();
        let is_free = |owner: Option<&CaseName>| owner.is_none_or(|owner| owner == case);
        if !is_free(owners.claimed.get(&key)) || !is_free(owners.assigned.get(&key)) {
            return None;
        }
        owners.claimed.insert(key.clone(), case.clone());
        drop(owners);
        Some(RepetitionClaim {
            repetitions: self,
            key,
            is_sent: false,
        })
    }

    fn lock_state(&self) -> MutexGuard<'_, RepetitionOwners> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RepetitionClaim<'_> {
    /// Records that the repetition got a response.
    pub(super) fn mark_sent(mut self) {
        self.is_sent = true;
    }
}

impl Drop for RepetitionClaim<'_> {
    fn drop(&mut self) {
        if !self.is_sent {
            self.repetitions.lock_state().claimed.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::RepetitionRegistry;
    use crate::contract::{Contract, ContractFiles, Edition};
    use crate::run::plan::RepeatedRefusalKey;
    use crate::suite::{CaseName, SuiteSet, SuiteSources};

    fn name(id: &str) -> CaseName {
        CaseName {
            suite: "messages".to_owned(),
            id: id.to_owned(),
            actor: None,
        }
    }

    /// Returns the keys of two rows of one operation.
    fn keys() -> [RepeatedRefusalKey; 2] {
        let contract = Contract::parse(&ContractFiles::embedded(), Edition::Errata).unwrap();
        let suites = SuiteSet::parse(&SuiteSources::embedded(), &contract).unwrap();
        ["messages/one", "messages/word@owner"].map(|name| {
            let case = suites.cases().find(|case| case.name.to_string() == name);
            RepeatedRefusalKey::from_expectation(case.unwrap())
        })
    }

    #[test]
    fn a_repetition_is_sent_by_one_case_and_that_of_another_row_by_another() {
        let [key, other] = keys();
        let sent = RepetitionRegistry::default();
        let claim = sent.claim(key.clone(), &name("a")).unwrap();
        assert!(
            sent.claim(key.clone(), &name("b")).is_none(),
            "it is under way"
        );
        claim.mark_sent();
        assert!(sent.claim(key, &name("b")).is_none(), "it was sent");
        assert!(sent.claim(other, &name("b")).is_some());
    }

    #[test]
    fn a_repetition_that_could_not_be_sent_passes_to_the_next_case() {
        let [key, _] = keys();
        let sent = RepetitionRegistry::default();
        drop(sent.claim(key.clone(), &name("a")));
        assert!(sent.claim(key, &name("b")).is_some());
    }

    #[test]
    fn a_case_repeats_in_each_attempt() {
        let [key, _] = keys();
        let sent = RepetitionRegistry::default();
        sent.claim(key.clone(), &name("a")).unwrap().mark_sent();
        assert!(sent.claim(key, &name("a")).is_some());
    }

    #[test]
    fn a_repetition_waits_for_the_case_of_the_plan_until_that_case_has_ended() {
        let [key, other] = keys();
        let sent = RepetitionRegistry::default();
        sent.assign_repetitions(HashMap::from([(key.clone(), name("a"))]));
        assert!(sent.claim(key.clone(), &name("b")).is_none());
        assert!(
            sent.claim(other, &name("b")).is_some(),
            "it is assigned to none"
        );
        assert!(sent.claim(key.clone(), &name("a")).is_some());
        sent.release_assigned(&name("a"));
        assert!(sent.claim(key, &name("b")).is_some());
    }
}
