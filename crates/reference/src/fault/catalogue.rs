//! The list of all faults: each family has a member for each row, operation, field or scope that it can befall.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use super::breach::FaultKind;
use super::families::breaches;

/// One deliberate breach of the contract, by its name: `status/20003`.
///
/// ```
/// use badreq_reference::Fault;
///
/// let fault: Fault = "status/20003".parse()?;
/// assert_eq!(fault.to_string(), "status/20003");
/// assert_eq!(fault.family(), "status");
/// assert!(Fault::all().contains(&fault));
/// # Ok::<(), badreq_reference::UnknownFault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fault(pub(crate) FaultKind);

/// A name that no fault has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no fault is called `{name}`; `badreq faults --list` shows what there is")]
pub struct UnknownFault {
    /// The name as it was given.
    pub name: String,
}

impl Fault {
    /// Every fault, family by family.
    #[must_use]
    pub fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<Fault>> = OnceLock::new();
        ALL.get_or_init(|| breaches().into_iter().map(Self).collect())
    }

    /// What it has in common with others: the first part of its name.
    #[must_use]
    pub fn family(self) -> String {
        let name = self.to_string();
        let family = name.split('/').next();
        family.unwrap_or_default().to_owned()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        static BY_NAME: OnceLock<BTreeMap<String, Fault>> = OnceLock::new();
        let by_name = BY_NAME.get_or_init(|| {
            let all = Self::all().iter();
            all.map(|fault| (fault.to_string(), *fault)).collect()
        });
        by_name.get(name).copied().ok_or_else(|| UnknownFault {
            name: name.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_fault_has_a_name_of_its_own_and_is_found_by_it() {
        let names: BTreeSet<String> = Fault::all().iter().map(Fault::to_string).collect();
        assert_eq!(names.len(), Fault::all().len());
        for fault in Fault::all() {
            assert_eq!(fault.to_string().parse(), Ok(*fault));
        }
    }

    #[test]
    fn a_name_that_no_fault_has_is_refused() {
        let error = "status/12345".parse::<Fault>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "no fault is called `status/12345`; `badreq faults --list` shows what there is"
        );
    }
}
