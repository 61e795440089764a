//! A set of variants that a server implements together.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::catalogue::Variant;

/// The variants that a server implements together.
#[derive(Clone, Debug)]
pub(super) struct VariantSet(Arc<BTreeSet<Variant>>);

impl VariantSet {
    pub(super) fn new(variants: &BTreeSet<Variant>) -> Self {
        Self(Arc::new(variants.clone()))
    }

    /// Reports whether the server is of this variant.
    pub(super) fn has(&self, variant: Variant) -> bool {
        self.0.contains(&variant)
    }
}
