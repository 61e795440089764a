//! Requirements: the sentences of the documentation that an answer can keep or break.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{RequirementScope, ScopedResponses};

/// How binding a requirement is, in the words of BCP 14.
///
/// A broken *must* fails the case, a broken *should* is reported, a *may* is a remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A remark: nothing is broken.
    May,
    /// Reported, and a failure under `--strict`.
    Should,
    /// A failure.
    Must,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::May => "may",
            Self::Should => "should",
            Self::Must => "must",
        })
    }
}

/// Whether the documentation says a requirement or only implies it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The documentation says so.
    Documented,
    /// The wording of the rows, or of the pages around them, leaves nothing else.
    Implied,
    /// A rule of good manners that every error answer is held to; no page states it.
    Practice,
}

/// One testable sentence of the contract, as `schemas/requirements.toml` words it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// The id under which checks and reports name it.
    pub id: RequirementId,
    /// How binding it is.
    pub level: Level,
    /// Whether it is documented or implied.
    pub basis: Basis,
    /// The requirement itself, one sentence in this project's words.
    pub sentence: String,
    /// Where in the documentation it stands: a page and an anchor.
    pub source: String,
}

macro_rules! scope {
    () => {
        RequirementScope::Case
    };
    ($responses:ident) => {
        RequirementScope::EveryResponse(ScopedResponses::$responses)
    };
}

/// Names the requirements: a line each, with the responses that it holds for where that is not one case.
macro_rules! requirement_ids {
    ($( $(#[$doc:meta])* $variant:ident = $id:literal $(in $responses:ident)?, )+) => {
        /// The id of a requirement that the checks know how to judge.
        ///
        /// The set is closed: a check without a requirement, or a requirement without a check, cannot be written.
        /// Which of them hold for a contract, how strictly and in which words, is up to the contract's
        /// `requirements.toml`; one that is not listed there is not judged.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub enum RequirementId {
            $( $(#[$doc])* #[serde(rename = $id)] $variant, )+
        }

        impl RequirementId {
            /// Every requirement id, in the order of an answer: status, body, `errors`, limits, effects.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// The id as it stands in files and reports.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $id, )+ }
            }

            /// What it holds for: one case, or every response of a target.
            #[must_use]
            pub const fn scope(self) -> RequirementScope {
                match self { $( Self::$variant => scope!($($responses)?), )+ }
            }
        }
    };
}

requirement_ids! {
    /// The pair of status and code is a row of the edition.
    PairDocumented = "pair-documented",
    /// The answer is the row that says what is wrong with the request.
    RowExpected = "row-expected",
    /// No request here entitles the server to an error of its own.
    NoServerError = "no-server-error",
    /// Where no row is worded for the refusal, it still follows the error model.
    RefusalUsesErrorModel = "refusal-uses-error-model",
    /// The answer is declared as JSON.
    ContentTypeJson = "content-type-json",
    /// The body is valid UTF-8 without a byte order mark.
    BodyUtf8 = "body-utf8",
    /// The body is one JSON object and nothing else.
    BodyOneObject = "body-one-object",
    /// No object of the body has a key twice.
    BodyKeysUnique = "body-keys-unique",
    /// `code` is there and an integer.
    BodyCodeInteger = "body-code-integer",
    /// `message` is there and a string with text in it.
    BodyMessageString = "body-message-string",
    /// The body has no key beyond the error model.
    BodyNoOtherKeys = "body-no-other-keys",
    /// The message says what the table says.
    MessageText = "message-text",
    /// `errors`, where present, is a map of keys to lists of error objects.
    ErrorsMapOfLists = "errors-map-of-lists",
    /// An error object has a `message` that is a string.
    ErrorObjectMessage = "error-object-message",
    /// The lengths in an error object are integers.
    ErrorObjectLengths = "error-object-lengths",
    /// `errors` is there when a model did not parse.
    ErrorsPresent = "errors-present",
    /// `errors` is there only when a model did not parse.
    ErrorsOnlyOnModelError = "errors-only-on-model-error",
    /// `errors` names the keys at fault, all of them and no other.
    ErrorsKeys = "errors-keys",
    /// The lengths are the documented limit and the length that was sent.
    ErrorsLengthsTrue = "errors-lengths-true",
    /// Lengths are given only when a value is too long.
    ErrorsLengthsOnlyWhenTooLong = "errors-lengths-only-when-too-long",
    /// The text of an error object is the usual one.
    ErrorsMessageText = "errors-message-text",
    /// A rate-limit refusal says when to try again.
    RetryAfterPresent = "retry-after-present",
    /// `retry_after` is given only on a rate-limit refusal.
    RetryAfterOnlyOnRateLimit = "retry-after-only-on-rate-limit",
    /// `retry_after` is an integer.
    RetryAfterInteger = "retry-after-integer",
    /// `retry_after` is more than nothing and no longer than the window.
    RetryAfterWithinWindow = "retry-after-within-window",
    /// Who waits as long as `retry_after` says gets in.
    RetryAfterTrue = "retry-after-true",
    /// Beyond the limit, requests are refused.
    LimitEnforced = "limit-enforced",
    /// From rest, as many requests as the limit grants are served.
    LimitGranted = "limit-granted",
    /// A scope that is used up leaves the other scopes as they were.
    LimitScopesSeparate = "limit-scopes-separate",
    /// Answers under a limit carry the rate-limit headers.
    RateHeadersPresent = "rate-headers-present" in RateLimited,
    /// The limit header is the scope's limit.
    RateHeaderLimit = "rate-header-limit" in All,
    /// The remaining header is a number from 0 to the limit.
    RateHeaderRemaining = "rate-header-remaining" in All,
    /// The reset header is a UNIX time in milliseconds, at most one window ahead.
    RateHeaderReset = "rate-header-reset" in All,
    /// The scope header names the scope of the request.
    RateHeaderScope = "rate-header-scope" in All,
    /// The answer shows no stack trace, SQL or file path.
    NoInternals = "no-internals",
    /// The answer does not repeat a token.
    NoToken = "no-token",
    /// An error is not offered to shared caches.
    NotForSharedCaches = "not-for-shared-caches",
    /// A refused request changes nothing.
    RefusalChangesNothing = "refusal-changes-nothing",
    /// The valid twin of the bad request succeeds.
    ControlSucceeds = "control-succeeds",
    /// The same bad request gets the same answer again.
    AnswerRepeats = "answer-repeats",
    /// The answer comes within the time an error may take.
    AnswerInTime = "answer-in-time" in Errors,
}

impl fmt::Display for RequirementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Level;

    #[test]
    fn levels_are_written_in_the_words_of_bcp_14() {
        let words = [Level::Must, Level::Should, Level::May].map(|level| level.to_string());
        assert_eq!(words, ["must", "should", "may"]);
    }
}
