//! The input of an operation.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::reference::access::Caller;
use crate::reference::call::Call;
use crate::reference::reply::{Outcome, Reply};
use crate::reference::store::Store;

/// The state, the caller, the request, and the time.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub(crate) store: &'a mut Store,
    pub(crate) caller: Caller,
    pub(crate) call: &'a Call,
    pub(crate) now: Timestamp,
}

/// Returns 200 with an object.
pub(super) fn object(shown: Map<String, Value>) -> Outcome {
    Ok(Reply::Json(shown.into()))
}

/// Returns 200 with a list of objects.
pub(super) fn objects(shown: impl IntoIterator<Item = Map<String, Value>>) -> Outcome {
    let list: Vec<Value> = shown.into_iter().map(Value::from).collect();
    Ok(Reply::Json(list.into()))
}
