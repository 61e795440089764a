//! Selection of the lines of a long diff that are shown.

use super::line::{Kind, Line};

/// The maximum number of lines shown.
const MOST: usize = 48;

/// Returns the lines that differ, with `beside` lines of context and the lines that enclose them; all lines if there are at most `whole`.
pub(super) fn picked(lines: Vec<Line>, beside: usize, whole: usize) -> Vec<Line> {
    if lines.len() <= whole {
        return lines;
    }
    let shown = shown(&lines, beside);
    let mut out: Vec<Line> = Vec::new();
    let mut hidden: Vec<Line> = Vec::new();
    for (line, is_shown) in lines.into_iter().zip(shown) {
        if is_shown {
            out.append(&mut stand_in(hidden));
            hidden = Vec::new();
            out.push(line);
        } else {
            hidden.push(line);
        }
    }
    out.append(&mut stand_in(hidden));
    let more = out.len().saturating_sub(MOST);
    if more > 1 {
        out.truncate(MOST);
        out.push(Line::left_out(Kind::Kept, 0, more));
    }
    out
}

/// Replaces hidden lines by one line that counts them. A single hidden line is shown, since its replacement would be as long.
fn stand_in(hidden: Vec<Line>) -> Vec<Line> {
    match hidden.first() {
        Some(first) if hidden.len() > 1 => {
            vec![Line::left_out(Kind::Kept, first.depth, hidden.len())]
        }
        Some(_) | None => hidden,
    }
}

fn shown(lines: &[Line], beside: usize) -> Vec<bool> {
    let mut shown = vec![false; lines.len()];
    for (place, line) in lines.iter().enumerate() {
        if line.kind == Kind::Kept {
            continue;
        }
        let near = place.saturating_sub(beside)..(place + beside + 1).min(lines.len());
        for own in &mut shown[near] {
            *own = true;
        }
    }
    // A visible line is enclosed by less indented lines: one before it that opens, one after it that closes.
    let places: Vec<usize> = (0..lines.len()).collect();
    enclose(lines, places.iter().rev().copied(), &mut shown);
    enclose(lines, places.iter().copied(), &mut shown);
    shown
}

/// Makes visible, in this order, each line that encloses a line that is already visible.
fn enclose(lines: &[Line], order: impl Iterator<Item = usize>, shown: &mut [bool]) {
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
