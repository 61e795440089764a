//! No requirement goes without a breach of it.

use badreq::contract::RequirementId;

use super::{body, details, effects, limits, rows};

#[test]
fn every_requirement_has_a_breach_that_is_about_it() {
    let breaches = [
        body::ALL,
        details::ALL,
        effects::ALL,
        limits::ALL,
        rows::ALL,
    ]
    .concat();
    let about: Vec<RequirementId> = breaches.iter().map(|breach| breach().broken[0]).collect();
    let missing: Vec<_> = RequirementId::ALL
        .iter()
        .filter(|id| !about.contains(id))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
