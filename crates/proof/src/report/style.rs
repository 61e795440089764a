//! Colours. Reports always contain them; the caller strips them where the output does not support them.

use anstyle::{AnsiColor, Style};

pub(super) const GOOD: Style = AnsiColor::Green.on_default();
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(super) const DOUBT: Style = AnsiColor::Yellow.on_default();
pub(super) const QUIET: Style = Style::new().dimmed();
pub(super) const HEAD: Style = Style::new().bold();

/// Formats a text in a style.
pub(super) fn format_styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
