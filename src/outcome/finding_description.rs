//! Descriptions for the titles of findings: operations, defects, expected rows, and what a request sends.

use std::collections::BTreeSet;

use serde_json::Value;

use super::finding_title::FindingTitleBuilder;
use super::valueless_parameter::find_parameter_valueless_only_in_bad_request;
use super::{Actor, CaseOutcome, ErrorId, ExchangeRole, ExpectedErrorResponse};
use crate::check::BodyDefectKind;
use crate::exchange::Request;
use crate::exchange::excerpt::excerpt_text;

/// The maximum number of characters of an expectation, a received value or a body.
pub(super) const MAX_SIDE_CHARS: usize = 60;

/// The maximum number of characters of a value at fault.
const MAX_VALUE_CHARS: usize = 40;

/// The maximum number of query parameters named.
const MAX_NAMED_PARAMETERS: usize = 3;

impl FindingTitleBuilder<'_> {
    /// Describes the operations of all cases: the first, and the number of others.
    pub(super) fn describe_case_operations(&self) -> String {
        let first = match self.example.case.operation.as_ref() {
            Some(operation) => {
                let request = self.run.operations.get(operation);
                request.map_or_else(|| operation.clone(), Clone::clone)
            }
            None => self.describe_sent_request(),
        };
        let operations: BTreeSet<&str> = self
            .cases
            .iter()
            .filter_map(|own| own.case.operation.as_deref())
            .collect();
        match operations.len() {
            0 | 1 => first,
            2 => {
                let mut others = operations.iter();
                let own = self.example.case.operation.as_deref();
                let other = others.find(|operation| Some(**operation) != own);
                let other = other.and_then(|own| self.run.operations.get(*own));
                match other {
                    Some(other) => format!("{first} and {other}"),
                    None => format!("{first} and another operation"),
                }
            }
            count => format!("{first} and {} more operations", count - 1),
        }
    }

    /// Describes method and path of a request that belongs to no operation.
    fn describe_sent_request(&self) -> String {
        let Some(exchange) = self.example.judged_exchange() else {
            return self.example.case.name.clone();
        };
        let Request { method, target, .. } = &exchange.request;
        let path = target.split('?').next().unwrap_or_default();
        format!(
            "{method} {}",
            self.excerpt_title_part(&self.redactor.redact(path))
        )
    }

    /// Describes the operations, and the defect if all cases that have one have the same, or the same value at fault.
    pub(super) fn describe_operations_and_defect(&self) -> String {
        let request = self.describe_case_operations();
        let defects: BTreeSet<String> = self
            .cases
            .iter()
            .filter_map(|case| self.describe_defect(case))
            .collect();
        let defect = self
            .describe_common_faulty_value()
            .or_else(|| self.describe_valueless_parameters())
            .or_else(|| match (defects.first(), defects.len()) {
                (Some(defect), 1) => Some(defect.clone()),
                (Some(_), _) => self.describe_common_defect(),
                (None, _) => None,
            });
        match defect {
            Some(defect) => format!("{request} with {defect}"),
            None if defects.is_empty() && self.cases.len() == 1 => {
                format!("{request} ({})", decapitalize(&self.example.case.about))
            }
            None => request,
        }
    }

    /// Describes the defect that the contract lists, if it is the same in all cases.
    fn describe_common_defect(&self) -> Option<String> {
        let mut defects = self.cases.iter().map(|case| case.case.defect.as_ref());
        let first = defects.next()??;
        let is_common = defects.all(|own| own == Some(first));
        is_common.then(|| self.describe_defect_by_id(first))
    }

    fn describe_defect_by_id(&self, id: &str) -> String {
        let defects = &self.run.defects;
        defects.get(id).map_or(id, String::as_str).to_owned()
    }

    /// Describes the value at fault, if it is the same one in all cases and not always of another type.
    fn describe_common_faulty_value(&self) -> Option<String> {
        let forms = || self.cases.iter().map(|case| case.defect_form.as_ref());
        let first = forms().next()??.place_of_value()?;
        let mut places = forms().map(|form| form?.place_of_value());
        let is_common = places.all(|own| own == Some(first));
        let has_right_type = forms().any(|form| matches!(form, Some(BodyDefectKind::Value { .. })));
        (is_common && has_right_type).then(|| self.describe_sent_value(first))
    }

    /// Describes the value that the example sends at this place: `` `mode` "on" ``.
    fn describe_sent_value(&self, at: &str) -> String {
        let key = at.trim_start_matches('/').replace('/', ".");
        let exchange = self.example.judged_exchange();
        let body = exchange.and_then(|own| own.request.body.as_ref());
        let body = body.and_then(|body| serde_json::from_slice::<Value>(&body.0).ok());
        let value = body.as_ref().and_then(|body| body.pointer(at));
        match value {
            Some(value) => {
                let text = value.to_string();
                let redacted = self.redactor.redact(&text);
                // A time that is at fault is the suite's own, and the same in every run.
                let shown = match redacted.contains("[time]") {
                    true => text,
                    false => spell_out_placeholders(&redacted),
                };
                format!("`{key}` {}", excerpt_text(&shown, MAX_VALUE_CHARS))
            }
            None => format!("a wrong `{key}`"),
        }
    }

    /// Describes the query parameters that the cases send without a value, if each case sends one: `` query `limit` without a value ``.
    fn describe_valueless_parameters(&self) -> Option<String> {
        let parameters = self.cases.iter().map(|case| find_valueless_parameter(case));
        let names = parameters.collect::<Option<BTreeSet<&str>>>()?;
        let is_short = (1..=MAX_NAMED_PARAMETERS).contains(&names.len());
        let names = names
            .iter()
            .map(|name| format!("`{}`", self.excerpt_title_part(name)));
        let names: Vec<String> = names.collect();
        is_short.then(|| format!("query {} without a value", names.join(" or ")))
    }

    fn describe_defect(&self, case: &CaseOutcome) -> Option<String> {
        if let Some(form) = &case.defect_form {
            return Some(form.to_string());
        }
        let defect = case.case.defect.as_ref()?;
        Some(self.describe_defect_by_id(defect))
    }

    /// Describes the row that the example expects.
    pub(super) fn describe_expected_row(&self) -> String {
        match &self.example.case.expected {
            ExpectedErrorResponse::Row { row, .. } => self.describe_row(*row),
            ExpectedErrorResponse::Refusal | ExpectedErrorResponse::AnyRow => {
                "a refusal".to_owned()
            }
        }
    }

    /// Describes a row as responses are described, by status code and code: `400/0`, though its id is `0/400`.
    pub(super) fn describe_row(&self, id: ErrorId) -> String {
        match self.run.find_row_by_id(id) {
            Some(row) if row.status.code().is_some() => format!("{}/{}", row.status, row.code),
            Some(_) | None => id.to_string(),
        }
    }

    /// Describes what a control sends: its body, else its query; its actor where that is another one than the owner.
    pub(super) fn describe_request_content(&self, request: &Request) -> String {
        let query = request.target.split_once('?').map(|(_, query)| query);
        let content = match (&request.body, query) {
            (Some(body), _) if !body.0.is_empty() => body.to_string_lossy().into_owned(),
            (_, Some(query)) => format!("?{query}"),
            (_, None) => String::new(),
        };
        let content = spell_out_placeholders(&self.redactor.redact(&content));
        let content = self.excerpt_title_part(&content);
        let actor = match request.sending_actor() {
            Actor::Owner => String::new(),
            other => format!(" as {other}"),
        };
        match content.is_empty() {
            true => actor,
            false => format!("{actor} with {content}"),
        }
    }

    /// Reports whether no row of the table has the pair of the response to the bad request.
    pub(super) fn has_undocumented_response(&self) -> bool {
        let mut violations = self.example.violations.iter();
        violations.any(|own| own.undocumented_response().is_some())
    }

    /// Lists the status codes of the responses to the bad requests of all cases.
    pub(super) fn format_bad_request_statuses(&self, own: u16) -> String {
        let mut statuses: BTreeSet<u16> = BTreeSet::from([own]);
        for case in self.cases {
            let mut steps = case.steps.iter();
            let step = steps.find(|step| step.role == ExchangeRole::BadRequest);
            statuses.extend(step.map(|step| step.exchange.response.status));
        }
        let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
        statuses.join(", ")
    }

    pub(super) fn excerpt_title_part(&self, text: &str) -> String {
        excerpt_text(text, MAX_SIDE_CHARS)
    }
}

