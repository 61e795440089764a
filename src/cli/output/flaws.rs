//! Diagnostics of authored files, rendered with the lines that they point to.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::cli::exit::{Exit, Failure};
use crate::contract::{Flaw, Flaws};

/// Builds the failure for mistakes in the contract or the suites: every diagnostic with its excerpt, then their number.
pub(in crate::cli) fn failure(flaws: &Flaws) -> Failure {
    told(flaws, Exit::Authored, "the contract or the suites")
}

/// Builds the failure for mistakes in the configuration.
pub(in crate::cli) fn of_the_configuration(flaws: &Flaws) -> Failure {
    told(flaws, Exit::Usage, "the configuration")
}

/// Builds the failure for mistakes in a baseline.
pub(in crate::cli) fn of_the_baseline(flaws: &Flaws) -> Failure {
    told(flaws, Exit::Usage, "the baseline")
}

fn told(flaws: &Flaws, exit: Exit, place: &str) -> Failure {
    let flaws = flaws.as_slice();
    let mut message: Vec<String> = flaws.iter().map(show).collect();
    message.push(match flaws.len() {
        1 => format!("error: 1 mistake in {place}; nothing was run"),
        count => format!("error: {count} mistakes in {place}; nothing was run"),
    });
    Failure::new(exit, message.join("\n\n"))
}

fn show(flaw: &Flaw) -> String {
    let span = flaw
        .span
        .clone()
        .filter(|span| span.end <= flaw.source.len());
    let title = Level::ERROR.primary_title(flaw.what.as_str());
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
