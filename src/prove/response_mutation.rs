//! Mutations of the responses of a row, whatever the request.

use serde_json::{Value, json};

use super::body_edit::{append_text, edit_object, replace_value, with_body, with_header};
use super::case_mutation::{MutatedSteps, replace_exchanges};
use super::recorded_case::RecordedCase;
use super::served_response::build_served_response;
use crate::check::{ExchangeRole, JudgeContext};
use crate::contract::{ErrorCode, ErrorId, ErrorRow, JsonPointer, RequirementId};
use crate::exchange::{Actor, Exchange, ExchangeTiming, Response};

/// Defines the mutations of a response, each with its name, the requirement that it breaks, and what such a server does.
macro_rules! response_mutations {
    ($( $(#[$doc:meta])* $variant:ident = $id:literal, $requirement:ident, $about:literal; )+) => {
        /// A wrong form of the responses of a row.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum ResponseMutation {
            $( $(#[$doc])* $variant, )+
        }

        impl ResponseMutation {
            /// Every mutation.
            pub(super) const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// Returns the name.
            pub(super) const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $id, )+ }
            }

            /// Describes what such a server does.
            pub(super) const fn describe(self) -> &'static str {
                match self { $( Self::$variant => $about, )+ }
            }

            /// Returns the requirement that such a server breaks.
            pub(super) const fn broken_requirement(self) -> RequirementId {
                match self { $( Self::$variant => RequirementId::$requirement, )+ }
            }
        }
    };
}

response_mutations! {
    /// A status that no row has together with the code.
    OtherStatus = "other-status", PairDocumented, "sends it with another status";
    /// A code that no row has.
    OtherCode = "other-code", PairDocumented, "sends it with a code that no row has";
    /// HTML as the content type.
    HtmlType = "html-type", ContentTypeJson, "declares it as `text/html`";
    /// No content type.
    NoType = "no-type", ContentTypeJson, "sends it without a content type";
    /// A content coding.
    Encoded = "encoded", ContentNotEncoded, "sends it with a content coding";
    /// A byte order mark before the body.
    ByteOrderMark = "byte-order-mark", BodyUtf8, "begins it with a byte order mark";
    /// A byte that is not UTF-8.
    InvalidUtf8 = "invalid-utf8", BodyUtf8, "writes it in Latin-1";
    /// Text behind the object.
    TextBehind = "text-behind", BodyOneObject, "writes text behind the object";
    /// The object in a list.
    List = "list", BodyOneObject, "puts it into a list";
    /// No body.
    NoBody = "no-body", BodyOneObject, "sends it without a body";
    /// The same key twice.
    KeyTwice = "key-twice", BodyKeysUnique, "writes the same key twice";
    /// Half of a surrogate pair.
    LoneSurrogate = "lone-surrogate", BodyNoLoneSurrogates, "cuts a character in half";
    /// No code.
    NoCode = "no-code", BodyCodeInteger, "leaves out the code";
    /// The code as a string, or a word as a number.
    CodeOfOtherType = "code-of-other-type", BodyCodeInteger, "writes the code as a string, or a word as a number";
    /// Null for the code.
    NullCode = "null-code", BodyCodeInteger, "writes null for the code";
    /// No message.
    NoMessage = "no-message", BodyMessageString, "leaves out the message";
    /// An empty message.
    EmptyMessage = "empty-message", BodyMessageString, "sends an empty message";
    /// A message that is no string.
    MessageAsObject = "message-as-object", BodyMessageString, "writes an object for the message";
    /// A key that the error model does not have.
    OtherKey = "other-key", BodyNoOtherKeys, "adds a key that the error model does not have";
    /// Another message.
    OtherMessage = "other-message", MessageText, "sends another message";
    /// The message with one character more.
    EditedMessage = "edited-message", MessageText, "adds a character to the message";
    /// Another reference than the one that was sent.
    OtherReference = "other-reference", MessageText, "names another reference than the one that was sent";
    /// Details of a model error where there is none.
    MisplacedDetails = "misplaced-details", ErrorsOnlyOnModelError, "adds details of a model error";
    /// A wait without a limit.
    MisplacedWait = "misplaced-wait", RetryAfterOnlyOnRateLimit, "adds a time to wait";
    /// A stack trace.
    StackTrace = "stack-trace", NoInternals, "shows a stack trace";
    /// The text of a query.
    QueryText = "query-text", NoInternals, "shows the error of a database";
    /// A token.
    Token = "token", NoToken, "shows the token that was sent";
    /// Permission for shared caches.
    SharedCaching = "shared-caching", NotForSharedCaches, "lets shared caches keep it";
    /// Another response to the same request.
    RepeatServed = "repeat-served", AnswerRepeats, "serves the same request when it is repeated";
    /// A late response.
    Late = "late", AnswerInTime, "sends it too late";
}