/// Finds the query parameter that a case sends without a value, where that is its defect.
fn find_valueless_parameter(case: &CaseOutcome) -> Option<&str> {
    let mut steps = case.steps.iter();
    let control = steps.find(|step| matches!(step.role, ExchangeRole::Control(_)))?;
    find_parameter_valueless_only_in_bad_request(
        &case.judged_exchange()?.request,
        &control.exchange.request,
    )
}

/// Replaces the names of redacted values by words for readers: `[thing.id | upper]` by `<thing.id in capitals>`.
pub(super) fn spell_out_placeholders(text: &str) -> String {
    let forms = [
        (" | dash | upper]", " in capitals with a dash>"),
        (" | upper]", " in capitals>"),
        (" | dash]", " with a dash>"),
    ];
    let mut text = text.to_owned();
    for (form, words) in forms {
        while let Some(end) = text.find(form) {
            let Some(start) = text.get(..end).and_then(|head| head.rfind('[')) else {
                break;
            };
            text.replace_range(end..end + form.len(), words);
            text.replace_range(start..=start, "<");
        }
    }
    text
}

/// Returns the sentence with its first letter in lower case, unless the first word is an abbreviation.
fn decapitalize(sentence: &str) -> String {
    let mut chars = sentence.chars();
    let first = chars.next();
    let is_abbreviation = chars.clone().next().is_some_and(char::is_uppercase);
    match first {
        Some(first) if !is_abbreviation => first.to_lowercase().chain(chars).collect(),
        Some(_) | None => sentence.to_owned(),
    }
}
