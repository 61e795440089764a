//! `badreq explain`: the meaning of a row, a requirement, a case or a term, its place in the documentation, its cases, and the next steps.
//!
//! A word becomes a [`ExplainSubject`](subject::ExplainSubject), and each kind of subject has a file that writes its explanation. Nothing is sent, so values
//! that only a target knows appear as names in braces.

mod about_case;
mod about_requirement;
mod about_row;
mod command;
mod evidence;
mod example_response;
mod examples;
mod glossary;
mod needs;
mod request;
mod subject;

pub(in crate::cli) use command::print_explanation;
