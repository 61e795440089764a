//! The forms of values: the values that a field may have.

use jiff::civil::Date;
use serde_json::Value;

use super::error_object::ErrorObject;
use super::name_owner::NameOwner;
use super::proxy_tags::validate_proxy_tags;
use super::url;
use crate::seams::{FieldForm, ValueAcceptance};

const MAX_URL: usize = 256;

/// The form of a value that is not null.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ValueForm {
    /// Text of at most this many characters.
    Text(usize),
    /// The name of a member or group, at most this many characters, never empty.
    Name(NameOwner, usize),
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
pub(crate) enum ValueFormError {
    /// The wrong JSON type: the body as a whole is a bad request.
    WrongType,
    /// The right type with an invalid value.
    InvalidValue(Vec<ErrorObject>),
    /// A number of the right type that is too small or too large.
    OutOfRange,
    /// Null for a field of this form that may not be null.
    Null(FieldForm, ErrorObject),
}

impl ValueForm {
    /// Returns the form as far as reading depends on it.
    pub(super) const fn field_form(self) -> FieldForm {
        match self {
            Self::Text(_) | Self::Name(..) | Self::FreeText | Self::Timezone => FieldForm::Text,
            Self::Url => FieldForm::Url,
            Self::Color => FieldForm::Color,
            Self::Date => FieldForm::Date,
            Self::ProxyTags => FieldForm::ProxyTags,
            Self::Boolean => FieldForm::Boolean,
            Self::Seconds => FieldForm::Seconds,
            Self::OneOf(_) => FieldForm::Word,
        }
    }

