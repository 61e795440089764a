//! Runs against the library: it conforms, and where it does not, the run says which sentence it breaks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use badreq::check::JudgeContext;
use badreq::contract::{
    Contract, ContractFiles as Pages, Edition, Level, RequirementId, SourceFile,
};
use badreq::outcome::{
    ConformanceConclusion, FailOn, FailureGate, MutantState, RowVerdict, RunOutcome, Verdict,
};
use badreq::prove::{GreenRecording, judge_mutants, list_mutants};
use badreq::run::{CancelSignal, RunOptions, RunSession, TargetRateLimiting, execute_run};
use badreq::suite::coverage::{DefectCoverageStatus, compute_operation_defect_coverage};
use badreq::suite::{Case, RequestDefaults, SuiteSet, SuiteSources};
use badreq::target::{Credentials, Target, TargetOptions, Token};
use rstest::rstest;

use crate::other_api::library::{Breach, CARDS, Library};

fn contract() -> Contract {
    let page = |name: &str, text: &str| SourceFile::new(name, text);
    let pages = Pages {
        document: Some(page("errors.md", include_str!("contract/errors.md"))),
        errata: None,
        requirements: Some(page(
            "requirements.toml",
            include_str!("contract/requirements.toml"),
        )),
        settings: page("contract.toml", include_str!("contract/contract.toml")),
        operations: page("operations.toml", include_str!("contract/operations.toml")),
        body_models: Vec::new(),
        body_schema: Some(page(
            "error.schema.json",
            include_str!("contract/error.schema.json"),
        )),
        sentences: None,
        quoted_pages: Vec::new(),
        replaced_document: None,
    };
    Contract::parse(&pages, Edition::Document).unwrap_or_else(|flaws| panic!("{flaws:#?}"))
}

fn suites(contract: &Contract) -> SuiteSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/other_api/suites");
    let sources = SuiteSources::from_folder(&folder).expect("the folder can be read");
    SuiteSet::parse(&sources, contract).unwrap_or_else(|flaws| panic!("{flaws:#?}"))
}

async fn run(library: &Library) -> RunOutcome {
    let contract = Arc::new(contract());
    let suites = suites(&contract);
    let [owner, stranger] = CARDS.map(|card| card.parse::<Token>().expect("a card is a token"));
    let credentials =
        Credentials::new(Some(owner), Some(stranger)).expect("they are different cards");
    let base = library.url.parse().expect("it is a URL");
    let target = Target::new(TargetOptions {
        token_header: contract.token_header.clone(),
        ..TargetOptions::new(base, credentials)
    })
    .expect("a target can be set up");
    let usual = RequestDefaults {
        user_agent: "badreq".to_owned(),
        token_header: contract.token_header.clone(),
        triggers: BTreeMap::new(),
    };
    let options = RunOptions {
        gate: FailureGate::from_list(&[FailOn::Should, FailOn::Replacement]),
        target_limits: TargetRateLimiting::Off,
        ..RunOptions::default()
    };
    let session = RunSession::open(
        contract,
        &suites,
        target,
        usual,
        options,
        CancelSignal::default(),
    )
    .await
    .expect("the library is open");
    let cases: Vec<&Case> = suites.cases().collect();
    execute_run(&session, &cases, |_| {}).await
}

#[test]
fn every_way_to_be_wrong_in_the_library_has_a_case() {
    let contract = contract();
    let suites = suites(&contract);
    let cases: Vec<&Case> = suites.cases().collect();
    let empty: Vec<_> = compute_operation_defect_coverage(&contract, &cases)
        .into_iter()
        .filter(|cell| cell.coverage == DefectCoverageStatus::Missing)
        .collect();
    assert_eq!(empty, []);
}

#[tokio::test]
async fn a_library_that_keeps_its_word_conforms() {
    let library = Library::open(Breach::None).await;
    let outcome = run(&library).await;
    for case in &outcome.cases {
        assert_eq!(
            case.verdict,
            Verdict::Pass,
            "{}: {:#?}",
            case.case.name,
            case.violations
        );
    }
    assert_eq!(outcome.conclusion(), ConformanceConclusion::Conforms);
    for row in &outcome.rows {
        assert_eq!(row.state, RowVerdict::Proven, "{}", row.row.id());
    }
    assert_eq!(outcome.rows.len(), 7);
}

