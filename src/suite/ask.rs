//! What a case sends, before the target is known.

use std::collections::BTreeSet;

use super::json::JsonTemplate;
use super::template::Template;
use crate::exchange::Actor;

/// A request as a suite says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// Who sends it.
    pub actor: Actor,
    /// The method.
    pub method: String,
    /// Path and query below the base URL.
    pub target: Template,
    /// Headers that replace the usual ones; `None` leaves the usual one out.
    pub headers: Vec<(String, Option<Template>)>,
    /// The body.
    pub body: Body,
    /// What must hold on the target meanwhile.
    pub conditions: Vec<Condition>,
    /// The hook of the target that brings the condition about.
    pub hook: Option<String>,
}

/// The body of a request as a suite says it.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// No body at all.
    None,
    /// A JSON value.
    Json(JsonTemplate),
    /// Bytes as they stand, in pieces.
    Parts(Vec<Part>),
}

/// A piece of a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Bytes as they stand.
    Bytes(Vec<u8>),
    /// A template.
    Value(Template),
}

/// What must hold of a kept object while a request is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The name of the kept object.
    pub kept: String,
    /// The part of it that must be so.
    pub holds: JsonTemplate,
}

impl Ask {
    /// A plain read.
    #[must_use]
    pub fn read(actor: Actor, target: Template) -> Self {
        Self {
            actor,
            method: "GET".to_owned(),
            target,
            headers: Vec::new(),
            body: Body::None,
            conditions: Vec::new(),
            hook: None,
        }
    }

    /// Whether it only reads.
    #[must_use]
    pub fn is_read(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS")
    }

    /// The dotted names that its templates use, and the kept objects of its conditions.
    #[must_use]
    pub fn names(&self) -> BTreeSet<String> {
        let mut names = self.template_names();
        let conditions = self.conditions.iter();
        names.extend(conditions.map(|condition| condition.kept.clone()));
        names
    }

    /// The dotted names that its templates use.
    pub(super) fn template_names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.target.collect_names(&mut names);
        for (_, value) in &self.headers {
            if let Some(value) = value {
                value.collect_names(&mut names);
            }
        }
        match &self.body {
            Body::None => {}
            Body::Json(json) => json.collect_names(&mut names),
            Body::Parts(parts) => {
                for part in parts {
                    match part {
                        Part::Bytes(_) => {}
                        Part::Value(template) => template.collect_names(&mut names),
                    }
                }
            }
        }
        for condition in &self.conditions {
            condition.holds.collect_names(&mut names);
        }
        names
    }
}
