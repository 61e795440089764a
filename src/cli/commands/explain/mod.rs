//! `badreq explain`: what a row, a requirement or a case means, where it is documented, which cases show it, and what to do.
//!
//! A word becomes a [`Subject`](subject::Subject), and each kind of subject has a file that writes about it. Nothing is sent, so what only a
//! target knows stands in braces.

mod about_case;
mod about_requirement;
mod about_row;
mod answer;
mod command;
mod examples;
mod needs;
mod request;
mod shows;
mod subject;

pub(in crate::cli) use command::explain;
