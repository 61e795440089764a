//! The throttle that several processes share.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::locked_file::open_locked;
use crate::contract::{RateLimitScope, RateLimits};
use crate::target::transport::incoming::unix_now_ms;

/// The throttle that is shared by all processes that use the same folder.
///
/// One file per scope records when its most recent requests left; the process that is next holds its lock. Processes do not share
/// the times of responses, so a twentieth of the window is added for requests in flight.
#[derive(Debug)]
pub(in crate::target) struct SharedThrottle {
    folder: PathBuf,
}

/// The times at which the most recent requests of a scope left, as UNIX times in milliseconds, while its file is locked.
struct SharedSendTimes {
    file: File,
    times: Vec<u64>,
}

impl SharedThrottle {
    pub(in crate::target) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// Waits until the other processes allow a request of this kind, and records it.
    ///
    /// If the file can't be used, each process throttles itself alone; callers wait and retry if the target then refuses a request.
    pub(in crate::target) async fn wait_for_turn_and_record(
        &self,
        limits: &RateLimits,
        method: &str,
        target: &str,
    ) {
        if let Some(scope) = limits.scope_for_request(method, target) {
            self.record_send_time(limits, scope, WaitPolicy::ForTurn)
                .await
                .ok();
        }
    }

    /// Records a request that does not wait.
    pub(in crate::target) async fn record_immediate_request(
        &self,
        limits: &RateLimits,
        method: &str,
        target: &str,
    ) {
        if let Some(scope) = limits.scope_for_request(method, target) {
            self.record_send_time(limits, scope, WaitPolicy::DontWait)
                .await
                .ok();
        }
    }

    async fn record_send_time(
        &self,
        limits: &RateLimits,
        scope: &RateLimitScope,
        wait: WaitPolicy,
    ) -> io::Result<()> {
        let mut record = self.open_send_times(scope).await?;
        if wait == WaitPolicy::ForTurn {
            let due = next_due_ms(&record.times, limits.window_ms, scope.limit);
            // The clock may have been set back since, so the wait is at most two windows.
            let wait = due.saturating_sub(unix_now_ms()).min(limits.window_ms * 2);
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
        record.append_time(unix_now_ms(), scope.limit)
    }

    async fn open_send_times(&self, scope: &RateLimitScope) -> io::Result<SharedSendTimes> {
        let path = self.folder.join(format!("pace-{}.json", scope.name));
        let mut file = open_locked(&path, File::try_lock).await?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        Ok(SharedSendTimes {
            file,
            times: serde_json::from_slice(&text).unwrap_or_default(),
        })
    }
}

/// The choice whether a request waits for its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WaitPolicy {
    ForTurn,
    DontWait,
}

impl SharedSendTimes {
    fn append_time(&mut self, now: u64, limit: u32) -> io::Result<()> {
        self.times.push(now);
        // A burst may have used twice the limit.
        let most = usize::try_from(limit)
            .unwrap_or(usize::MAX)
            .saturating_mul(3);
        let old = self.times.len().saturating_sub(most);
        self.times.drain(..old);
        self.file.rewind()?;
        self.file.set_len(0)?;
        self.file.write_all(&serde_json::to_vec(&self.times)?)
    }
}

/// Returns when the next request may leave, after requests that left at these times.
fn next_due_ms(times: &[u64], window_ms: u64, limit: u32) -> u64 {
    let window = window_ms + window_ms / 20;
    let even = times
        .last()
        .map(|last| last + window / u64::from(limit.max(1)));
    let full = times
        .len()
        .checked_sub(usize::try_from(limit.max(1)).unwrap_or(usize::MAX))
        .and_then(|index| times.get(index))
        .map(|earliest| earliest + window);
    even.max(full).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::next_due_ms;

    #[rstest]
    #[case::first(&[], 0)]
    #[case::evenly(&[1000], 1350)]
    #[case::a_window_behind_the_third_before(&[1000, 1001, 1002], 2050)]
    #[case::only_the_last_three_count(&[10, 1000, 1350, 1700], 2050)]
    #[case::behind_a_burst(&[500, 500, 500, 500, 500, 500, 500, 500], 1550)]
    fn no_more_than_the_limit_leave_within_a_window(#[case] times: &[u64], #[case] expected: u64) {
        assert_eq!(next_due_ms(times, 1000, 3), expected);
    }
}
