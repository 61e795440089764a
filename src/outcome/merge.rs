//! Merging: one outcome from several runs that tried different cases on the same target.

use std::collections::BTreeSet;

use super::response_finding::merge_response_findings;
use super::{
    AppliedBaseline, BudgetOmissions, CaseOutcome, LatencyStats, RateLimitScopeTraffic, RunEnding,
    RunInfo, RunOutcome, Shard, TrafficStats,
};

/// A reason why runs cannot be merged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// No run was given.
    #[error("there is nothing to merge: give the JSON reports of the shards")]
    NoRuns,
    /// Two runs differ in something that must be the same.
    #[error(
        "run {first} and run {second} differ in their {what}: only runs with the same {what} can be merged"
    )]
    Mismatch {
        /// The part that differs.
        what: &'static str,
        /// The id of a run.
        first: String,
        /// The id of another run.
        second: String,
    },
    /// A case was tried in two of the runs.
    #[error("the case {case} was tried in two of the runs: give each shard once")]
    DuplicateCase {
        /// The case.
        case: String,
    },
    /// A shard was given twice.
    #[error("shard {0} is given twice: give each once")]
    DuplicateShard(Shard),
    /// A shard is missing.
    #[error(
        "shard {0} is missing: a report without it would judge rows whose cases were not all run"
    )]
    MissingShard(Shard),
}

/// Merges several runs into one outcome.
///
/// Cases of shards stand in the order in which one run would have them; the rows and the conclusions are derived anew. The numbers of the traffic
/// are added up; peaks and the time are the highest of any run.
///
/// # Errors
/// Fails with [`MergeError`] where the runs are not of one target, were judged by other files or options, or overlap, and where a shard is missing.
pub fn merge_runs(runs: Vec<RunOutcome>) -> Result<RunOutcome, MergeError> {
    let mut runs = runs;
    runs.sort_by_key(|run| run.run.shard);
    let mut first = runs.first().ok_or(MergeError::NoRuns)?.run.clone();
    for other in &runs {
        check_mergeable(&first, &other.run)?;
    }
    first.baseline = runs
        .iter()
        .filter_map(|run| run.run.baseline.clone())
        .reduce(AppliedBaseline::choose_later_read);
    check_shards_complete(&runs)?;
    let is_single = runs.len() == 1;
    let mut leftovers = Vec::new();
    let mut orphans = Vec::new();
    let mut receipt = TrafficStats::default();
    let mut ended = RunEnding::Complete;
    let mut dealt = Vec::new();
    let mut budget_ms = None;
    let mut responses = Vec::new();
    for run in runs {
        responses.push((run.observed, run.responses));
        leftovers.extend(run.leftovers);
        for orphaned in run.orphans {
            if !orphans.contains(&orphaned) {
                orphans.push(orphaned);
            }
        }
        budget_ms = budget_ms.max(run.left_out.map(|left_out| left_out.budget_ms));
        add_traffic(&mut receipt, run.receipt);
        ended = choose_worse_ending(ended, run.ended);
        dealt.push(run.cases);
    }
    let cases = match first.shard {
        Some(_) => interleave_cases(dealt),
        None => dealt.into_iter().flatten().collect(),
    };
    check_cases_distinct(&cases)?;
    receipt.latency = LatencyStats::from_cases(&cases);
    let left_out = budget_ms.map(|budget_ms| collect_budget_omissions(budget_ms, &cases));
    let (observed, responses) = merge_response_findings(responses);
    let mut merged = RunOutcome {
        stale: Vec::new(),
        responses,
        observed,
        rows: Vec::new(),
        hollow: Vec::new(),
        run: RunInfo {
            shard: None,
            // Shards have several, and none of them repeats the whole run.
            command: first.command.clone().filter(|_| is_single),
            ..first
        },
        cases,
        leftovers,
        orphans,
        left_out,
        receipt,
        ended,
    };
    merged.recompute_derived_results();
    Ok(merged)
}

fn check_mergeable(first: &RunInfo, second: &RunInfo) -> Result<(), MergeError> {
    let differs = [
        ("target", first.target != second.target),
        ("edition", first.edition != second.edition),
        ("gate", first.gate != second.gate),
        (
            "demanded evidence",
            (first.evidence, first.min_rows) != (second.evidence, second.min_rows),
        ),
        ("baseline", !is_same_baseline(first, second)),
        ("table", first.table != second.table),
        (
            "selection of cases",
            first.shard.is_some() && first.selected != second.selected,
        ),
        ("number of cases", first.all_cases != second.all_cases),
        ("requirements", first.requirements != second.requirements),
        (
            "number of shards",
            first.shard.map(Shard::shard_count) != second.shard.map(Shard::shard_count),
        ),
    ];
    let differs = differs.into_iter().find(|(_, differs)| *differs);
    // Differences in settings that people know come first; those of digests would be harder to understand.
    let what = differs.map_or_else(
        || first.judged_by.describe_first_difference(&second.judged_by),
        |(what, _)| Some(what),
    );
    match what {
        None => Ok(()),
        Some(what) => Err(MergeError::Mismatch {
            what,
            first: first.id.clone(),
            second: second.id.clone(),
        }),
    }
}

