//! Requirements: the sentences of the documentation that a response can keep or break.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ApplicableResponses, RequirementScope};

/// The level of a requirement, in the words of BCP 14.
///
/// A broken *must* fails the case, a broken *should* is reported, and a *may* is a remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A remark: nothing is broken.
    May,
    /// A violation that is reported, and a failure under `--fail-on should`.
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

/// The basis of a requirement in the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RequirementBasis {
    /// A statement of the documentation.
    Documented,
    /// An implication of the wording of the rows, or of the pages around them.
    Implied,
    /// A rule of good practice for every error response; no page states it.
    Practice,
}

/// One testable sentence of the contract, as `schemas/requirements.toml` words it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// The id in checks and reports.
    pub id: RequirementId,
    /// The level of the requirement.
    pub level: Level,
    /// The basis in the documentation.
    pub basis: RequirementBasis,
    /// The requirement itself, as one sentence in this project's words.
    pub sentence: String,
    /// The place in the documentation: a page and an anchor.
    pub source: String,
}

macro_rules! scope {
    () => {
        RequirementScope::Case
    };
    ($responses:ident) => {
        RequirementScope::EveryResponse(ApplicableResponses::$responses)
    };
}

/// Defines the requirement ids, one per line; a requirement that does not apply to one case alone names the responses that it applies to.
macro_rules! requirement_ids {
    ($( $(#[$doc:meta])* $variant:ident = $id:literal $(in $responses:ident)?, )+) => {
        /// The id of a requirement that the checks can judge.
        ///
        /// The set is closed, so that there is no check without a requirement and no requirement without a check.
        /// The contract's `requirements.toml` says which requirements apply, with which level and in which words.
        /// A requirement that is not listed there is not judged.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub enum RequirementId {
            $( $(#[$doc])* #[serde(rename = $id)] $variant, )+
        }

        impl RequirementId {
            /// Every requirement id, in the order of a response: status code, body, `errors`, limits, effects.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// Returns the id as it is written in files and reports.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $id, )+ }
            }

            /// Returns the scope of the requirement: one case, or every response of a target.
            #[must_use]
            pub const fn scope(self) -> RequirementScope {
                match self { $( Self::$variant => scope!($($responses)?), )+ }
            }
        }
    };
}

requirement_ids! {
    /// The pair of status code and error code is a row of the edition.
    PairDocumented = "pair-documented",
    /// The response is the row that describes the defect of the request.
    RowExpected = "row-expected",
    /// No request here entitles the server to an error of its own.
    NoServerError = "no-server-error",
    /// A refusal that no row describes still follows the error model.
    RefusalUsesErrorModel = "refusal-uses-error-model",
    /// The response is declared as JSON.
    ContentTypeJson = "content-type-json",
    /// The response has no content coding, as the request accepts none.
    ContentNotEncoded = "content-not-encoded" in All,
    /// The body is valid UTF-8 without a byte order mark.
    BodyUtf8 = "body-utf8",
    /// The body is one JSON object and nothing else.
    BodyOneObject = "body-one-object",
    /// No object of the body has a duplicate key.
    BodyKeysUnique = "body-keys-unique",
    /// No text of the body has a lone surrogate.
    BodyNoLoneSurrogates = "body-no-lone-surrogates",
    /// `code` is present and an integer.
    BodyCodeInteger = "body-code-integer",
    /// `message` is present and a non-empty string.
    BodyMessageString = "body-message-string",
    /// The body has no key beyond the error model.
    BodyNoOtherKeys = "body-no-other-keys",
    /// The message is the text of the table.
    MessageText = "message-text",
    /// `errors`, where present, is a map of keys to lists of error objects.
    ErrorsMapOfLists = "errors-map-of-lists",
    /// An error object has a `message` that is a string.
    ErrorObjectMessage = "error-object-message",
    /// The lengths in an error object are integers.
    ErrorObjectLengths = "error-object-lengths",
    /// `errors` is present if the content failed validation.
    ErrorsPresent = "errors-present",
    /// `errors` is present only if the content failed validation.
    ErrorsOnlyOnModelError = "errors-only-on-model-error",
    /// `errors` names exactly the invalid keys.
    ErrorsKeys = "errors-keys",
    /// The lengths are the documented limit and the length of the value sent.
    ErrorsLengthsTrue = "errors-lengths-true",
    /// Lengths are present only if a value is too long.
    ErrorsLengthsOnlyWhenTooLong = "errors-lengths-only-when-too-long",
    /// The text of an error object is the usual text.
    ErrorsMessageText = "errors-message-text",
    /// A rate-limit refusal says when to try again.
    RetryAfterPresent = "retry-after-present",
    /// `retry_after` is present only in a rate-limit refusal.
    RetryAfterOnlyOnRateLimit = "retry-after-only-on-rate-limit",
    /// `retry_after` is an integer.
    RetryAfterInteger = "retry-after-integer",
    /// `retry_after` is positive and no longer than the window.
    RetryAfterWithinWindow = "retry-after-within-window",
    /// A request after the wait in `retry_after` is served.
    RetryAfterTrue = "retry-after-true",
    /// Beyond the limit, requests are refused.
    LimitEnforced = "limit-enforced",
    /// After a pause, as many requests as the limit grants are served.
    LimitGranted = "limit-granted",
    /// A used-up scope does not affect the other scopes.
    LimitScopesSeparate = "limit-scopes-separate",
    /// Responses under a limit have the rate-limit header fields.
    RateHeadersPresent = "rate-headers-present" in RateLimited,
    /// The limit header is a number, the documented limit at least.
    RateHeaderLimit = "rate-header-limit" in All,
    /// The limit header is not above the documented limit.
    RateHeaderLimitDocumented = "rate-header-limit-documented" in All,
    /// The remaining header is a number from 0 to the limit.
    RateHeaderRemaining = "rate-header-remaining" in All,
    /// The reset header is a UNIX time in milliseconds, at most one window ahead.
    RateHeaderReset = "rate-header-reset" in All,
    /// The scope header names the scope of the request.
    RateHeaderScope = "rate-header-scope" in All,
    /// The response shows no stack trace, SQL or file path.
    NoInternals = "no-internals",
    /// The response does not repeat a token.
    NoToken = "no-token",
    /// An error is not offered to shared caches.
    NotForSharedCaches = "not-for-shared-caches",
    /// A refused request changes nothing.
    RefusalChangesNothing = "refusal-changes-nothing",
    /// The positive control of the bad request succeeds.
    ControlSucceeds = "control-succeeds",
    /// A repeated bad request gets the same response.
    AnswerRepeats = "answer-repeats",
    /// The response arrives within the time allowed for an error.
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
