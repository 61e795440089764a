//! A deliberate breach, and what a run has to say of it.

use std::sync::Arc;
use std::time::Duration;

use badreq::contract::{Edition, Level, RequirementId};
use badreq::outcome::{
    CaseOutcome, ConformanceConclusion, FailOn, FailureGate, InconclusiveReason, RunOutcome,
    Verdict,
};
use serde_json::Value;

use crate::engine::bench::{Run, assert_untouched, broken, inputs, of, server};
use crate::engine::message::Message;
use crate::engine::proxy::{Meddler, Proxy, altering};

/// Cases that have nothing to do with most breaches.
const BYSTANDERS: &[&str] = &[
    "messages/one",
    "messages/word@anonymous",
    "model_validation/system-color-by-name-malformed",
];

/// A deliberate breach, and what a run has to say of it.
pub(super) struct Breach {
    /// What the case breaks, all of it; the first is what the breach is about.
    pub(super) broken: &'static [RequirementId],
    /// The case that meets the breach.
    pub(super) victim: &'static str,
    bystanders: &'static [&'static str],
    meddler: Meddler,
    /// The time that an error may take.
    budget: Option<Duration>,
    /// The level that the breach has at most, whatever the contract says of the requirement.
    most: Level,
}

impl Breach {
    pub(super) fn new(
        broken: &'static [RequirementId],
        victim: &'static str,
        meddler: Meddler,
    ) -> Self {
        Self {
            broken,
            victim,
            bystanders: BYSTANDERS,
            meddler,
            budget: None,
            most: Level::Must,
        }
    }

    pub(super) fn beside(self, bystanders: &'static [&'static str]) -> Self {
        Self { bystanders, ..self }
    }

    pub(super) fn with_budget(self, budget: Duration) -> Self {
        Self {
            budget: Some(budget),
            ..self
        }
    }

    /// Leaves the bystanders out, one of which would be repeated in place of the victim.
    pub(super) fn alone(self) -> Self {
        Self {
            bystanders: &[],
            ..self
        }
    }

    /// Says that the breach is only a *should*.
    pub(super) fn with_level_should(self) -> Self {
        Self {
            most: Level::Should,
            ..self
        }
    }

    /// Runs the victim and its bystanders, and holds the outcome to the breach.
    pub(super) async fn is_noticed(&self) {
        let outcome = self.run(FailureGate::default()).await;
        let victim = of(&outcome, self.victim);
        let (of_responses, of_case): (Vec<_>, Vec<_>) = sorted(self.broken)
            .into_iter()
            .partition(|id| id.scope().is_every_response());
        assert_eq!(broken(victim), of_case, "{:#?}", victim.violations);
        let responses = outcome.responses.iter().map(|own| own.requirement);
        assert_eq!(responses.collect::<Vec<_>>(), of_responses);
        self.spares_the_bystanders(&outcome);
        if of_case.is_empty() {
            self.fails_the_run_and_no_case(&outcome);
            return;
        }
        self.has_its_level(victim, FailureGate::default());
        if self.level() < Level::Must {
            let gate = FailureGate::from_list(&[FailOn::Should]);
            let outcome = self.run(gate).await;
            self.has_its_level(of(&outcome, self.victim), gate);
            self.spares_the_bystanders(&outcome);
        }
    }

    async fn run(&self, gate: FailureGate) -> RunOutcome {
        let server = server().await;
        let proxy = Proxy::start(&server, Arc::clone(&self.meddler)).await;
        let before = server.dump_state();
        let mut run = Run::through(&server, &proxy.url);
        run.options.gate = gate;
        run.options.judge_options.max_response_time = self.budget;
        let mut selected = vec![self.victim];
        selected.extend(self.bystanders);
        let outcome = run.only(&selected).await;
        assert_untouched(&before, &server);
        assert_eq!(outcome.leftovers, []);
        let told = serde_json::to_string(&outcome).expect("it can be told");
        for token in [
            &server.seed_values().token,
            &server.seed_values().stranger_token,
        ] {
            assert!(!told.contains(token.as_str()), "a token is told");
        }
        outcome
    }

    /// The level of the gravest requirement that is broken.
    fn level(&self) -> Level {
        let requirements = &inputs(Edition::Errata).0.requirements;
        let levels = self.broken.iter().map(|id| {
            let requirement = requirements.get(*id);
            requirement.expect("the contract has it").level
        });
        levels.max().expect("something is broken").min(self.most)
    }

    fn has_its_level(&self, victim: &CaseOutcome, gate: FailureGate) {
        let verdict = &victim.verdict;
        if self.broken == [RequirementId::ControlSucceeds] {
            let is_unproven = matches!(
                verdict,
                Verdict::Inconclusive {
                    because: InconclusiveReason::Control(_)
                }
            );
            assert!(is_unproven, "{verdict:?}");
            return;
        }
        let fails = gate.fails_case(self.level());
        let expected = if fails { Verdict::Fail } else { Verdict::Pass };
        assert_eq!(*verdict, expected, "{:#?}", victim.violations);
    }

    /// What responses of every kind show fails the run where it is binding enough, and never a case.
    fn fails_the_run_and_no_case(&self, outcome: &RunOutcome) {
        let victim = of(outcome, self.victim);
        assert_eq!(victim.verdict, Verdict::Pass, "{:#?}", victim.violations);
        let expected = match self.level() {
            Level::Must => ConformanceConclusion::DoesNotConform,
            Level::Should | Level::May => ConformanceConclusion::Conforms,
        };
        assert_eq!(outcome.conclusion(), expected);
    }

    fn spares_the_bystanders(&self, outcome: &RunOutcome) {
        for name in self.bystanders {
            let bystander = of(outcome, name);
            assert_eq!(bystander.verdict, Verdict::Pass, "{name}");
            assert_eq!(bystander.violations, [], "{name}");
        }
    }
}

fn sorted(ids: &[RequirementId]) -> Vec<RequirementId> {
    let mut ids = ids.to_vec();
    ids.sort();
    ids
}

/// Each breach is a test of its own, and `ALL` has every one of them.
macro_rules! breaches {
    ($( $(#[$doc:meta])* $name:ident => $breach:expr; )+) => {
        pub(super) const ALL: &[fn() -> crate::engine::breaches::breach::Breach] = &[$( || $breach, )+];
        $(
            $(#[$doc])*
            #[tokio::test]
            async fn $name() {
                ($breach).is_noticed().await;
            }
        )+
    };
}
pub(super) use breaches;

/// The victim of breaches that need no more than a plain error answer.
pub(super) const PLAIN: &str = "messages/zero";

/// The answer to the victim that needs no more than a plain error answer.
pub(super) fn plain(
    broken: &'static [RequirementId],
    alter: impl Fn(&mut Message) + Send + Sync + 'static,
) -> Breach {
    let meddler = altering(move |call, answer| {
        if call.target() == "/messages/0" {
            alter(answer);
        }
    });
    Breach::new(broken, PLAIN, meddler)
}

/// The same with another body.
pub(super) fn plain_body(broken: &'static [RequirementId], body: &'static [u8]) -> Breach {
    plain(broken, move |answer| answer.set_body(body))
}

/// The answer to a model of which this key is at fault.
pub(super) fn model(
    broken: &'static [RequirementId],
    victim: &'static str,
    key: &'static str,
    edit: impl Fn(&mut Value) + Send + Sync + 'static,
) -> Breach {
    let meddler = altering(move |_, answer| {
        if answer.json().pointer(&format!("/errors/{key}")).is_some() {
            answer.edit(&edit);
        }
    });
    Breach::new(broken, victim, meddler)
}
