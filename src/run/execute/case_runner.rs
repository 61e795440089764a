//! The state of one case while it is tried on a target.

use super::abort::CaseAbort;
use super::state_reads::{ReadReliability, StateComparisonResult};
use crate::check::{ExchangeRole, JudgeOptions, RecordedExchange, UnansweredRequest};
use crate::exchange::{Exchange, FailureOrigin};
use crate::fixture::{NameBindings, TargetClient, fixture_of_dotted_name};
use crate::outcome::InconclusiveReason;
use crate::run::session::RunSession;
use crate::suite::{Case, FixtureLifetime, TemplateBindings};

/// A runner of one case on one target, with the exchanges and observations so far.
pub(super) struct CaseRunner<'t> {
    pub(super) session: &'t RunSession,
    pub(super) case: &'t Case,
    pub(super) client: &'t TargetClient,
    pub(super) bound: NameBindings,
    pub(super) steps: Vec<RecordedExchange>,
    /// The reads before the bad request, those of each state in their order, with complete content.
    pub(super) reads_before: Vec<Vec<Exchange>>,
    /// The reliability of these reads.
    pub(super) read_reliability: ReadReliability,
    /// The state after the bad request.
    pub(super) observed_state: StateComparisonResult,
    /// The bad request to which no response came, if the target is to blame for that.
    pub(super) unanswered: Option<UnansweredRequest>,
    /// The number of requests of a burst without a response.
    pub(super) lost_requests: u32,
    /// `true` if state may have changed that should not have.
    pub(super) fixtures_dirty: bool,
    /// `true` if the reads after the bad request were done.
    pub(super) effects_checked: bool,
}

impl<'t> CaseRunner<'t> {
    pub(super) fn new(session: &'t RunSession, case: &'t Case, line: &'t TargetClient) -> Self {
        Self {
            session,
            case,
            client: line,
            bound: NameBindings::default(),
            steps: Vec::new(),
            reads_before: Vec::new(),
            read_reliability: if session.read_freshness.is_refuted() {
                ReadReliability::Settled
            } else {
                ReadReliability::Fresh
            },
            observed_state: StateComparisonResult::Unchanged,
            unanswered: None,
            lost_requests: 0,
            fixtures_dirty: false,
            effects_checked: false,
        }
    }

    /// Returns a runner that tries the case again, with reads that have settled before the bad request is sent.
    pub(super) fn for_second_attempt(
        session: &'t RunSession,
        case: &'t Case,
        line: &'t TargetClient,
    ) -> Self {
        Self {
            read_reliability: ReadReliability::Settled,
            ..Self::new(session, case, line)
        }
    }

    pub(super) fn is_per_case_fixture(&self, name: &str) -> bool {
        self.session.fixture_lifetime(fixture_of_dotted_name(name)) == Some(FixtureLifetime::Case)
    }

    pub(super) fn judge_options(&self) -> JudgeOptions {
        self.session.options().judge_options
    }

    pub(super) fn bindings(&self) -> &dyn TemplateBindings {
        &self.bound
    }

    /// Records that no response to the bad request came, or none that is read whole; the request may have had its effect. If the target is to
    /// blame, as when it drops the connection, that is judged. Returns the given abort.
    pub(super) fn record_no_response(&mut self, role: ExchangeRole, cut: CaseAbort) -> CaseAbort {
        if let CaseAbort::NoResponse(no_answer) = &cut {
            let is_unsafe = !self.case.bad_request.has_safe_method();
            match no_answer.blame {
                FailureOrigin::Network => {}
                FailureOrigin::Harness => self.fixtures_dirty |= is_unsafe,
                FailureOrigin::Target => {
                    self.fixtures_dirty |= is_unsafe;
                    self.unanswered = Some(UnansweredRequest {
                        role,
                        reason: no_answer.clone(),
                    });
                }
            }
        }
        cut
    }

    /// Returns the abort of a case that lacks a prerequisite. A prerequisite that is missing because of a cancellation is no failure.
    pub(super) fn build_prerequisite_abort(&self, lacking: InconclusiveReason) -> CaseAbort {
        if self.session.cancel_signal().is_cancelled() {
            CaseAbort::Cancelled
        } else {
            lacking.into()
        }
    }
}
