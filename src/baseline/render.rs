//! The writer of baselines from the violations of a run.

use indexmap::{IndexMap, IndexSet};

use super::Baseline;
use super::apply::fails_case;
use super::day::CalendarDay;
use crate::outcome::{BaselineExpiry, Fingerprint, KnownFailureEntry, RequirementId, RunOutcome};

/// The key of a baseline entry: a requirement, a fingerprint, and the entry of the older baseline that it continues, if there is one.
type BaselineEntryKey<'r> = (
    RequirementId,
    &'r Fingerprint,
    Option<&'r KnownFailureEntry>,
);

/// Writes a page with an entry for every violation that fails a case of this run. If there is none, the page has no entries and is a valid
/// baseline, too.
///
/// Cases are listed by name, one per line, so that a fixed case is removed by deleting its line. An entry of the `old` baseline gives its reason,
/// link, day and fingerprint to the same violation in any case.
#[must_use]
pub fn render_baseline(run: &RunOutcome, today: CalendarDay, old: Option<&Baseline>) -> String {
    let mut entries: IndexMap<BaselineEntryKey<'_>, Vec<&str>> = IndexMap::new();
    for outcome in run
        .cases
        .iter()
        .filter(|own| own.verdict.has_judged_response())
    {
        for violation in &outcome.violations {
            if fails_case(violation, run.run.gate) {
                let known = old.and_then(|old| {
                    let info = old.info();
                    info.find_entry(violation, &outcome.case.name)
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
    let responses: IndexSet<BaselineEntryKey<'_>> = responses
        .filter(|own| run.run.gate.fails_case(own.level))
        .map(|own| {
            let known = old.and_then(|old| {
                let mut entries = old.info().entries.iter();
                entries.find(|entry| entry.covers_response(own))
            });
            let breach = known.map_or(&own.fingerprint, |known| &known.breach);
            (own.requirement, breach, known)
        })
        .collect();
    let mut page = render_header(&run.run.target, entries.len() + responses.len(), today);
    for key in responses {
        page.push_str(&render_entry(key, today));
    }
    for (key, names) in entries {
        page.push_str(&render_entry(key, today));
        page.push_str("cases = [\n");
        for name in names {
            page.push_str(&format!("    {},\n", quote_toml(name)));
        }
        page.push_str("]\n");
    }
    page
}

fn render_entry((requirement, breach, known): BaselineEntryKey<'_>, today: CalendarDay) -> String {
    let Fingerprint { at, expected, got } = breach;
    let reason = known.map_or_else(
        || format!("not reviewed yet: found on {today}"),
        |known| known.reason.clone(),
    );
    let mut entry = format!(
        "\n[[known]]\nrequirement = \"{requirement}\"\nat = {}\nexpected = {}\ngot = {}\nreason = {}\n",
        quote_toml(at),
        quote_toml(expected),
        quote_toml(got),
        quote_toml(&reason)
    );
    if let Some(link) = known.and_then(|known| known.link.as_ref()) {
        entry.push_str(&format!("link = {}\n", quote_toml(link)));
    }
    match known.map(|known| &known.expiry) {
        Some(BaselineExpiry::On(day) | BaselineExpiry::Past(day)) => {
            entry.push_str(&format!("expires = {day}\n"));
        }
        Some(BaselineExpiry::Never) | None => {}
    }
    entry
}

fn render_header(target: &str, entries: usize, today: CalendarDay) -> String {
    let found = if entries == 0 { "none" } else { "them" };
    format!(
        "# Known failures of {}; a run on {today} found {found}.\n\
         #\n\
         # A run with this baseline does not fail for them. It ends with status 6 if one is fixed, shows in another form, is past its day or matches no case, and\n\
         # reports the line to change. `reason` is required; `link = \"https://…\"` and `expires = 2026-12-31` may be added. In `cases`, `*` stands for any run of characters,\n\
         # and so it does in `at`, `expected` and `got`, for text that changes from run to run.\n",
        target.escape_debug()
    )
}

fn quote_toml(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
