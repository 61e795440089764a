//! The operations: one function each, grouped as in the documentation.
//!
//! [`RoutedOperation::find`] converts method and path to a [`RoutedOperation`], [`perform_operation()`] runs it. Every function does all its
//! checks before it writes.

mod autoproxy;
mod context;
mod dispatch;
mod early_checks;
mod group_members;
mod groups;
mod guilds;
mod list_edit;
mod member_groups;
mod members;
mod messages;
mod route;
mod switch_changes;
mod switches;
mod systems;

pub(crate) use context::OperationContext;
pub(crate) use dispatch::perform_operation;
pub(crate) use early_checks::perform_early_checks;
pub(crate) use route::RoutedOperation;
