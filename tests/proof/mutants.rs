//! Mutants of the recording of a run against the reference server.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use badreq::check::{JudgeContext, RequirementLevels};
use badreq::cli::{ContractAndSuites, record_reference_run};
use badreq::contract::{Level, RequirementId};
use badreq::outcome::{MutantOutcome, MutantState, RunOutcome, Verdict};
use badreq::prove::{GreenRecording, GreenRecordingError, Mutant, judge_mutants, list_mutants};

/// Mutants that the recording need not detect, and why.
const UNDETECTED: &[(&str, &str)] = &[(
    "wait-untrue/",
    "a slow machine sends the request after the burst when the wait is over already, so that nothing is promised",
)];

/// A run against the reference server with everything that it was judged by.
struct Recorded {
    inputs: ContractAndSuites,
    run: RunOutcome,
}

static RECORDED: LazyLock<Recorded> = LazyLock::new(|| {
    let inputs = ContractAndSuites::load_embedded().expect("the shipped suites are sound");
    let run = record_reference_run(&inputs).expect("the reference server starts");
    Recorded { inputs, run }
});

static OUTCOMES: LazyLock<Vec<MutantOutcome>> = LazyLock::new(|| {
    let rules = RECORDED.rules();
    let recording = RECORDED.read(&rules);
    RECORDED.judge(&rules, &recording, &RECORDED.list())
});

impl Recorded {
    fn rules(&self) -> JudgeContext<'_> {
        let options = self.run.run.judged_by.judge_options();
        JudgeContext::from_contract(&self.inputs.contract, options)
    }

    fn list(&self) -> Vec<Mutant> {
        list_mutants(&self.inputs.contract, &self.rules())
    }

    /// The mutants with these names.
    fn named(&self, names: &BTreeSet<&str>) -> Vec<Mutant> {
        let mut mutants = self.list();
        mutants.retain(|mutant| names.contains(mutant.to_string().as_str()));
        mutants
    }

    fn read<'a>(&'a self, rules: &JudgeContext<'_>) -> GreenRecording<'a> {
        self.try_read(rules, &self.run)
            .unwrap_or_else(|refusal| panic!("{refusal}"))
    }

    fn try_read<'a>(
        &'a self,
        rules: &JudgeContext<'_>,
        run: &'a RunOutcome,
    ) -> Result<GreenRecording<'a>, GreenRecordingError> {
        GreenRecording::rejudge_run(&self.inputs.contract, &self.inputs.suites, rules, run)
    }

    fn judge(
        &self,
        rules: &JudgeContext<'_>,
        recording: &GreenRecording<'_>,
        mutants: &[Mutant],
    ) -> Vec<MutantOutcome> {
        judge_mutants(&self.inputs.contract, rules, recording, mutants, || {})
    }
}

fn is_detected(outcome: &MutantOutcome) -> bool {
    match outcome.state {
        MutantState::Detected { .. } => true,
        MutantState::Undetected { .. }
        | MutantState::Unreached { .. }
        | MutantState::Allowed { .. } => false,
    }
}

fn is_undetected(outcome: &MutantOutcome) -> bool {
    match outcome.state {
        MutantState::Undetected { .. } | MutantState::Unreached { .. } => true,
        MutantState::Detected { .. } | MutantState::Allowed { .. } => false,
    }
}

/// The names of the mutants that only one case detects, with the case.
fn single_witnesses() -> Vec<(&'static str, &'static str)> {
    let outcomes = OUTCOMES.iter();
    let single = outcomes.filter_map(|outcome| match &outcome.state {
        MutantState::Detected { by } if by.len() == 1 => {
            Some((outcome.mutant.as_str(), by[0].as_str()))
        }
        MutantState::Detected { .. }
        | MutantState::Undetected { .. }
        | MutantState::Unreached { .. }
        | MutantState::Allowed { .. } => None,
    });
    single.collect()
}

#[test]
fn every_mutant_of_the_reference_server_is_detected() {
    let undetected: Vec<&str> = OUTCOMES
        .iter()
        .filter(|outcome| is_undetected(outcome))
        .map(|outcome| outcome.mutant.as_str())
        .filter(|name| UNDETECTED.iter().all(|(own, _)| !name.starts_with(own)))
        .collect();
    assert_eq!(undetected, Vec::<&str>::new());
    assert!(OUTCOMES.len() > 3000, "{}", OUTCOMES.len());
}

#[test]
fn no_two_mutants_have_the_same_name() {
    let names: BTreeSet<&str> = OUTCOMES.iter().map(|own| own.mutant.as_str()).collect();
    assert_eq!(names.len(), OUTCOMES.len());
}

