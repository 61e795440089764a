//! Titles of findings: the request and the outcome in one line.

use std::collections::BTreeSet;

use super::{
    Actor, CaseOutcome, ExchangeRole, ExpectedErrorResponse, Finding, FindingCause,
    RecordedViolation, RunInfo, StateOwner, VolatileValueRedactor,
};
use crate::check::{
    Breach, BreachDescription, ControlBreach, MessageBreach, RequestDefectForm, ResponseKind,
    ResponseSummary, RowBreach,
};
use crate::exchange::Request;
use crate::exchange::excerpt::excerpt_text;

/// The maximum number of characters of an expectation, a received value or a body.
const MAX_SIDE_CHARS: usize = 60;

/// Writes the title of a finding with this cause, as `example` shows it, in these cases.
pub(super) fn build_finding_title(
    run: &RunInfo,
    cause: FindingCause<'_>,
    example: &CaseOutcome,
    cases: &[&CaseOutcome],
) -> String {
    let builder = FindingTitleBuilder {
        run,
        example,
        cases,
        redactor: VolatileValueRedactor::new(&example.bindings),
    };
    match cause {
        FindingCause::Violation(violation) => builder.build_violation_title(violation),
        FindingCause::Alternative => {
            let got = example.received_alternative();
            let got = got.map_or_else(|| "no row".to_owned(), |own| own.outcome.to_string());
            let request = builder.describe_operations_and_defect();
            format!(
                "{request}: {got} ({} expected)",
                builder.describe_expected_row()
            )
        }
        FindingCause::Inconclusive(because) => {
            let request = builder.describe_case_operations();
            let reason = builder.redactor.redact(&because.to_string());
            format!(
                "{request} could not be judged: {}",
                excerpt_text(&reason, 2 * MAX_SIDE_CHARS)
            )
        }
        FindingCause::HarnessError(reason) => {
            format!(
                "the harness failed: {}",
                excerpt_text(&reason.to_string(), 2 * MAX_SIDE_CHARS)
            )
        }
    }
}

/// Adds to titles that are alike what tells them apart: the requirement, else the case.
pub(super) fn make_titles_unique(findings: &mut [Finding<'_>]) {
    let is_repeated = |findings: &[Finding<'_>], at: usize| {
        let title = findings.get(at).map(|own| &own.title);
        let mut others = findings.iter().enumerate();
        others.any(|(other, own)| other != at && Some(&own.title) == title)
    };
    for add in [add_requirement, add_case_name] {
        let repeated: Vec<usize> = (0..findings.len())
            .filter(|at| is_repeated(findings, *at))
            .collect();
        for at in repeated {
            if let Some(finding) = findings.get_mut(at) {
                add(finding);
            }
        }
    }
}

fn add_requirement(finding: &mut Finding<'_>) {
    if let FindingCause::Violation(violation) = finding.cause {
        finding.title = format!("{}, {}", finding.title, violation.requirement);
    }
}

fn add_case_name(finding: &mut Finding<'_>) {
    finding.title = format!("{}, as in {}", finding.title, finding.example.case.name);
}

/// A builder of the title of one finding.
struct FindingTitleBuilder<'r> {
    run: &'r RunInfo,
    example: &'r CaseOutcome,
    cases: &'r [&'r CaseOutcome],
    redactor: VolatileValueRedactor,
}

