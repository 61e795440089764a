//! The forms of values: the values that a field may have.

use jiff::civil::Date;
use serde_json::Value;

use super::error_object::FieldErrorObject;
use super::name_owner::NamedObjectKind;
use super::proxy_tags::validate_proxy_tags;
use super::url;
use crate::seams::{FieldValueKind, ValueAcceptance};

const MAX_URL: usize = 256;

/// The form of a value that is not null.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ValueFormat {
    /// Text of at most this many characters.
    Text(usize),
    /// The name of a member or group, at most this many characters, never empty.
    Name(NamedObjectKind, usize),
    /// Text without a documented limit.
    FreeText,
    Url,
    /// Six hexadecimal digits; kept in lower case.
    Color,
    /// A date as `YYYY-MM-DD`.
    Date,
    ProxyTags,
    Boolean,
    /// A whole number of seconds.
    Seconds,
    OneOf(&'static [&'static str]),
    Timezone,
}

/// The reason why a value does not fit its form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ValueFormatError {
    /// The wrong JSON type: the body as a whole is a bad request.
    WrongType,
    /// The right type with an invalid value.
    InvalidValue(Vec<FieldErrorObject>),
    /// A number of the right type that is too small or too large.
    OutOfRange,
    /// Null for a field of this form that may not be null.
    Null(FieldValueKind, FieldErrorObject),
}

impl ValueFormat {
    /// Returns the form as far as reading depends on it.
    pub(super) const fn to_field_value_kind(self) -> FieldValueKind {
        match self {
            Self::Text(_) | Self::Name(..) | Self::FreeText | Self::Timezone => {
                FieldValueKind::Text
            }
            Self::Url => FieldValueKind::Url,
            Self::Color => FieldValueKind::Color,
            Self::Date => FieldValueKind::Date,
            Self::ProxyTags => FieldValueKind::ProxyTags,
            Self::Boolean => FieldValueKind::Boolean,
            Self::Seconds => FieldValueKind::Seconds,
            Self::OneOf(_) => FieldValueKind::Word,
        }
    }

    /// Validates a value and returns it in the form in which it is kept.
    pub(super) fn validate_value(
        self,
        key: &str,
        value: &Value,
        values: &dyn ValueAcceptance,
    ) -> Result<Value, ValueFormatError> {
        match self {
            Self::Text(max) => {
                expect_text(value).and_then(|text| keep_if_not_too_long(key, text, max))
            }
            Self::Name(of, max) => match expect_text(value)? {
                "" => Err(ValueFormatError::InvalidValue(vec![of.null_name_error()])),
                name => keep_if_not_too_long(key, name, max),
            },
            Self::FreeText => expect_text(value).map(Value::from),
            Self::Url => expect_text(value).and_then(|text| validate_url(key, text, values)),
            Self::Color => {
                let color = expect_text(value)?;
                let valid = color.len() == 6 && color.bytes().all(|byte| byte.is_ascii_hexdigit());
                keep_if_valid(valid, key, color.to_ascii_lowercase())
            }
            Self::Date => expect_text(value)
                .and_then(|date| keep_if_valid(is_date(date), key, date.to_owned())),
            Self::ProxyTags => validate_proxy_tags(key, value, values.max_proxy_tag_length()),
            Self::Boolean => value
                .as_bool()
                .map(Value::from)
                .ok_or(ValueFormatError::WrongType),
            Self::Seconds => validate_seconds(value),
            Self::OneOf(words) => expect_text(value)
                .and_then(|word| keep_if_valid(words.contains(&word), key, word.to_owned())),
            Self::Timezone => validate_timezone(key, expect_text(value)?),
        }
    }
}

fn expect_text(value: &Value) -> Result<&str, ValueFormatError> {
    value.as_str().ok_or(ValueFormatError::WrongType)
}

fn invalid_value_error(key: &str) -> ValueFormatError {
    ValueFormatError::InvalidValue(vec![FieldErrorObject::for_invalid_field(key)])
}

