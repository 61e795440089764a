//! The writer of baselines: a page of entries, in the order of the findings.

use super::day::CalendarDay;
use super::draft::{BaselineDraft, DraftEntry, DraftFinding};
use super::generalise::list_covering_patterns;
use crate::outcome::{BaselineExpiry, Fingerprint};

/// The longest line that holds several items of a list.
const MAX_LIST_LINE: usize = 120;

impl BaselineDraft<'_> {
    /// Writes a page with the drafted entries. If there are none, the page is a valid baseline, too.
    ///
    /// Harm that is not accepted is written like any other failure: call [`accept_harm`](Self::accept_harm) first.
    #[must_use]
    pub fn render(&self, today: CalendarDay) -> String {
        let mut page = render_header(&self.run.run.target, self.entries.len(), today);
        page.push_str(&self.render_entries(today));
        page
    }

    /// Writes the entries alone, each with an empty line before it.
    pub(super) fn render_entries(&self, today: CalendarDay) -> String {
        let names = self.list_case_names_if_complete();
        let entries = self.entries.iter();
        entries
            .map(|entry| self.render_entry(entry, &names, today))
            .collect()
    }

    /// Lists the names of all cases; none after a run of a part of them, since a pattern might match cases that it did not try.
    fn list_case_names_if_complete(&self) -> Vec<&str> {
        let run = self.run;
        if run.run.all_cases == 0 || run.cases.len() < run.run.all_cases {
            return Vec::new();
        }
        run.cases.iter().map(|own| own.case.name.as_str()).collect()
    }

    fn render_entry(&self, entry: &DraftEntry<'_>, names: &[&str], today: CalendarDay) -> String {
        let mut text = "\n".to_owned();
        let finding = self.findings.get(entry.finding);
        if let Some(heading) = finding.and_then(DraftFinding::heading) {
            text.push_str(&render_comment(&heading));
        }
        text.push_str(&format!(
            "[[known]]\nrequirement = \"{}\"\n{}",
            entry.requirement,
            render_fingerprint_lines(&entry.forms)
        ));
        let known = entry.known;
        let accepted = entry.accepted.as_ref();
        let reason = accepted
            .map(|(_, reason)| reason.clone())
            .or_else(|| known.map(|known| known.reason.clone()))
            .unwrap_or_else(|| format!("not reviewed yet: found on {today}"));
        text.push_str(&format!("reason = {}\n", quote_toml(&reason)));
        if let Some(link) = known.and_then(|known| known.link.as_ref()) {
            text.push_str(&format!("link = {}\n", quote_toml(link)));
        }
        match known.map(|known| &known.expiry) {
            Some(BaselineExpiry::On(day) | BaselineExpiry::Past(day)) => {
                text.push_str(&format!("expires = {day}\n"));
            }
            Some(BaselineExpiry::Never) | None => {}
        }
        if let Some((harm, _)) = accepted {
            text.push_str(&format!("harm = {}\n", quote_toml(&harm.to_string())));
        }
        if !entry.cases.is_empty() {
            let cases = list_covering_patterns(&entry.cases, names);
            let cases: Vec<String> = cases.iter().map(|name| quote_toml(name)).collect();
            text.push_str(&format!("cases = {}\n", render_cases(&cases)));
        }
        text
    }
}

/// Writes a heading as a comment of one line.
pub(super) fn render_comment(heading: &str) -> String {
    let heading: String = heading
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    format!("# {heading}\n")
}

/// Writes the lines of the forms of a breach.
pub(super) fn render_fingerprint_lines(forms: &[Fingerprint]) -> String {
    let Some((first, others)) = forms.split_first() else {
        return String::new();
    };
    let mut text = format!(
        "at = {}\nexpected = {}\ngot = {}\n",
        quote_toml(&first.at),
        quote_toml(&first.expected),
        quote_toml(&first.got)
    );
    if let Some(list) = render_also_list(first, others) {
        text.push_str(&format!("also = {list}\n"));
    }
    text
}

/// Writes the list of further forms, each with what differs from the first; `None` if there are no others.
pub(super) fn render_also_list(first: &Fingerprint, others: &[Fingerprint]) -> Option<String> {
    let items: Vec<String> = others
        .iter()
        .map(|form| {
            let parts = [
                ("at", &form.at, &first.at),
                ("expected", &form.expected, &first.expected),
                ("got", &form.got, &first.got),
            ];
            let parts = parts.into_iter().filter(|(_, own, first)| own != first);
            let parts: Vec<String> = parts
                .map(|(key, own, _)| format!("{key} = {}", quote_toml(own)))
                .collect();
            format!("{{ {} }}", parts.join(", "))
        })
        .collect();
    (!items.is_empty()).then(|| render_list("also", &items, &items))
}

/// Writes the list of these quoted names in one line if that is short, or else with a line or more for each suite.
pub(super) fn render_cases(names: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    let mut lines: Vec<String> = Vec::new();
    let mut suite = None;
    for name in &names {
        let own = name.split_once('/').map(|(suite, _)| suite);
        match lines.last_mut() {
            Some(line) if own == suite && line.len() + name.len() + 7 <= MAX_LIST_LINE => {
                line.push_str(", ");
                line.push_str(name);
            }
            Some(_) | None => lines.push((*name).to_owned()),
        }
        suite = own;
    }
    render_list("cases", &names, &lines)
}

/// Writes a list for this key in one line if that is short, or else with these lines.
fn render_list(key: &str, items: &[impl AsRef<str>], lines: &[String]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    let line = format!("[{}]", items.join(", "));
    if items.len() == 1 || (key.len() + 3 + line.len() <= MAX_LIST_LINE) {
        return line;
    }
    let lines: String = lines.iter().map(|line| format!("    {line},\n")).collect();
    format!("[\n{lines}]")
}

fn render_header(target: &str, entries: usize, today: CalendarDay) -> String {
    let found = if entries == 0 { "none" } else { "them" };
    format!(
        "# Known failures of {}; a run on {today} found {found}.\n\
         #\n\
         # A run with this baseline does not fail for them. It ends with status 6 if one is fixed, shows in another form, is past its day or matches no case;\n\
         # `badreq baseline update` changes the file. `reason` is required; `link = \"https://…\"` and `expires = 2026-12-31` may be added. `*` stands for any run of\n\
         # characters: in `cases`, and in `at`, `expected` and `got` for text that changes from run to run. `also` lists further forms of the same failure.\n",
        target.escape_debug()
    )
}

pub(super) fn quote_toml(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
