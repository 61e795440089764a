//! Cases: a bad request, the reason why it is bad, and the expected response.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::request_template::RequestTemplate;
use super::template::Template;
use crate::check::{ExpectedRefusal, FieldErrors};
use crate::contract::{ErrorId, Level};
use crate::exchange::Actor;

/// The name of a case: `members/unknown-uuid@anonymous`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CaseName {
    /// The id of the suite.
    pub suite: String,
    /// The id of the case, with the parameters filled in.
    pub id: String,
    /// The actor, if the case is generated for several actors.
    pub actor: Option<Actor>,
}

impl CaseName {
    /// Returns the name without the suite: `unknown-uuid@anonymous`.
    #[must_use]
    pub fn name_in_suite(&self) -> String {
        match self.actor {
            Some(actor) => format!("{}@{actor}", self.id),
            None => self.id.clone(),
        }
    }
}

impl fmt::Display for CaseName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.suite, self.name_in_suite())
    }
}

/// A suite: the cases of one topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Suite {
    /// The id of the suite: the stem of the file name.
    pub id: String,
    /// The title, for readers.
    pub title: String,
    /// A description of the cases.
    pub about: String,
    /// The cases, in the order of the file.
    pub cases: Vec<Case>,
}

/// A bad request, the reason why it is bad, and the expected response.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The name of the case.
    pub name: CaseName,
    /// A sentence that says what is wrong with the request.
    pub about: String,
    /// The file that defines the case.
    pub file: String,
    /// The line in that file, counted from 1.
    pub line: usize,
    /// The bad request.
    pub bad_request: RequestTemplate,
    /// The number of requests: one or a burst.
    pub send_mode: CaseSendMode,
    /// The expected response.
    pub expectation: ExpectationTemplate,
    /// The positive controls.
    pub controls: Vec<Control>,
    /// The reason why there is no control, if there is none.
    pub no_control: Option<String>,
    /// Read requests whose responses must be the same before and after the bad request.
    pub unchanged_reads: Vec<RequestTemplate>,
    /// The id of the operation, if the contract has such an operation.
    pub operation: Option<String>,
    /// The id of the defect, the one thing wrong with the request.
    pub defect: Option<String>,
}

/// The number of requests that a case sends: one or a burst.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseSendMode {
    /// One request.
    Single,
    /// A burst that exceeds the rate limit of a scope.
    Burst {
        /// The name of the scope.
        scope: String,
        /// Requests of other scopes, which must not be refused during the burst.
        other_scope_requests: Vec<RequestTemplate>,
    },
}

/// An expected response whose templates are not filled in yet.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpectationTemplate {
    /// The rows, or the kind of response, that the documentation allows.
    pub outcome: ExpectedRefusal,
    /// The requirement level of this expectation.
    pub level: Level,
    /// The values of the placeholders in the row's meaning.
    pub placeholder_values: Vec<(String, Template)>,
    /// The expected content of `errors`, by key.
    pub errors: Option<BTreeMap<String, FieldErrors>>,
}

/// A positive control: the valid counterpart of a bad request.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// The request that is sent.
    pub request: RequestTemplate,
    /// The status codes that count as success.
    pub success_statuses: Vec<u16>,
    /// `true` if the control has conditions of its own, and so is sent before the bad request.
    pub has_own_conditions: bool,
}

impl Case {
    /// Returns the row that describes the error, if the case expects one row.
    #[must_use]
    pub fn expected_row(&self) -> Option<ErrorId> {
        match &self.expectation.outcome {
            ExpectedRefusal::Row { expected, .. } => Some(*expected),
            ExpectedRefusal::AnyRefusal | ExpectedRefusal::AnyRow => None,
        }
    }

    /// Returns every request that the case may send.
    pub fn all_requests(&self) -> impl Iterator<Item = &RequestTemplate> {
        let others = match &self.send_mode {
            CaseSendMode::Single => [].as_slice(),
            CaseSendMode::Burst {
                other_scope_requests: others,
                ..
            } => others.as_slice(),
        };
        std::iter::once(&self.bad_request)
            .chain(self.controls.iter().map(|control| &control.request))
            .chain(&self.unchanged_reads)
            .chain(others)
    }

    /// Returns the dotted names that the case uses.
    #[must_use]
    pub fn referenced_names(&self) -> BTreeSet<String> {
        let mut names: BTreeSet<String> = self
            .all_requests()
            .flat_map(RequestTemplate::referenced_names)
            .collect();
        for (_, template) in &self.expectation.placeholder_values {
            template.collect_names(&mut names);
        }
        names
    }

    /// Reports whether every request of the case only reads, so that it disturbs no other case.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.all_requests().all(RequestTemplate::has_safe_method)
    }
}
