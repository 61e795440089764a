//! Bursts: requests that exceed a rate limit on purpose, and checks of the wait that the refusals promise.

use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::MutexGuard;
use tokio::time::Instant;

use super::abort::CaseAbort;
use super::case_runner::CaseRunner;
use crate::check::{self, AnnouncedLimits, JudgeOptions, RateLimitEnforcement, RecordedBurst};
use crate::exchange::{Exchange, Request};
use crate::fixture::RequestError;
use crate::outcome::{ConditionFailure, ExchangeRole, InconclusiveReason, RecordedExchange};
use crate::suite::{Control, RequestTemplate};

/// The number of tries for a burst before the machine is considered too slow for it.
const BURST_TRIES: u32 = 3;

/// The most requests of a burst that exceeds a raised limit. Each may need a connection of its own, of which a process has about a thousand.
const MAX_RAISED_BURST_SIZE: u64 = 500;

/// The time added to a window of silence, because clocks have a limited resolution.
const CLOCK_MARGIN: Duration = Duration::from_millis(20);

/// A finished burst: the exchange, the window and the lock that the steps after it use.
pub(super) struct FinishedBurst<'s> {
    /// An exchange of the burst with a success response.
    served_exchange: Option<Exchange>,
    window: Duration,
    _burst_lock: MutexGuard<'s, ()>,
}

