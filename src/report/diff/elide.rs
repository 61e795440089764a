//! Selection of the lines of a long diff that are shown.

use super::line::{DiffLine, DiffLineKind};

/// The maximum number of lines shown.
const MAX_LINES: usize = 48;

/// Returns the lines that differ, with `beside` lines of context and the lines that enclose them; all lines if there are at most `whole`.
pub(super) fn elide_lines(lines: Vec<DiffLine>, beside: usize, whole: usize) -> Vec<DiffLine> {
    if lines.len() <= whole {
        return lines;
    }
    let shown = mark_visible(&lines, beside);
    let mut out: Vec<DiffLine> = Vec::new();
    let mut hidden: Vec<DiffLine> = Vec::new();
    for (line, is_shown) in lines.into_iter().zip(shown) {
        if is_shown {
            out.append(&mut summarize_hidden(hidden));
            hidden = Vec::new();
            out.push(line);
        } else {
            hidden.push(line);
        }
    }
    out.append(&mut summarize_hidden(hidden));
    let more = out.len().saturating_sub(MAX_LINES);
    if more > 1 {
        out.truncate(MAX_LINES);
        out.push(DiffLine::for_omitted(DiffLineKind::Context, 0, more));
    }
    out
}

/// Replaces hidden lines by one line that counts them. A single hidden line is shown, since its replacement would be as long.
fn summarize_hidden(hidden: Vec<DiffLine>) -> Vec<DiffLine> {
    match hidden.first() {
        Some(first) if hidden.len() > 1 => {
            vec![DiffLine::for_omitted(
                DiffLineKind::Context,
                first.depth,
                hidden.len(),
            )]
        }
        Some(_) | None => hidden,
    }
}

fn mark_visible(lines: &[DiffLine], beside: usize) -> Vec<bool> {
    let mut shown = vec![false; lines.len()];
    for (place, line) in lines.iter().enumerate() {
        if line.kind == DiffLineKind::Context {
            continue;
        }
        let near = place.saturating_sub(beside)..(place + beside + 1).min(lines.len());
        for own in &mut shown[near] {
            *own = true;
        }
    }
    // A visible line is enclosed by less indented lines: one before it that opens, one after it that closes.
    let places: Vec<usize> = (0..lines.len()).collect();
    mark_enclosing(lines, places.iter().rev().copied(), &mut shown);
    mark_enclosing(lines, places.iter().copied(), &mut shown);
    shown
}

/// Makes visible, in this order, each line that encloses a line that is already visible.
fn mark_enclosing(lines: &[DiffLine], order: impl Iterator<Item = usize>, shown: &mut [bool]) {
    let mut depth = 0;
    for place in order {
        let own = lines[place].depth;
        if shown[place] {
            depth = own;
        } else if own < depth {
            shown[place] = true;
            depth = own;
        }
    }
}
