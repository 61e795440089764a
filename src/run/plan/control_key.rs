//! The identity of a control.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::exchange::Request;
use crate::suite::{RequiredObjectState, TemplateBindings, UnboundName};

/// The request of a control and the states in which it is sent. Controls with the same key are sent once for a run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::run) struct ControlKey {
    request: Request,
    held: Vec<ControlObjectState>,
}

/// The state of a restored object while the control is sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct ControlObjectState {
    object: String,
    part: Value,
}

impl ControlKey {
    /// Creates the key of a request that is sent under these conditions.
    pub(in crate::run) fn new(
        request: Request,
        conditions: &[RequiredObjectState],
        bindings: &dyn TemplateBindings,
    ) -> Result<Self, UnboundName> {
        let held = conditions.iter().map(|condition| {
            let object = condition.object.clone();
            let part = condition.state.render_value(bindings)?;
            Ok(ControlObjectState { object, part })
        });
        Ok(Self {
            held: held.collect::<Result<_, UnboundName>>()?,
            request,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::ControlKey;
    use crate::exchange::Request;
    use crate::fixture::NameBindings;
    use crate::suite::{JsonTemplate, RequiredObjectState};

    fn key(target: &str, held: &[(&str, &str)]) -> ControlKey {
        let mut bound = NameBindings::default();
        bound.bind("thing.mode".to_owned(), json!("off"));
        let request = Request {
            method: "GET".to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: None,
        };
        let conditions = held.iter().map(|(object, mode)| RequiredObjectState {
            object: (*object).to_owned(),
            state: JsonTemplate::Text(mode.parse().unwrap()),
        });
        let conditions: Vec<RequiredObjectState> = conditions.collect();
        ControlKey::new(request, &conditions, &bound).unwrap()
    }

    #[test]
    fn controls_are_the_same_where_request_and_states_are() {
        let own = key("/a", &[("settings", "off")]);
        assert_eq!(own, key("/a", &[("settings", "{thing.mode}")]));
        assert_ne!(own, key("/b", &[("settings", "off")]));
        assert_ne!(own, key("/a", &[("settings", "on")]));
        assert_ne!(own, key("/a", &[("system", "off")]));
        assert_ne!(own, key("/a", &[]));
    }

    #[test]
    fn a_key_is_the_same_for_another_process_that_reads_it() {
        let own = key("/a", &[("settings", "off")]);
        let text = serde_json::to_string(&own).unwrap();
        assert_eq!(serde_json::from_str::<ControlKey>(&text).unwrap(), own);
    }
}
