//! Diagnostics of authored files, rendered with the lines that they point to.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::contract::{Diagnostic, Diagnostics};

/// Builds the failure for mistakes in the contract or the suites: every diagnostic with its excerpt, then their number.
#[must_use]
pub fn contract_or_suite_failure(flaws: &Diagnostics) -> CommandFailure {
    build_diagnostics_failure(
        flaws,
        ExitStatus::InvalidAuthoredFile,
        "the contract or the suites",
    )
}

/// Builds the failure for mistakes in the configuration.
pub(in crate::cli) fn configuration_failure(flaws: &Diagnostics) -> CommandFailure {
    build_diagnostics_failure(flaws, ExitStatus::Usage, "the configuration")
}

/// Builds the failure for mistakes in a baseline.
pub(in crate::cli) fn baseline_failure(flaws: &Diagnostics) -> CommandFailure {
    build_diagnostics_failure(flaws, ExitStatus::InvalidAuthoredFile, "the baseline")
}

fn build_diagnostics_failure(flaws: &Diagnostics, exit: ExitStatus, place: &str) -> CommandFailure {
    let flaws = flaws.as_slice();
    let mut message: Vec<String> = flaws.iter().map(render_diagnostic).collect();
    message.push(match flaws.len() {
        1 => format!("error: 1 mistake in {place}; nothing was run"),
        count => format!("error: {count} mistakes in {place}; nothing was run"),
    });
    CommandFailure::new(exit, message.join("\n\n"))
}

fn render_diagnostic(flaw: &Diagnostic) -> String {
    let span = flaw
        .span
        .clone()
        .filter(|span| span.end <= flaw.source.len());
    let title = Level::ERROR.primary_title(flaw.message.as_str());
    let group = match span {
        Some(span) => title.element(
            Snippet::source(&*flaw.source)
                .path(flaw.file.as_str())
                .annotation(AnnotationKind::Primary.span(span)),
        ),
        None => title.element(annotate_snippets::Origin::path(flaw.file.as_str())),
    };
    let mut report: Vec<Group<'_>> = vec![group];
    if let Some(hint) = &flaw.hint {
        report.push(Group::with_title(
            Level::HELP.secondary_title(hint.as_str()),
        ));
    }
    Renderer::styled().render(&report)
}
