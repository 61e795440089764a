//! The list of all faults, and their names.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use badreq::contract::suggest_similar_word;

use super::kind::FaultKind;

/// One deliberate breach of the contract, by its name: `token/any-served`.
///
/// ```
/// use badreq_proof::fault::Fault;
///
/// let fault: Fault = "token/any-served".parse()?;
/// assert_eq!(fault.to_string(), "token/any-served");
/// assert!(Fault::all().contains(&fault));
/// # Ok::<(), badreq_proof::fault::UnknownFault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fault(FaultKind);

/// A name that no fault has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no fault is called `{name}`{}", format_suggestion(.suggestion))]
pub struct UnknownFault {
    /// The name as it was given.
    pub name: String,
    /// The fault whose name is most like it, if one is.
    pub suggestion: Option<Fault>,
}

fn format_suggestion(suggestion: &Option<Fault>) -> String {
    match suggestion {
        Some(fault) => format!("; did you mean `{fault}`?"),
        None => String::new(),
    }
}

impl Fault {
    /// Returns every fault, family by family.
    #[must_use]
    pub fn all() -> &'static [Self] {
        static ALL: OnceLock<Vec<Fault>> = OnceLock::new();
        ALL.get_or_init(|| FaultKind::all().into_iter().map(Self).collect())
    }

    pub(super) fn kind(self) -> FaultKind {
        self.0
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.name())
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
            suggestion: suggest_similar_word(name, by_name.keys().map(String::as_str))
                .and_then(|nearest| by_name.get(nearest).copied()),
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
            let name = fault.to_string();
            assert_eq!(name.parse(), Ok(*fault));
            let is_kebab = |byte: u8| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_/".contains(&byte)
            };
            assert!(name.contains('/') && name.bytes().all(is_kebab), "{name}");
        }
    }

    #[test]
    fn a_name_that_no_fault_has_is_refused_with_a_suggestion() {
        let error = "token/any-serve".parse::<Fault>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "no fault is called `token/any-serve`; did you mean `token/any-served`?"
        );
        let error = "1".parse::<Fault>().unwrap_err();
        assert_eq!(error.to_string(), "no fault is called `1`");
    }
}
