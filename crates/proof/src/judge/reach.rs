//! Fault reach: the cases that reach each fault.

use std::collections::{BTreeMap, BTreeSet};

use badreq::suite::{Case, CaseName};

/// The cases that reach each fault.
///
/// A case reaches a fault if the code that the fault changes serves one of its requests (the bad one, a control, or one for its fixtures). No
/// other case can detect it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReachingCasesByFault {
    by_fault: BTreeMap<String, BTreeSet<CaseName>>,
}

impl ReachingCasesByFault {
    /// Records that a case reaches these faults.
    pub fn record_reached_faults(&mut self, case: &Case, faults: impl IntoIterator<Item = String>) {
        for fault in faults {
            let cases = self.by_fault.entry(fault).or_default();
            cases.insert(case.name.clone());
        }
    }

    /// Returns those of the cases that reach a fault, in their order.
    #[must_use]
    pub fn cases_reaching<'c>(&self, fault: &str, cases: &[&'c Case]) -> Vec<&'c Case> {
        let Some(near) = self.by_fault.get(fault) else {
            return Vec::new();
        };
        let mut cases = cases.to_vec();
        cases.retain(|case| near.contains(&case.name));
        cases
    }
}
