//! The operations: one function each, grouped as in the documentation.
//!
//! [`Operation::find`] converts method and path to an [`Operation`], [`perform()`] runs it. Every function does all its
//! checks before it writes.

mod autoproxy;
mod context;
mod group_members;
mod groups;
mod guilds;
mod kind;
mod list;
mod member_groups;
mod members;
mod messages;
mod order;
mod perform;
mod route;
mod switch_changes;
mod switches;
mod systems;

pub(crate) use context::Context;
pub(crate) use kind::Kind;
pub(crate) use order::judge_first;
pub(crate) use perform::perform;
pub(crate) use route::Operation;
