//! The kinds of hostile servers that are hostile to one request only: the run goes on, and says whose fault that one is.

use std::time::Duration;

use crate::answer::Answer;
use crate::expectation::{Cases, Expectation};
use crate::relay::Hostility;
use crate::stage::{Kind, Place};
use crate::whole;

/// The request that most of them do not like.
pub(crate) const READ: &str = "GET /v2/messages/badreq ";

/// A request that makes something, and so must not be sent twice.
const WRITE: &str = "POST /v2/members ";

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/// Read with another case beside it.
pub(crate) const CASES: Cases = Cases {
    victim: "messages/word@owner",
    others: &["messages/zero"],
    besides: &[],
};

/// Every kind, those that take longest first, so that the others are tried beside them.
pub(crate) fn all() -> Vec<Kind> {
    [
        whole::all(),
        slow(),
        limited(),
        broken(),
        endless(),
        misleading(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// No answer comes, and the target is to blame: a breach of `no-server-error`.
const fn blamed(says: &'static str) -> Expectation {
    Expectation {
        exit: 1,
        verdict: "fail",
        blame: "target",
        says,
    }
}

/// The answer is more than is read, which is a limit of the harness.
const fn beyond_the_limit(says: &'static str) -> Expectation {
    Expectation {
        exit: 5,
        verdict: "harness-error",
        blame: "-",
        says,
    }
}

/// What it is about cannot be seen behind the refusal.
const REFUSED_FOR_GOOD: Expectation = Expectation {
    exit: 5,
    verdict: "inconclusive",
    blame: "-",
    says: "\"is\":\"rate-refused\"",
};

/// The answer is judged like any other.
const fn judged(says: &'static str) -> Expectation {
    Expectation {
        exit: 1,
        verdict: "fail",
        blame: "-",
        says,
    }
}

fn aimed(name: &'static str, about: &'static str, answer: Answer, expected: Expectation) -> Kind {
    Kind {
        name,
        about,
        place: Place::Relay(Hostility::To(READ, answer)),
        cases: CASES,
        expected,
    }
}

fn broken() -> Vec<Kind> {
    let partial = format!("{OK}content-length: 1000\r\n\r\n{{\"message\":");
    vec![
        aimed(
            "reset-in-the-middle",
            "resets the connection in the middle of the body",
            Answer::Reset(partial.clone().into_bytes()),
            blamed("the connection ended in the middle of the response body"),
        ),
        aimed(
            "content-length-too-long",
            "announces more than it sends",
            Answer::Close(partial.into_bytes()),
            blamed("the connection ended in the middle of the response body"),
        ),
        aimed(
            "half-a-chunk",
            "closes the connection in the middle of a chunk",
            Answer::raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n123"),
            blamed("the connection ended in the middle of the response body"),
        ),
        aimed(
            "closed-at-once",
            "closes the connection without a byte",
            Answer::Close(Vec::new()),
            blamed("the connection ended before status and headers were complete"),
        ),
        Kind {
            name: "closed-at-a-write",
            about: "closes the connection when something is to be made",
            place: Place::Relay(Hostility::To(WRITE, Answer::Close(Vec::new()))),
            cases: Cases {
                victim: "members/post-broken-json",
                others: &["messages/zero"],
                besides: &[],
            },
            expected: blamed("the connection ended before status and headers were complete"),
        },
        aimed(
            "two-content-lengths",
            "announces two different lengths",
            Answer::raw("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}\n"),
            blamed("the response is not HTTP"),
        ),
        aimed(
            "garbage",
            "answers with bytes that are nothing",
            Answer::Close(b"\x00\xff\xfe\x80 nothing\r\n\r\n".to_vec()),
            blamed("the response is not HTTP"),
        ),
        aimed(
            "headers-of-a-megabyte",
            "sends a header of a megabyte",
            Answer::Close(format!("{OK}x: {}\r\n\r\n{{}}", "x".repeat(1_000_000)).into_bytes()),
            blamed("the response headers are too large"),
        ),
    ]
}

fn slow() -> Vec<Kind> {
    let second = Duration::from_secs(1);
    vec![
        aimed(
            "no-first-byte",
            "takes the request and says nothing",
            Answer::Hold(Vec::new()),
            blamed("the beginning of the response took longer than 4s"),
        ),
        aimed(
            "half-an-answer",
            "stops in the middle of the body and keeps the connection",
            Answer::Hold(format!("{OK}content-length: 9\r\n\r\n123").into_bytes()),
            blamed("the response took longer than 4s"),
        ),
        aimed(
            "drip",
            "sends one byte of the body a second",
            Answer::Endless(format!("{OK}\r\n").into_bytes(), b" ".to_vec(), second),
            blamed("the response took longer than 4s"),
        ),
        aimed(
            "slow-headers",
            "sends one byte of a header a second",
            Answer::Endless(format!("{OK}x: ").into_bytes(), b"x".to_vec(), second),
            blamed("the beginning of the response took longer than 4s"),
        ),
        aimed(
            "endless-early-hints",
            "announces an answer again and again",
            Answer::Endless(
                Vec::new(),
                b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n".to_vec(),
                Duration::from_millis(1),
            ),
            blamed("the beginning of the response took longer than 4s"),
        ),
    ]
}

fn endless() -> Vec<Kind> {
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let zeros = include_bytes!("zeros.gz").repeat(400);
    let head =
        "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-encoding: gzip";
    let bomb = format!("{head}\r\ncontent-length: {}\r\n\r\n", zeros.len());
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    vec![
        aimed(
            "endless-body",
            "sends a body without an end",
            Answer::Endless(
                format!("{OK}transfer-encoding: chunked\r\n\r\n").into_bytes(),
                chunk.into_bytes(),
                Duration::ZERO,
            ),
            beyond_the_limit("the response body is longer than 16777216 bytes"),
        ),
        aimed(
            "100-megabytes-of-json",
            "sends a list of 100 megabytes",
            Answer::Endless(
                format!("{OK}content-length: 100000000\r\n\r\n[").into_bytes(),
                b"0,".repeat(32_768),
                Duration::ZERO,
            ),
            beyond_the_limit("the response body is longer than 16777216 bytes"),
        ),
        aimed(
            "compressed-bomb",
            "sends 400 kB of gzip that hold 400 MB",
            Answer::Close([bomb.as_bytes(), &zeros].concat()),
            beyond_the_limit("the response body is longer than 16777216 bytes"),
        ),
        aimed(
            "json-100000-deep",
            "sends lists in lists, 100,000 deep",
            Answer::json("400 Bad Request", &deep),
            judged("body-one-object"),
        ),
    ]
}

fn misleading() -> Vec<Kind> {
    vec![
        aimed(
            "content-length-too-short",
            "sends more than it announces",
            Answer::raw(
                "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{\"message\":\"too long\"}",
            ),
            judged("body-one-object"),
        ),
        Kind {
            name: "redirect",
            about: "sends whoever asks to another host, which is not asked",
            place: Place::Elsewhere(READ),
            cases: CASES,
            expected: judged("row-expected"),
        },
        aimed(
            "token-in-the-answer",
            "repeats the token that it was sent",
            Answer::Echo,
            Expectation {
                exit: 0,
                verdict: "pass",
                blame: "-",
                says: "[owner token]",
            },
        ),
        aimed(
            "http-1.0",
            "answers in HTTP/1.0, without a length",
            Answer::Old,
            Expectation {
                exit: 0,
                verdict: "pass",
                blame: "-",
                says: "pass",
            },
        ),
    ]
}

fn limited() -> Vec<Kind> {
    let refusal = |more: &str| {
        let body = format!(r#"{{"message":"429: too many requests","code":0{more}}}"#);
        Answer::json("429 Too Many Requests", &body)
    };
    vec![
        aimed(
            "429-without-retry-after",
            "refuses for the rate forever and does not say how long",
            refusal(""),
            judged("row-expected"),
        ),
        aimed(
            "429-for-a-million-seconds",
            "refuses for the rate for a million seconds",
            refusal(r#","retry_after":1000000000"#),
            REFUSED_FOR_GOOD,
        ),
        Kind {
            name: "429-to-everything",
            about: "refuses everything for the rate",
            place: Place::Relay(Hostility::ToAll(refusal(r#","retry_after":500"#))),
            cases: Cases {
                victim: "messages/word@owner",
                others: &[],
                besides: &["messages", "references"],
            },
            expected: Expectation {
                exit: 4,
                verdict: "-",
                blame: "-",
                says: "was refused by the rate limit again and again (429)",
            },
        },
    ]
}
