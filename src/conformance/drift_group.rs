//! Groups of drift that has one cause.

use std::collections::BTreeSet;
use std::fmt;

use super::drift::SnapshotDrift;
use crate::outcome::TextEdit;

/// The maximum number of changes of the same fields that are told one by one if they have nothing in common.
const MAX_SEPARATE_CHANGES: usize = 3;

/// The maximum number of files named besides the one that is shown.
const MAX_NAMED_FILES: usize = 8;

/// Drift that has one cause, such as a message that was reworded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotDriftGroup {
    cause: String,
    /// The fields that differ.
    fields: String,
    /// The old values of these fields.
    old_values: BTreeSet<String>,
    drifts: Vec<SnapshotDrift>,
}

impl SnapshotDriftGroup {
    /// Returns the cause in one line: `message: now without "." at the end`.
    #[must_use]
    pub fn cause(&self) -> &str {
        &self.cause
    }

    /// Returns the drift with this cause, in the order in which it was found.
    #[must_use]
    pub fn drifts(&self) -> &[SnapshotDrift] {
        &self.drifts
    }

    /// Reports whether the cause shows in several texts, or is a file without a case or a case without a file, and so stays a group of its own.
    fn stays_separate(&self) -> bool {
        self.old_values.len() != 1
    }
}

/// Groups drift by cause, in the order in which the causes were found.
///
/// An edit that several texts have in common is one cause. Where the same fields changed in more than three ways that have nothing in common, all of
/// these are one cause, too.
#[must_use]
pub fn group_snapshot_drift(drifts: &[SnapshotDrift]) -> Vec<SnapshotDriftGroup> {
    let mut groups: Vec<SnapshotDriftGroup> = Vec::new();
    for drift in drifts {
        let own = build_single_drift_group(drift);
        match groups.iter_mut().find(|group| group.cause == own.cause) {
            Some(group) => {
                group.old_values.extend(own.old_values);
                group.drifts.extend(own.drifts);
            }
            None => groups.push(own),
        }
    }
    merge_groups_of_same_fields(groups)
}

/// Merges the groups of the same fields that have no edit in common with other texts, if they are many.
fn merge_groups_of_same_fields(groups: Vec<SnapshotDriftGroup>) -> Vec<SnapshotDriftGroup> {
    let count_like = |own: &SnapshotDriftGroup| {
        let alike = groups.iter();
        alike
            .filter(|other| !other.stays_separate() && other.fields == own.fields)
            .count()
    };
    let counts: Vec<usize> = groups.iter().map(count_like).collect();
    let mut merged: Vec<SnapshotDriftGroup> = Vec::new();
    for (own, count) in groups.into_iter().zip(counts) {
        if own.stays_separate() || count <= MAX_SEPARATE_CHANGES {
            merged.push(own);
            continue;
        }
        let cause = format!(
            "{}: changed in {count} ways with nothing in common",
            own.fields
        );
        match merged.iter_mut().find(|group| group.cause == cause) {
            Some(group) => group.drifts.extend(own.drifts),
            None => merged.push(SnapshotDriftGroup { cause, ..own }),
        }
    }
    merged
}

/// Makes a group of one drift.
fn build_single_drift_group(drift: &SnapshotDrift) -> SnapshotDriftGroup {
    let drifts = vec![drift.clone()];
    match drift {
        SnapshotDrift::Changed {
            snapshot, response, ..
        } => {
            let changes = find_changed_lines(snapshot, response);
            let causes = changes.iter().map(ChangedLine::describe);
            let fields: BTreeSet<&str> = changes.iter().map(|own| own.field).collect();
            let old_values = changes.iter().map(|own| own.before);
            SnapshotDriftGroup {
                cause: causes.collect::<Vec<String>>().join("; "),
                fields: fields.into_iter().collect::<Vec<&str>>().join(", "),
                old_values: BTreeSet::from([old_values.collect::<Vec<&str>>().join("\n")]),
                drifts,
            }
        }
        SnapshotDrift::Missing { file } | SnapshotDrift::Orphan { file } => SnapshotDriftGroup {
            cause: format!("the snapshot {}", file.display()),
            fields: String::new(),
            old_values: BTreeSet::new(),
            drifts,
        },
    }
}

/// A line of a snapshot that changed, came or went.
#[derive(Debug)]
struct ChangedLine<'t> {
    /// The key or the header of the line.
    field: &'t str,
    before: &'t str,
    after: &'t str,
}

impl ChangedLine<'_> {
    fn describe(&self) -> String {
        match (self.before, self.after) {
            (_, "") => format!("{}: gone", self.field),
            ("", _) => format!("{}: new", self.field),
            (before, after) => format!("{}: {}", self.field, TextEdit::between(before, after)),
        }
    }
}