impl ResponseMutation {
    /// Reports whether the responses of a row can be mutated in this way: some break nothing there.
    pub(super) fn applies_to_row(self, rules: &JudgeContext<'_>, row: &ErrorRow) -> bool {
        let model = rules.model;
        let is_described = model.described_rows.contains(&row.id());
        let limits_rate = model.rate_limit_rows.contains(&row.id());
        let has_message = model.message.is_some();
        match self {
            Self::OtherMessage | Self::EditedMessage => has_message && !is_described,
            Self::OtherReference => has_message && !is_described && row.meaning.contains('{'),
            Self::MisplacedDetails => {
                model.details.is_some() && !model.rows_with_details().contains(&row.id())
            }
            // A refusal for the rate is not repeated.
            Self::MisplacedWait => model.wait.is_some() && !limits_rate,
            Self::RepeatServed => !limits_rate,
            Self::Late => rules.options.max_response_time.is_some(),
            Self::OtherStatus
            | Self::OtherCode
            | Self::HtmlType
            | Self::NoType
            | Self::Encoded
            | Self::ByteOrderMark
            | Self::InvalidUtf8
            | Self::TextBehind
            | Self::List
            | Self::NoBody
            | Self::KeyTwice
            | Self::LoneSurrogate
            | Self::NoCode
            | Self::CodeOfOtherType
            | Self::NullCode
            | Self::NoMessage
            | Self::EmptyMessage
            | Self::MessageAsObject
            | Self::OtherKey
            | Self::StackTrace
            | Self::QueryText
            | Self::Token
            | Self::SharedCaching => true,
        }
    }

    /// Applies the mutation to the responses of a row that the case provokes; `None` if it has nothing to change.
    pub(super) fn mutate_case_steps<'c>(
        self,
        rules: &JudgeContext<'_>,
        case: &'c RecordedCase<'_>,
        row: ErrorId,
    ) -> Option<MutatedSteps<'c>> {
        replace_exchanges(case.steps(), |place, step| {
            case.is_provoked_response_of_row(place, step, row)
                .then_some(())?;
            if self == Self::Late {
                return delay_response(rules, &step.exchange);
            }
            let response = if self == Self::RepeatServed {
                (step.role == ExchangeRole::Repeat).then(|| build_served_response(case))
            } else {
                self.mutate_response(rules, case, row, &step.exchange.response)
            };
            Some(Exchange {
                response: response?,
                ..step.exchange.clone()
            })
        })
    }

    fn mutate_response(
        self,
        rules: &JudgeContext<'_>,
        case: &RecordedCase<'_>,
        row: ErrorId,
        response: &Response,
    ) -> Option<Response> {
        let model = rules.model;
        let code = &model.code;
        let edit =
            |change: &dyn Fn(&mut Value) -> Option<()>| edit_object(response, |body| change(body));
        let edit_message = |change: &dyn Fn(&mut Value, &JsonPointer) -> Option<()>| {
            let at = model.message.as_ref()?;
            edit_object(response, |body| change(body, at))
        };
        match self {
            Self::OtherStatus => {
                let status = find_undocumented_status_for_code(rules, row)?;
                Some(Response {
                    status,
                    ..response.clone()
                })
            }
            Self::OtherCode => {
                let other = find_undocumented_code(rules);
                edit(&|body| replace_value(body, code, other))
            }
            Self::HtmlType => Some(with_header(response, "content-type", Some("text/html"))),
            Self::NoType => Some(with_header(response, "content-type", None)),
            Self::Encoded => Some(with_header(response, "content-encoding", Some("gzip"))),
            Self::ByteOrderMark => {
                let body = [b"\xef\xbb\xbf", response.body.0.as_slice()].concat();
                Some(with_body(response, body))
            }
            Self::InvalidUtf8 => append_message_bytes(response, model.message.as_ref()?, b"\xe9"),
            Self::LoneSurrogate => {
                append_message_bytes(response, model.message.as_ref()?, br"\ud83d")
            }
            Self::TextBehind => {
                let body = [response.body.0.as_slice(), b" ok"].concat();
                Some(with_body(response, body))
            }
            Self::List => {
                let body = [b"[".as_slice(), &response.body.0, b"]"].concat();
                Some(with_body(response, body))
            }
            Self::NoBody => Some(with_body(response, "")),
            Self::KeyTwice => {
                let rest = response.body.0.strip_prefix(b"{")?;
                let body = response.parse_json_body()?;
                let key = code.reference_tokens().next()?;
                let first = format!("{{{}:{},", json!(key), body.get(&key)?);
                Some(with_body(response, [first.as_bytes(), rest].concat()))
            }
            Self::NoCode => edit(&|body| code.remove_from(body).map(drop)),
            Self::CodeOfOtherType => edit(&|body| {
                let other = match row.code() {
                    ErrorCode::Integer(number) => Value::from(number.to_string()),
                    ErrorCode::Word(_) => Value::from(1),
                };
                replace_value(body, code, other)
            }),
            Self::NullCode => edit(&|body| replace_value(body, code, Value::Null)),
            Self::NoMessage => edit_message(&|body, at| at.remove_from(body).map(drop)),
            Self::EmptyMessage => edit_message(&|body, at| replace_value(body, at, "")),
            Self::MessageAsObject => {
                edit_message(&|body, at| replace_value(body, at, json!({"text": "no"})))
            }
            Self::OtherKey => edit(&|body| {
                let body = body.as_object_mut()?;
                body.insert("badreq_other".to_owned(), true.into());
                Some(())
            }),
            Self::OtherMessage => {
                edit_message(&|body, at| replace_value(body, at, "This did not work."))
            }
            Self::EditedMessage => edit_message(&|body, at| append_text(body, at, "!")),
            Self::OtherReference => {
                let values = &case.expectations.bad_request.placeholders;
                let sent = values.values().find(|value| !value.is_empty())?;
                edit_message(&|body, at| {
                    let own = at.find_in(body)?.as_str()?;
                    let other = own.replacen(sent.as_str(), "another", 1);
                    (other != own).then_some(())?;
                    replace_value(body, at, other)
                })
            }
            Self::MisplacedDetails => edit(&|body| {
                let own = model.details.as_ref()?;
                let details = json!({"name": [{ own.message.as_str(): "no" }]});
                own.at.insert_into(body, details);
                Some(())
            }),
            Self::MisplacedWait => edit(&|body| {
                model.wait.as_ref()?.at.insert_into(body, 250.into());
                Some(())
            }),
            Self::StackTrace => edit_message(&|body, at| append_text(body, at, STACK_TRACE)),
            Self::QueryText => edit_message(&|body, at| append_text(body, at, QUERY_ERROR)),
            Self::Token => {
                let shown = edit_message(&|body, at| append_text(body, at, " [owner token]"))?;
                Some(Response {
                    tokens_seen: vec![Actor::Owner],
                    ..shown
                })
            }
            Self::SharedCaching => {
                let value = Some("public, max-age=60");
                Some(with_header(response, "cache-control", value))
            }
            Self::RepeatServed | Self::Late => None,
        }
    }
}

