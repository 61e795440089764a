//! The forms of values: the values that a field may have.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::error_object::ErrorObject;
use super::url;

pub(super) const MAX_URL: usize = 256;
const MAX_PROXY_TAGS: usize = 100;
/// The exclusive upper bound on the length of prefix, the word `text` and suffix together.
const PROXY_TAG_BOUND: usize = 100;

/// The form of a value that is not null.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// Text of at most this many characters.
    Text(usize),
    /// The name of a member or group, at most this many characters, never empty.
    Name(NameOf, usize),
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

/// The object that has the name, for the messages.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NameOf {
    Member,
    Group,
}

impl NameOf {
    pub(crate) fn null(self) -> ErrorObject {
        ErrorObject::new(match self {
            Self::Member => "Member name can not be set to null.",
            Self::Group => "Group name can not be set to null.",
        })
    }

    pub(crate) fn missing(self) -> ErrorObject {
        ErrorObject::new(match self {
            Self::Member => "Key 'name' is required when creating new member.",
            Self::Group => "Key 'name' is required when creating new group.",
        })
    }
}

/// The reason why a value does not fit its form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Misfit {
    /// The wrong JSON type: the body as a whole is a bad request.
    Type,
    /// The right type with an invalid value.
    Value(Vec<ErrorObject>),
}

impl Form {
    /// Validates a value and returns it in the form in which it is kept.
    pub(crate) fn fit(self, key: &str, value: &Value) -> Result<Value, Misfit> {
        match self {
            Self::Text(max) => text(value).and_then(|text| within(key, text, max)),
            Self::Name(of, max) => match text(value)? {
                "" => Err(Misfit::Value(vec![of.null()])),
                name => within(key, name, max),
            },
            Self::FreeText => text(value).map(Value::from),
            Self::Url => text(value).and_then(|text| fit_url(key, text)),
            Self::Color => {
                let color = text(value)?;
                let valid = color.len() == 6 && color.bytes().all(|byte| byte.is_ascii_hexdigit());
                keep_if(valid, key, color.to_ascii_lowercase())
            }
            Self::Date => text(value).and_then(|date| keep_if(is_date(date), key, date.to_owned())),
            Self::ProxyTags => fit_proxy_tags(key, value),
            Self::Boolean => value.as_bool().map(Value::from).ok_or(Misfit::Type),
            Self::Seconds => fit_seconds(key, value),
            Self::OneOf(words) => {
                text(value).and_then(|word| keep_if(words.contains(&word), key, word.to_owned()))
            }
            Self::Timezone => fit_timezone(key, text(value)?),
        }
    }
}

fn text(value: &Value) -> Result<&str, Misfit> {
    value.as_str().ok_or(Misfit::Type)
}

fn invalid(key: &str) -> Misfit {
    Misfit::Value(vec![ErrorObject::invalid(key)])
}

fn keep_if(valid: bool, key: &str, kept: String) -> Result<Value, Misfit> {
    if valid {
        Ok(Value::from(kept))
    } else {
        Err(invalid(key))
    }
}

fn too_long(key: &str, text: &str, max: usize) -> Option<ErrorObject> {
    let length = text.chars().count();
    (length > max).then(|| ErrorObject::too_long(key, max, length))
}

fn within(key: &str, text: &str, max: usize) -> Result<Value, Misfit> {
    match too_long(key, text, max) {
        Some(error) => Err(Misfit::Value(vec![error])),
        None => Ok(text.into()),
    }
}

