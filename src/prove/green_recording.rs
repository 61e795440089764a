//! Green recordings: results of runs that passed, as the base of mutants.

use std::collections::BTreeMap;

use super::recorded_case::RecordedCase;
use crate::check::{BreachDescription, JudgeContext, Violation};
use crate::contract::{Contract, Level, RequirementId};
use crate::outcome::{CaseOutcome, MutantOutcome, MutationScore, RunEnding, RunOutcome, Verdict};
use crate::suite::{Case, SuiteSet};

/// The recorded exchanges of a run that broke no *must*.
#[derive(Debug)]
pub struct GreenRecording<'a> {
    pub(super) cases: Vec<RecordedCase<'a>>,
    /// The names of the cases whose bodies were cut, so that nothing can be judged anew.
    pub cut_cases: Vec<String>,
    /// The number of cases that the run did not judge.
    pub unjudged_cases: usize,
}

/// A reason why a result cannot be the base of mutants.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GreenRecordingError {
    /// The result was judged by another contract.
    #[error(
        "it was judged by another version of the contract: give the `--table` and the `--edition` of that run, or run the suite again"
    )]
    OtherContract,
    /// The result has cases of other suites.
    #[error(
        "it has cases of another version of the suites: give the `--suites` of that run, or run the suite again"
    )]
    OtherSuites,
    /// The run did not end by itself.
    #[error("the run did not complete: run the suite again, to its end")]
    Incomplete,
    /// The baseline lists failures that the run found.
    #[error(
        "it has known failures, such as that of `{case}`: only a target without failures shows what a mutant changes"
    )]
    KnownFailure {
        /// The first such case.
        case: String,
    },
    /// The recording breaks musts.
    #[error("{} in it, so it does not show what a conforming target sends:{}", describe_breach_count(.breaches), format_breach_list(.breaches))]
    Breaches {
        /// The breaches, in the order of the cases.
        breaches: Vec<RecordedBreach>,
    },
    /// No case has a judged exchange.
    #[error("no case in it was judged: run the suite with tokens for two systems")]
    Empty,
}

/// A broken *must* in a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedBreach {
    /// The case; `None` for a requirement on every response.
    pub case: Option<String>,
    /// The requirement.
    pub requirement: RequirementId,
    /// Both sides, in words.
    pub description: BreachDescription,
}

/// The number of breaches that a refusal lists.
const MAX_LISTED_BREACHES: usize = 5;

fn describe_breach_count(breaches: &[RecordedBreach]) -> String {
    match breaches.len() {
        1 => "a must is broken".to_owned(),
        count => format!("{count} musts are broken"),
    }
}

fn format_breach_list(breaches: &[RecordedBreach]) -> String {
    let listed = breaches.iter().take(MAX_LISTED_BREACHES).map(|own| {
        let case = own.case.as_deref().unwrap_or("every response");
        let BreachDescription { expected, got } = &own.description;
        format!(
            "\n  {case}: {}: expected {expected}, got {got}",
            own.requirement
        )
    });
    let mut lines: String = listed.collect();
    if let Some(more @ 1..) = breaches.len().checked_sub(MAX_LISTED_BREACHES) {
        lines.push_str(&format!("\n  and {more} more"));
    }
    lines
}

