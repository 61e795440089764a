//! The operations: one function each, grouped as the documentation groups them.
//!
//! [`Operation::find`] turns method and path into an [`Operation`], [`perform()`] carries it out. Every function asks
//! everything that can be wrong before it writes.

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
