//! The possible faults of the rate limits.

use super::named;

named! {
    /// A mistake in `retry_after`.
    pub(crate) enum RetryFault {
        Missing = "missing",
        Null = "null",
        Text = "text",
        Fraction = "fraction",
        Zero = "zero",
        Negative = "negative",
        Seconds = "seconds",
        Microseconds = "microseconds",
        PointInTime = "point-in-time",
        DateText = "date-text",
        TooShort = "too-short",
        TooLong = "too-long",
        Minute = "minute",
        Renamed = "renamed",
        HeaderOnly = "header-only",
        InAnObject = "in-an-object",
    }
}

named! {
    /// A mistake in the rate limit headers.
    pub(crate) enum HeaderFault {
        AllMissing = "all-missing",
        MissingOnRefusal = "missing-on-refusal",
        LimitMissing = "limit-missing",
        LimitPerMinute = "limit-per-minute",
        LimitText = "limit-text",
        LimitZero = "limit-zero",
        RemainingMissing = "remaining-missing",
        RemainingNegative = "remaining-negative",
        RemainingAboveLimit = "remaining-above-limit",
        RemainingFraction = "remaining-fraction",
        ResetMissing = "reset-missing",
        ResetSeconds = "reset-seconds",
        ResetMicroseconds = "reset-microseconds",
        ResetRelative = "reset-relative",
        ResetDate = "reset-date",
        ResetFar = "reset-far",
        ScopeMissing = "scope-missing",
        ScopeUnknown = "scope-unknown",
        ScopeOther = "scope-other",
        ScopeEmpty = "scope-empty",
    }
}

named! {
    /// Whom a limit lets in.
    pub(crate) enum AdmissionFault {
        Never = "never-enforced",
        Early = "early",
        HalfEarly = "half-early",
        Growing = "wait-grows",
    }
}

named! {
    /// Which scopes share what is counted.
    pub(crate) enum SharedScopes {
        GetAndMessage = "get-and-message",
        GetAndUpdate = "get-and-update",
        MessageAndUpdate = "message-and-update",
        All = "all",
    }
}
