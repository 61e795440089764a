//! The cases pass, nothing is reported, nothing is left behind.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use badreq::contract::{Edition, RequirementId};
use badreq::outcome::{Level, RunOutcome, Verdict};
use badreq_proof::{Variant, vary_server_options};
use badreq_reference::{ReferenceServer, ServerOptions, ServerRateLimits, TriggerMode, start};

use crate::bench::{Run, assert_untouched, inputs};
use crate::rows::answered_instead;

/// Tries every case; where each answer takes its time, one for each row.
pub(crate) fn every_case_passes(variant: Variant) {
    let cases = if variant == Variant::Latency300 {
        first_of_each_row()
    } else {
        Vec::new()
    };
    let cases: Vec<&str> = cases.iter().map(String::as_str).collect();
    assert_conforms(&[variant], &cases);
}

/// The first case of each row.
fn first_of_each_row() -> Vec<String> {
    let mut seen = BTreeSet::new();
    inputs(Edition::Errata)
        .1
        .cases()
        .filter(|case| case.expected_row().is_some_and(|row| seen.insert(row)))
        .map(|case| case.name.to_string())
        .collect()
}

/// Tries the cases that these patterns select, all for no pattern, against a server of these variants.
pub(crate) fn assert_conforms(variants: &[Variant], patterns: &[&str]) {
    let outcome = block_on(async {
        let own = variants.iter().copied();
        let server = serve(own, ServerRateLimits::None, TriggerMode::On).await;
        let before = server.dump_state();
        let outcome = Run::on(&server).only(patterns).await;
        assert_untouched(&before, &server);
        server.shutdown().await;
        outcome
    });
    assert_unaccused(&outcome, variants);
    let expected: BTreeSet<String> = variants
        .iter()
        .flat_map(|variant| answered_instead(*variant))
        .map(|row| (*row).to_owned())
        .collect();
    let mut alternatives = alternatives(&outcome);
    alternatives.retain(|one| !usual_alternatives().contains(one));
    let rows: BTreeSet<String> = alternatives.into_iter().map(|(_, row)| row).collect();
    assert_eq!(rows, expected, "the rows that came in another's place");
}

/// No case is accused of anything, or left unproven.
pub(crate) fn assert_unaccused(outcome: &RunOutcome, variants: &[Variant]) {
    let remarks = variants.iter().copied().filter_map(remarked);
    let remarks: Vec<RequirementId> = remarks.collect();
    assert!(!outcome.cases.is_empty(), "nothing was run");
    assert_eq!(outcome.leftovers.len(), 0, "{:?}", outcome.leftovers);
    let accused: Vec<_> = outcome
        .cases
        .iter()
        .filter(|case| {
            let mut broken = case.violations.iter().map(|found| found.requirement);
            case.verdict != Verdict::Pass || broken.any(|one| !remarks.contains(&one))
        })
        .map(|case| (&case.case.name, &case.verdict, &case.violations))
        .collect();
    assert!(accused.is_empty(), "{accused:#?}");
    let everywhere = outcome.responses.iter();
    let everywhere: Vec<_> = everywhere
        .filter(|found| found.level >= Level::Should)
        .collect();
    assert!(everywhere.is_empty(), "{everywhere:#?}");
}

/// What is remarked upon, and neither demanded nor recommended by any page.
fn remarked(variant: Variant) -> Option<RequirementId> {
    match variant {
        Variant::ExtraKeys => Some(RequirementId::BodyNoOtherKeys),
        Variant::InnerMessages => Some(RequirementId::ErrorsMessageText),
        _ => None,
    }
}

/// The cases that were answered with an alternative that they accept, and that alternative.
fn alternatives(outcome: &RunOutcome) -> BTreeSet<(String, String)> {
    let cases = outcome
        .cases
        .iter()
        .filter(|case| case.passed_with_alternative());
    cases
        .filter_map(|case| {
            let alternative = case.received_alternative()?;
            Some((case.case.name.clone(), alternative.outcome.to_string()))
        })
        .collect()
}

/// Those of the usual server.
fn usual_alternatives() -> &'static BTreeSet<(String, String)> {
    static USUAL: OnceLock<BTreeSet<(String, String)>> = OnceLock::new();
    USUAL.get_or_init(|| {
        block_on(async {
            let server = serve(None, ServerRateLimits::None, TriggerMode::On).await;
            let outcome = Run::on(&server).all_but(&["rate_limits"]).await;
            server.shutdown().await;
            alternatives(&outcome)
        })
    })
}

pub(crate) async fn serve(
    variants: impl IntoIterator<Item = Variant>,
    limits: ServerRateLimits,
    hooks: TriggerMode,
) -> ReferenceServer {
    let options = ServerOptions {
        limits,
        triggers: hooks,
        ..ServerOptions::default()
    };
    let options = vary_server_options(&variants.into_iter().collect(), options);
    start(options).await.expect("a port is free")
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("there is a runtime");
    runtime.block_on(future)
}
