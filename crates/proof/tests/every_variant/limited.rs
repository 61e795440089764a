//! Limiters that count otherwise, met at the limits that they really keep rather than through the hook.

use badreq::contract::Edition;
use badreq::run::TargetRateLimiting;
use badreq_proof::Variant;
use badreq_reference::{ServerRateLimits, TriggerMode};

use crate::bench::{Run, inputs};
use crate::green::{assert_unaccused, block_on, serve};

pub(crate) fn is_of_the_limiter(variant: Variant) -> bool {
    matches!(
        variant,
        Variant::FixedWindow
            | Variant::SlidingWindow
            | Variant::TokenBucket
            | Variant::RefusalsCount
            | Variant::RetryAfterGenerous
            | Variant::CountedByAddress
            | Variant::CountedByToken
    )
}

pub(crate) fn real_limits_are_met(variant: Variant) {
    let outcome = block_on(async {
        let server = serve(
            Some(variant),
            ServerRateLimits::Documented,
            TriggerMode::Off,
        )
        .await;
        let mut run = Run::on(&server);
        run.hooks.clear();
        run.options.target_limits = TargetRateLimiting::Enforced;
        run.pace.clone_from(&inputs(Edition::Errata).0.limits);
        let outcome = run.only(&["rate_limits"]).await;
        server.shutdown().await;
        outcome
    });
    assert_unaccused(&outcome, &[variant]);
    let by_accident = outcome.receipt.refused_by_accident;
    assert_eq!(by_accident, 0, "the engine stays under the limits itself");
}
