//! Whether a variant is in force for the request at hand.

use super::catalogue::Variant;
use crate::reference::fault;

/// Whether the request at hand is judged by a server of this variant.
pub(crate) fn is(variant: Variant) -> bool {
    fault::variant() == Some(variant)
}
