//! Reach: which cases come near which faults.

use std::collections::{BTreeMap, BTreeSet};

use crate::suite::{Case, CaseName};

/// Which cases come near which faults.
///
/// A case comes near a fault if one of its requests (the bad one, its controls, what its fixtures need) is served by the code in which the fault
/// would show. No other case can notice it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    by_fault: BTreeMap<String, BTreeSet<CaseName>>,
}

impl Reach {
    /// Notes that a case comes near these faults.
    pub fn note(&mut self, case: &Case, faults: impl IntoIterator<Item = String>) {
        for fault in faults {
            let cases = self.by_fault.entry(fault).or_default();
            cases.insert(case.name.clone());
        }
    }

    /// Those of the cases that come near a fault, in their order.
    #[must_use]
    pub fn near<'c>(&self, fault: &str, cases: &[&'c Case]) -> Vec<&'c Case> {
        let Some(near) = self.by_fault.get(fault) else {
            return Vec::new();
        };
        let mut cases = cases.to_vec();
        cases.retain(|case| near.contains(&case.name));
        cases
    }
}
