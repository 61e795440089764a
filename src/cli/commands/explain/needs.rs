//! The inputs that a case needs from the user.

use std::collections::BTreeSet;

use crate::exchange::Actor;
use crate::suite::{Case, CaseSendMode, FixtureSpecs, RequestTemplate};

/// The names that a case uses, directly or through its fixtures, and the actors that send its requests.
#[derive(Clone, Debug, Default)]
pub(super) struct CaseNeeds {
    /// The names, in alphabetical order.
    pub(super) names: BTreeSet<String>,
    /// The actors that send a request.
    pub(super) actors: BTreeSet<Actor>,
}

impl CaseNeeds {
    /// Collects the needs of a case, including those of the fixtures that it uses.
    pub(super) fn from_case(case: &Case, specs: &FixtureSpecs) -> Self {
        let mut needs = Self::default();
        needs
            .actors
            .extend(case.all_requests().map(|ask| ask.actor));
        let mut open: Vec<String> = case.referenced_names().into_iter().collect();
        while let Some(name) = open.pop() {
            if !needs.names.insert(name.clone()) {
                continue;
            }
            let head = name.split('.').next().unwrap_or_default();
            if let Some(made) = specs.created.iter().find(|made| made.name == head) {
                needs.actors.insert(made.create_request.actor);
                open.extend(made.required_names());
            }
            if let Some(kept) = specs.restored.iter().find(|kept| kept.name == head) {
                needs.actors.insert(kept.read_request.actor);
                open.extend(kept.required_names());
            }
        }
        needs
    }

    /// Lists the inputs to give, as flags and environment variables.
    pub(super) fn list_inputs(&self, case: &Case) -> Vec<String> {
        let mut lines = Vec::new();
        for actor in &self.actors {
            match actor {
                Actor::Anonymous => {}
                Actor::Owner => lines.push("the owner's token, as `BADREQ_TOKEN`".to_owned()),
                Actor::Stranger => {
                    lines.push("the stranger's token, as `BADREQ_STRANGER_TOKEN`".to_owned());
                }
            }
        }
        for name in &self.names {
            if let Some(known) = name.strip_prefix("value.") {
                lines.push(format!("`--value {known}=VALUE`"));
            }
        }
        let hooks: BTreeSet<&String> = case
            .all_requests()
            .filter_map(|ask: &RequestTemplate| ask.trigger.as_ref())
            .collect();
        let when = match case.send_mode {
            CaseSendMode::Single => "",
            CaseSendMode::Burst { .. } => ", if the target's rate limits are off",
        };
        lines.extend(
            hooks
                .iter()
                .map(|hook| format!("`--trigger {hook}=HEADER-OR-PATH`{when}")),
        );
        lines
    }
}

/// Describes the meaning of a name in braces.
pub(super) fn describe_braced_name(name: &str, specs: &FixtureSpecs) -> String {
    let (head, rest) = name.split_once('.').unwrap_or((name, ""));
    match head {
        "unknown" => "an id that does not exist on the target".to_owned(),
        "value" => {
            let known = specs.values.iter().find(|known| known.name == rest);
            known.map_or_else(String::new, |known| known.about.clone())
        }
        _ => {
            let made = specs.created.iter().find(|made| made.name == head);
            let kept = specs.restored.iter().find(|kept| kept.name == head);
            made.map(|made| made.about.clone())
                .or_else(|| kept.map(|kept| kept.about.clone()))
                .unwrap_or_default()
        }
    }
}
