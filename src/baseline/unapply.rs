//! Runs as they would be without their baseline.

use crate::outcome::{RunOutcome, decide_verdict};

/// Returns the run as it would be without a baseline: every known violation is one like the others.
///
/// A baseline can so be written or updated from any result, whatever baseline its run had.
#[must_use]
pub fn unapply_baseline(run: &RunOutcome) -> RunOutcome {
    let mut run = run.clone();
    let gate = run.run.gate;
    for outcome in run.cases.iter_mut().filter(|own| !own.known.is_empty()) {
        let known = std::mem::take(&mut outcome.known);
        let known = known.into_iter().map(|own| own.violation);
        outcome.violations.extend(known);
        outcome.verdict = decide_verdict(&outcome.violations, outcome.has_replacement_row(), gate);
    }
    for finding in &mut run.responses {
        finding.known = None;
    }
    run.run.baseline = None;
    run.recompute_derived_results();
    run
}

#[cfg(test)]
mod tests {
    use super::super::testing::{
        code_violation, failed_case, parse_baseline, toml_entry_for_text_code,
    };
    use super::unapply_baseline;
    use crate::outcome::testing::{run_outcome, wrong_row_violation};

    #[test]
    fn a_run_without_its_baseline_is_the_run_before_it() {
        let before = run_outcome(vec![
            failed_case("a", vec![code_violation("7")]),
            failed_case("b", vec![wrong_row_violation(), code_violation("7")]),
        ]);
        let mut after = before.clone();
        parse_baseline(&toml_entry_for_text_code("['things']"))
            .excuse_known_violations_in_run(&mut after);
        assert_ne!(after, before);
        assert_eq!(unapply_baseline(&after), before);
    }
}
