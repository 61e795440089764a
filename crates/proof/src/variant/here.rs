//! Reports whether a variant is in force for the request at hand.

use super::catalogue::Variant;
use crate::fault;

/// Reports whether the request at hand is judged by a server of this variant.
pub(crate) fn is(variant: Variant) -> bool {
    fault::has_variant(variant)
}
