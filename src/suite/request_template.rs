//! Request templates: the requests of cases before the target is known.

use std::collections::BTreeSet;

use super::json_template::JsonTemplate;
use super::template::Template;
use crate::exchange::Actor;

/// A request as written in a suite.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestTemplate {
    /// The actor that sends the request.
    pub actor: Actor,
    /// The method.
    pub method: String,
    /// The path and query, relative to the base URL.
    pub target: Template,
    /// Headers that replace the default ones; `None` removes a default header.
    pub headers: Vec<(String, Option<Template>)>,
    /// The body.
    pub body: BodyTemplate,
    /// The conditions that must hold on the target while the request is sent.
    pub conditions: Vec<RequiredObjectState>,
    /// The name of the trigger that makes the target return the error.
    pub trigger: Option<String>,
}

/// The body of a request as written in a suite.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyTemplate {
    /// No body.
    None,
    /// A JSON value.
    Json(JsonTemplate),
    /// Raw bytes and templates, in order.
    Parts(Vec<BodyTemplatePart>),
}

/// A part of a body.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyTemplatePart {
    /// Raw bytes.
    Bytes(Vec<u8>),
    /// A template.
    Template(Template),
}

/// A state that a restored object must have while a request is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct RequiredObjectState {
    /// The name of the restored object.
    pub object: String,
    /// The keys and values that the object must have.
    pub state: JsonTemplate,
}

impl RequestTemplate {
    /// Creates a GET request without headers, body, conditions and trigger.
    #[must_use]
    pub fn new_get(actor: Actor, target: Template) -> Self {
        Self {
            actor,
            method: "GET".to_owned(),
            target,
            headers: Vec::new(),
            body: BodyTemplate::None,
            conditions: Vec::new(),
            trigger: None,
        }
    }

    /// Reports whether the method only reads.
    #[must_use]
    pub fn has_safe_method(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS")
    }

    /// Returns the dotted names in the templates, and the names of the restored objects in the conditions.
    #[must_use]
    pub fn referenced_names(&self) -> BTreeSet<String> {
        let mut names = self.template_names();
        let conditions = self.conditions.iter();
        names.extend(conditions.map(|condition| condition.object.clone()));
        names
    }

    /// Returns the dotted names in the templates.
    pub(super) fn template_names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.target.collect_names(&mut names);
        for (_, value) in &self.headers {
            if let Some(value) = value {
                value.collect_names(&mut names);
            }
        }
        match &self.body {
            BodyTemplate::None => {}
            BodyTemplate::Json(json) => json.collect_names(&mut names),
            BodyTemplate::Parts(parts) => {
                for part in parts {
                    match part {
                        BodyTemplatePart::Bytes(_) => {}
                        BodyTemplatePart::Template(template) => template.collect_names(&mut names),
                    }
                }
            }
        }
        for condition in &self.conditions {
            condition.state.collect_names(&mut names);
        }
        names
    }
}
