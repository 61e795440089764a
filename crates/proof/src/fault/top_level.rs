//! Bodies of another JSON type than the operation takes.

use badreq_reference::DocumentedError;
use serde_json::Value;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::FaultReaction;
use crate::named::named;
use crate::operation::JsonBodyType;

named! {
    /// A body of this type is served where another one belongs; nothing is done.
    pub(super) enum TopLevelFault {
        Null = "null",
        Boolean = "boolean",
        Number = "number",
        Text = "text",
        List = "list",
        Object = "object",
    }
}

impl TopLevelFault {
    fn for_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
        }
    }

    fn is_expected_body_type(self, body: JsonBodyType) -> bool {
        match body {
            JsonBodyType::Object => self == Self::Object,
            JsonBodyType::List => self == Self::List,
        }
    }
}

impl FaultFamily for TopLevelFault {
    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn full_name(self) -> String {
        format!("top-level/{}/served", Self::name(self))
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let body = exchange.request.operation?.body_type()?;
        let value = exchange.request.json.as_ref()?;
        let is_met = Self::for_value(value) == self
            && !self.is_expected_body_type(body)
            && exchange.refusal_row() == Some(DocumentedError::BadRequest);
        is_met.then(FaultReaction::false_success)
    }
}
