//! The operations: one function each, grouped as in the documentation.
//!
//! [`RoutedOperation::find`] converts method and path to an [`RoutedOperation`], [`perform_operation_with_faults()`] runs it. Every function does all its
//! checks before it writes.

mod autoproxy;
mod context;
mod dispatch;
mod group_members;
mod groups;
mod guilds;
mod list_edit;
mod member_groups;
mod members;
mod messages;
mod operation_kind;
mod order;
mod route;
mod switch_changes;
mod switches;
mod systems;

pub(crate) use context::OperationContext;
pub(crate) use dispatch::perform_operation_with_faults;
pub(crate) use operation_kind::OperationKind;
pub(crate) use order::perform_early_variant_checks;
pub(crate) use route::RoutedOperation;