fn keep_if_valid(valid: bool, key: &str, kept: String) -> Result<Value, ValueFormatError> {
    if valid {
        Ok(Value::from(kept))
    } else {
        Err(invalid_value_error(key))
    }
}

fn find_length_error(key: &str, text: &str, max: usize) -> Option<FieldErrorObject> {
    let length = text.chars().count();
    (length > max).then(|| FieldErrorObject::for_too_long_field(key, max, length))
}

fn keep_if_not_too_long(key: &str, text: &str, max: usize) -> Result<Value, ValueFormatError> {
    match find_length_error(key, text, max) {
        Some(error) => Err(ValueFormatError::InvalidValue(vec![error])),
        None => Ok(text.into()),
    }
}

fn validate_url(
    key: &str,
    text: &str,
    values: &dyn ValueAcceptance,
) -> Result<Value, ValueFormatError> {
    let malformed = (!url::is_https_url(&values.convert_url_for_check(text)))
        .then(|| FieldErrorObject::for_invalid_field(key));
    let errors: Vec<FieldErrorObject> = find_length_error(key, text, MAX_URL)
        .into_iter()
        .chain(malformed)
        .collect();
    if errors.is_empty() {
        Ok(text.into())
    } else {
        Err(ValueFormatError::InvalidValue(errors))
    }
}

fn is_date(text: &str) -> bool {
    let digits = text.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let parts = (text.get(0..4), text.get(5..7), text.get(8..));
    let (Some(year), Some(month), Some(day)) = parts else {
        return false;
    };
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else {
        return false;
    };
    digits && text.len() == 10 && year > 0 && Date::new(year, month, day).is_ok()
}

fn validate_seconds(value: &Value) -> Result<Value, ValueFormatError> {
    if !value.is_i64() && !value.is_u64() {
        return Err(ValueFormatError::WrongType);
    }
    let seconds = value.as_u64();
    match seconds.filter(|seconds| i32::try_from(*seconds).is_ok()) {
        Some(seconds) => Ok(seconds.into()),
        None => Err(ValueFormatError::OutOfRange),
    }
}