const STACK_TRACE: &str =
    "\nTraceback (most recent call last):\n  File \"/app/main.py\", line 7, in handle";

const QUERY_ERROR: &str =
    " ERROR: syntax error at or near \"select\": SELECT * FROM things WHERE id = $1";

/// Finds a status of 4xx that no row with this code has.
fn find_undocumented_status_for_code(rules: &JudgeContext<'_>, row: ErrorId) -> Option<u16> {
    let mut statuses = [409, 422, 418].into_iter();
    statuses.find(|status| {
        rules
            .find_row_by_code_and_status(row.code(), *status)
            .is_none()
    })
}

/// Returns a code that no row has.
fn find_undocumented_code(rules: &JudgeContext<'_>) -> ErrorCode {
    let codes = rules.rows.iter().map(|row| row.code);
    match codes.max() {
        Some(ErrorCode::Integer(greatest)) => ErrorCode::Integer(greatest.saturating_add(1)),
        Some(ErrorCode::Word(last)) => format!("{}_OTHER", last.as_str()).as_str().into(),
        None => ErrorCode::Integer(1),
    }
}

/// Puts these bytes to the end of the message, whatever they mean there.
fn append_message_bytes(
    response: &Response,
    message: &JsonPointer,
    bytes: &[u8],
) -> Option<Response> {
    const MARK: &str = "\u{e000}";
    let marked = edit_object(response, |body| append_text(body, message, MARK))?;
    let body = &marked.body.0;
    let mut places = body.windows(MARK.len());
    let place = places.position(|own| own == MARK.as_bytes())?;
    let (before, rest) = body.split_at(place);
    let behind = rest.strip_prefix(MARK.as_bytes())?;
    Some(with_body(&marked, [before, bytes, behind].concat()))
}

/// Makes the response arrive a second after the time that a response may take.
fn delay_response(rules: &JudgeContext<'_>, exchange: &Exchange) -> Option<Exchange> {
    let longest = rules.options.max_response_time?;
    let late = longest.saturating_add(std::time::Duration::from_secs(1));
    let timing = ExchangeTiming {
        elapsed_us: u64::try_from(late.as_micros()).unwrap_or(u64::MAX),
        ..exchange.timing
    };
    Some(Exchange {
        timing,
        ..exchange.clone()
    })
}
