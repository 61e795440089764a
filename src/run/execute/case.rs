//! One case that is being tried on one target: what it has and what was found so far.

use serde_json::Value;

use super::abort::Cut;
use crate::check::{Expectation, Terms};
use crate::contract::{RequirementId, RowName};
use crate::exchange::{Blame, Exchange};
use crate::fixture::{Bound, Line, root};
use crate::outcome::{NoAnswer, Place, Step, Unproven, Violation};
use crate::run::session::Session;
use crate::suite::{Bindings, Case, Lifetime, Unbound};

/// One case, tried on one target.
pub(super) struct Trial<'t> {
    pub(super) session: &'t Session,
    pub(super) case: &'t Case,
    pub(super) line: &'t Line,
    pub(super) bound: Bound,
    pub(super) steps: Vec<Step>,
    /// The reads before the bad request, whole.
    pub(super) before: Vec<Exchange>,
    pub(super) violations: Vec<Violation>,
    pub(super) observed: Option<RowName>,
    /// Why the first control failed that did, whether or not the contract has anything to say of that.
    pub(super) failed_control: Option<Unproven>,
    /// Whether something may have changed that should not have.
    pub(super) disturbed: bool,
    /// Whether the reads behind the bad request were done.
    pub(super) looked: bool,
}

impl<'t> Trial<'t> {
    pub(super) fn new(session: &'t Session, case: &'t Case, line: &'t Line) -> Self {
        Self {
            session,
            case,
            line,
            bound: Bound::default(),
            steps: Vec::new(),
            before: Vec::new(),
            violations: Vec::new(),
            observed: None,
            failed_control: None,
            disturbed: false,
            looked: false,
        }
    }

    /// Adds violations, one for each requirement and place.
    pub(super) fn add_violations(&mut self, found: impl IntoIterator<Item = Violation>) {
        for violation in found {
            let is_same = |own: &Violation| {
                own.requirement == violation.requirement && own.place == violation.place
            };
            if !self.violations.iter().any(is_same) {
                self.violations.push(violation);
            }
        }
    }

    pub(super) fn is_of_case(&self, name: &str) -> bool {
        self.session.lifetime_of(root(name)) == Some(Lifetime::Case)
    }

    pub(super) fn expectation(&self) -> Result<Expectation, Cut> {
        let expected = &self.case.expected;
        Ok(Expectation {
            answer: expected.answer.clone(),
            level: expected.level,
            fill: expected
                .fill
                .iter()
                .map(|(name, template)| Ok((name.clone(), template.fill(&self.bound)?)))
                .collect::<Result<_, Unbound>>()?,
            errors: expected.errors.clone(),
        })
    }

    pub(super) fn terms(&self) -> Terms {
        self.session.options().terms
    }

    pub(super) fn bindings(&self) -> &dyn Bindings {
        &self.bound
    }

    /// A server that drops the connection over a bad request has not answered it.
    pub(super) fn died_of_it(&mut self, requirement: RequirementId, cut: Cut) -> Cut {
        if let Cut::NoAnswer(
            no_answer @ NoAnswer {
                blame: Blame::Target,
                ..
            },
        ) = &cut
        {
            self.disturbed |= !self.case.bad.is_read();
            let row = self.case.row().map(|row| row.to_string());
            // What the contract does not list is not judged.
            if let Some(level) = self.session.rules(self.terms()).levels.of(requirement) {
                self.violations.push(Violation {
                    requirement,
                    level,
                    place: Place::Status,
                    expected: Value::from(row.unwrap_or_else(|| "a refusal".to_owned())),
                    actual: Value::from(no_answer.to_string()),
                });
            }
        }
        cut
    }

    /// Why the case ends that lacks this: what a stop left unmade is nobody's failure.
    pub(super) fn lacks(&self, lacking: Unproven) -> Cut {
        if self.session.stop().is_pulled() {
            Cut::Stopped
        } else {
            lacking.into()
        }
    }
}