fn is_same_baseline(first: &RunInfo, second: &RunInfo) -> bool {
    match (&first.baseline, &second.baseline) {
        (None, None) => true,
        (Some(first), Some(second)) => first.has_same_entries_as(second),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn check_shards_complete(runs: &[RunOutcome]) -> Result<(), MergeError> {
    let there: BTreeSet<Shard> = runs.iter().filter_map(|run| run.run.shard).collect();
    if let Some(twice) = runs
        .windows(2)
        .find(|pair| pair[0].run.shard.is_some() && pair[0].run.shard == pair[1].run.shard)
        .and_then(|pair| pair[0].run.shard)
    {
        return Err(MergeError::DuplicateShard(twice));
    }
    let Some(of) = there.first().map(|shard| shard.shard_count()) else {
        return Ok(());
    };
    match Shard::all_for_count(of).find(|shard| !there.contains(shard)) {
        Some(missing) => Err(MergeError::MissingShard(missing)),
        None => Ok(()),
    }
}

fn check_cases_distinct(cases: &[CaseOutcome]) -> Result<(), MergeError> {
    let mut names = BTreeSet::new();
    match cases.iter().find(|case| !names.insert(&case.case.name)) {
        Some(case) => Err(MergeError::DuplicateCase {
            case: case.case.name.clone(),
        }),
        None => Ok(()),
    }
}

/// Restores the order of cases that were dealt out to shards in turn.
fn interleave_cases(dealt: Vec<Vec<CaseOutcome>>) -> Vec<CaseOutcome> {
    let mut hands: Vec<_> = dealt.into_iter().map(Vec::into_iter).collect();
    let mut cases = Vec::new();
    loop {
        let before = cases.len();
        cases.extend(hands.iter_mut().filter_map(Iterator::next));
        if cases.len() == before {
            return cases;
        }
    }
}

/// Collects the coverage that no run achieved and that some run had no time for.
fn collect_budget_omissions<'c>(budget_ms: u64, cases: &'c [CaseOutcome]) -> BudgetOmissions {
    let (left, tried): (Vec<_>, Vec<_>) = cases.iter().partition(|case| case.verdict.is_skipped());
    let infos =
        |cases: Vec<&'c CaseOutcome>| cases.into_iter().map(|own| &own.case).collect::<Vec<_>>();
    BudgetOmissions::new(budget_ms, &infos(left), &infos(tried))
}

fn choose_worse_ending(first: RunEnding, second: RunEnding) -> RunEnding {
    match (first, second) {
        (RunEnding::TargetLost, _) | (_, RunEnding::TargetLost) => RunEnding::TargetLost,
        (RunEnding::Interrupted, _) | (_, RunEnding::Interrupted) => RunEnding::Interrupted,
        (RunEnding::Terminated, _) | (_, RunEnding::Terminated) => RunEnding::Terminated,
        (RunEnding::Complete, RunEnding::Complete) => RunEnding::Complete,
    }
}

fn add_traffic(all: &mut TrafficStats, one: TrafficStats) {
    all.requests += one.requests;
    all.repeated += one.repeated;
    all.refused_on_purpose += one.refused_on_purpose;
    all.refused_by_accident += one.refused_by_accident;
    all.waited_ms += one.waited_ms;
    all.made += one.made;
    all.undone += one.undone;
    all.put_back += one.put_back;
    all.elapsed_ms = all.elapsed_ms.max(one.elapsed_ms);
    for scope in one.scopes {
        match all.scopes.iter_mut().find(|own| own.name == scope.name) {
            Some(own) => add_scope_traffic(own, &scope),
            None => all.scopes.push(RateLimitScopeTraffic {
                allowed: None,
                ..scope
            }),
        }
    }
}

fn add_scope_traffic(all: &mut RateLimitScopeTraffic, one: &RateLimitScopeTraffic) {
    all.requests += one.requests;
    all.peak_per_second = all.peak_per_second.max(one.peak_per_second);
    // Each run kept the limits by itself, so the shortest time for all of them is unknown.
    all.allowed = None;
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
