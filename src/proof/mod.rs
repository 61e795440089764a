//! The kill table: proof that the cases notice what they are there to notice.
//!
//! Servers that are broken on purpose, in one way each, are held to the cases. Which cases come near a fault at all ([`Reach`]) is found out
//! beforehand, on a server that keeps the contract. What a fault breaks is written down by hand ([`Accusations`]); the server does not know
//! what it is accused of. [`judge()`] holds what was reported against that, [`worth()`] asks which cases notice something that no other does,
//! and [`false_alarms`] what a server without a fault is accused of.
//!
//! Nothing here starts a server, and nothing knows which faults there are: names come in, values go out.

mod accusation;
mod accusations;
mod judge;
mod names;
mod reach;
#[cfg(test)]
mod testing;
mod worth;

pub use accusation::{Accusation, Cases};
pub use accusations::Accusations;
pub use judge::{Held, false_alarms, judge};
pub use names::{UnmatchedFault, family, select_faults};
pub use reach::Reach;
pub use worth::worth;