impl<'t> CaseRunner<'t> {
    /// Sends twice the limit plus two requests at once, waits as long as the refusals demand, and sends one more.
    ///
    /// The limit is the documented one at first. If no request is refused and the responses announce a higher limit, the next try exceeds that one.
    pub(super) async fn run_burst(
        &mut self,
        scope: &str,
        request: &RequestTemplate,
        others: &[RequestTemplate],
    ) -> Result<FinishedBurst<'t>, CaseAbort> {
        let session = self.session;
        let limits = session.contract().limits.as_ref();
        let (Some(limits), Some(scope)) =
            (limits, limits.and_then(|limits| limits.find_scope(scope)))
        else {
            return Err(
                InconclusiveReason::Condition(ConditionFailure::NoSuchScope {
                    scope: scope.to_owned(),
                })
                .into(),
            );
        };
        let bad = session
            .build_plan_context()
            .strip_unavailable_trigger(request);
        let window = Duration::from_millis(limits.window_ms);
        let terms = JudgeOptions {
            rate_limit_enforcement: RateLimitEnforcement::On,
            ..self.judge_options()
        };
        // Two bursts at once would use up each other's limits.
        let bursting = session.burst_lock.lock().await;
        let most = MAX_RAISED_BURST_SIZE.max(check::burst_size(scope.limit));
        let (mut open, mut limit) = (Vec::new(), scope.limit);
        for _ in 0..BURST_TRIES {
            self.wait_out_burst_window(window).await?;
            let request = self.compose_request(&bad)?;
            let (mut sent, lost) = self.send_burst(&bad, &request, limit).await?;
            let other_scopes = self.send_other_scope_requests(others).await?;
            let after = self
                .send_after_promised_wait(&bad, &request, &mut sent, terms)
                .await?;
            self.update_last_burst_at().await;
            let judgement = check::judge_burst(
                &session.build_judge_context(terms),
                &RecordedBurst {
                    scope,
                    exchanges: &sent.iter().collect::<Vec<_>>(),
                    lost_requests: lost,
                    after_wait: after.as_ref(),
                    other_scopes: &other_scopes.iter().collect::<Vec<_>>(),
                },
            );
            if !judgement.is_broken && !judgement.inconclusive.is_empty() {
                open = judgement.inconclusive;
                let sent: Vec<&Exchange> = sent.iter().collect();
                let announced = AnnouncedLimits::find(limits, scope, &sent).greatest;
                if check::burst_size(announced) <= most {
                    limit = limit.max(announced);
                }
                continue;
            }
            self.lost_requests = lost;
            let served = sent
                .iter()
                .find(|exchange| exchange.response.is_success())
                .cloned();
            self.record_burst(sent, other_scopes, after);
            return Ok(FinishedBurst {
                served_exchange: served,
                window,
                _burst_lock: bursting,
            });
        }
        Err(
            InconclusiveReason::Condition(ConditionFailure::InconclusiveBurst {
                tries: BURST_TRIES,
                open,
            })
            .into(),
        )
    }

    async fn send_other_scope_requests(
        &self,
        others: &[RequestTemplate],
    ) -> Result<Vec<Exchange>, CaseAbort> {
        let mut answers = Vec::new();
        for other in others {
            let other = self
                .session
                .build_plan_context()
                .set_burst_trigger(other, &self.case.bad_request);
            let request = self.compose_request(&other)?;
            answers.extend(self.session.client.send_unthrottled(&request).await);
        }
        Ok(answers)
    }

    async fn update_last_burst_at(&self) {
        *self.session.last_burst_at.lock().await = Some(Instant::now());
    }

    /// Sends a control after a burst and a window of silence. A control equal to the burst's request is taken from the burst.
    pub(super) async fn send_control_after_burst(
        &mut self,
        number: usize,
        control: &Control,
        burst: &FinishedBurst<'_>,
    ) -> Result<(), CaseAbort> {
        let control = Control {
            // The control is under the same limits, so it may lose its trigger, too.
            request: self
                .session
                .build_plan_context()
                .strip_unavailable_trigger(&control.request),
            ..control.clone()
        };
        let request = self.compose_request(&control.request)?;
        let request = self.session.client.target().add_target_headers(&request);
        let served = burst.served_exchange.as_ref();
        if let Some(served) = served.filter(|served| served.request == request) {
            self.record_reused_control(number, served);
            return Ok(());
        }
        self.wait_out_burst_window(burst.window).await?;
        self.send_or_reuse_control(number, &control).await?;
        self.update_last_burst_at().await;
        Ok(())
    }

    /// Waits until every rate limit scope that bursts use has been silent for a window.
    async fn wait_out_burst_window(&self, window: Duration) -> Result<(), CaseAbort> {
        if self.session.cancel_signal().is_cancelled() {
            return Err(CaseAbort::Cancelled);
        }
        let silence = window + CLOCK_MARGIN;
        if !self.session.has_separate_burst_limits() {
            tokio::time::sleep(silence).await;
            return Ok(());
        }
        let last = *self.session.last_burst_at.lock().await;
        if let Some(last) = last {
            tokio::time::sleep_until(last + silence).await;
        }
        Ok(())
    }

    /// Sends the burst. Returns the exchanges in the order of their responses, and the number of requests without a response.
    async fn send_burst(
        &self,
        ask: &RequestTemplate,
        request: &Request,
        limit: u32,
    ) -> Result<(Vec<Exchange>, u32), CaseAbort> {
        let client = &self.session.client;
        let mut intents = Vec::new();
        for _ in 0..check::burst_size(limit) {
            intents.push(
                self.record_creation_intent(ExchangeRole::Burst, ask, request)
                    .await?,
            );
        }
        let requests = intents.iter().map(|_| client.send_unthrottled(request));
        let (mut sent, mut lost, mut last) = (Vec::new(), 0, None);
        for (answer, intent) in join_all(requests).await.into_iter().zip(&intents) {
            match answer {
                Ok(exchange) => {
                    self.record_changes(ExchangeRole::Burst, ask, &exchange, *intent)
                        .await;
                    sent.push(exchange);
                }
                Err(error) => {
                    let error = RequestError::from(error);
                    self.record_possible_changes(ask, request, &error, *intent)
                        .await;
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
    async fn send_after_promised_wait(
        &self,
        ask: &RequestTemplate,
        request: &Request,
        sent: &mut Vec<Exchange>,
        terms: JudgeOptions,
    ) -> Result<Option<Exchange>, CaseAbort> {
        let line = &self.session.client;
        let is_refusal = |exchange: &&Exchange| line.rate_limit_wait(exchange).is_some();
        let mut refused = sent.iter().filter(is_refusal).count();
        let mut alone = None;
        if refused > 0 {
            alone = Some(
                self.send_unthrottled_and_record(ExchangeRole::Burst, ask, request)
                    .await?,
            )
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
        let promise = check::find_latest_promised_wait(
            &self.session.build_judge_context(terms),
            &sent.iter().collect::<Vec<_>>(),
        );
        let Some(promise) = promise else {
            return Ok(None);
        };
        // The extra millisecond covers the resolution of the clocks that the check compares.
        tokio::time::sleep(Duration::from_millis(promise.wait_ms + 1)).await;
        Ok(Some(
            self.send_unthrottled_and_record(ExchangeRole::AfterWait, ask, request)
                .await?,
        ))
    }

    async fn send_unthrottled_and_record(
        &self,
        role: ExchangeRole,
        ask: &RequestTemplate,
        request: &Request,
    ) -> Result<Exchange, CaseAbort> {
        let intent = self.record_creation_intent(role, ask, request).await?;
        match self.session.client.send_unthrottled(request).await {
            Ok(exchange) => {
                self.record_changes(role, ask, &exchange, intent).await;
                Ok(exchange)
            }
            Err(error) => {
                let error = RequestError::from(error);
                self.record_possible_changes(ask, request, &error, intent)
                    .await;
                Err(error.into())
            }
        }
    }

    /// Records a burst and the requests after it as steps. The first refusal is the response that is judged.
    fn record_burst(
        &mut self,
        sent: Vec<Exchange>,
        others: Vec<Exchange>,
        after: Option<Exchange>,
    ) {
        let mut has_refusal = false;
        for exchange in sent {
            let is_refusal = self.session.client.rate_limit_wait(&exchange).is_some();
            let role = if is_refusal && !has_refusal {
                ExchangeRole::BadRequest
            } else {
                ExchangeRole::Burst
            };
            has_refusal |= is_refusal;
            self.steps.push(RecordedExchange::new(role, exchange));
        }
        let others = others
            .into_iter()
            .map(|other| (ExchangeRole::OtherScope, other));
        let after = after.map(|after| (ExchangeRole::AfterWait, after));
        let steps = others.chain(after);
        self.steps
            .extend(steps.map(|(role, exchange)| RecordedExchange::new(role, exchange)));
    }
}