#[test]
fn a_requirement_that_is_not_checked_shows_by_its_mutants() {
    /// Some mutants have to show it; to judge all of them for each requirement takes half a minute.
    const TRIED: usize = 12;
    let requirements = RECORDED.inputs.contract.requirements.as_slice();
    for requirement in requirements {
        let id = requirement.id;
        let aimed = OUTCOMES.iter().filter(|own| own.requirement == id);
        let aimed: BTreeSet<&str> = aimed
            .filter(|own| is_detected(own))
            .map(|own| own.mutant.as_str())
            .take(TRIED)
            .collect();
        assert!(!aimed.is_empty(), "no mutant breaks {id}");
        let others = requirements.iter().filter(|own| own.id != id);
        let rules = JudgeContext {
            levels: others
                .map(|own| (own.id, own.level))
                .collect::<RequirementLevels>(),
            ..RECORDED.rules()
        };
        let recording = RECORDED.read(&rules);
        let outcomes = RECORDED.judge(&rules, &recording, &RECORDED.named(&aimed));
        assert_eq!(outcomes.len(), aimed.len());
        let undetected = outcomes.iter().filter(|own| is_undetected(own)).count();
        assert!(undetected > 0, "nothing shows that {id} is not checked");
    }
}

#[test]
fn a_case_that_is_the_only_witness_of_a_mutant_is_missed_where_it_is_taken_out() {
    const DRAWN: usize = 20;
    const SEED: usize = 7919;
    let single = single_witnesses();
    let witnesses: BTreeSet<&str> = single.iter().map(|(_, case)| *case).collect();
    let witnesses: Vec<&str> = witnesses.into_iter().collect();
    assert!(witnesses.len() > DRAWN, "{}", witnesses.len());
    let drawn = (0..DRAWN).map(|draw| witnesses[(draw * SEED) % witnesses.len()]);
    let drawn: BTreeSet<&str> = drawn.collect();
    let only_theirs = single.iter().filter(|(_, case)| drawn.contains(case));
    let only_theirs: BTreeSet<&str> = only_theirs.map(|(mutant, _)| *mutant).collect();
    let rules = RECORDED.rules();
    let mut recording = RECORDED.read(&rules);
    recording.remove_cases(|case| drawn.contains(case));
    let outcomes = RECORDED.judge(&rules, &recording, &RECORDED.named(&only_theirs));
    assert_eq!(outcomes.len(), only_theirs.len());
    for outcome in outcomes {
        // Where all other cases of the cell accept what the mutant does, the report names it with those that are allowed.
        assert!(!is_detected(&outcome), "{outcome:?}");
    }
}

#[test]
fn a_recording_that_breaks_a_must_is_refused_with_the_case_and_the_requirement() {
    let mut run = RECORDED.run.clone();
    let case = run
        .cases
        .iter_mut()
        .find(|own| own.verdict == Verdict::Pass && own.judged_step_index().is_some())
        .expect("a case passes");
    let name = case.case.name.clone();
    let place = case.judged_step_index().expect("it has a bad request");
    case.steps[place].exchange.response.body = "no".into();
    let refusal = RECORDED.try_read(&RECORDED.rules(), &run).unwrap_err();
    let GreenRecordingError::Breaches { breaches } = &refusal else {
        panic!("{refusal}");
    };
    assert!(
        breaches
            .iter()
            .all(|own| own.case.as_deref() == Some(&name))
    );
    let broken: Vec<RequirementId> = breaches.iter().map(|own| own.requirement).collect();
    assert!(broken.contains(&RequirementId::BodyOneObject), "{broken:?}");
    assert!(
        refusal
            .to_string()
            .contains(&format!("{name}: body-one-object: "))
    );
}

#[test]
fn a_case_with_a_body_that_was_cut_is_left_out_by_name() {
    let mut run = RECORDED.run.clone();
    let case = run
        .cases
        .iter_mut()
        .find(|own| own.verdict == Verdict::Pass && own.judged_step_index().is_some())
        .expect("a case passes");
    let name = case.case.name.clone();
    let place = case.judged_step_index().expect("it has a bad request");
    case.steps[place].exchange.response.cut = Some(20_000);
    let rules = RECORDED.rules();
    let recording = RECORDED
        .try_read(&rules, &run)
        .unwrap_or_else(|refusal| panic!("{refusal}"));
    assert_eq!(recording.cut_cases, std::slice::from_ref(&name));
    assert!(!recording.case_names().contains(&name));
}

#[test]
fn a_recording_that_was_judged_by_another_contract_is_refused() {
    let mut run = RECORDED.run.clone();
    run.run.judged_by.contract_digest = "other".to_owned();
    assert_eq!(
        RECORDED.try_read(&RECORDED.rules(), &run).unwrap_err(),
        GreenRecordingError::OtherContract
    );
}

#[test]
fn every_must_of_the_contract_is_broken_by_some_mutant() {
    let musts = RECORDED.inputs.contract.requirements.as_slice().iter();
    let musts = musts.filter(|own| own.level == Level::Must);
    let missed: Vec<RequirementId> = musts
        .map(|own| own.id)
        .filter(|id| OUTCOMES.iter().all(|own| own.requirement != *id))
        .collect();
    assert_eq!(missed, []);
}
