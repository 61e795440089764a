//! Words for the objections in a fault report.

use std::collections::BTreeSet;

use badreq::outcome::RequirementId;

use super::fault_report::{FaultObjection, FaultOutcome};

/// The maximum number of names shown of a list; JSON has all of them.
const MAX_NAMES: usize = 12;

/// Returns the short label of an objection.
pub(super) fn objection_label(objection: &FaultObjection) -> &'static str {
    match objection {
        FaultObjection::Untried { .. } => "untried",
        FaultObjection::OutOfReach => "out of reach",
        FaultObjection::Undetected => "undetected",
        FaultObjection::AnotherReason { .. } => "for another reason",
        FaultObjection::Spilled { .. } => "spilled",
    }
}

/// Describes the expected and the reported requirements, one line each.
pub(super) fn describe_objection(fault: &FaultOutcome, objection: &FaultObjection) -> Vec<String> {
    let breaks = format!("breaks:   {}", join_requirement_ids(&fault.breaks));
    match objection {
        FaultObjection::Untried { reason } => {
            vec![format!("the server could not be tried: {reason}")]
        }
        FaultObjection::OutOfReach => vec![breaks, "no case reaches it".to_owned()],
        FaultObjection::Undetected => {
            let near = format_count(fault.reached_by, "case");
            let mut lines = vec![
                breaks,
                format!("reported: nothing, by {near} that could reach it"),
            ];
            if let Some(first) = fault.unjudged.first() {
                lines.push(format!(
                    "{} could not be judged, such as {}: {}",
                    format_count(fault.unjudged.len(), "case"),
                    first.case,
                    first.reason
                ));
            }
            lines
        }
        FaultObjection::AnotherReason { lacking, reported } => {
            let cases: Vec<&str> = fault
                .detections
                .iter()
                .map(|notice| notice.case.as_str())
                .collect();
            vec![
                breaks,
                format!("reported: {}", join_requirement_ids(reported)),
                format!("missing:  {}", join_requirement_ids(lacking)),
                format!("by {}", join_limited_names(&cases)),
            ]
        }
        FaultObjection::Spilled { cases } => {
            let cases: Vec<&str> = cases.iter().map(String::as_str).collect();
            vec![format!(
                "detected by cases that must not detect it: {}",
                join_limited_names(&cases)
            )]
        }
    }
}

pub(super) fn join_requirement_ids(ids: &BTreeSet<RequirementId>) -> String {
    let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
    ids.join(", ")
}

/// Joins the first names of a list, and adds the number of the others.
pub(super) fn join_limited_names(names: &[&str]) -> String {
    let shown = names.iter().take(MAX_NAMES).copied().collect::<Vec<_>>();
    match names.len().saturating_sub(MAX_NAMES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Formats a number of things: `1 case`, `2 cases`.
pub(super) fn format_count(count: usize, thing: &str) -> String {
    match count {
        1 => format!("1 {thing}"),
        count => format!("{count} {thing}s"),
    }
}
