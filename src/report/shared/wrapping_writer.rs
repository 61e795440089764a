//! A writer that wraps prose to a width and passes lines to be copied through unchanged.

use std::io::{self, Write};

use super::display_options::LineWidth;
use super::style::strip_terminal_codes;
use crate::outcome::text_contrast::measure_width;

/// The number of columns by which the rest of a wrapped line is indented.
const HANGING_INDENT: usize = 2;

/// A writer for prose: lines that are longer than the width are wrapped between words; colours take no room.
pub(in crate::report) struct WrappingWriter<'w> {
    out: &'w mut dyn Write,
    width: LineWidth,
    /// The bytes written of a line that has not ended.
    pending: Vec<u8>,
}

impl<'w> WrappingWriter<'w> {
    pub(in crate::report) fn new(out: &'w mut dyn Write, width: LineWidth) -> Self {
        Self {
            out,
            width,
            pending: Vec::new(),
        }
    }

    pub(in crate::report) fn width(&self) -> LineWidth {
        self.width
    }

    /// Returns the inner writer, for lines that must not be wrapped: lines to be copied, and those of a table.
    pub(in crate::report) fn verbatim_writer(&mut self) -> &mut dyn Write {
        self.out
    }
}

impl Write for WrappingWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let LineWidth::Columns(columns) = self.width else {
            return self.out.write(bytes);
        };
        self.pending.extend_from_slice(bytes);
        while let Some(end) = self.pending.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.pending.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            for part in wrap_line(line.trim_end_matches('\n'), columns) {
                writeln!(self.out, "{part}")?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Splits a line into parts of at most `columns` columns; only a single word can be longer.
fn wrap_line(line: &str, columns: usize) -> Vec<String> {
    if display_width(line) <= columns {
        return vec![line.to_owned()];
    }
    let (margin, text) = line.split_at(text_start_offset(line));
    let indent = display_width(margin);
    // A narrow terminal has no room for a deeper indentation.
    let deeper = if columns > indent + 20 {
        indent + HANGING_INDENT
    } else {
        indent
    };
    let mut parts = Vec::new();
    let mut part = margin.to_owned();
    let mut is_empty = true;
    for word in text.split(' ') {
        if !is_empty && display_width(&part) + 1 + display_width(word) > columns {
            parts.push(std::mem::replace(&mut part, " ".repeat(deeper)));
            is_empty = true;
        }
        // Repeated blanks are kept within a line, but not at the beginning of a part.
        if word.is_empty() && is_empty {
            continue;
        }
        if !is_empty {
            part.push(' ');
        }
        part.push_str(word);
        is_empty = false;
    }
    parts.push(part);
    parts
}

/// Returns the byte offset at which the text of a line begins, after blanks, colours and the sign of a diff.
fn text_start_offset(line: &str) -> usize {
    let mut chars = line.char_indices();
    while let Some((place, c)) = chars.next() {
        match c {
            ' ' => {}
            '\u{1b}' => {
                // The escape sequence of a colour ends with its first letter.
                chars.by_ref().find(|(_, c)| c.is_ascii_alphabetic());
            }
            '-' | '+' if line[place + 1..].starts_with("  ") => {}
            _ => return place,
        }
    }
    line.len()
}

/// Counts the columns that a text takes, without its colours.
fn display_width(text: &str) -> usize {
    measure_width(&strip_terminal_codes(text))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use rstest::rstest;

    use super::{LineWidth, WrappingWriter};

    fn write_wrapped(width: LineWidth, text: &str) -> String {
        let mut out = Vec::new();
        let mut window = WrappingWriter::new(&mut out, width);
        write!(window, "{text}").expect("a vector takes everything");
        String::from_utf8(out).expect("it is text")
    }

    #[rstest]
    #[case::short("  a b c\n", "  a b c\n")]
    #[case::long("  one two three four\n", "  one two three\n  four\n")]
    #[case::a_long_word(
        "see https://example.org/a/b/c/d there\n",
        "see\nhttps://example.org/a/b/c/d\nthere\n"
    )]
    #[case::columns("  documented:   x y zzzzz\n", "  documented:   x\n  y zzzzz\n")]
    #[case::colours(
        "\u{1b}[31mone two three\u{1b}[0m xx\n",
        "\u{1b}[31mone two three\u{1b}[0m xx\n"
    )]
    #[case::a_diff(
        "\u{1b}[31m+     one two three\u{1b}[0m\n",
        "\u{1b}[31m+     one two\n      three\u{1b}[0m\n"
    )]
    #[case::wide_characters("日本日本 日本日本日本\n", "日本日本\n日本日本日本\n")]
    #[case::empty("\n\n", "\n\n")]
    fn prose_is_wrapped_between_words(#[case] text: &str, #[case] lines: &str) {
        assert_eq!(write_wrapped(LineWidth::Columns(17), text), lines);
    }

    #[test]
    fn the_rest_of_a_line_stands_deeper_where_there_is_room() {
        assert_eq!(
            write_wrapped(
                LineWidth::Columns(30),
                "  one two three four five six seven\n"
            ),
            "  one two three four five six\n    seven\n"
        );
    }

    #[test]
    fn without_an_edge_nothing_is_wrapped() {
        let line = format!("{}\n", "word ".repeat(100));
        assert_eq!(write_wrapped(LineWidth::Unbounded, &line), line);
    }

    #[test]
    fn what_is_verbatim_stays_as_it_is() {
        let mut out = Vec::new();
        let mut window = WrappingWriter::new(&mut out, LineWidth::Columns(10));
        writeln!(window.verbatim_writer(), "curl -i 'http://example.org'").expect("a vector");
        assert_eq!(out, b"curl -i 'http://example.org'\n");
    }
}
