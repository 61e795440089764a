//! The kinds that leave nothing of the server: it cannot be reached, or nothing that it says can be used.

use std::time::Duration;

use crate::answer::Answer;
use crate::expectation::{Cases, Expectation};
use crate::kinds::{CASES, READ};
use crate::relay::Hostility;
use crate::stage::{Kind, Place};

/// How the request begins by which a run learns whose token it has.
const WHOSE_TOKEN: &str = "GET /v2/systems/@me ";

/// Every kind, those that take longest first.
pub(crate) fn all() -> Vec<Kind> {
    [large(), dying(), silent(), useless(), unreachable()]
        .into_iter()
        .flatten()
        .collect()
}

/// The run does not begin.
const fn unusable(blame: &'static str, says: &'static str) -> Expectation {
    Expectation {
        exit: 4,
        verdict: "-",
        blame,
        says,
    }
}

fn kind(name: &'static str, about: &'static str, place: Place, expected: Expectation) -> Kind {
    Kind {
        name,
        about,
        place,
        cases: Cases {
            others: if expected.exit == 0 {
                CASES.others
            } else {
                &[]
            },
            ..CASES
        },
        expected,
    }
}

fn unreachable() -> Vec<Kind> {
    vec![
        kind(
            "refused",
            "refuses connections",
            Place::Nobody,
            unusable("network", "cannot connect to"),
        ),
        kind(
            "no-address",
            "has a name behind which there is no address",
            Place::Nowhere,
            unusable("network", "no address for nowhere.invalid"),
        ),
        #[cfg(target_os = "linux")]
        kind(
            "connect-timeout",
            "lets nobody in: its line is full",
            Place::Full,
            unusable("network", "connecting took longer than 2s"),
        ),
        kind(
            "no-tls",
            "speaks no TLS where it should",
            Place::Plain,
            unusable("network", "no TLS with"),
        ),
        kind(
            "self-signed",
            "shows a certificate that nobody vouches for",
            Place::SelfSigned,
            unusable("network", "no TLS with"),
        ),
    ]
}

fn useless() -> Vec<Kind> {
    // Settings without any, and: go away, for no reason.
    let frames = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x08\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00";
    vec![
        kind(
            "http-2-only",
            "speaks HTTP/2 and nothing else",
            Place::Relay(Hostility::ToAll(Answer::Close(frames.to_vec()))),
            unusable("target", "the response is not HTTP"),
        ),
        kind(
            "garbage-to-everything",
            "answers everything with bytes that are nothing",
            Place::Relay(Hostility::ToAll(Answer::raw("\u{1}\u{2}\u{3}\r\n\r\n"))),
            unusable("target", "the response is not HTTP"),
        ),
        kind(
            "closes-everything",
            "closes every connection without a byte",
            Place::Relay(Hostility::ToAll(Answer::Close(Vec::new()))),
            unusable("target", "the connection ended before status and headers"),
        ),
        kind(
            "silent-to-everything",
            "takes every request and says nothing",
            Place::Relay(Hostility::ToAll(Answer::Hold(Vec::new()))),
            unusable(
                "target",
                "the beginning of the response took longer than 4s",
            ),
        ),
    ]
}

fn dying() -> Vec<Kind> {
    let away = Some(Duration::from_secs(2));
    let green = Expectation {
        exit: 0,
        verdict: "pass",
        blame: "-",
        says: "pass",
    };
    let removal = "DELETE /v2/members/";
    let writing = || Cases {
        victim: "members/post-broken-json",
        others: &["members/post-empty-body", "messages/zero"],
        besides: &[],
    };
    vec![
        kind(
            "dies-and-comes-back",
            "is away for two seconds in the middle of a run",
            Place::Relay(Hostility::DiesAt(READ, away)),
            green,
        ),
        Kind {
            name: "away-while-undoing",
            about: "is away for two seconds when something is to be removed",
            place: Place::Relay(Hostility::DiesAt(removal, away)),
            cases: writing(),
            expected: green,
        },
        Kind {
            name: "dies-for-good",
            about: "dies in the middle of a run, with things made",
            place: Place::Relay(Hostility::DiesAt(removal, None)),
            cases: Cases {
                victim: "members/post-empty-body",
                others: &["members/post-broken-json"],
                besides: &[],
            },
            expected: Expectation {
                exit: 4,
                verdict: "inconclusive",
                blame: "network",
                says: "cannot connect to",
            },
        },
    ]
}

fn silent() -> Vec<Kind> {
    vec![Kind {
        name: "falls-silent",
        about: "says nothing any more from the middle of a run on",
        place: Place::Relay(Hostility::FallsSilentAt(READ)),
        cases: Cases {
            victim: "messages/word@owner",
            others: &[],
            besides: &["members/post-empty-body", "messages", "references"],
        },
        expected: Expectation {
            exit: 4,
            verdict: "fail",
            blame: "target",
            says: "the beginning of the response took longer than 4s",
        },
    }]
}

fn large() -> Vec<Kind> {
    let list = |bytes: usize| {
        let items = "0,".repeat(bytes / 2);
        Answer::json(
            "404 Not Found",
            &format!(r#"{{"code":20006,"message":[{items}0]}}"#),
        )
    };
    let many = |besides: &'static [&'static str]| Cases {
        victim: "messages/word@owner",
        others: &[],
        besides,
    };
    vec![
        Kind {
            name: "8-megabytes-to-everything",
            about: "answers everything but whose token it is with 8 MB",
            place: Place::Relay(Hostility::ToAllBut(WHOSE_TOKEN, list(8_000_000))),
            cases: many(&["messages", "groups/get-*", "members/get-*"]),
            // A creation that is answered beyond the limit may have left something.
            expected: Expectation {
                exit: 7,
                verdict: "harness-error",
                blame: "-",
                says: "the response body has more than 524288 JSON values",
            },
        },
        Kind {
            name: "1-megabyte-to-everything",
            about: "answers everything but whose token it is with 1 MB, which are read",
            place: Place::Relay(Hostility::ToAllBut(WHOSE_TOKEN, list(1_000_000))),
            // Each answer is read and judged in full.
            cases: many(&["messages"]),
            expected: Expectation {
                exit: 1,
                verdict: "fail",
                blame: "-",
                says: "message",
            },
        },
    ]
}
