//! Query parameters.

use super::api_error::DocumentedError;
use super::api_request::percent_decode;
use super::entity_reference::parse_snowflake;
use super::model::{SwitchTime, parse_switch_time};
use super::refusal::Refusal;
use super::seams::{NumberPlace, ValueAcceptance};

/// The query of a request as it was sent, parsed parameter by parameter.
///
/// A `+` is a plus sign, as in any other part of a URL: a time with an offset needs no escape.
#[derive(Clone, Debug, Default)]
pub(crate) struct QueryString(String);

impl QueryString {
    pub(crate) fn new(raw: &str) -> Self {
        Self(raw.to_owned())
    }

    /// Returns the value of a parameter, which may be empty; the first one if it is given twice.
    fn get(&self, name: &str) -> Option<String> {
        for pair in self.0.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if percent_decode(key).as_deref() == Some(name) {
                // An undecodable value counts as empty, which no parameter accepts.
                return Some(percent_decode(value).unwrap_or_default());
            }
        }
        None
    }

    fn parse_parameter<T>(
        &self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        let Some(text) = self.get(name) else {
            return Ok(None);
        };
        match parse(&text).filter(|_| !text.is_empty()) {
            Some(value) => Ok(Some(value)),
            None => Err(DocumentedError::BadRequest.into()),
        }
    }

    pub(crate) fn snowflake_param(
        &self,
        name: &'static str,
        values: &dyn ValueAcceptance,
    ) -> Result<Option<u64>, Refusal> {
        self.parse_parameter(name, |text| {
            values.convert_text_to_number(NumberPlace::QueryId, text, parse_snowflake(text))
        })
    }

    pub(crate) fn boolean_param(&self, name: &'static str) -> Result<Option<bool>, Refusal> {
        self.parse_parameter(name, |text| text.to_ascii_lowercase().parse().ok())
    }

    pub(crate) fn time_param(
        &self,
        name: &'static str,
        values: &dyn ValueAcceptance,
    ) -> Result<Option<SwitchTime>, Refusal> {
        self.parse_parameter(name, |text| parse_switch_time(text, values))
    }

    /// Parses a natural number; one that is too large for the machine counts as the largest.
    pub(crate) fn natural_param(
        &self,
        name: &'static str,
        values: &dyn ValueAcceptance,
    ) -> Result<Option<usize>, Refusal> {
        let number = self.parse_parameter(name, |text| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            let number = digits.then(|| text.parse().unwrap_or(u64::MAX));
            values.convert_text_to_number(NumberPlace::QueryCount, text, number)
        })?;
        Ok(number.map(|number| usize::try_from(number).unwrap_or(usize::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::seams::StrictValueAcceptance;

    #[rstest]
    #[case::absent("", Ok(None))]
    #[case::given("limit=5", Ok(Some(5)))]
    #[case::second("before=x&limit=5", Ok(Some(5)))]
    #[case::huge("limit=99999999999999999999999", Ok(Some(usize::MAX)))]
    #[case::empty("limit=", Err(DocumentedError::BadRequest))]
    #[case::bare("limit", Err(DocumentedError::BadRequest))]
    #[case::negative("limit=-1", Err(DocumentedError::BadRequest))]
    #[case::plus("limit=+1", Err(DocumentedError::BadRequest))]
    #[case::word("limit=many", Err(DocumentedError::BadRequest))]
    #[case::fraction("limit=1.5", Err(DocumentedError::BadRequest))]
    #[case::bad_escape("limit=%zz", Err(DocumentedError::BadRequest))]
    fn a_limit_is_a_natural_number(
        #[case] raw: &str,
        #[case] limit: Result<Option<usize>, DocumentedError>,
    ) {
        assert_eq!(
            QueryString::new(raw).natural_param("limit", &StrictValueAcceptance),
            limit.map_err(Refusal::Plain)
        );
    }

    #[rstest]
    #[case::yes("with_members=true", Ok(Some(true)))]
    #[case::no("with_members=false", Ok(Some(false)))]
    #[case::one("with_members=1", Err(DocumentedError::BadRequest))]
    #[case::word("with_members=maybe", Err(DocumentedError::BadRequest))]
    fn a_boolean_is_true_or_false(
        #[case] raw: &str,
        #[case] value: Result<Option<bool>, DocumentedError>,
    ) {
        assert_eq!(
            QueryString::new(raw).boolean_param("with_members"),
            value.map_err(Refusal::Plain)
        );
    }

    #[test]
    fn a_time_may_have_an_offset_without_an_escape() {
        let time = QueryString::new("before=2022-01-01T00:00:00+01:00")
            .time_param("before", &StrictValueAcceptance);
        assert_eq!(time.unwrap().unwrap().to_string(), "2021-12-31T23:00:00Z");
    }
}
