//! What an answer must not show: tokens, and the inside of the server.
//!
//! | requirement | place | expected | actual |
//! |---|---|---|---|
//! | `no-token` | the body, or the first header that holds one | `[]` | whose tokens: `["owner"]` |
//! | `no-internals` | the value of the body, the body, or the header | `[]` | per `kind` (`stack trace`, `SQL`, `file path`) the first `text` |
//!
//! The patterns are chosen so that no honest message meets one: a false alarm costs more trust than a leak that is
//! found one answer later. What the request itself said, in its path, headers or body, an answer may repeat.

mod check;
mod path;
mod sql;
mod trace;
mod words;

pub(super) use check::check;
