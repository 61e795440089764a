//! The seams: the places where another server can be made of this one without a change to its handlers.

mod wire;

pub(crate) use wire::Plain;
pub use wire::Wire;