fn validate_timezone(key: &str, name: &str) -> Result<Value, ValueFormatError> {
    let zone = jiff::tz::TimeZone::get(name).map_err(|_| invalid_value_error(key))?;
    match zone.iana_name() {
        Some(canonical) => Ok(canonical.into()),
        None => Err(invalid_value_error(key)),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::seams::StrictValueAcceptance;

    fn validate(form: ValueFormat, value: &Value) -> Result<Value, ValueFormatError> {
        form.validate_value("key", value, &StrictValueAcceptance)
    }

    fn refused(form: ValueFormat, value: &Value) -> Value {
        match validate(form, value) {
            Err(ValueFormatError::InvalidValue(errors)) => json!(errors),
            other => panic!("{other:?}"),
        }
    }

    #[rstest]
    #[case::text(ValueFormat::Text(3), json!("abc"))]
    #[case::text_of_letters_with_accents(ValueFormat::Text(3), json!("äöü"))]
    #[case::name(ValueFormat::Name(NamedObjectKind::Member, 3), json!("abc"))]
    #[case::url(ValueFormat::Url, json!("https://example.org/a.png"))]
    #[case::color(ValueFormat::Color, json!("00ff7f"))]
    #[case::leap_day(ValueFormat::Date, json!("2024-02-29"))]
    #[case::hidden_year(ValueFormat::Date, json!("0004-02-29"))]
    #[case::boolean(ValueFormat::Boolean, json!(false))]
    #[case::seconds(ValueFormat::Seconds, json!(0))]
    #[case::word(ValueFormat::OneOf(&["off", "left"]), json!("left"))]
    #[case::timezone(ValueFormat::Timezone, json!("Europe/Berlin"))]
    #[case::utc(ValueFormat::Timezone, json!("UTC"))]
    #[case::tags(ValueFormat::ProxyTags, json!([{"prefix": "a", "suffix": null}]))]
    #[case::longest_tag(ValueFormat::ProxyTags, json!([{"prefix": "a".repeat(90), "suffix": "bbbbb"}]))]
    fn a_fitting_value_is_kept_as_it_is(#[case] form: ValueFormat, #[case] value: Value) {
        assert_eq!(validate(form, &value), Ok(value));
    }

    #[rstest]
    #[case::color(ValueFormat::Color, json!("#00ff7f"))]
    #[case::short_color(ValueFormat::Color, json!("fff"))]
    #[case::color_with_g(ValueFormat::Color, json!("00ff7g"))]
    #[case::no_leap_day(ValueFormat::Date, json!("2023-02-29"))]
    #[case::date_without_zeros(ValueFormat::Date, json!("2023-2-9"))]
    #[case::date_backwards(ValueFormat::Date, json!("29-02-2024"))]
    #[case::date_with_time(ValueFormat::Date, json!("2024-02-29T00:00:00"))]
    #[case::signed_date(ValueFormat::Date, json!("+024-02-29"))]
    #[case::url(ValueFormat::Url, json!("no url at all"))]
    #[case::word(ValueFormat::OneOf(&["off", "left"]), json!("LEFT"))]
    #[case::timezone(ValueFormat::Timezone, json!("Europe/Atlantis"))]
    #[case::tag_too_long(ValueFormat::ProxyTags, json!([{"prefix": "a".repeat(90), "suffix": "bbbbbb"}]))]
    #[case::too_many_tags(ValueFormat::ProxyTags, json!(vec![json!({"prefix": "a"}); 101]))]
    fn a_malformed_value_is_invalid_and_has_no_lengths(
        #[case] form: ValueFormat,
        #[case] value: Value,
    ) {
        assert_eq!(
            refused(form, &value),
            json!([{"message": "Field key is invalid."}])
        );
    }

    #[rstest]
    #[case::text(ValueFormat::Text(3), json!(5))]
    #[case::url(ValueFormat::Url, json!(["https://example.org"]))]
    #[case::boolean(ValueFormat::Boolean, json!("true"))]
    #[case::seconds(ValueFormat::Seconds, json!(1.5))]
    #[case::tags(ValueFormat::ProxyTags, json!({"prefix": "a"}))]
    #[case::tag(ValueFormat::ProxyTags, json!(["a"]))]
    #[case::affix(ValueFormat::ProxyTags, json!([{"prefix": 5}]))]
    fn the_wrong_json_type_is_no_matter_of_the_model(
        #[case] form: ValueFormat,
        #[case] value: Value,
    ) {
        assert_eq!(validate(form, &value), Err(ValueFormatError::WrongType));
    }

    #[rstest]
    #[case::negative(json!(-1))]
    #[case::beyond_32_bits(json!(2_147_483_648_u64))]
    fn a_number_of_seconds_is_positive_and_has_32_bits(#[case] value: Value) {
        assert_eq!(
            validate(ValueFormat::Seconds, &value),
            Err(ValueFormatError::OutOfRange)
        );
    }

    #[test]
    fn a_text_too_long_by_one_has_its_lengths() {
        assert_eq!(
            refused(ValueFormat::Text(100), &json!("a".repeat(101))),
            json!([{"message": "Field key is too long.", "max_length": 100, "actual_length": 101}])
        );
    }

    #[test]
    fn a_url_both_too_long_and_malformed_is_too_long_first() {
        assert_eq!(
            refused(ValueFormat::Url, &json!("a".repeat(257))),
            json!([
                {"message": "Field key is too long.", "max_length": 256, "actual_length": 257},
                {"message": "Field key is invalid."},
            ])
        );
    }

    #[test]
    fn an_empty_name_is_as_good_as_none() {
        assert_eq!(
            refused(ValueFormat::Name(NamedObjectKind::Group, 100), &json!("")),
            json!([{"message": "Group name can not be set to null."}])
        );
    }
}