fn fit_url(key: &str, text: &str) -> Result<Value, Misfit> {
    let malformed = (!url::is_https(text)).then(|| ErrorObject::invalid(key));
    let errors: Vec<ErrorObject> = too_long(key, text, MAX_URL)
        .into_iter()
        .chain(malformed)
        .collect();
    if errors.is_empty() {
        Ok(text.into())
    } else {
        Err(Misfit::Value(errors))
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

fn fit_seconds(key: &str, value: &Value) -> Result<Value, Misfit> {
    if !value.is_i64() && !value.is_u64() {
        return Err(Misfit::Type);
    }
    match value
        .as_u64()
        .filter(|seconds| i32::try_from(*seconds).is_ok())
    {
        Some(seconds) => Ok(seconds.into()),
        None => Err(invalid(key)),
    }
}

fn fit_timezone(key: &str, name: &str) -> Result<Value, Misfit> {
    let zone = jiff::tz::TimeZone::get(name).map_err(|_| invalid(key))?;
    match zone.iana_name() {
        Some(canonical) => Ok(canonical.into()),
        None => Err(invalid(key)),
    }
}

fn fit_proxy_tags(key: &str, value: &Value) -> Result<Value, Misfit> {
    let tags = value.as_array().ok_or(Misfit::Type)?;
    let mut kept = Vec::with_capacity(tags.len());
    let mut fits = tags.len() <= MAX_PROXY_TAGS;
    for tag in tags {
        let tag = tag.as_object().ok_or(Misfit::Type)?;
        let (prefix, suffix) = (affix(tag.get("prefix"))?, affix(tag.get("suffix"))?);
        let length = |affix: Option<&str>| affix.map_or(0, |text| text.chars().count());
        fits &= length(prefix) + "text".len() + length(suffix) < PROXY_TAG_BOUND;
        kept.push(json!({"prefix": prefix, "suffix": suffix}));
    }
    if fits {
        Ok(kept.into())
    } else {
        Err(invalid(key))
    }
}

fn affix(value: Option<&Value>) -> Result<Option<&str>, Misfit> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(value) => text(value).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn refused(form: Form, value: &Value) -> Value {
        match form.fit("key", value) {
            Err(Misfit::Value(errors)) => json!(errors),
            other => panic!("{other:?}"),
        }
    }

    #[rstest]
    #[case::text(Form::Text(3), json!("abc"))]
    #[case::text_of_letters_with_accents(Form::Text(3), json!("äöü"))]
    #[case::name(Form::Name(NameOf::Member, 3), json!("abc"))]
    #[case::url(Form::Url, json!("https://example.org/a.png"))]
    #[case::color(Form::Color, json!("00ff7f"))]
    #[case::leap_day(Form::Date, json!("2024-02-29"))]
    #[case::hidden_year(Form::Date, json!("0004-02-29"))]
    #[case::boolean(Form::Boolean, json!(false))]
    #[case::seconds(Form::Seconds, json!(0))]
    #[case::word(Form::OneOf(&["off", "left"]), json!("left"))]
    #[case::timezone(Form::Timezone, json!("Europe/Berlin"))]
    #[case::utc(Form::Timezone, json!("UTC"))]
    #[case::tags(Form::ProxyTags, json!([{"prefix": "a", "suffix": null}]))]
    #[case::longest_tag(Form::ProxyTags, json!([{"prefix": "a".repeat(90), "suffix": "bbbbb"}]))]
    fn a_fitting_value_is_kept_as_it_is(#[case] form: Form, #[case] value: Value) {
        assert_eq!(form.fit("key", &value), Ok(value));
    }

    #[rstest]
    #[case::color(Form::Color, json!("#00ff7f"))]
    #[case::short_color(Form::Color, json!("fff"))]
    #[case::color_with_g(Form::Color, json!("00ff7g"))]
    #[case::no_leap_day(Form::Date, json!("2023-02-29"))]
    #[case::date_without_zeros(Form::Date, json!("2023-2-9"))]
    #[case::date_backwards(Form::Date, json!("29-02-2024"))]
    #[case::date_with_time(Form::Date, json!("2024-02-29T00:00:00"))]
    #[case::signed_date(Form::Date, json!("+024-02-29"))]
    #[case::url(Form::Url, json!("no url at all"))]
    #[case::negative(Form::Seconds, json!(-1))]
    #[case::word(Form::OneOf(&["off", "left"]), json!("LEFT"))]
    #[case::timezone(Form::Timezone, json!("Europe/Atlantis"))]
    #[case::tag_too_long(Form::ProxyTags, json!([{"prefix": "a".repeat(90), "suffix": "bbbbbb"}]))]
    #[case::too_many_tags(Form::ProxyTags, json!(vec![json!({"prefix": "a"}); 101]))]
    fn a_malformed_value_is_invalid_and_has_no_lengths(#[case] form: Form, #[case] value: Value) {
        assert_eq!(
            refused(form, &value),
            json!([{"message": "Field key is invalid."}])
        );
    }

    #[rstest]
    #[case::text(Form::Text(3), json!(5))]
    #[case::url(Form::Url, json!(["https://example.org"]))]
    #[case::boolean(Form::Boolean, json!("true"))]
    #[case::seconds(Form::Seconds, json!(1.5))]
    #[case::tags(Form::ProxyTags, json!({"prefix": "a"}))]
    #[case::tag(Form::ProxyTags, json!(["a"]))]
    #[case::affix(Form::ProxyTags, json!([{"prefix": 5}]))]
    fn the_wrong_json_type_is_no_matter_of_the_model(#[case] form: Form, #[case] value: Value) {
        assert_eq!(form.fit("key", &value), Err(Misfit::Type));
    }

    #[test]
    fn a_text_too_long_by_one_has_its_lengths() {
        assert_eq!(
            refused(Form::Text(100), &json!("a".repeat(101))),
            json!([{"message": "Field key is too long.", "max_length": 100, "actual_length": 101}])
        );
    }

    #[test]
    fn a_url_both_too_long_and_malformed_is_too_long_first() {
        assert_eq!(
            refused(Form::Url, &json!("a".repeat(257))),
            json!([
                {"message": "Field key is too long.", "max_length": 256, "actual_length": 257},
                {"message": "Field key is invalid."},
            ])
        );
    }

    #[test]
    fn an_empty_name_is_as_good_as_none() {
        assert_eq!(
            refused(Form::Name(NameOf::Group, 100), &json!("")),
            json!([{"message": "Group name can not be set to null."}])
        );
    }
}
