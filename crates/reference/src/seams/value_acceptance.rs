//! The acceptance of values: what is converted and let through where the documentation leaves it open.

use std::borrow::Cow;
use std::fmt::Debug;

use serde_json::Value;

/// The form of a value that a field may have, as far as reading depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldValueKind {
    /// A text.
    Text,
    /// A URL.
    Url,
    /// A color of six hexadecimal digits.
    Color,
    /// A date without a time.
    Date,
    /// A point in time.
    Time,
    /// One of a few words.
    Word,
    /// A list of proxy tags.
    ProxyTags,
    /// A list of references.
    References,
    /// A boolean.
    Boolean,
    /// A whole number of seconds.
    Seconds,
}

/// The place of a number that is written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberPlace {
    /// An id in the path.
    PathId,
    /// An id in the query.
    QueryId,
    /// A count in the query.
    QueryCount,
}

/// The judgement of a value before its form is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueJudgement {
    /// The form decides.
    ByForm,
    /// The value is kept, whatever its form says.
    Accepted,
    /// The value is invalid, whatever its form says.
    Invalid,
}

/// The acceptance of values where the documentation leaves open what is converted or let through; by default strict.
///
/// ```
/// use std::sync::Arc;
///
/// use badreq_reference::{NumberPlace, ServerOptions, ValueAcceptance};
///
/// /// A server that takes no `0` for an id.
/// #[derive(Debug)]
/// struct WithoutZero;
///
/// impl ValueAcceptance for WithoutZero {
///     fn convert_text_to_number(&self, _place: NumberPlace, _text: &str, usual: Option<u64>) -> Option<u64> {
///         usual.filter(|number| *number != 0)
///     }
/// }
///
/// let options = ServerOptions { values: Arc::new(WithoutZero), ..ServerOptions::default() };
/// # drop(options);
/// ```
pub trait ValueAcceptance: Debug + Send + Sync {
    /// Returns the JSON value of a body, or `None` for bytes that are refused; `usual` is their value as a strict reader sees it.
    fn convert_body(&self, _bytes: &[u8], usual: Option<Value>) -> Option<Value> {
        usual
    }

    /// Returns the number that a text stands for, or `None` for a text that is refused.
    fn convert_text_to_number(
        &self,
        _place: NumberPlace,
        _text: &str,
        usual: Option<u64>,
    ) -> Option<u64> {
        usual
    }

    /// Reports whether a time of this notation is read.
    fn accepts_time(&self, _text: &str) -> bool {
        true
    }

    /// Returns the reference that an entry of a list stands for, or `None` for an entry of the wrong type.
    fn convert_list_entry<'v>(&self, entry: &'v Value) -> Option<Cow<'v, str>> {
        entry.as_str().map(Cow::Borrowed)
    }

    /// Returns the value of a field as it is judged and kept.
    fn convert_field_value<'v>(&self, _form: FieldValueKind, value: &'v Value) -> Cow<'v, Value> {
        Cow::Borrowed(value)
    }

    /// Judges the value of a field before its form does; null is judged elsewhere.
    fn judge_value(&self, _form: FieldValueKind, _value: &Value) -> ValueJudgement {
        ValueJudgement::ByForm
    }

    /// Returns the URL by which a URL is judged; it is kept as it was sent.
    fn convert_url_for_check<'t>(&self, text: &'t str) -> Cow<'t, str> {
        Cow::Borrowed(text)
    }

    /// Returns the number of characters that prefix, the word `text` and suffix of a proxy tag may have together.
    fn max_proxy_tag_length(&self) -> usize {
        99
    }
}

/// The acceptance of what is documented, and nothing else.
#[derive(Debug)]
pub(crate) struct StrictValueAcceptance;

impl ValueAcceptance for StrictValueAcceptance {}
