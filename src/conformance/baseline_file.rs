//! The known failures of the server, read from a baseline.

use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::contract_source::read_source_file;
use super::error::ConformanceError;
use crate::baseline::{Baseline, CalendarDay, NonexistentDayError};
use crate::suite::SuiteSet;

/// Reads the baseline in a file, and compares its expiry days with the current day.
pub(super) fn read_baseline(path: &Path, suites: &SuiteSet) -> Result<Baseline, ConformanceError> {
    let page = read_source_file("baseline", path)?;
    let names: Vec<String> = suites.cases().map(|case| case.name.to_string()).collect();
    Ok(Baseline::parse(&page, &names, current_day()?)?)
}

/// Returns the current day in UTC, so that it is the same in all time zones.
pub(crate) fn current_day() -> Result<CalendarDay, NonexistentDayError> {
    let date = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let number = |number: i8| u8::try_from(number).unwrap_or_default();
    let year = u16::try_from(date.year()).unwrap_or_default();
    CalendarDay::new(year, number(date.month()), number(date.day()))
}
