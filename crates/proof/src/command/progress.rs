//! The progress bar of the tester, on terminals only.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::FaultTestEvent;

/// The progress bar of the tester, shared by many threads.
#[derive(Clone, Debug)]
pub(super) struct FaultProgressBar {
    bar: ProgressBar,
}

impl FaultProgressBar {
    pub(super) fn new() -> Self {
        let target = if std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr_with_hz(10)
        } else {
            ProgressDrawTarget::hidden()
        };
        Self {
            bar: ProgressBar::with_draw_target(None, target),
        }
    }

    pub(super) fn record_event(&self, event: FaultTestEvent) {
        match event {
            FaultTestEvent::FindingReach(cases) => self.start_phase(cases, "cases tried alone"),
            FaultTestEvent::TestingFaults(faults) => self.start_phase(faults, "faults"),
            FaultTestEvent::Done => self.bar.inc(1),
        }
    }

    fn start_phase(&self, count: usize, things: &str) {
        let template = format!("{{wide_bar}} {{pos}}/{{len}} {things}, {{eta}} left");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            self.bar.set_style(style);
        }
        self.bar
            .set_length(u64::try_from(count).unwrap_or_default());
        self.bar.reset();
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
