//! Faults and variants of the reference server: a fault breaks the contract in one way, a variant keeps it in another.

pub mod variant;

pub use variant::{UnknownVariant, Variant, apply_variants};
