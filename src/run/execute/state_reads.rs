//! The reads of state around the bad request, repeated as often as it takes to tell a change from a difference of another origin.

use std::time::Duration;

use super::abort::CaseAbort;
use super::case_runner::CaseRunner;
use crate::check::{
    ExchangeRole, find_state_change, is_conclusive_after_read, is_conclusive_before_read,
};
use crate::exchange::{Exchange, Response};
use crate::outcome::{ConditionFailure, InconclusiveReason};
use crate::suite::RequestTemplate;

/// The time after a write in which a replica or a cache of the target may be behind it.
const STALENESS_WINDOW: Duration = Duration::from_secs(60);

/// The most reads before the bad request that it may take until two in a row agree.
const MAX_SETTLING_READS: usize = 3;

/// The pause before a read that says nothing is repeated, and between reads that settle.
const REPEAT_PAUSE: Duration = Duration::from_millis(100);

/// The reliability of the reads before the bad request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadReliability {
    /// The run has not written lately, or the target's reads have proven to show the latest writes.
    Fresh,
    /// A write of the run is so recent that the reads may not show it.
    MayBeStale,
    /// The reads were repeated until two in a row agreed.
    Settled,
}

/// The state after the bad request, compared with that before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StateComparisonResult {
    /// It is the same, as far as it was read.
    Unchanged,
    /// It differs, unless the reads before were stale.
    ChangedUnlessStale,
    /// It has changed.
    Changed,
}

