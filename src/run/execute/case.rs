//! The state of one case while it is tried on a target.

use super::abort::Cut;
use crate::check::{Expectation, Role, Step, Terms, Unanswered};
use crate::exchange::{Blame, Exchange};
use crate::fixture::{Bound, Line, root};
use crate::outcome::{NoAnswer, Unproven};
use crate::run::session::Session;
use crate::suite::{Bindings, Case, Lifetime, Unbound};

/// One case that is tried on one target, with the exchanges and observations so far.
pub(super) struct Trial<'t> {
    pub(super) session: &'t Session,
    pub(super) case: &'t Case,
    pub(super) line: &'t Line,
    pub(super) bound: Bound,
    pub(super) steps: Vec<Step>,
    /// The exchanges of the reads before the bad request, with complete content.
    pub(super) before: Vec<Exchange>,
    /// The bad request to which no response came, if the target is to blame for that.
    pub(super) unanswered: Option<Unanswered>,
    /// The number of requests of a burst without a response.
    pub(super) lost: u32,
    /// `true` if state may have changed that should not have.
    pub(super) disturbed: bool,
    /// `true` if the reads after the bad request were done.
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

    /// Records that no response to the bad request came, if the target is to blame, as when it drops the connection. Returns the given abort.
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

    /// Returns the abort of a case that lacks a prerequisite. A prerequisite that is missing because of a cancellation is no failure.
    pub(super) fn lacks(&self, lacking: Unproven) -> Cut {
        if self.session.stop().is_pulled() {
            Cut::Stopped
        } else {
            lacking.into()
        }
    }
}
