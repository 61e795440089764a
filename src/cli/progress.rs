//! Progress while a run goes on, where somebody is watching.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::outcome::{Event, Verdict};

/// A progress bar on standard error; silent where that is no terminal.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    red: usize,
}

impl Progress {
    pub(super) fn new() -> Self {
        let target = if std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr_with_hz(10)
        } else {
            ProgressDrawTarget::hidden()
        };
        Self {
            bar: ProgressBar::with_draw_target(None, target),
            red: 0,
        }
    }

    /// Tells something on the side without writing into the bar.
    pub(super) fn aside(&self) -> impl Fn(&dyn Fn()) + use<> {
        let bar = self.bar.clone();
        move |say| bar.suspend(say)
    }

    pub(super) fn tell(&mut self, event: &Event<'_>) {
        match event {
            Event::Started { cases, .. } => {
                self.bar
                    .set_length(u64::try_from(*cases).unwrap_or_default());
                if let Ok(style) =
                    ProgressStyle::with_template("{wide_bar} {pos}/{len} cases, {eta} left {msg}")
                {
                    self.bar.set_style(style);
                }
                self.bar.enable_steady_tick(Duration::from_millis(200));
            }
            Event::Finished { outcome } => {
                self.red += match outcome.verdict {
                    Verdict::Fail | Verdict::HarnessError { .. } => 1,
                    Verdict::Pass
                    | Verdict::KnownFailure { .. }
                    | Verdict::Unproven { .. }
                    | Verdict::Skipped { .. } => 0,
                };
                if self.red > 0 {
                    self.bar.set_message(format!("{} failed", self.red));
                }
                self.bar.inc(1);
            }
            Event::Undoing { things } => self.bar.set_message(format!("undoing {things} things")),
            Event::Ended { .. } => self.bar.finish_and_clear(),
            Event::LeftBehind { .. } => {}
        }
    }
}
