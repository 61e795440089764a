//! One case that is being tried on one target: what it has and what was found so far.

use super::abort::Cut;
use crate::check::{Expectation, Role, Step, Terms, Unanswered};
use crate::exchange::{Blame, Exchange};
use crate::fixture::{Bound, Line, root};
use crate::outcome::{NoAnswer, Unproven};
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
    /// The bad request that the target did not respond to, by its own fault.
    pub(super) unanswered: Option<Unanswered>,
    /// How many requests of a burst were never answered.
    pub(super) lost: u32,
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
            unanswered: None,
            lost: 0,
            disturbed: false,
            looked: false,
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

    /// Records where the target is to blame that no response came: a server that drops the connection over a bad request has not answered it.
    pub(super) fn died_of_it(&mut self, role: Role, cut: Cut) -> Cut {
        if let Cut::NoAnswer(
            no_answer @ NoAnswer {
                blame: Blame::Target,
                ..
            },
        ) = &cut
        {
            self.disturbed |= !self.case.bad.is_read();
            self.unanswered = Some(Unanswered {
                role,
                reason: no_answer.clone(),
            });
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
