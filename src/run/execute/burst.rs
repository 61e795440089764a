//! Bursts: requests that exceed a rate limit on purpose, and checks of the wait that the refusals promise.

use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::MutexGuard;
use tokio::time::Instant;

use super::abort::Cut;
use super::case::Trial;
use crate::check::{self, Burst, Limiting, Terms};
use crate::contract::Scope;
use crate::exchange::{Exchange, Request};
use crate::fixture::LineError;
use crate::outcome::{ConditionFailure, Role, Step, Unproven};
use crate::suite::{Ask, Control};

/// The number of tries for a burst before the machine is considered too slow for it.
const TRIES: u32 = 3;

/// The time added to a window of silence, because clocks have a limited resolution.
const MARGIN: Duration = Duration::from_millis(20);

/// The result of a burst for the steps after it.
pub(super) struct BurstTrace<'s> {
    /// An exchange of the burst with a success response.
    served: Option<Exchange>,
    window: Duration,
    _bursting: MutexGuard<'s, ()>,
}

impl<'t> Trial<'t> {
    /// Sends twice the limit plus two requests at once, waits as long as the refusals demand, and sends one more.
    pub(super) async fn burst(
        &mut self,
        scope: &str,
        request: &Ask,
        others: &[Ask],
    ) -> Result<BurstTrace<'t>, Cut> {
        let session = self.session;
        let limits = session.contract().limits.as_ref();
        let (Some(limits), Some(scope)) = (limits, limits.and_then(|limits| limits.scope(scope)))
        else {
            return Err(Unproven::Condition(ConditionFailure::NoSuchScope {
                scope: scope.to_owned(),
            })
            .into());
        };
        let bad = session.means().in_burst(request);
        let window = Duration::from_millis(limits.window_ms);
        let terms = Terms {
            limiting: Limiting::On,
            ..self.terms()
        };
        // Two bursts at once would use up each other's limits.
        let bursting = session.bursting.lock().await;
        let mut open = Vec::new();
        for _ in 0..TRIES {
            self.rest(window).await?;
            let request = session.line.compose(&bad, self.bindings())?;
            let (mut sent, lost) = self.fire(&bad, &request, scope).await?;
            let other_scopes = self.ask_others(others).await?;
            let after = self
                .keep_the_promise(&bad, &request, &mut sent, terms)
                .await?;
            self.note_use().await;
            let judgement = check::burst(
                &session.rules(terms),
                &Burst {
                    scope,
                    exchanges: &sent.iter().collect::<Vec<_>>(),
                    lost,
                    after: after.as_ref(),
                    others: &other_scopes.iter().collect::<Vec<_>>(),
                },
            );
            if !judgement.is_broken && !judgement.open.is_empty() {
                open = judgement.open;
                continue;
            }
            self.lost = lost;
            let served = sent
                .iter()
                .find(|exchange| exchange.response.is_success())
                .cloned();
            self.record(sent, other_scopes, after);
            return Ok(BurstTrace {
                served,
                window,
                _bursting: bursting,
            });
        }
        Err(Unproven::Condition(ConditionFailure::InconclusiveBurst { tries: TRIES, open }).into())
    }

    async fn ask_others(&self, others: &[Ask]) -> Result<Vec<Exchange>, Cut> {
        let mut answers = Vec::new();
        for other in others {
            let other = self.session.means().beside_burst(other, &self.case.bad);
            let request = self.session.line.compose(&other, self.bindings())?;
            answers.extend(self.session.line.target().send_unpaced(&request).await);
        }
        Ok(answers)
    }

    async fn note_use(&self) {
        *self.session.last_burst.lock().await = Some(Instant::now());
    }

    /// Sends a control after a burst and a window of silence. A control equal to the burst's request is taken from the burst.
    pub(super) async fn control_after_burst(
        &mut self,
        number: usize,
        control: &Control,
        burst: &BurstTrace<'_>,
    ) -> Result<(), Cut> {
        let control = Control {
            // The control is under the same limits, so it may lose its trigger, too.
            ask: self.session.means().in_burst(&control.ask),
            ..control.clone()
        };
        let request = self.session.line.compose(&control.ask, self.bindings())?;
        let served = burst.served.as_ref();
        if let Some(served) = served.filter(|served| served.request == request) {
            self.take_for_control(number, served);
            return Ok(());
        }
        self.rest(burst.window).await?;
        self.control(number, &control).await?;
        self.note_use().await;
        Ok(())
    }

    /// Waits until every rate limit scope that bursts use has been silent for a window.
    async fn rest(&self, window: Duration) -> Result<(), Cut> {
        if self.session.stop().is_pulled() {
            return Err(Cut::Stopped);
        }
        let silence = window + MARGIN;
        if !self.session.bursts_apart() {
            tokio::time::sleep(silence).await;
            return Ok(());
        }
        let last = *self.session.last_burst.lock().await;
        if let Some(last) = last {
            tokio::time::sleep_until(last + silence).await;
        }
        Ok(())
    }

    /// Sends the burst. Returns the exchanges in the order of their responses, and the number of requests without a response.
    async fn fire(
        &self,
        ask: &Ask,
        request: &Request,
        scope: &Scope,
    ) -> Result<(Vec<Exchange>, u32), Cut> {
        let target = self.session.line.target();
        let mut intents = Vec::new();
        for _ in 0..check::burst_size(scope) {
            intents.push(self.intend(Role::Burst, ask, request).await?);
        }
        let requests = intents.iter().map(|_| target.send_unpaced(request));
        let (mut sent, mut lost, mut last) = (Vec::new(), 0, None);
        for (answer, intent) in join_all(requests).await.into_iter().zip(&intents) {
            match answer {
                Ok(exchange) => {
                    self.book(Role::Burst, ask, &exchange, *intent).await;
                    sent.push(exchange);
                }
                Err(error) => {
                    let error = LineError::from(error);
                    self.note_lost(ask, request, &error, *intent).await;
                    lost += 1;
                    last = Some(error);
                }
            }
        }
        if let (true, Some(error)) = (sent.is_empty(), last) {
            return Err(error.into());
        }
        sent.sort_by_key(|exchange| exchange.timing.received_unix_ms);
        Ok((sent, lost))
    }

    /// Sends one more request alone. If it is refused, waits as long as the refusal demands and sends the last request.
    ///
    /// The wait that a refusal within the burst promises may have been used up by a later request of the burst, so only a refusal after
    /// the burst is reliable. The wait is counted from now, not from the refusal's arrival, which is in the server's favour.
    async fn keep_the_promise(
        &self,
        ask: &Ask,
        request: &Request,
        sent: &mut Vec<Exchange>,
        terms: Terms,
    ) -> Result<Option<Exchange>, Cut> {
        let line = &self.session.line;
        let is_refusal = |exchange: &&Exchange| line.asks_for_patience(exchange).is_some();
        let mut refused = sent.iter().filter(is_refusal).count();
        let mut alone = None;
        if refused > 0 {
            alone = Some(self.one_more(Role::Burst, ask, request).await?)
                .filter(|alone| is_refusal(&alone));
        }
        refused += usize::from(alone.is_some());
        self.session.refused_on_purpose.fetch_add(
            u64::try_from(refused).unwrap_or(u64::MAX),
            Ordering::Relaxed,
        );
        let Some(alone) = alone else { return Ok(None) };
        sent.push(alone);
        // The promise is taken from all refusals, as the check does: of two in the same millisecond, the longer wait counts.
        let promise = check::promise(&self.session.rules(terms), &sent.iter().collect::<Vec<_>>());
        let Some(promise) = promise else {
            return Ok(None);
        };
        // The extra millisecond covers the resolution of the clocks that the check compares.
        tokio::time::sleep(Duration::from_millis(promise.wait_ms + 1)).await;
        Ok(Some(self.one_more(Role::AfterWait, ask, request).await?))
    }

    async fn one_more(&self, role: Role, ask: &Ask, request: &Request) -> Result<Exchange, Cut> {
        let intent = self.intend(role, ask, request).await?;
        match self.session.line.target().send_unpaced(request).await {
            Ok(exchange) => {
                self.book(role, ask, &exchange, intent).await;
                Ok(exchange)
            }
            Err(error) => {
                let error = LineError::from(error);
                self.note_lost(ask, request, &error, intent).await;
                Err(error.into())
            }
        }
    }

    /// Records a burst and the requests after it as steps. The first refusal is the response that is judged.
    fn record(&mut self, sent: Vec<Exchange>, others: Vec<Exchange>, after: Option<Exchange>) {
        let mut has_refusal = false;
        for exchange in sent {
            let is_refusal = self.session.line.asks_for_patience(&exchange).is_some();
            let role = if is_refusal && !has_refusal {
                Role::Bad
            } else {
                Role::Burst
            };
            has_refusal |= is_refusal;
            self.steps.push(Step::new(role, exchange));
        }
        let others = others.into_iter().map(|other| (Role::Other, other));
        let after = after.map(|after| (Role::AfterWait, after));
        let steps = others.chain(after);
        self.steps
            .extend(steps.map(|(role, exchange)| Step::new(role, exchange)));
    }
}
