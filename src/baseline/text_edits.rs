//! Changes of a file in place: everything that they do not name stays as its author wrote it.

use std::ops::Range;

use super::entry_places::EntrySpans;
use super::render::{quote_toml, render_also_list, render_cases, render_comment};
use crate::outcome::Fingerprint;

/// Changes of one text, which do not overlap.
#[derive(Debug)]
pub(super) struct TextEdits<'t> {
    text: &'t str,
    edits: Vec<(Range<usize>, String)>,
}

impl<'t> TextEdits<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            edits: Vec::new(),
        }
    }

    /// Returns the text with every change.
    pub(super) fn apply(mut self) -> String {
        self.edits.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(self.text.len());
        let mut done = 0;
        for (range, new) in &self.edits {
            out.push_str(self.slice(done..range.start));
            out.push_str(new);
            done = range.end.max(done);
        }
        out.push_str(self.slice(done..self.text.len()));
        out
    }

    /// Reports whether the entry begins with a line of its own, `[[known]]`, so that it can be changed in place.
    pub(super) fn has_own_header_line(&self, places: &EntrySpans) -> bool {
        let line = self.line_start(places.start)..self.line_end(places.start);
        self.slice(line).trim_start().starts_with("[[")
    }

    /// Removes an entry with the comment right above it, and the empty line before that.
    pub(super) fn remove_entry(&mut self, places: &EntrySpans) {
        let start = self.comment_start(places);
        let before = self.line_before(start);
        let start = match &before {
            Some(line) if self.slice(line.clone()).trim().is_empty() => line.start,
            Some(_) | None => start,
        };
        let end = self.line_end(places.end.saturating_sub(1));
        self.edits.push((start..end, String::new()));
    }

    /// Removes some of an entry's cases.
    pub(super) fn remove_cases(&mut self, places: &EntrySpans, dropped: &[usize]) {
        let is_dropped = |place: &usize| dropped.contains(place);
        let mut items = places.case_items.iter();
        if items.all(|item| self.has_own_lines(item)) {
            for (place, item) in places.case_items.iter().enumerate() {
                if is_dropped(&place) {
                    let end = self.line_end(item.end.saturating_sub(1));
                    self.edits
                        .push((self.line_start(item.start)..end, String::new()));
                }
            }
        } else if let Some(list) = &places.cases {
            let items = places.case_items.iter().enumerate();
            let kept = items.filter(|(place, _)| !is_dropped(place));
            let kept: Vec<&str> = kept.map(|(_, item)| self.slice(item.clone())).collect();
            self.edits.push((list.clone(), render_cases(&kept)));
        }
    }

    /// Gives an entry these forms in place of its old ones, of which this is the first.
    pub(super) fn replace_fingerprints(
        &mut self,
        places: &EntrySpans,
        old: &Fingerprint,
        forms: &[Fingerprint],
    ) {
        let Some((first, others)) = forms.split_first() else {
            return;
        };
        for (place, old, new) in [
            (&places.at, &old.at, &first.at),
            (&places.expected, &old.expected, &first.expected),
            (&places.got, &old.got, &first.got),
        ] {
            if old != new {
                self.edits.push((place.clone(), quote_toml(new)));
            }
        }
        match (&places.also, render_also_list(first, others)) {
            (Some(also), Some(list)) => self.edits.push((also.clone(), list)),
            (Some(also), None) => {
                let lines = self.line_start(also.start)..self.line_end(also.end.saturating_sub(1));
                self.edits.push((lines, String::new()));
            }
            (None, Some(list)) => {
                let end = self.line_end(places.got.end.saturating_sub(1));
                let is_whole = self.slice(0..end).ends_with('\n');
                let line_end = if is_whole { "" } else { "\n" };
                self.edits
                    .push((end..end, format!("{line_end}also = {list}\n")));
            }
            (None, None) => {}
        }
    }

    /// Replaces the comment right above an entry where it names a finding.
    pub(super) fn replace_heading(&mut self, places: &EntrySpans, heading: &str) {
        let head = self.line_start(places.start);
        if let Some(line) = self.line_before(head)
            && self.slice(line.clone()).starts_with("# F-")
        {
            self.edits.push((line, render_comment(heading)));
        }
    }

    /// Returns the first byte of the comment right above an entry, or of the entry; the comment at the head of the file belongs to the file.
    fn comment_start(&self, places: &EntrySpans) -> usize {
        let head = self.line_start(places.start);
        let mut start = head;
        while let Some(line) = self.line_before(start) {
            if !self.slice(line.clone()).trim_start().starts_with('#') {
                return start;
            }
            start = line.start;
        }
        head
    }

    /// Reports whether nothing but this item, a comma and a comment is on its lines.
    fn has_own_lines(&self, item: &Range<usize>) -> bool {
        let before = self.slice(self.line_start(item.start)..item.start);
        let behind = self.slice(item.end..self.line_end(item.end.saturating_sub(1)));
        let behind = behind.trim_start();
        let behind = behind.strip_prefix(',').unwrap_or(behind).trim();
        before.trim().is_empty() && (behind.is_empty() || behind.starts_with('#'))
    }

    fn line_before(&self, start: usize) -> Option<Range<usize>> {
        let last = start.checked_sub(1)?;
        Some(self.line_start(last)..start)
    }

    /// Returns the first byte of the line of this byte.
    fn line_start(&self, byte: usize) -> usize {
        let before = self.slice(0..byte);
        before.rfind('\n').map_or(0, |place| place + 1)
    }

    /// Returns the byte after the line of this byte, its end included.
    fn line_end(&self, byte: usize) -> usize {
        let behind = self.slice(byte..self.text.len());
        let length = behind.find('\n').map(|place| place + 1);
        length.map_or(self.text.len(), |length| byte + length)
    }

    fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }
}
