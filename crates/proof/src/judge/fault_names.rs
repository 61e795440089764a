//! The names of faults, and patterns that match several of them.

use badreq::contract::matches_glob;
use badreq::contract::suggest_similar_word;

/// A pattern that matches no fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no fault or family matches `{pattern}`{}", hint.as_deref().map_or(String::new(), |hint| format!(": did you mean `{hint}`?")))]
pub struct UnmatchedFaultPattern {
    /// The pattern.
    pub pattern: String,
    /// The most similar name.
    pub hint: Option<String>,
}

impl UnmatchedFaultPattern {
    /// Creates the error for a pattern that matches none of these faults, with the most similar name.
    #[must_use]
    pub fn new(pattern: &str, names: &[String]) -> Self {
        let families = names.iter().map(|name| fault_family(name));
        let near = suggest_similar_word(pattern, families.chain(names.iter().map(String::as_str)));
        Self {
            pattern: pattern.to_owned(),
            hint: near.map(str::to_owned),
        }
    }
}

/// Returns the family of a fault: the first part of its name.
///
/// ```
/// assert_eq!(badreq_proof::fault_family("status/20003"), "status");
/// ```
#[must_use]
pub fn fault_family(fault: &str) -> &str {
    fault.split('/').next().unwrap_or(fault)
}

/// Selects the faults that any pattern matches, in their order; without patterns, all of them.
///
/// A pattern is the name of a fault (`status/20003`), the beginning of a name up to a slash (`status`), or a name with `*` for any run of
/// characters (`*/20003`).
///
/// # Errors
/// Fails with every [`UnmatchedFaultPattern`]: a pattern that matches nothing is a mistake.
///
/// ```
/// use badreq_proof::select_faults;
///
/// let names = ["status/20003".to_owned(), "status/20005".to_owned(), "code/20003".to_owned()];
/// assert_eq!(select_faults(&["status".to_owned()], &names)?, ["status/20003", "status/20005"]);
/// assert_eq!(select_faults(&["*/20003".to_owned()], &names)?, ["status/20003", "code/20003"]);
///
/// let unmatched = select_faults(&["statsu".to_owned()], &names).unwrap_err();
/// assert_eq!(unmatched[0].to_string(), "no fault or family matches `statsu`: did you mean `status`?");
/// # Ok::<(), Vec<badreq_proof::UnmatchedFaultPattern>>(())
/// ```
pub fn select_faults<'n>(
    patterns: &[String],
    names: &'n [String],
) -> Result<Vec<&'n str>, Vec<UnmatchedFaultPattern>> {
    let unmatched: Vec<UnmatchedFaultPattern> = patterns
        .iter()
        .filter(|pattern| !names.iter().any(|name| matches_fault(pattern, name)))
        .map(|pattern| UnmatchedFaultPattern::new(pattern, names))
        .collect();
    if !unmatched.is_empty() {
        return Err(unmatched);
    }
    let is_meant = |name: &String| {
        patterns.is_empty() || patterns.iter().any(|pattern| matches_fault(pattern, name))
    };
    Ok(names
        .iter()
        .filter(|name| is_meant(name))
        .map(String::as_str)
        .collect())
}

/// Reports whether a pattern matches a fault.
pub(super) fn matches_fault(pattern: &str, name: &str) -> bool {
    let is_below = |rest: &str| rest.is_empty() || rest.starts_with('/');
    name.strip_prefix(pattern).is_some_and(is_below) || matches_glob(pattern, name)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::matches_fault;

    #[rstest]
    #[case::the_fault("limit-up/thing/name", true)]
    #[case::its_family("limit-up", true)]
    #[case::what_it_stands_below("limit-up/thing", true)]
    #[case::a_star("limit-*/name", true)]
    #[case::half_a_word("limit", false)]
    #[case::nothing("", false)]
    #[case::another("limit-up/thing/name/again", false)]
    fn a_pattern_means_a_fault_by_whole_parts_of_its_name(
        #[case] pattern: &str,
        #[case] is_meant: bool,
    ) {
        assert_eq!(matches_fault(pattern, "limit-up/thing/name"), is_meant);
    }
}