impl CaseRunner<'_> {
    pub(super) async fn record_state_before(
        &mut self,
        number: usize,
        ask: &RequestTemplate,
    ) -> Result<(), CaseAbort> {
        let role = ExchangeRole::Before(number);
        match self.read_reliability {
            ReadReliability::Fresh if self.may_read_be_stale() => {
                self.read_reliability = ReadReliability::MayBeStale;
            }
            ReadReliability::Settled if number == 1 => self.wait_for_writes_to_settle().await?,
            ReadReliability::Fresh | ReadReliability::MayBeStale | ReadReliability::Settled => {}
        }
        let mut reads = vec![
            self.read_state(role, ask, is_conclusive_before_read)
                .await?,
        ];
        while self.read_reliability == ReadReliability::Settled
            && reads.len() < MAX_SETTLING_READS
            && !have_last_two_agreed(&reads)
        {
            if reads.len() > 1 {
                self.sleep_unless_cancelled(REPEAT_PAUSE).await?;
            }
            reads.push(
                self.read_state(role, ask, is_conclusive_before_read)
                    .await?,
            );
        }
        self.reads_before.push(reads);
        Ok(())
    }

    /// Reads again a state that was read before the bad request, to see whether that changed anything.
    ///
    /// A state that differs is read once more at once, which shows the values that differ from read to read, and once more after a pause, which
    /// shows those that follow a clock.
    pub(super) async fn detect_state_change(
        &mut self,
        number: usize,
        ask: &RequestTemplate,
        bad: &Exchange,
    ) -> Result<(), CaseAbort> {
        match self.read_and_compare_state(number, ask, bad).await {
            Ok(()) => {}
            // That the bad request was served is certain without its effects.
            Err(CaseAbort::Verdict(_) | CaseAbort::NoResponse(_)) if bad.response.is_success() => {
                return Ok(());
            }
            Err(abort) => return Err(abort),
        }
        if number == self.case.unchanged_reads.len() {
            self.effects_checked = true;
            self.record_change_not_reproduced();
        }
        Ok(())
    }

    async fn read_and_compare_state(
        &mut self,
        number: usize,
        ask: &RequestTemplate,
        bad: &Exchange,
    ) -> Result<(), CaseAbort> {
        let before = number
            .checked_sub(1)
            .and_then(|at| self.reads_before.get(at))
            .cloned()
            .unwrap_or_default();
        let mut after = Vec::new();
        self.read_and_append_state(number, ask, &before, &mut after)
            .await?;
        if has_changed(&before, &after) {
            self.read_and_append_state(number, ask, &before, &mut after)
                .await?;
        }
        if has_changed(&before, &after) && !self.session.read_freshness.is_proven() {
            self.sleep_unless_cancelled(self.session.options().settling_pause)
                .await?;
            self.read_and_append_state(number, ask, &before, &mut after)
                .await?;
            self.record_whether_change_persisted(has_changed(&before, &after));
        }
        if has_changed(&before, &after) {
            self.record_state_change(bad, &after).await;
        }
        Ok(())
    }

    /// Reports whether the case has to be tried again, because its reads before the bad request may have been stale.
    pub(super) fn needs_second_attempt(&self) -> bool {
        self.observed_state == StateComparisonResult::ChangedUnlessStale
    }

    /// Reports whether a read may not show the last write of the run. Staleness shows only what the target was before some write.
    fn may_read_be_stale(&self) -> bool {
        let since_write = self.client.time_since_write();
        let is_recent = since_write.is_some_and(|since| since < STALENESS_WINDOW);
        // The writes of other processes are not known.
        (is_recent || self.session.locks.are_cross_process())
            && !self.session.read_freshness.is_proven()
    }

    /// Records whether a change is still there after a pause.
    fn record_whether_change_persisted(&self, is_confirmed: bool) {
        let freshness = &self.session.read_freshness;
        match (is_confirmed, self.read_reliability) {
            (false, _) => freshness.record_spontaneous_difference(),
            (true, ReadReliability::Fresh | ReadReliability::Settled) => {
                freshness.record_confirmed_change();
            }
            (true, ReadReliability::MayBeStale) => {}
        }
    }

    /// Records whether a change came again although the reads before had settled.
    fn record_change_not_reproduced(&self) {
        if self.read_reliability == ReadReliability::Settled
            && self.observed_state == StateComparisonResult::Unchanged
        {
            self.session.read_freshness.record_refuted_change();
        }
    }

    async fn record_state_change(&mut self, bad: &Exchange, after: &[Exchange]) {
        self.fixtures_dirty = true;
        self.observed_state = match self.read_reliability {
            ReadReliability::MayBeStale => StateComparisonResult::ChangedUnlessStale,
            ReadReliability::Fresh | ReadReliability::Settled => StateComparisonResult::Changed,
        };
        if let (false, Some(now)) = (bad.response.is_success(), after.last())
            && self.record_unexpected_resources(bad, now).await
        {
            // No stale read shows a resource that the run has never seen.
            self.observed_state = StateComparisonResult::Changed;
        }
    }

    async fn read_and_append_state(
        &mut self,
        number: usize,
        ask: &RequestTemplate,
        before: &[Exchange],
        after: &mut Vec<Exchange>,
    ) -> Result<(), CaseAbort> {
        let model = &self.session.contract().model;
        let last = before.last().map(|read| &read.response);
        let is_state =
            |now: &Response| last.is_none_or(|last| is_conclusive_after_read(model, last, now));
        let read = self
            .read_state(ExchangeRole::After(number), ask, is_state)
            .await;
        match read {
            Ok(read) => after.push(read),
            Err(abort) => {
                // An effect that cannot be read is repaired as if there were one.
                self.fixtures_dirty |= !self.case.bad_request.has_safe_method();
                return Err(abort);
            }
        }
        Ok(())
    }

    /// Reads a state. A response that does not show it says nothing, and neither does no response: then it is read once more.
    ///
    /// Before the bad request, no response ends the case at once, as for its other requests.
    async fn read_state(
        &mut self,
        role: ExchangeRole,
        ask: &RequestTemplate,
        is_state: impl Fn(&Response) -> bool,
    ) -> Result<Exchange, CaseAbort> {
        match (self.send_and_record(role, ask).await, role) {
            (Ok(read), _) if is_state(&read.response) => return Ok(read),
            (Ok(_), _) | (Err(CaseAbort::NoResponse(_)), ExchangeRole::After(_)) => {}
            (Err(abort), _) => return Err(abort),
        }
        self.sleep_unless_cancelled(REPEAT_PAUSE).await?;
        let read = self.send_and_record(role, ask).await?;
        if is_state(&read.response) {
            return Ok(read);
        }
        Err(
            InconclusiveReason::Condition(ConditionFailure::UnreadableState {
                read: read.request.target,
                status: read.response.status,
            })
            .into(),
        )
    }

    /// Waits until the last write of the run is as long ago as a replica may need to catch up.
    async fn wait_for_writes_to_settle(&self) -> Result<(), CaseAbort> {
        let settling = self.session.options().settling_pause;
        let since_write = if self.session.locks.are_cross_process() {
            Duration::ZERO
        } else {
            self.client.time_since_write().unwrap_or(settling)
        };
        self.sleep_unless_cancelled(settling.saturating_sub(since_write))
            .await
    }

    async fn sleep_unless_cancelled(&self, pause: Duration) -> Result<(), CaseAbort> {
        tokio::select! {
            biased;
            () = self.session.cancel_signal().wait_for_cancel() => Err(CaseAbort::Cancelled),
            () = tokio::time::sleep(pause) => Ok(()),
        }
    }
}

/// Reports whether the last two reads show the same.
fn have_last_two_agreed(reads: &[Exchange]) -> bool {
    match reads {
        [.., one, other] => find_state_change(&[&one.response], &[&other.response]).is_none(),
        [] | [_] => false,
    }
}

/// Reports whether a state has changed between these reads of it.
fn has_changed(before: &[Exchange], after: &[Exchange]) -> bool {
    find_state_change(&list_responses(before), &list_responses(after)).is_some()
}

fn list_responses(reads: &[Exchange]) -> Vec<&Response> {
    reads.iter().map(|read| &read.response).collect()
}
