//! Colours and their meanings.
//!
//! Reports always contain colours; the caller strips them where the output does not support them.

use anstyle::{AnsiColor, Style};

use crate::outcome::Verdict;

pub(in crate::report) const GOOD: Style = AnsiColor::Green.on_default();
pub(in crate::report) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(in crate::report) const DOUBT: Style = AnsiColor::Yellow.on_default();
pub(in crate::report) const QUIET: Style = Style::new().dimmed();
pub(in crate::report) const HEAD: Style = Style::new().bold();

/// Returns the style for the verdict of a case that is shown in full.
pub(in crate::report) fn verdict_style(verdict: &Verdict) -> Style {
    match verdict {
        Verdict::Fail | Verdict::HarnessError { .. } => BAD,
        Verdict::Pass
        | Verdict::KnownFailure { .. }
        | Verdict::Inconclusive { .. }
        | Verdict::Skipped { .. } => DOUBT,
    }
}

/// Formats a text in a style.
pub(in crate::report) fn format_styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Removes colours from a text and replaces every other character that could control a terminal.
pub(crate) fn strip_terminal_codes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => {
                // The escape sequence of a colour ends with its first letter.
                chars.by_ref().find(char::is_ascii_alphabetic);
            }
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
