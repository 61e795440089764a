//! Progress bars of runs, on terminals only.

use std::fmt;
use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::outcome::{RunEvent, Verdict};
use crate::report::Verbosity;

fn new_bar(detail: Verbosity) -> ProgressBar {
    let target = match detail {
        Verbosity::Normal | Verbosity::Verbose if std::io::stderr().is_terminal() => {
            ProgressDrawTarget::stderr_with_hz(10)
        }
        Verbosity::Quiet | Verbosity::Normal | Verbosity::Verbose => ProgressDrawTarget::hidden(),
    };
    ProgressBar::with_draw_target(None, target)
}

fn start_bar(bar: &ProgressBar, count: usize, things: &str) {
    let template =
        format!("{{wide_bar}} {{pos}}/{{len}} {things}, {{rate}}/s, {{eta}} left {{msg}}");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style.with_key("rate", write_rate));
    }
    bar.set_length(u64::try_from(count).unwrap_or_default());
    bar.reset();
    bar.enable_steady_tick(Duration::from_millis(200));
}

fn write_rate(state: &ProgressState, out: &mut dyn fmt::Write) {
    // A failed write is no loss: the bar is drawn again soon.
    write!(out, "{:.1}", state.per_sec()).ok();
}

/// The progress bar of the judgement of mutants on standard error; hidden if that is not a terminal.
#[derive(Debug)]
pub(in crate::cli) struct MutantProgress {
    bar: ProgressBar,
}

impl MutantProgress {
    pub(in crate::cli) fn new(mutants: usize) -> Self {
        let bar = new_bar(Verbosity::Normal);
        start_bar(&bar, mutants, "mutants");
        Self { bar }
    }

    pub(in crate::cli) fn record_mutant(&self) {
        self.bar.inc(1);
    }

    pub(in crate::cli) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The progress bar of a run on standard error; hidden if that is not a terminal, or if the verbosity is quiet.
#[derive(Debug)]
pub(in crate::cli) struct RunProgress {
    bar: ProgressBar,
    failed_count: usize,
}

impl RunProgress {
    pub(in crate::cli) fn new(detail: Verbosity) -> Self {
        Self {
            bar: new_bar(detail),
            failed_count: 0,
        }
    }

    /// Returns a function that hides the bar while it calls another, which may print.
    pub(in crate::cli) fn make_bar_suspender(&self) -> impl Fn(&dyn Fn()) + use<> {
        let bar = self.bar.clone();
        move |say| bar.suspend(say)
    }

    pub(in crate::cli) fn record_event(&mut self, event: &RunEvent<'_>) {
        match event {
            RunEvent::RunStarted { cases, .. } => start_bar(&self.bar, *cases, "cases"),
            RunEvent::CaseFinished { outcome } => {
                self.failed_count += match outcome.verdict {
                    Verdict::Fail | Verdict::HarnessError { .. } => 1,
                    Verdict::Pass
                    | Verdict::KnownFailure { .. }
                    | Verdict::Inconclusive { .. }
                    | Verdict::Skipped { .. } => 0,
                };
                if self.failed_count > 0 {
                    self.bar
                        .set_message(format!("{} failed", self.failed_count));
                }
                self.bar.inc(1);
            }
            RunEvent::CleanupStarted { things } => {
                if let Ok(style) = ProgressStyle::with_template("{msg}") {
                    self.bar.set_style(style);
                }
                let things = if *things == 1 {
                    "1 thing".to_owned()
                } else {
                    format!("{things} things")
                };
                self.bar.set_message(format!("undoing {things}"));
            }
            RunEvent::RunEnded { .. } => self.bar.finish_and_clear(),
            RunEvent::LeftBehind { .. } => {}
        }
    }
}
