//! Runs that lack something: tokens, known values, a target, a target that is one, or the patience of a rate limit.

mod knowledge;
mod limits;
mod rate_headers;
mod strangers;
mod terms;
