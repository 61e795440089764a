//! Drift: responses that keep the contract but differ from their snapshots.

use std::fmt;
use std::path::{Path, PathBuf};

/// The number of lines shown before and after those that differ.
const CONTEXT_LINES: usize = 2;

/// A response that keeps the contract but differs from its snapshot, or a snapshot that belongs to no case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnapshotDrift {
    /// The response differs from the snapshot.
    Changed {
        /// The file of the snapshot.
        file: PathBuf,
        /// The text of the snapshot.
        snapshot: String,
        /// The text of the response.
        response: String,
    },
    /// The case has no snapshot.
    Missing {
        /// The file that would hold it.
        file: PathBuf,
    },
    /// No case has this snapshot.
    Orphan {
        /// The file of the snapshot.
        file: PathBuf,
    },
}

impl SnapshotDrift {
    /// Returns the file of the snapshot, or the one that would hold it.
    #[must_use]
    pub fn file(&self) -> &Path {
        match self {
            Self::Changed { file, .. } | Self::Missing { file } | Self::Orphan { file } => file,
        }
    }
}

impl fmt::Display for SnapshotDrift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed {
                file,
                snapshot,
                response,
            } => {
                writeln!(
                    f,
                    "drift, not a violation: the response differs from its snapshot"
                )?;
                writeln!(f, "--- {}\n+++ the response", file.display())?;
                for line in format_line_diff(snapshot, response) {
                    writeln!(f, "{line}")?;
                }
                f.write_str("to accept it: cargo insta review")
            }
            Self::Missing { file } => write!(
                f,
                "drift, not a violation: there is no snapshot `{}`; run the test without `CI`, then: cargo insta review",
                file.display()
            ),
            Self::Orphan { file } => write!(
                f,
                "drift, not a violation: no case has the snapshot `{}`; remove the file",
                file.display()
            ),
        }
    }
}

/// Returns the lines from the first to the last difference, old ones after `-` and new ones after `+`, with the lines around them.
fn format_line_diff(before: &str, after: &str) -> Vec<String> {
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.lines().collect(), after.lines().collect());
    let is_alike = |(one, other): &(&&str, &&str)| one == other;
    let head = before.iter().zip(&after).take_while(is_alike).count();
    let (old, new) = (&before[head..], &after[head..]);
    let pairs = old.iter().rev().zip(new.iter().rev());
    let tail = pairs.take_while(is_alike).count();
    let lines = |sign: &'static str, lines: &[&str]| -> Vec<String> {
        lines.iter().map(|line| format!("{sign}{line}")).collect()
    };
    [
        lines(" ", &before[head.saturating_sub(CONTEXT_LINES)..head]),
        lines("-", &old[..old.len() - tail]),
        lines("+", &new[..new.len() - tail]),
        lines(" ", &old[old.len() - tail..][..tail.min(CONTEXT_LINES)]),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::format_line_diff;

    #[rstest]
    #[case::in_the_middle("a\nb\nc\nd\ne\nf\ng", "a\nb\nc\nD\ne\nf\ng", " b\n c\n-d\n+D\n e\n f")]
    #[case::at_the_end("a\nb", "a\nb\nc", " a\n b\n+c")]
    #[case::at_the_beginning("a\nb", "b", "-a\n b")]
    #[case::two_places("a\nb\nc", "A\nb\nC", "-a\n-b\n-c\n+A\n+b\n+C")]
    #[case::a_line_twice("a\na", "a\na\na", " a\n a\n+a")]
    fn lines_that_differ_stand_between_those_that_do_not(
        #[case] before: &str,
        #[case] after: &str,
        #[case] expected: &str,
    ) {
        assert_eq!(format_line_diff(before, after).join("\n"), expected);
    }
}
