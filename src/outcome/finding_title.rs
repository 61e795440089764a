//! Titles of findings: the request and the outcome in one line.

use super::finding_description::MAX_SIDE_CHARS;
use super::{
    AlternativeOutcome, CaseOutcome, Finding, FindingCause, RecordedViolation, RunInfo, StateOwner,
    VolatileValueRedactor,
};
use crate::check::{
    Breach, BreachDescription, ControlBreach, MessageBreach, ResponseKind, ResponseSummary,
    RowBreach,
};
use crate::exchange::excerpt::excerpt_text;

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
            let got = match example.received_alternative().map(|own| own.outcome) {
                Some(AlternativeOutcome::Row(row)) => builder.describe_row(row),
                Some(AlternativeOutcome::Served) => "served".to_owned(),
                None => "no row".to_owned(),
            };
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

/// Distinguishes titles that are alike by the requirement, or else by the case.
pub(super) fn make_titles_unique(findings: &mut [Finding<'_>]) {
    let is_repeated = |findings: &[Finding<'_>], at: usize| {
        let title = findings.get(at).map(|own| &own.title);
        let mut others = findings.iter().enumerate();
        others.any(|(other, own)| other != at && Some(&own.title) == title)
    };
    for add in [append_requirement_to_title, append_case_name_to_title] {
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

fn append_requirement_to_title(finding: &mut Finding<'_>) {
    if let FindingCause::Violation(violation) = finding.cause {
        finding.title = format!("{}, {}", finding.title, violation.requirement);
    }
}

fn append_case_name_to_title(finding: &mut Finding<'_>) {
    finding.title = format!("{}, as in {}", finding.title, finding.example.case.name);
}

/// A builder of the title of one finding.
pub(super) struct FindingTitleBuilder<'r> {
    pub(super) run: &'r RunInfo,
    pub(super) example: &'r CaseOutcome,
    pub(super) cases: &'r [&'r CaseOutcome],
    pub(super) redactor: VolatileValueRedactor,
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
                let statuses = self.format_bad_request_statuses(answer.status);
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
                        "{request}: {statuses}, whose body breaks the error model ({})",
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
        } else {
            " and carried out"
        };
        format!(
            "{}: {}{changed} ({} expected)",
            self.describe_operations_and_defect(),
            answer.status,
            self.describe_expected_row()
        )
    }

    /// Writes the title of a control that failed. Readers of titles need not know what a control is: it is a valid request.
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
        let outcome = match control.answer.kind {
            ResponseKind::Error if control.answer.status >= 500 => "fails with",
            ResponseKind::Error => "is refused with",
            ResponseKind::NoError => "gets",
        };
        format!(
            "{}: a valid request{sent} {outcome} {} ({} expected)",
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
        let redact = |text: &str| self.excerpt_title_part(&self.redactor.redact(text));
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
        let side = |text: &str| self.excerpt_title_part(&self.redactor.redact(text));
        format!(
            "{}: {}: {} ({} expected)",
            self.describe_case_operations(),
            violation.place(),
            side(&got),
            side(&expected)
        )
    }
}

/// Formats status code and code: `404/20002`, or the status code alone.
fn format_status_and_code(answer: &ResponseSummary) -> String {
    match answer.error_code() {
        Some(code) => format!("{}/{code}", answer.status),
        None => answer.status.to_string(),
    }
}

#[cfg(test)]
#[path = "finding_title_tests.rs"]
mod tests;
