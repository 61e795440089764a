//! A contract that lists one requirement less reports less, and keeps a target just as clean.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use badreq::contract::{Contract, ContractFiles, Edition, SourceFile};
use badreq::outcome::{InconclusiveReason, RequirementId, RunOutcome, Verdict};

use crate::engine::bench::{Run, assert_untouched, of, server};
use crate::engine::proxy::{Meddler, Proxy, meddling};

/// The owner's system is written though the request is refused.
const REFUSED_CHANGE: &str = "model_validation/system-name-too-long-by-one";
/// A member is made though the request is refused.
const REFUSED_CREATION: &str = "members/post-empty-body";
/// Both have the same control, which fails.
const WITHOUT_CONTROL: [&str; 2] = [
    "members/groups-of-an-unknown-short-id",
    "references/apostrophe-member-groups",
];
const RUN: &str = "cafe0123";

/// What a run did to a target.
#[derive(Debug, PartialEq, Eq)]
struct Traces {
    requests: u64,
    /// How often the control was sent.
    controls: usize,
    made: u64,
    undone: u64,
    put_back: u64,
}

/// Refuses and does it all the same; refuses a good request too, and counts how often it comes.
fn two_faced(controls: &Arc<AtomicUsize>) -> Meddler {
    let controls = Arc::clone(controls);
    meddling(move |upstream, call| {
        let controls = Arc::clone(&controls);
        async move {
            let mut answer = upstream.forward(&call).await?;
            let behind = match (call.method(), call.target(), answer.status()) {
                ("PATCH", "/systems/@me", 400) => r#"{"name":"badreq, written all the same"}"#,
                ("POST", "/members", 400) => r#"{"name":"badreq cafe0123, made all the same"}"#,
                _ => "",
            };
            if !behind.is_empty() {
                let mut served = call.clone();
                served.set("content-type", "application/json");
                served.set_body(behind);
                assert_eq!(upstream.forward(&served).await?.status(), 200);
            }
            if call.target().ends_with("/groups") && answer.status() == 200 {
                controls.fetch_add(1, Ordering::SeqCst);
                answer.set_status(404);
                answer.set_body(r#"{"code":20002,"message":"Member not found."}"#);
            }
            Some(answer)
        }
    })
}

async fn run_by(contract: Contract) -> (RunOutcome, Traces) {
    let server = server().await;
    let before = server.dump_state();
    let controls = Arc::default();
    let proxy = Proxy::start(&server, two_faced(&controls)).await;
    let mut run = Run::through(&server, &proxy.url);
    run.contract = Some(Arc::new(contract));
    run.options.id = RUN.to_owned();
    run.options.parallel_reads = 1;
    let [one, other] = WITHOUT_CONTROL;
    let outcome = run
        .only(&[REFUSED_CHANGE, REFUSED_CREATION, one, other])
        .await;
    assert_untouched(&before, &server);
    assert_eq!(outcome.leftovers, []);
    let receipt = &outcome.receipt;
    let traces = Traces {
        requests: receipt.requests,
        controls: controls.load(Ordering::SeqCst),
        made: receipt.made,
        undone: receipt.undone,
        put_back: receipt.put_back,
    };
    (outcome, traces)
}

/// The embedded contract, without this requirement where one is named.
fn contract_without(left_out: Option<RequirementId>) -> Contract {
    const HEAD: &str = "[[requirement]]";
    let mut sources = ContractFiles::embedded();
    let page = sources.requirements.clone().expect("it is there");
    if let Some(id) = left_out {
        let line = format!("id = \"{}\"\n", id.as_str());
        let (head, entries) = page.text.split_once(HEAD).expect("there are some");
        let entries: Vec<&str> = entries.split(HEAD).collect();
        let kept = entries.iter().filter(|entry| !entry.contains(&line));
        let kept: Vec<String> = kept.map(|entry| format!("{HEAD}{entry}")).collect();
        assert_eq!(kept.len() + 1, entries.len(), "{id:?}");
        let text = format!("{head}{}", kept.concat());
        sources.requirements = Some(SourceFile::new(page.name, text));
    }
    Contract::parse(&sources, Edition::Errata).expect("the contract is sound")
}

#[tokio::test]
async fn a_contract_that_lacks_any_one_requirement_keeps_a_faulty_target_as_clean() {
    let (outcome, whole) = run_by(contract_without(None)).await;
    for name in [REFUSED_CHANGE, REFUSED_CREATION] {
        assert_eq!(of(&outcome, name).verdict, Verdict::Fail);
    }
    // A control that failed is not taken for good: each case sends it anew.
    assert_eq!(whole.controls, 2);
    assert_eq!(whole.made, whole.undone);
    let contract = contract_without(None);
    for requirement in contract.requirements.as_slice() {
        let (outcome, traces) = run_by(contract_without(Some(requirement.id))).await;
        assert_eq!(traces, whole, "without {:?}", requirement.id);
        for name in WITHOUT_CONTROL {
            let verdict = &of(&outcome, name).verdict;
            let is_unproven = matches!(
                verdict,
                Verdict::Inconclusive {
                    because: InconclusiveReason::Control(_)
                }
            );
            assert!(is_unproven, "without {:?}: {verdict:?}", requirement.id);
        }
    }
}
