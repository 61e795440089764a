//! Deliberate breaches: each is noticed, named by the requirement that it breaks, and blamed on no other case.

mod body;
mod breach;
mod coverage;
mod details;
mod effects;
mod limits;
mod rows;