impl<'a> GreenRecording<'a> {
    /// Reads the exchanges of a run and judges them anew. Cases that the run did not judge have none.
    ///
    /// # Errors
    ///
    /// Fails with [`GreenRecordingError`] if the run was judged by another contract or other suites, did not complete, judged nothing, has known
    /// failures, or breaks a *must*.
    pub fn rejudge_run(
        contract: &'a Contract,
        suites: &'a SuiteSet,
        rules: &JudgeContext<'_>,
        run: &'a RunOutcome,
    ) -> Result<Self, GreenRecordingError> {
        check_run_suitability(contract, suites, run)?;
        let by_name: BTreeMap<String, &Case> = suites
            .cases()
            .map(|case| (case.name.to_string(), case))
            .collect();
        let mut recording = Self {
            cases: Vec::new(),
            cut_cases: Vec::new(),
            unjudged_cases: run.cases.iter().filter(|own| !is_judged(own)).count(),
        };
        let mut breaches = list_response_breaches(run);
        for outcome in run.cases.iter().filter(|own| is_judged(own)) {
            let name = outcome.case.name.as_str();
            let case = by_name.get(name).ok_or(GreenRecordingError::OtherSuites)?;
            let (recorded, violations) =
                RecordedCase::rejudge_outcome(contract, rules, case, outcome)
                    .map_err(|_| GreenRecordingError::OtherSuites)?;
            if recorded.has_cut_body() {
                recording.cut_cases.push(name.to_owned());
                continue;
            }
            let musts = violations.iter().filter(|own| own.level == Level::Must);
            breaches.extend(musts.map(|own| to_recorded_breach(name, own)));
            recording.cases.push(recorded);
        }
        if !breaches.is_empty() {
            return Err(GreenRecordingError::Breaches { breaches });
        }
        if recording.cases.is_empty() {
            return Err(GreenRecordingError::Empty);
        }
        Ok(recording)
    }

    /// Lists the names of the cases that mutants are tried on.
    #[must_use]
    pub fn case_names(&self) -> Vec<String> {
        let cases = self.cases.iter();
        cases.map(|own| own.case.name.to_string()).collect()
    }

    /// Builds the score of these mutants of the recording of a run.
    #[must_use]
    pub fn build_score(self, run: &RunOutcome, mutants: Vec<MutantOutcome>) -> MutationScore {
        MutationScore {
            run: run.run.id.clone(),
            target: run.run.target.clone(),
            cases: self.case_names(),
            cut_cases: self.cut_cases,
            unjudged_cases: self.unjudged_cases,
            mutants,
        }
    }

    /// Leaves out the cases with these names.
    pub fn remove_cases(&mut self, is_removed: impl Fn(&str) -> bool) {
        self.cases
            .retain(|own| !is_removed(&own.case.name.to_string()));
    }
}

fn check_run_suitability(
    contract: &Contract,
    suites: &SuiteSet,
    run: &RunOutcome,
) -> Result<(), GreenRecordingError> {
    let judged_by = &run.run.judged_by;
    if judged_by.contract_digest != contract.digest {
        return Err(GreenRecordingError::OtherContract);
    }
    if judged_by.suites_digest != suites.digest {
        return Err(GreenRecordingError::OtherSuites);
    }
    match run.ended {
        RunEnding::Complete => {}
        RunEnding::Interrupted | RunEnding::Terminated | RunEnding::TargetLost => {
            return Err(GreenRecordingError::Incomplete);
        }
    }
    let mut cases = run.cases.iter();
    match cases.find(|own| !own.known.is_empty()) {
        Some(known) => Err(GreenRecordingError::KnownFailure {
            case: known.case.name.clone(),
        }),
        None => Ok(()),
    }
}

/// Reports whether the run judged the case. A failed one counts, so that its breach is reported.
fn is_judged(outcome: &CaseOutcome) -> bool {
    match &outcome.verdict {
        Verdict::Pass | Verdict::Fail | Verdict::KnownFailure { .. } => true,
        Verdict::Inconclusive { .. } | Verdict::Skipped { .. } | Verdict::HarnessError { .. } => {
            false
        }
    }
}

fn list_response_breaches(run: &RunOutcome) -> Vec<RecordedBreach> {
    let musts = run.responses.iter().filter(|own| own.level == Level::Must);
    musts
        .map(|own| RecordedBreach {
            case: None,
            requirement: own.requirement,
            description: own.describe_breach(),
        })
        .collect()
}

fn to_recorded_breach(case: &str, violation: &Violation) -> RecordedBreach {
    RecordedBreach {
        case: Some(case.to_owned()),
        requirement: violation.requirement_id(),
        description: violation.describe(),
    }
}