    /// Validates a value and returns it in the form in which it is kept.
    pub(super) fn validate_value(
        self,
        key: &str,
        value: &Value,
        values: &dyn ValueAcceptance,
    ) -> Result<Value, ValueFormError> {
        match self {
            Self::Text(max) => {
                expect_text(value).and_then(|text| keep_if_not_too_long(key, text, max))
            }
            Self::Name(of, max) => match expect_text(value)? {
                "" => Err(ValueFormError::InvalidValue(vec![of.null_name_error()])),
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
                .ok_or(ValueFormError::WrongType),
            Self::Seconds => validate_seconds(value),
            Self::OneOf(words) => expect_text(value)
                .and_then(|word| keep_if_valid(words.contains(&word), key, word.to_owned())),
            Self::Timezone => validate_timezone(key, expect_text(value)?),
        }
    }
}

fn expect_text(value: &Value) -> Result<&str, ValueFormError> {
    value.as_str().ok_or(ValueFormError::WrongType)
}

fn invalid_value_error(key: &str) -> ValueFormError {
    ValueFormError::InvalidValue(vec![ErrorObject::for_invalid_field(key)])
}

fn keep_if_valid(valid: bool, key: &str, kept: String) -> Result<Value, ValueFormError> {
    if valid {
        Ok(Value::from(kept))
    } else {
        Err(invalid_value_error(key))
    }
}

fn check_length(key: &str, text: &str, max: usize) -> Option<ErrorObject> {
    let length = text.chars().count();
    (length > max).then(|| ErrorObject::for_too_long_field(key, max, length))
}

fn keep_if_not_too_long(key: &str, text: &str, max: usize) -> Result<Value, ValueFormError> {
    match check_length(key, text, max) {
        Some(error) => Err(ValueFormError::InvalidValue(vec![error])),
        None => Ok(text.into()),
    }
}

fn validate_url(
    key: &str,
    text: &str,
    values: &dyn ValueAcceptance,
) -> Result<Value, ValueFormError> {
    let malformed =
        (!url::is_https_url(&values.judged_url(text))).then(|| ErrorObject::for_invalid_field(key));
    let errors: Vec<ErrorObject> = check_length(key, text, MAX_URL)
        .into_iter()
        .chain(malformed)
        .collect();
    if errors.is_empty() {
        Ok(text.into())
    } else {
        Err(ValueFormError::InvalidValue(errors))
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

fn validate_seconds(value: &Value) -> Result<Value, ValueFormError> {
    if !value.is_i64() && !value.is_u64() {
        return Err(ValueFormError::WrongType);
    }
    let seconds = value.as_u64();
    match seconds.filter(|seconds| i32::try_from(*seconds).is_ok()) {
        Some(seconds) => Ok(seconds.into()),
        None => Err(ValueFormError::OutOfRange),
    }
}

fn validate_timezone(key: &str, name: &str) -> Result<Value, ValueFormError> {
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
    use crate::seams::StrictValues;

    fn validate(form: ValueForm, value: &Value) -> Result<Value, ValueFormError> {
        form.validate_value("key", value, &StrictValues)
    }

    fn refused(form: ValueForm, value: &Value) -> Value {
        match validate(form, value) {
            Err(ValueFormError::InvalidValue(errors)) => json!(errors),
            other => panic!("{other:?}"),
        }
    }

    #[rstest]
    #[case::text(ValueForm::Text(3), json!("abc"))]
    #[case::text_of_letters_with_accents(ValueForm::Text(3), json!("äöü"))]
    #[case::name(ValueForm::Name(NameOwner::Member, 3), json!("abc"))]
    #[case::url(ValueForm::Url, json!("https://example.org/a.png"))]
    #[case::color(ValueForm::Color, json!("00ff7f"))]
    #[case::leap_day(ValueForm::Date, json!("2024-02-29"))]
    #[case::hidden_year(ValueForm::Date, json!("0004-02-29"))]
    #[case::boolean(ValueForm::Boolean, json!(false))]
    #[case::seconds(ValueForm::Seconds, json!(0))]
    #[case::word(ValueForm::OneOf(&["off", "left"]), json!("left"))]
    #[case::timezone(ValueForm::Timezone, json!("Europe/Berlin"))]
    #[case::utc(ValueForm::Timezone, json!("UTC"))]
    #[case::tags(ValueForm::ProxyTags, json!([{"prefix": "a", "suffix": null}]))]
    #[case::longest_tag(ValueForm::ProxyTags, json!([{"prefix": "a".repeat(90), "suffix": "bbbbb"}]))]
    fn a_fitting_value_is_kept_as_it_is(#[case] form: ValueForm, #[case] value: Value) {
        assert_eq!(validate(form, &value), Ok(value));
    }

    #[rstest]
    #[case::color(ValueForm::Color, json!("#00ff7f"))]
    #[case::short_color(ValueForm::Color, json!("fff"))]
    #[case::color_with_g(ValueForm::Color, json!("00ff7g"))]
    #[case::no_leap_day(ValueForm::Date, json!("2023-02-29"))]
    #[case::date_without_zeros(ValueForm::Date, json!("2023-2-9"))]
    #[case::date_backwards(ValueForm::Date, json!("29-02-2024"))]
    #[case::date_with_time(ValueForm::Date, json!("2024-02-29T00:00:00"))]
    #[case::signed_date(ValueForm::Date, json!("+024-02-29"))]
    #[case::url(ValueForm::Url, json!("no url at all"))]
    #[case::word(ValueForm::OneOf(&["off", "left"]), json!("LEFT"))]
    #[case::timezone(ValueForm::Timezone, json!("Europe/Atlantis"))]
    #[case::tag_too_long(ValueForm::ProxyTags, json!([{"prefix": "a".repeat(90), "suffix": "bbbbbb"}]))]
    #[case::too_many_tags(ValueForm::ProxyTags, json!(vec![json!({"prefix": "a"}); 101]))]
    fn a_malformed_value_is_invalid_and_has_no_lengths(
        #[case] form: ValueForm,
        #[case] value: Value,
    ) {
        assert_eq!(
            refused(form, &value),
            json!([{"message": "Field key is invalid."}])
        );
    }

    #[rstest]
    #[case::text(ValueForm::Text(3), json!(5))]
    #[case::url(ValueForm::Url, json!(["https://example.org"]))]
    #[case::boolean(ValueForm::Boolean, json!("true"))]
    #[case::seconds(ValueForm::Seconds, json!(1.5))]
    #[case::tags(ValueForm::ProxyTags, json!({"prefix": "a"}))]
    #[case::tag(ValueForm::ProxyTags, json!(["a"]))]
    #[case::affix(ValueForm::ProxyTags, json!([{"prefix": 5}]))]
    fn the_wrong_json_type_is_no_matter_of_the_model(
        #[case] form: ValueForm,
        #[case] value: Value,
    ) {
        assert_eq!(validate(form, &value), Err(ValueFormError::WrongType));
    }

    #[rstest]
    #[case::negative(json!(-1))]
    #[case::beyond_32_bits(json!(2_147_483_648_u64))]
    fn a_number_of_seconds_is_positive_and_has_32_bits(#[case] value: Value) {
        assert_eq!(
            validate(ValueForm::Seconds, &value),
            Err(ValueFormError::OutOfRange)
        );
    }

    #[test]
    fn a_text_too_long_by_one_has_its_lengths() {
        assert_eq!(
            refused(ValueForm::Text(100), &json!("a".repeat(101))),
            json!([{"message": "Field key is too long.", "max_length": 100, "actual_length": 101}])
        );
    }

    #[test]
    fn a_url_both_too_long_and_malformed_is_too_long_first() {
        assert_eq!(
            refused(ValueForm::Url, &json!("a".repeat(257))),
            json!([
                {"message": "Field key is too long.", "max_length": 256, "actual_length": 257},
                {"message": "Field key is invalid."},
            ])
        );
    }

    #[test]
    fn an_empty_name_is_as_good_as_none() {
        assert_eq!(
            refused(ValueForm::Name(NameOwner::Group, 100), &json!("")),
            json!([{"message": "Group name can not be set to null."}])
        );
    }
}
