//! Writing a first baseline, from what a run found.

use indexmap::IndexMap;

use super::apply::turns_red;
use super::day::Day;
use crate::outcome::{Fingerprint, RequirementId, RunOutcome};

/// A page with an entry for every breach that turns a case of this run red; where there is none, a page without entries, which may be given
/// for a baseline all the same.
///
/// Cases stand in it by their names, one to a line, so that what is mended can be taken out by deleting its line.
#[must_use]
pub fn page_of(run: &RunOutcome, today: Day) -> String {
    let mut entries: IndexMap<(RequirementId, &Fingerprint), Vec<&str>> = IndexMap::new();
    for outcome in run.cases.iter().filter(|own| own.verdict.is_judged()) {
        for violation in &outcome.violations {
            if turns_red(violation, run.run.strictness) {
                let breach = (violation.requirement, &violation.fingerprint);
                let names = entries.entry(breach).or_default();
                if !names.contains(&outcome.case.name.as_str()) {
                    names.push(&outcome.case.name);
                }
            }
        }
    }
    let responses = run.responses.iter();
    let responses: Vec<_> = responses
        .filter(|own| run.run.strictness.fails(own.level))
        .collect();
    let mut page = head(&run.run.target, entries.len() + responses.len(), today);
    for finding in responses {
        page.push_str(&entry(finding.requirement, &finding.fingerprint, today));
    }
    for ((requirement, breach), names) in entries {
        page.push_str(&entry(requirement, breach, today));
        page.push_str("cases = [\n");
        for name in names {
            page.push_str(&format!("    {},\n", quoted(name)));
        }
        page.push_str("]\n");
    }
    page
}

fn entry(requirement: RequirementId, breach: &Fingerprint, today: Day) -> String {
    let Fingerprint { at, expected, got } = breach;
    format!(
        "\n[[known]]\nrequirement = \"{requirement}\"\nat = {}\nexpected = {}\ngot = {}\nreason = \"not looked at yet: found on {today}\"\n",
        quoted(at),
        quoted(expected),
        quoted(got)
    )
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