/// Changes of the state that nothing shows: the library has no list of its books, and a book that does not exist cannot be read.
const UNDETECTED_MUTANTS: &[&str] = &[
    "state-changed/book-new/no-card",
    "state-changed/book-new/broken-json",
    "state-changed/book-new/too-long",
    "state-changed/book-new/no-title",
    "state-changed/book-new/follows-nothing",
    "state-changed/book-put/unknown-book",
    "state-changed/book-delete/unknown-book",
];

#[tokio::test]
async fn the_mutants_of_a_library_are_detected_but_for_named_ones() {
    let run = run(&Library::open(Breach::None).await).await;
    let contract = contract();
    let suites = suites(&contract);
    let rules = JudgeContext::from_contract(&contract, run.run.judged_by.judge_options());
    let recording = GreenRecording::rejudge_run(&contract, &suites, &rules, &run)
        .unwrap_or_else(|refusal| panic!("{refusal}"));
    let mutants = list_mutants(&contract, &rules);
    let outcomes = judge_mutants(&contract, &rules, &recording, &mutants, || {});
    let undetected: Vec<&str> = outcomes
        .iter()
        .filter(|own| match own.state {
            MutantState::Undetected { .. } | MutantState::Unreached { .. } => true,
            MutantState::Detected { .. } | MutantState::Allowed { .. } => false,
        })
        .map(|own| own.mutant.as_str())
        .collect();
    assert_eq!(undetected, UNDETECTED_MUTANTS);
    let score = recording.build_score(&run, outcomes);
    assert!(
        score.count_mutants().percentage() > 95.0,
        "{:?}",
        score.count_mutants()
    );
}

#[tokio::test]
async fn what_a_run_makes_is_removed_though_it_is_known_by_a_number() {
    let library = Library::open(Breach::None).await;
    let outcome = run(&library).await;
    assert_eq!((outcome.leftovers, library.count()), (Vec::new(), 0));
}

#[rstest]
#[case::gone(Breach::Gone, RequirementId::PairDocumented, &["unknown-put", "burning-unknown"])]
#[case::hides(Breach::Hides, RequirementId::RowExpected, &["put-of-another-readers", "delete-of-another-readers"])]
#[case::miscounts(Breach::Miscounts, RequirementId::ErrorsLengthsTrue, &["post-title-too-long", "put-title-too-long"])]
#[case::changes_anyway(Breach::ChangesAnyway, RequirementId::RefusalChangesNothing, &["put-of-another-readers", "put-without-a-card"])]
#[case::narrow(Breach::Narrow, RequirementId::ControlSucceeds, &["post-title-too-long", "put-title-too-long"])]
#[tokio::test]
async fn a_library_that_breaks_its_word_is_told_which_and_where(
    #[case] breach: Breach,
    #[case] requirement: RequirementId,
    #[case] cases: &[&str],
) {
    let outcome = run(&Library::open(breach).await).await;
    assert_eq!(outcome.conclusion(), ConformanceConclusion::DoesNotConform);
    let failed: BTreeSet<&str> = outcome
        .cases
        .iter()
        .filter(|case| !case.verdict.is_green())
        .map(|case| case.case.leaf.as_str())
        .collect();
    assert_eq!(failed, cases.iter().copied().collect());
    for case in &outcome.cases {
        let broken: BTreeSet<RequirementId> = case
            .violations_at_level(Level::Must)
            .map(|violation| violation.requirement)
            .collect();
        if failed.contains(case.case.leaf.as_str()) {
            assert!(
                broken.contains(&requirement),
                "{}: {broken:?}",
                case.case.name
            );
        }
    }
}

#[tokio::test]
async fn a_key_that_the_librarys_model_does_not_have_is_missed_everywhere() {
    let outcome = run(&Library::open(Breach::OtherKey).await).await;
    for case in &outcome.cases {
        let missing = case
            .violations
            .iter()
            .any(|violation| violation.requirement == RequirementId::BodyMessageString);
        assert!(missing, "{}", case.case.name);
    }
}

#[tokio::test]
async fn a_wrong_answer_to_an_unknown_book_is_a_breach_and_no_missing_fixture() {
    let outcome = run(&Library::open(Breach::Nowhere).await).await;
    let unknown = ["unknown-get", "unknown-put", "burning-unknown"];
    for case in &outcome.cases {
        if unknown.contains(&case.case.leaf.as_str()) {
            assert_eq!(case.verdict, Verdict::Fail, "{}", case.case.name);
        }
    }
}
