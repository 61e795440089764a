//! The caller's function that receives the events of a run.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::outcome::RunEvent;
use crate::run::{CancelReason, CancelSignal};

/// The caller's function that receives the events of a run.
#[derive(Default)]
pub(super) struct EventListener {
    callback: Option<Box<EventCallback>>,
    panic: Option<Box<dyn Any + Send>>,
}

type EventCallback = dyn FnMut(&RunEvent<'_>) + Send;

impl EventListener {
    pub(super) fn new(call: impl FnMut(&RunEvent<'_>) + Send + 'static) -> Self {
        Self {
            callback: Some(Box::new(call)),
            panic: None,
        }
    }

    /// Calls the function. If it panics, the run is cancelled, so that everything created is removed before the panic resumes.
    pub(super) fn notify(&mut self, event: &RunEvent<'_>, stop: &CancelSignal) {
        let Some(call) = &mut self.callback else {
            return;
        };
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| call(event))) {
            self.callback = None;
            self.panic = Some(panic);
            stop.cancel(CancelReason::Interrupt);
        }
    }

    /// Resumes the panic of the function, if there was one.
    pub(super) fn resume_panic(self) {
        if let Some(panic) = self.panic {
            resume_unwind(panic);
        }
    }
}

impl fmt::Debug for EventListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventListener(…)")
    }
}
