//! The identity of a control.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::exchange::Request;
use crate::suite::{Bindings, Condition, Unbound};

/// The request of a control and the states in which it is sent. Controls with the same key are sent once for a run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(in crate::run) struct ControlKey {
    request: Request,
    held: Vec<HeldState>,
}

/// The state of a restored object while the control is sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct HeldState {
    object: String,
    part: Value,
}

impl ControlKey {
    /// Creates the key of a request that is sent under these conditions.
    pub(in crate::run) fn new(
        request: Request,
        conditions: &[Condition],
        bindings: &dyn Bindings,
    ) -> Result<Self, Unbound> {
        let held = conditions.iter().map(|condition| {
            let object = condition.kept.clone();
            let part = condition.holds.fill(bindings)?;
            Ok(HeldState { object, part })
        });
        Ok(Self {
            held: held.collect::<Result<_, Unbound>>()?,
            request,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::ControlKey;
    use crate::exchange::Request;
    use crate::fixture::Bound;
    use crate::suite::{Condition, JsonTemplate};

    fn key(target: &str, held: &[(&str, &str)]) -> ControlKey {
        let mut bound = Bound::default();
        bound.bind("thing.mode".to_owned(), json!("off"));
        let request = Request {
            method: "GET".to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: None,
        };
        let conditions = held.iter().map(|(object, mode)| Condition {
            kept: (*object).to_owned(),
            holds: JsonTemplate::Text(mode.parse().unwrap()),
        });
        let conditions: Vec<Condition> = conditions.collect();
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
