//! The possible faults of an error answer: its keys, its body as a whole, its headers.

use super::named;

named! {
    /// A mistake in the two keys that every error answer has.
    pub(crate) enum KeyFault {
        CodeMissing = "code-missing",
        CodeNull = "code-null",
        CodeText = "code-text",
        CodeFraction = "code-fraction",
        CodeRenamed = "code-renamed",
        MessageMissing = "message-missing",
        MessageNull = "message-null",
        MessageNumber = "message-number",
        MessageEmpty = "message-empty",
        MessageRenamed = "message-renamed",
        Wrapped = "wrapped",
    }
}

named! {
    /// What stands in place of the reference that a message repeats.
    pub(crate) enum ReferenceFault {
        Unfilled = "unfilled",
        Left = "left-out",
        LowerCase = "lower-case",
        FirstEntry = "first-entry",
        Raw = "raw",
    }
}

named! {
    /// A replacement for the body, or around it.
    pub(crate) enum BodyFault {
        Empty = "empty",
        Truncated = "truncated",
        Html = "html",
        PlainText = "plain-text",
        ProblemDetails = "problem-details",
        TwoObjects = "two-objects",
        TextBehind = "text-behind",
        TextBefore = "text-before",
        CodeTwice = "code-twice",
        MessageTwice = "message-twice",
        InvalidUtf8 = "invalid-utf8",
        ByteOrderMark = "byte-order-mark",
        Utf16 = "utf-16",
        InAList = "in-a-list",
        InAString = "in-a-string",
        Null = "null",
        SingleQuotes = "single-quotes",
        TrailingComma = "trailing-comma",
    }
}

named! {
    /// The declaration of the body of an error response.
    pub(crate) enum ContentTypeFault {
        Missing = "missing",
        Empty = "empty",
        Text = "text",
        Html = "html",
        Problem = "problem-json",
        Bytes = "octet-stream",
        Longer = "json-seq",
    }
}

named! {
    /// Where a framework refuses a request before the API's own code sees it.
    pub(crate) enum Stage {
        Path = "path",
        Method = "method",
        UserAgent = "user-agent",
        ContentType = "content-type",
        Syntax = "syntax",
        TopLevel = "top-level",
        Type = "type",
        Query = "query",
        Token = "token",
    }
}

named! {
    /// What a framework answers in its own words.
    pub(crate) enum FrameworkFault {
        ProblemDetails = "problem-details",
        Html = "html",
        Text = "text",
        Empty = "empty",
        HangsUp = "hangs-up",
    }
}

named! {
    /// What of its inside a server shows.
    pub(crate) enum Leak {
        RustTrace = "rust-trace",
        DotnetTrace = "dotnet-trace",
        PythonTrace = "python-trace",
        JavaScriptTrace = "javascript-trace",
        JavaTrace = "java-trace",
        Sql = "sql",
        UnixPath = "unix-path",
        WindowsPath = "windows-path",
        Token = "token",
    }
}

named! {
    /// In which part of an answer it shows it.
    pub(crate) enum LeakPlace {
        Message = "message",
        Key = "key",
        Header = "header",
    }
}

named! {
    /// The treatment of a bad request when it is sent again.
    pub(crate) enum RepeatFault {
        OtherRow = "other-row",
        Breaks = "breaks",
        Served = "served",
    }
}

named! {
    /// A mistake in `errors`.
    pub(crate) enum ErrorsFault {
        Missing = "missing",
        Null = "null",
        List = "list",
        Text = "text",
        Empty = "empty",
        Renamed = "renamed",
        ObjectForOne = "object-for-one",
        EmptyLists = "empty-lists",
        TextsInLists = "texts-in-lists",
        TextForList = "text-for-list",
        Nested = "nested",
        ExtraKey = "extra-key",
        FirstKeyOnly = "first-key-only",
        LastKeyOnly = "last-key-only",
        FirstObjectOnly = "first-object-only",
        LastObjectOnly = "last-object-only",
        CamelCase = "camel-case",
        MessageMissing = "message-missing",
        MessageNull = "message-null",
        MessageNumber = "message-number",
        MessageRenamed = "message-renamed",
        OtherText = "other-text",
        LengthsMissing = "lengths-missing",
        MaxMissing = "max-missing",
        ActualMissing = "actual-missing",
        LengthsSwapped = "lengths-swapped",
        ActualOffByOne = "actual-off-by-one",
        MaxOffByOne = "max-off-by-one",
        ActualCapped = "actual-capped",
        LengthsText = "lengths-text",
        LengthsFraction = "lengths-fraction",
        LengthsNull = "lengths-null",
        LengthsElsewhere = "lengths-elsewhere",
        NullLengthsElsewhere = "null-lengths-elsewhere",
    }
}
