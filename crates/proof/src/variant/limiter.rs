//! How a limit counts, by what, and how long a refusal asks to wait.

use badreq_reference::{LimiterAlgorithm, LimiterOptions, RateLimitKey, RetryAfterPolicy};

use super::catalogue::Variant;
use super::set::VariantSet;

/// Returns the options of a limiter of these variants.
pub(super) fn vary_limiter_options(variants: &VariantSet, usual: LimiterOptions) -> LimiterOptions {
    LimiterOptions {
        algorithm: if variants.has(Variant::FixedWindow) {
            LimiterAlgorithm::FixedWindow
        } else if variants.has(Variant::SlidingWindow) {
            LimiterAlgorithm::SlidingWindow
        } else if variants.has(Variant::RefusalsCount) {
            LimiterAlgorithm::SlidingWindowWithRefusals
        } else if variants.has(Variant::TokenBucket) {
            LimiterAlgorithm::TokenBucket
        } else {
            usual.algorithm
        },
        counted_by: if variants.has(Variant::CountedByAddress) {
            RateLimitKey::Address
        } else if variants.has(Variant::CountedByToken) {
            RateLimitKey::Token
        } else {
            usual.counted_by
        },
        retry_wait: if variants.has(Variant::RetryAfterGenerous) {
            RetryAfterPolicy::WholeWindow
        } else {
            usual.retry_wait
        },
    }
}
