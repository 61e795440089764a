//! Calendar days on which entries expire.

use std::fmt;
use std::str::FromStr;

use toml::value::{Date, Datetime};

/// A calendar day.
///
/// ```
/// use badreq::baseline::CalendarDay;
///
/// let day = CalendarDay::new(2026, 2, 28)?;
/// assert!(day < CalendarDay::new(2026, 3, 1)?);
/// assert_eq!(day.to_string(), "2026-02-28");
/// # Ok::<(), badreq::baseline::NonexistentDayError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CalendarDay(Date);

/// A year, month and day that together are no day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{year:04}-{month:02}-{day:02} is not a day of the calendar")]
pub struct NonexistentDayError {
    year: u16,
    month: u8,
    day: u8,
}

/// A text that is not a day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day of the calendar: write it as `2026-12-31`")]
pub struct CalendarDayParseError;

impl CalendarDay {
    /// Returns the day with these numbers, each counted from 1.
    ///
    /// # Errors
    /// Fails with [`NonexistentDayError`] if the calendar has no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, NonexistentDayError> {
        let error = NonexistentDayError { year, month, day };
        let text = format!("{year:04}-{month:02}-{day:02}");
        let datetime: Datetime = text.parse().map_err(|_| error)?;
        datetime.date.map(Self).ok_or(error)
    }

    /// Converts a TOML date to a day; returns `None` for a value with a time or an offset.
    pub(crate) fn from_toml(datetime: &Datetime) -> Option<Self> {
        match (datetime.date, datetime.time, datetime.offset) {
            (Some(date), None, None) => Some(Self(date)),
            (_, _, _) => None,
        }
    }
}

impl FromStr for CalendarDay {
    type Err = CalendarDayParseError;

    /// Parses a day such as `2026-12-31`.
    ///
    /// # Errors
    /// Fails with [`CalendarDayParseError`] if the text has another form, or the calendar has no such day.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let datetime: Datetime = text.parse().map_err(|_| CalendarDayParseError)?;
        Self::from_toml(&datetime).ok_or(CalendarDayParseError)
    }
}

impl fmt::Display for CalendarDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{CalendarDay, CalendarDayParseError};

    #[rstest]
    #[case::no_leap_year(2026, 2, 29)]
    #[case::no_month(2026, 13, 1)]
    #[case::no_day(2026, 1, 0)]
    #[case::no_year(12345, 1, 1)]
    fn what_the_calendar_lacks_is_no_day(#[case] year: u16, #[case] month: u8, #[case] day: u8) {
        assert!(CalendarDay::new(year, month, day).is_err());
    }

    #[test]
    fn a_day_is_read_from_year_month_and_day() {
        assert_eq!(
            "2028-02-29".parse::<CalendarDay>(),
            Ok(CalendarDay::new(2028, 2, 29).expect("2028 is a leap year"))
        );
    }

    #[rstest]
    fn a_text_of_another_form_is_no_day(
        #[values(
            "",
            "2026-2-1",
            "20260201",
            "01.02.2026",
            "2026-02-29",
            "2026-02-01T00:00:00",
            "12:00:00",
            " 2026-02-01"
        )]
        text: &str,
    ) {
        assert_eq!(text.parse::<CalendarDay>(), Err(CalendarDayParseError));
    }
}