/// Lists the lines that differ; where their number is the same, each with the one in its place.
fn find_changed_lines<'t>(snapshot: &'t str, response: &'t str) -> Vec<ChangedLine<'t>> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (snapshot.lines().collect(), response.lines().collect());
    if old.len() == new.len() {
        let pairs = old.into_iter().zip(new);
        return pairs
            .filter(|(before, after)| before != after)
            .map(|(before, after)| {
                let (field, old_value) = split_field(before);
                let (new_field, new_value) = split_field(after);
                let (field, before, after) = if field == new_field {
                    (field, old_value, new_value)
                } else {
                    ("line", before.trim(), after.trim())
                };
                ChangedLine {
                    field,
                    before,
                    after,
                }
            })
            .collect();
    }
    let gone = old.iter().copied().filter(|line| !new.contains(line));
    let gone = gone.map(|line| {
        let (field, before) = split_field(line);
        ChangedLine {
            field,
            before,
            after: "",
        }
    });
    let added = new.iter().copied().filter(|line| !old.contains(line));
    let added = added.map(|line| {
        let (field, after) = split_field(line);
        ChangedLine {
            field,
            before: "",
            after,
        }
    });
    gone.chain(added).collect()
}

/// Splits a line into its key or header and its value, without quotes.
fn split_field(line: &str) -> (&str, &str) {
    let line = line.trim().trim_end_matches(',');
    match line.split_once(": ") {
        Some((field, value)) => (field.trim_matches('"'), value.trim_matches('"')),
        None => ("line", line),
    }
}

impl fmt::Display for SnapshotDriftGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, others @ ..] = self.drifts.as_slice() else {
            return Ok(());
        };
        if !others.is_empty() {
            writeln!(f, "{} responses drifted: {}", self.drifts.len(), self.cause)?;
        }
        write!(f, "{first}")?;
        if !others.is_empty() {
            let named = others.iter().take(MAX_NAMED_FILES);
            let files: Vec<String> = named.map(|own| own.file().display().to_string()).collect();
            let more = match others.len().saturating_sub(MAX_NAMED_FILES) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            write!(f, "\nthe same in {}{more}", files.join(", "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{SnapshotDrift, group_snapshot_drift};

    fn reworded(file: &str, before: &str, after: &str) -> SnapshotDrift {
        let text =
            |message: &str| format!("404\n\n{{\n  \"message\": \"{message}\",\n  \"code\": 7\n}}");
        SnapshotDrift::Changed {
            file: file.into(),
            snapshot: text(before),
            response: text(after),
        }
    }

    fn causes(drifts: &[SnapshotDrift]) -> Vec<(String, usize)> {
        let groups = group_snapshot_drift(drifts);
        let groups = groups.iter();
        groups
            .map(|own| (own.cause().to_owned(), own.drifts().len()))
            .collect()
    }

    #[test]
    fn messages_that_were_edited_alike_are_one_group() {
        let drifts = [
            reworded("a.snap", "No thing.", "No thing"),
            reworded("b.snap", "No book.", "No book"),
            reworded("c.snap", "No book.", "No book"),
        ];
        assert_eq!(
            causes(&drifts),
            [("message: now without \".\" at the end".to_owned(), 3)]
        );
        let told = group_snapshot_drift(&drifts)[0].to_string();
        assert!(
            told.starts_with("3 responses drifted: message: now without"),
            "{told}"
        );
        assert_eq!(told.matches("drift, not a violation").count(), 1, "{told}");
        assert!(told.ends_with("\nthe same in b.snap, c.snap"), "{told}");
    }

    #[test]
    fn many_messages_that_are_other_ones_are_one_group_and_few_are_not() {
        let drifts = [
            reworded("a.snap", "Alpha is gone.", "Lost it."),
            reworded("b.snap", "Beta hides!", "Where?"),
            reworded("c.snap", "Gamma rests", "Asleep"),
            reworded("d.snap", "Delta left;", "Nobody:"),
        ];
        assert_eq!(
            causes(&drifts),
            [(
                "message: changed in 4 ways with nothing in common".to_owned(),
                4
            )]
        );
        assert_eq!(causes(&drifts[..3]).len(), 3);
    }

    #[test]
    fn a_key_that_came_is_a_cause_of_its_own() {
        let drift = SnapshotDrift::Changed {
            file: "a.snap".into(),
            snapshot: "404\n\n{\n  \"code\": 7\n}".to_owned(),
            response: "404\n\n{\n  \"more\": 1,\n  \"code\": 7\n}".to_owned(),
        };
        assert_eq!(causes(&[drift]), [("more: new".to_owned(), 1)]);
    }

    #[test]
    fn one_drift_is_told_as_it_is_and_files_without_a_case_stay_apart() {
        let one = reworded("a.snap", "No thing.", "No thing");
        assert_eq!(
            group_snapshot_drift(std::slice::from_ref(&one))[0].to_string(),
            one.to_string()
        );
        let orphans = ["x.snap", "y.snap"].map(|file| SnapshotDrift::Orphan { file: file.into() });
        assert_eq!(causes(&orphans).len(), 2);
    }
}