impl FindingTitleBuilder<'_> {
    fn build_violation_title(&self, violation: &RecordedViolation) -> String {
        match &violation.breach {
            Breach::Row(row) => self.build_row_breach_title(row),
            Breach::Control(control) => self.build_control_title(control, violation),
            Breach::Message(message) => self.build_message_title(message, violation),
            Breach::Effect(_) => format!(
                "{}: refused, and something changed all the same",
                self.describe_operations_and_defect()
            ),
            Breach::Wire(_)
            | Breach::Form(_)
            | Breach::Errors(_)
            | Breach::RetryAfter(_)
            | Breach::Burst(_)
            | Breach::RateHeaders(_)
            | Breach::Leak(_)
            | Breach::Repetition(_)
            | Breach::Time(_) => self.build_other_violation_title(violation),
        }
    }

    fn build_row_breach_title(&self, row: &RowBreach) -> String {
        let request = self.describe_operations_and_defect();
        let expected = self.describe_expected_row();
        match row {
            RowBreach::Undocumented { answer, .. } if answer.kind == ResponseKind::NoError => {
                self.build_served_request_title(answer)
            }
            RowBreach::OtherRow { answer, .. } | RowBreach::Replacement { answer, .. }
                if answer.kind == ResponseKind::NoError =>
            {
                self.build_served_request_title(answer)
            }
            RowBreach::Undocumented { answer, .. } => {
                format!(
                    "{request}: {}, which no row documents ({expected} expected)",
                    format_status_and_code(answer)
                )
            }
            RowBreach::OtherRow { answer, .. }
            | RowBreach::ServerError { answer, .. }
            | RowBreach::Replacement { answer, .. } => {
                let pair = match self.has_undocumented_response() {
                    true => format!("{}, which no row documents", format_status_and_code(answer)),
                    false => format_status_and_code(answer),
                };
                format!("{request}: {pair} ({expected} expected)")
            }
            RowBreach::NoResponse { .. } => format!("{request}: no response ({expected} expected)"),
            RowBreach::NotTheModel { answer, off, .. } => {
                let statuses = self.list_statuses(answer.status);
                let mut broken: Vec<&str> = Vec::new();
                for breach in off {
                    let name = breach.requirement_id().as_str();
                    if !broken.contains(&name) {
                        broken.push(name);
                    }
                }
                match broken.is_empty() {
                    true => format!("{request}: {statuses} (a refusal expected)"),
                    false => format!(
                        "{request}: {statuses} that breaks the error model ({})",
                        broken.join(", ")
                    ),
                }
            }
        }
    }

    /// Writes the title of a bad request that was served.
    fn build_served_request_title(&self, answer: &ResponseSummary) -> String {
        let mut changes = self.example.served_changes.iter();
        let changed = if changes.any(|own| matches!(own.owner, StateOwner::OtherActor(_))) {
            " and changed what belongs to somebody else"
        } else if self.example.served_changes.is_empty() {
            ""
        } else if self.is_creation() {
            " and carried out"
        } else {
            " and changed it"
        };
        format!(
            "{}: {}{changed} ({} expected)",
            self.describe_operations_and_defect(),
            answer.status,
            self.describe_expected_row()
        )
    }

    /// Reports whether the bad request asks for something new.
    fn is_creation(&self) -> bool {
        let exchange = self.example.judged_exchange();
        exchange.is_some_and(|own| own.request.method == "POST")
    }

    fn build_control_title(
        &self,
        control: &ControlBreach,
        violation: &RecordedViolation,
    ) -> String {
        let sent = self.example.exchange_for_violation(violation);
        let sent = sent.map_or_else(String::new, |own| {
            self.describe_request_content(&own.request)
        });
        let statuses: Vec<String> = control.statuses.iter().map(u16::to_string).collect();
        format!(
            "{}, sent right{sent}: {} ({} expected)",
            self.describe_case_operations(),
            format_status_and_code(&control.answer),
            statuses.join(" or ")
        )
    }

    fn build_message_title(
        &self,
        message: &MessageBreach,
        violation: &RecordedViolation,
    ) -> String {
        let redact = |text: &str| self.excerpt(&self.redactor.redact(text));
        let (expected, actual) = (redact(&message.expected), redact(&message.actual));
        // The cause of another text names both texts; that of an edited one names the edit.
        let edit = match violation.cause.starts_with('"') {
            true => String::new(),
            false => format!(", {}", violation.cause.trim_start_matches("now ")),
        };
        format!(
            "{}: message \"{actual}\"{edit} (\"{expected}\" expected)",
            self.describe_case_operations()
        )
    }

    fn build_other_violation_title(&self, violation: &RecordedViolation) -> String {
        let BreachDescription { expected, got } = violation.describe();
        let side = |text: &str| self.excerpt(&self.redactor.redact(text));
        format!(
            "{}: {}: {} ({} expected)",
            self.describe_case_operations(),
            violation.place(),
            side(&got),
            side(&expected)
        )
    }

    /// Describes the operations of all cases: the first, and the number of others.
    fn describe_case_operations(&self) -> String {
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
        format!("{method} {}", self.excerpt(&self.redactor.redact(path)))
    }

    /// Describes the operations, and the defect if all cases that have one have the same, or the same value at fault.
    fn describe_operations_and_defect(&self) -> String {
        let request = self.describe_case_operations();
        let defects: BTreeSet<String> = self
            .cases
            .iter()
            .filter_map(|case| self.describe_defect(case))
            .collect();
        let defect = match (defects.first(), defects.len()) {
            (Some(defect), 1) => Some(defect.clone()),
            (Some(_), _) => self
                .describe_common_value()
                .or_else(|| self.describe_common_defect()),
            (None, _) => None,
        };
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
        is_common.then(|| self.describe_listed_defect(first))
    }

    fn describe_listed_defect(&self, id: &str) -> String {
        let defects = &self.run.defects;
        defects.get(id).map_or(id, String::as_str).to_owned()
    }

    /// Describes the value at fault, if it is the same in all cases.
    fn describe_common_value(&self) -> Option<String> {
        let mut places = self.cases.iter().map(|case| {
            let form = case.defect_form.as_ref()?;
            form.place_of_value()
        });
        let first = places.next()??;
        places.all(|own| own == Some(first)).then(|| {
            let form = RequestDefectForm::Value {
                at: first.to_owned(),
            };
            form.to_string()
        })
    }

    fn describe_defect(&self, case: &CaseOutcome) -> Option<String> {
        if let Some(form) = &case.defect_form {
            return Some(form.to_string());
        }
        let defect = case.case.defect.as_ref()?;
        Some(self.describe_listed_defect(defect))
    }

    /// Describes the row that the example expects.
    fn describe_expected_row(&self) -> String {
        match &self.example.case.expected {
            ExpectedErrorResponse::Row { row, .. } => match self.run.find_row(*row) {
                Some(row) => format!("{}/{}", row.status, row.code),
                None => row.to_string(),
            },
            ExpectedErrorResponse::Refusal | ExpectedErrorResponse::AnyRow => {
                "a refusal".to_owned()
            }
        }
    }

    /// Describes what a control sends: its body, else its query; its actor where that is another one than the owner.
    fn describe_request_content(&self, request: &Request) -> String {
        let query = request.target.split_once('?').map(|(_, query)| query);
        let content = match (&request.body, query) {
            (Some(body), _) if !body.0.is_empty() => body.to_string_lossy().into_owned(),
            (_, Some(query)) => format!("?{query}"),
            (_, None) => String::new(),
        };
        let content = describe_redacted_values(&self.redactor.redact(&content));
        let content = self.excerpt(&content);
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
    fn has_undocumented_response(&self) -> bool {
        let mut violations = self.example.violations.iter();
        violations.any(|own| own.undocumented_response().is_some())
    }

    /// Lists the status codes of the responses to the bad requests of all cases.
    fn list_statuses(&self, own: u16) -> String {
        let mut statuses: BTreeSet<u16> = BTreeSet::from([own]);
        for case in self.cases {
            let mut steps = case.steps.iter();
            let step = steps.find(|step| step.role == ExchangeRole::BadRequest);
            statuses.extend(step.map(|step| step.exchange.response.status));
        }
        let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
        statuses.join(", ")
    }

    fn excerpt(&self, text: &str) -> String {
        excerpt_text(text, MAX_SIDE_CHARS)
    }
}

/// Formats status code and code: `404/20002`, or the status code alone.
fn format_status_and_code(answer: &ResponseSummary) -> String {
    match answer.integer_code() {
        Some(code) => format!("{}/{code}", answer.status),
        None => answer.status.to_string(),
    }
}

/// Replaces the names of redacted values by words for readers: `[thing.id | upper]` by `<thing.id in capitals>`.
fn describe_redacted_values(text: &str) -> String {
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

#[cfg(test)]
#[path = "finding_title_tests.rs"]
mod tests;
