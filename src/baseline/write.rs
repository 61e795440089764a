//! The writer of baselines from the violations of a run.

use indexmap::{IndexMap, IndexSet};

use super::Baseline;
use super::apply::turns_red;
use super::day::Day;
use crate::outcome::{Expiry, Fingerprint, KnownEntry, RequirementId, RunOutcome};

/// A violation and its entry in an older baseline, if there is one.
type EntryKey<'r> = (RequirementId, &'r Fingerprint, Option<&'r KnownEntry>);

/// Writes a page with an entry for every violation that fails a case of this run. If there is none, the page has no entries and is a valid
/// baseline, too.
///
/// Cases are listed by name, one per line, so that a fixed case is removed by deleting its line. An entry of the `old` baseline gives its reason,
/// link, day and fingerprint to the same violation in any case.
#[must_use]
pub fn page_of(run: &RunOutcome, today: Day, old: Option<&Baseline>) -> String {
    let mut entries: IndexMap<EntryKey<'_>, Vec<&str>> = IndexMap::new();
    for outcome in run.cases.iter().filter(|own| own.verdict.is_judged()) {
        for violation in &outcome.violations {
            if turns_red(violation, run.run.strictness) {
                let known = old.and_then(|old| {
                    let info = old.info();
                    info.entry_of_breach(violation, &outcome.case.name)
                });
                let breach = known.map_or(&violation.fingerprint, |known| &known.breach);
                let key = (violation.requirement, breach, known);
                let names = entries.entry(key).or_default();
                if !names.contains(&outcome.case.name.as_str()) {
                    names.push(&outcome.case.name);
                }
            }
        }
    }
    let responses = run.responses.iter();
    let responses: IndexSet<EntryKey<'_>> = responses
        .filter(|own| run.run.strictness.fails(own.level))
        .map(|own| {
            let known = old.and_then(|old| {
                let mut entries = old.info().entries.iter();
                entries.find(|entry| entry.names_response(own))
            });
            let breach = known.map_or(&own.fingerprint, |known| &known.breach);
            (own.requirement, breach, known)
        })
        .collect();
    let mut page = head(&run.run.target, entries.len() + responses.len(), today);
    for key in responses {
        page.push_str(&entry(key, today));
    }
    for (key, names) in entries {
        page.push_str(&entry(key, today));
        page.push_str("cases = [\n");
        for name in names {
            page.push_str(&format!("    {},\n", quoted(name)));
        }
        page.push_str("]\n");
    }
    page
}

fn entry((requirement, breach, known): EntryKey<'_>, today: Day) -> String {
    let Fingerprint { at, expected, got } = breach;
    let reason = known.map_or_else(
        || format!("not looked at yet: found on {today}"),
        |known| known.reason.clone(),
    );
    let mut entry = format!(
        "\n[[known]]\nrequirement = \"{requirement}\"\nat = {}\nexpected = {}\ngot = {}\nreason = {}\n",
        quoted(at),
        quoted(expected),
        quoted(got),
        quoted(&reason)
    );
    if let Some(link) = known.and_then(|known| known.link.as_ref()) {
        entry.push_str(&format!("link = {}\n", quoted(link)));
    }
    match known.map(|known| &known.expiry) {
        Some(Expiry::On(day) | Expiry::Past(day)) => entry.push_str(&format!("expires = {day}\n")),
        Some(Expiry::Never) | None => {}
    }
    entry
}

fn head(target: &str, entries: usize, today: Day) -> String {
    let found = if entries == 0 { "none" } else { "them" };
    format!(
        "# Known breaches of {}, as a run found {found} on {today}.\n\
         #\n\
         # A run with this baseline does not fail for them. It ends with 6 where one is mended, shows otherwise, is past its day or fits no case, and\n\
         # says which line to change. `reason` is required; `link = \"https://…\"` and `expires = 2026-12-31` may be added. In `cases`, `*` stands for any run of characters,\n\
         # and so it does in `at`, `expected` and `got`, for what changes from run to run.\n",
        target.escape_debug()
    )
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
