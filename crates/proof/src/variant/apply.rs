//! The seams of a server of some variants.

use std::collections::BTreeSet;
use std::sync::Arc;

use badreq_reference::{
    EarlyCheck, ServerOptions, ShortIdAlphabet, ShortIdForm, ShortIdLengthPolicy,
};

use super::catalogue::Variant;
use super::limiter::vary_limiter_options;
use super::rows::VariantRowChoice;
use super::set::VariantSet;
use super::values::VariantValueAcceptance;
use super::wire::VariantWire;

/// Returns the options of a server of these variants; what the options set already stays in force beneath.
///
/// ```
/// use std::collections::BTreeSet;
///
/// use badreq_proof::{Variant, vary_server_options};
/// use badreq_reference::{LimiterAlgorithm, ServerOptions};
///
/// let variants = BTreeSet::from([Variant::FixedWindow]);
/// let options = vary_server_options(&variants, ServerOptions::default());
/// assert_eq!(options.limiter.algorithm, LimiterAlgorithm::FixedWindow);
/// ```
#[must_use]
pub fn vary_server_options(variants: &BTreeSet<Variant>, options: ServerOptions) -> ServerOptions {
    if variants.is_empty() {
        return options;
    }
    let set = VariantSet::new(variants);
    ServerOptions {
        limiter: vary_limiter_options(&set, options.limiter),
        early_checks: vary_early_checks(&set, options.early_checks),
        ids: vary_short_id_form(&set, options.ids),
        rows: Arc::new(VariantRowChoice {
            variants: set.clone(),
            beneath: options.rows,
        }),
        values: Arc::new(VariantValueAcceptance {
            variants: set.clone(),
            beneath: options.values,
        }),
        wire: Arc::new(VariantWire {
            variants: set,
            beneath: options.wire,
        }),
        ..options
    }
}

fn vary_early_checks(variants: &VariantSet, usual: Vec<EarlyCheck>) -> Vec<EarlyCheck> {
    let mut checks = usual;
    let mut add = |variant, check| {
        let is_due = variants.has(variant) || variants.has(Variant::OwnerLast);
        if is_due && !checks.contains(&check) {
            checks.push(check);
        }
    };
    add(Variant::ExistenceFirst, EarlyCheck::PathReferences);
    add(Variant::QueryFirst, EarlyCheck::QueryAndNumbers);
    add(Variant::BodyFirst, EarlyCheck::Body);
    checks
}

fn vary_short_id_form(variants: &VariantSet, usual: ShortIdForm) -> ShortIdForm {
    ShortIdForm {
        length: if variants.has(Variant::ShortIdsFive) {
            ShortIdLengthPolicy::Five
        } else {
            usual.length
        },
        letters: if variants.has(Variant::ShortIdsOfAnyLetter) {
            ShortIdAlphabet::Any
        } else {
            usual.letters
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(variants: &[Variant]) -> ServerOptions {
        let variants = variants.iter().copied().collect();
        vary_server_options(&variants, ServerOptions::default())
    }

    #[test]
    fn an_owner_who_is_judged_last_is_judged_behind_references_query_and_body() {
        assert_eq!(
            applied(&[Variant::OwnerLast, Variant::BodyFirst]).early_checks,
            [
                EarlyCheck::PathReferences,
                EarlyCheck::QueryAndNumbers,
                EarlyCheck::Body
            ]
        );
    }

    #[test]
    fn ids_of_two_variants_are_of_both() {
        let ids = applied(&[Variant::ShortIdsFive, Variant::ShortIdsOfAnyLetter]).ids;
        assert_eq!(ids.length, ShortIdLengthPolicy::Five);
        assert_eq!(ids.letters, ShortIdAlphabet::Any);
    }

    #[test]
    fn without_a_variant_the_options_stay_as_they_are() {
        let options = applied(&[]);
        assert_eq!(options.early_checks, []);
        assert_eq!(format!("{:?}", options.wire), "PassthroughWire");
    }
}
