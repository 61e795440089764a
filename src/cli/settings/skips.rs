//! The cases of a target that are not tried: `skip` in the configuration file.

use super::resolve::SettingsValidator;
use super::setting_source::{SettingSource, SourcedSetting};
use crate::baseline::CalendarDay;
use crate::cli::output::plural::format_case_count;
use crate::contract::authored::{TableReader, TomlNode, TomlValue};
use crate::suite::{Case, CasePattern, CaseSelection, SuiteSet};

const SKIP_HINT: &str = "write `skip = [{ pattern = \"SUITE/*\", reason = \"…\" }]`";

/// A rule that skips the cases of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct SkipRule {
    /// The pattern, as `--skip` takes it.
    pattern: String,
    reason: String,
    /// The last day on which the rule holds.
    until: Option<CalendarDay>,
}

/// The cases of a target that are not tried, each with the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetSkips {
    rules: Vec<SkipRule>,
}

impl TargetSkips {
    /// Removes the cases that are skipped, and returns a note about each rule that skips some of them.
    pub(in crate::cli) fn remove_skipped_cases(&self, cases: &mut Vec<&Case>) -> Vec<String> {
        let mut notes = Vec::new();
        for rule in &self.rules {
            let before = cases.len();
            let pattern = CasePattern::from_text(&rule.pattern);
            cases.retain(|case| !pattern.matches(case));
            let skipped = before - cases.len();
            if skipped > 0 {
                notes.push(format!(
                    "skipping {} of `{}`: {}",
                    format_case_count(skipped),
                    rule.pattern,
                    rule.format_reason()
                ));
            }
        }
        notes
    }

    /// Returns the reason why a case is skipped; `None` if it is not.
    #[must_use]
    pub fn find_reason(&self, case: &Case) -> Option<String> {
        let mut rules = self.rules.iter();
        rules
            .find(|rule| CasePattern::from_text(&rule.pattern).matches(case))
            .map(SkipRule::format_reason)
    }
}

impl SkipRule {
    /// Returns the last day of a rule that no longer holds.
    fn last_day_if_expired(&self, today: CalendarDay) -> Option<CalendarDay> {
        self.until.filter(|day| *day < today)
    }

    /// Formats the reason with the last day: `no switches yet (until 2027-03-01)`.
    fn format_reason(&self) -> String {
        match self.until {
            Some(day) => format!("{} (until {day})", self.reason),
            None => self.reason.clone(),
        }
    }
}

/// Takes the rules of `skip`; the source of each is the place of its pattern.
pub(super) fn read_skip_rules(
    reader: &mut TableReader<'_>,
    who: &str,
) -> Vec<SourcedSetting<SkipRule>> {
    let Some(TomlNode { value, span }) = reader.take_value("skip") else {
        return Vec::new();
    };
    let TomlValue::List(items) = value else {
        reader.diagnose_with_optional_hint(
            span,
            "`skip` is not a list",
            Some(SKIP_HINT.to_owned()),
        );
        return Vec::new();
    };
    items
        .into_iter()
        .filter_map(|item| parse_skip_rule(reader, who, item))
        .collect()
}

fn parse_skip_rule(
    reader: &mut TableReader<'_>,
    who: &str,
    node: TomlNode,
) -> Option<SourcedSetting<SkipRule>> {
    let TomlNode { value, span } = node;
    let TomlValue::Table(table) = value else {
        let what = "an entry of `skip` is not a table";
        reader.diagnose_with_optional_hint(span, what, Some(SKIP_HINT.to_owned()));
        return None;
    };
    let mut entry = TableReader::new(reader.file, format!("{who}: skip"), table, span);
    let pattern = entry.take_required_text("pattern");
    let reason = entry.take_required_text("reason");
    let until = read_calendar_day(&mut entry, "until");
    entry.diagnose_unread_keys();
    let ((pattern, place), (reason, _)) = (pattern?, reason?);
    let rule = SkipRule {
        pattern,
        reason,
        until,
    };
    Some(SourcedSetting::from_file(place, rule))
}

/// Takes a day, written as a text or as a date of TOML.
fn read_calendar_day(reader: &mut TableReader<'_>, key: &'static str) -> Option<CalendarDay> {
    let node = reader.take_value(key)?;
    let day = match &node.value {
        TomlValue::Text(text) => text.parse().ok(),
        TomlValue::Date(date) => CalendarDay::from_toml(date),
        TomlValue::Scalar(_) | TomlValue::List(_) | TomlValue::Table(_) => None,
    };
    if day.is_none() {
        let what = format!("`{key}` is not a day of the calendar");
        let hint = format!("write it as `{key} = \"2027-03-01\"`");
        reader.diagnose_with_optional_hint(node.span, &what, Some(hint));
    }
    day
}

impl SettingsValidator<'_> {
    /// Checks the patterns of the rules that hold today, and warns of the others.
    pub(super) fn resolve_skips(
        &mut self,
        settings: Vec<SourcedSetting<SkipRule>>,
        suites: &SuiteSet,
        today: CalendarDay,
    ) -> TargetSkips {
        let cases: Vec<&Case> = suites.cases().collect();
        let mut rules = Vec::new();
        for SourcedSetting {
            value: rule,
            source,
        } in settings
        {
            match rule.last_day_if_expired(today) {
                Some(day) => {
                    let what = format!(
                        "`skip` of `{}` held until {day} and no longer applies: remove it, or write a later day",
                        rule.pattern
                    );
                    self.record_config_file_warning(&source, &what);
                }
                None => {
                    self.record_unmatched_skip_pattern(&rule, &source, &cases);
                    rules.push(rule);
                }
            }
        }
        TargetSkips { rules }
    }

    /// Records a pattern that matches no case as a mistake, as it is one of `--skip`.
    fn record_unmatched_skip_pattern(
        &mut self,
        rule: &SkipRule,
        source: &SettingSource,
        cases: &[&Case],
    ) {
        let selection = CaseSelection {
            skip: vec![rule.pattern.clone()],
            ..CaseSelection::default()
        };
        for mut unmatched in selection.select_cases(cases).err().into_iter().flatten() {
            let hint = match unmatched.hint.take() {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`badreq list` lists the cases".to_owned(),
            };
            self.record_mistake(source, &unmatched.to_string(), Some(hint));
        }
    }
}

#[cfg(test)]
#[path = "skips_tests.rs"]
mod tests;
