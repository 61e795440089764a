//! Switches.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::json_object::JsonObjectBuilderExt;
use crate::moment::truncate_to_micros;
use crate::seams::ValueAcceptance;
use crate::store::{MemberKey, SystemKey};

/// A switch: the members that front from `time` on.
#[derive(Clone, Debug)]
pub(crate) struct Switch {
    pub(crate) system: SystemKey,
    pub(crate) uuid: Uuid,
    pub(crate) time: SwitchTime,
    /// The members in the order in which they were given; empty for a switch-out.
    pub(crate) members: Vec<MemberKey>,
}

/// The time of a switch, in whole microseconds. No two switches of a system have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SwitchTime(Timestamp);

impl SwitchTime {
    pub(crate) fn new(stamp: Timestamp) -> Self {
        Self(truncate_to_micros(stamp))
    }

    /// Returns the next possible time of a switch.
    pub(crate) fn next_microsecond(self) -> Self {
        const MICROSECOND: jiff::SignedDuration = jiff::SignedDuration::from_micros(1);
        Self(self.0.saturating_add(MICROSECOND).unwrap_or(self.0))
    }
}

impl std::fmt::Display for SwitchTime {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Switch {
    /// Returns the switch as JSON; `members` are short ids or member objects, depending on the operation.
    pub(crate) fn to_json(&self, members: Vec<Value>) -> Map<String, Value> {
        Map::new()
            .with_key("id", self.uuid.to_string())
            .with_key("timestamp", self.time.to_string())
            .with_key("members", members)
    }
}

/// Parses an ISO 8601 date with a time; one without an offset is taken as UTC.
pub(crate) fn parse_switch_time(text: &str, values: &dyn ValueAcceptance) -> Option<SwitchTime> {
    if !text.contains(['T', 't', ' ']) || !values.accepts_time(text) {
        return None;
    }
    let with_offset = text.parse::<Timestamp>().ok();
    let stamp = with_offset.or_else(|| {
        let civil: DateTime = text.parse().ok()?;
        TimeZone::UTC.to_timestamp(civil).ok()
    })?;
    Some(SwitchTime::new(stamp))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::seams::StrictValueAcceptance;

    fn parse(text: &str) -> Option<SwitchTime> {
        parse_switch_time(text, &StrictValueAcceptance)
    }

    #[rstest]
    #[case::utc("2022-01-02T03:04:05Z", "2022-01-02T03:04:05Z")]
    #[case::fraction("2022-01-02T03:04:05.120000Z", "2022-01-02T03:04:05.12Z")]
    #[case::offset("2022-01-02T03:04:05+01:00", "2022-01-02T02:04:05Z")]
    #[case::without_offset("2022-01-02T03:04:05", "2022-01-02T03:04:05Z")]
    #[case::finer_than_kept("2022-01-02T03:04:05.1234567Z", "2022-01-02T03:04:05.123456Z")]
    fn a_time_is_answered_in_utc(#[case] text: &str, #[case] answered: &str) {
        assert_eq!(parse(text).unwrap().to_string(), answered);
    }

    #[rstest]
    #[case::empty("")]
    #[case::word("yesterday")]
    #[case::no_such_day("2022-02-30T00:00:00Z")]
    #[case::number("1640995200")]
    #[case::date("2022-01-02")]
    #[case::digits_of_a_date("20220102")]
    #[case::nul("2022-01-02T03:04:05Z\0")]
    fn what_is_no_time_is_not_read(#[case] text: &str) {
        assert_eq!(parse(text), None);
    }
}
