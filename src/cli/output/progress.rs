//! Progress bars of runs, on terminals only.

use std::fmt;
use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::cli::commands::faults::Step;
use crate::outcome::{Event, Verdict};
use crate::report::Detail;

fn bar(detail: Detail) -> ProgressBar {
    let target = match detail {
        Detail::Usual | Detail::Verbose if std::io::stderr().is_terminal() => {
            ProgressDrawTarget::stderr_with_hz(10)
        }
        Detail::Quiet | Detail::Usual | Detail::Verbose => ProgressDrawTarget::hidden(),
    };
    ProgressBar::with_draw_target(None, target)
}

fn begin(bar: &ProgressBar, count: usize, things: &str) {
    let template =
        format!("{{wide_bar}} {{pos}}/{{len}} {things}, {{rate}}/s, {{eta}} left {{msg}}");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style.with_key("rate", rate));
    }
    bar.set_length(u64::try_from(count).unwrap_or_default());
    bar.reset();
    bar.enable_steady_tick(Duration::from_millis(200));
}

fn rate(state: &ProgressState, out: &mut dyn fmt::Write) {
    // A failed write is no loss: the bar is drawn again soon.
    write!(out, "{:.1}", state.per_sec()).ok();
}

/// The progress bar of `badreq faults`, shared by many threads.
#[derive(Clone, Debug)]
pub(in crate::cli) struct TableProgress {
    bar: ProgressBar,
}

impl TableProgress {
    pub(in crate::cli) fn new() -> Self {
        Self {
            bar: bar(Detail::Usual),
        }
    }

    pub(in crate::cli) fn tell(&self, step: Step) {
        match step {
            Step::Mapping(cases) => begin(&self.bar, cases, "cases tried alone"),
            Step::Trying(faults) => begin(&self.bar, faults, "faults"),
            Step::Done => self.bar.inc(1),
        }
    }

    pub(in crate::cli) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// The progress bar of a run on standard error; hidden if that is not a terminal, or if the verbosity is quiet.
#[derive(Debug)]
pub(in crate::cli) struct Progress {
    bar: ProgressBar,
    red: usize,
}

impl Progress {
    pub(in crate::cli) fn new(detail: Detail) -> Self {
        Self {
            bar: bar(detail),
            red: 0,
        }
    }

    /// Returns a function that hides the bar while it calls another, which may print.
    pub(in crate::cli) fn aside(&self) -> impl Fn(&dyn Fn()) + use<> {
        let bar = self.bar.clone();
        move |say| bar.suspend(say)
    }

    pub(in crate::cli) fn tell(&mut self, event: &Event<'_>) {
        match event {
            Event::Started { cases, .. } => begin(&self.bar, *cases, "cases"),
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
            Event::Undoing { things } => {
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
            Event::Ended { .. } => self.bar.finish_and_clear(),
            Event::LeftBehind { .. } => {}
        }
    }
}
