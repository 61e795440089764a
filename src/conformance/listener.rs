//! The caller's function that receives the events of a run.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::outcome::Event;
use crate::run::{CancelReason, Stop};

/// The caller's function that receives the events of a run.
#[derive(Default)]
pub(super) struct EventListener {
    call: Option<Box<Callback>>,
    panic: Option<Box<dyn Any + Send>>,
}

type Callback = dyn FnMut(&Event<'_>) + Send;

impl EventListener {
    pub(super) fn new(call: impl FnMut(&Event<'_>) + Send + 'static) -> Self {
        Self {
            call: Some(Box::new(call)),
            panic: None,
        }
    }

    /// Calls the function. If it panics, the run is cancelled, so that everything created is removed before the panic resumes.
    pub(super) fn call(&mut self, event: &Event<'_>, stop: &Stop) {
        let Some(call) = &mut self.call else { return };
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| call(event))) {
            self.call = None;
            self.panic = Some(panic);
            stop.pull(CancelReason::Interrupt);
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
