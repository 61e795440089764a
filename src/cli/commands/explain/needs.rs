//! What a case needs of whoever runs it.

use std::collections::BTreeSet;

use crate::exchange::Actor;
use crate::suite::{Ask, Case, FixtureSpecs, Shape};

/// The names that a case uses, directly or to make what it uses, and who sends something for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Needs {
    /// Names before the dot, each with what it is; in the order of the alphabet.
    pub(super) names: BTreeSet<String>,
    /// Everyone who sends.
    pub(super) actors: BTreeSet<Actor>,
}

impl Needs {
    /// What this case needs.
    pub(super) fn of(case: &Case, specs: &FixtureSpecs) -> Self {
        let mut needs = Self::default();
        needs.actors.extend(case.asks().map(|ask| ask.actor));
        let mut open: Vec<String> = case.names().into_iter().collect();
        while let Some(name) = open.pop() {
            if !needs.names.insert(name.clone()) {
                continue;
            }
            let head = name.split('.').next().unwrap_or_default();
            if let Some(made) = specs.made.iter().find(|made| made.name == head) {
                needs.actors.insert(made.make.actor);
                open.extend(made.needs());
            }
            if let Some(kept) = specs.kept.iter().find(|kept| kept.name == head) {
                needs.actors.insert(kept.read.actor);
                open.extend(kept.needs());
            }
        }
        needs
    }

    /// What to give, as flags and variables say it.
    pub(super) fn to_give(&self, case: &Case) -> Vec<String> {
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
            if let Some(known) = name.strip_prefix("known.") {
                lines.push(format!("`--known {known}=VALUE`"));
            }
        }
        let hooks: BTreeSet<&String> = case
            .asks()
            .filter_map(|ask: &Ask| ask.hook.as_ref())
            .collect();
        let when = match case.shape {
            Shape::Single => "",
            Shape::Burst { .. } => ", where the target keeps its limits off",
        };
        lines.extend(
            hooks
                .iter()
                .map(|hook| format!("`--hook {hook}=HEADER-OR-PATH`{when}")),
        );
        lines
    }
}

/// What a name in braces stands for.
pub(super) fn meaning(name: &str, specs: &FixtureSpecs) -> String {
    let (head, rest) = name.split_once('.').unwrap_or((name, ""));
    match head {
        "unknown" => "a value that names nothing on the target".to_owned(),
        "known" => {
            let known = specs.known.iter().find(|known| known.name == rest);
            known.map_or_else(String::new, |known| known.about.clone())
        }
        _ => {
            let made = specs.made.iter().find(|made| made.name == head);
            let kept = specs.kept.iter().find(|kept| kept.name == head);
            made.map(|made| made.about.clone())
                .or_else(|| kept.map(|kept| kept.about.clone()))
                .unwrap_or_default()
        }
    }
}
