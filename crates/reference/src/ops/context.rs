//! The input of an operation.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::access::ApiCaller;
use crate::api_request::ApiRequest;
use crate::refusal::Refusal;
use crate::reply::{OperationResult, OperationSuccess};
use crate::seams::{EchoedInput, RequestSeams, RowAmbiguity};
use crate::store::StateStore;

/// The input of an operation: the store, the caller, the request, the time, and the seams that it passes.
#[derive(Debug)]
pub(crate) struct OperationContext<'a> {
    pub(crate) store: &'a mut StateStore,
    pub(crate) caller: ApiCaller,
    pub(crate) call: &'a ApiRequest,
    pub(crate) now: Timestamp,
    pub(crate) seams: &'a RequestSeams,
}

impl OperationContext<'_> {
    /// Returns the refusal by the row that is chosen for a doubt.
    pub(crate) fn choose_refusal(
        &self,
        doubt: RowAmbiguity,
        usual: impl Into<Refusal>,
        input: EchoedInput<'_>,
    ) -> Refusal {
        self.seams.choose_refusal(doubt, usual, input)
    }
}

/// Returns 200 with an object.
pub(super) fn object_reply(shown: Map<String, Value>) -> OperationResult {
    Ok(OperationSuccess::Json(shown.into()))
}

/// Returns 200 with a list of objects.
pub(super) fn list_reply(shown: impl IntoIterator<Item = Map<String, Value>>) -> OperationResult {
    let list: Vec<Value> = shown.into_iter().map(Value::from).collect();
    Ok(OperationSuccess::Json(list.into()))
}
