//! Words for the objections in a mutation report.

use std::collections::BTreeSet;

use crate::outcome::{FaultOutcome, Objection, RequirementId};
use crate::report::shared::words::counted;

/// The maximum number of names shown of a list; JSON has all of them.
const SHOWN: usize = 12;

/// Returns the short label of an objection.
pub(super) fn head(objection: &Objection) -> &'static str {
    match objection {
        Objection::Untried { .. } => "untried",
        Objection::OutOfReach => "out of reach",
        Objection::Missed => "missed",
        Objection::AnotherReason { .. } => "for another reason",
        Objection::Spilled { .. } => "spilled",
    }
}

/// Describes the expected and the reported requirements, one line each.
pub(super) fn lines(fault: &FaultOutcome, objection: &Objection) -> Vec<String> {
    let breaks = format!("breaks:   {}", requirements(&fault.breaks));
    match objection {
        Objection::Untried { reason } => {
            vec![format!("the server could not be tried: {reason}")]
        }
        Objection::OutOfReach => vec![breaks, "no case comes near it".to_owned()],
        Objection::Missed => {
            let near = counted(fault.reached_by, "case");
            let mut lines = vec![breaks, format!("reported: nothing, by {near} near it")];
            if let Some(first) = fault.unjudged.first() {
                lines.push(format!(
                    "{} could not be judged, such as {}: {}",
                    counted(fault.unjudged.len(), "case"),
                    first.case,
                    first.reason
                ));
            }
            lines
        }
        Objection::AnotherReason { lacking, reported } => {
            let cases: Vec<&str> = fault
                .notices
                .iter()
                .map(|notice| notice.case.as_str())
                .collect();
            vec![
                breaks,
                format!("reported: {}", requirements(reported)),
                format!("lacking:  {}", requirements(lacking)),
                format!("by {}", some(&cases)),
            ]
        }
        Objection::Spilled { cases } => {
            let cases: Vec<&str> = cases.iter().map(String::as_str).collect();
            vec![format!("noticed by what must not: {}", some(&cases))]
        }
    }
}

pub(super) fn requirements(ids: &BTreeSet<RequirementId>) -> String {
    let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
    ids.join(", ")
}

/// Joins the first names of a list, and adds the number of the others.
pub(super) fn some(names: &[&str]) -> String {
    let shown = names.iter().take(SHOWN).copied().collect::<Vec<_>>();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
