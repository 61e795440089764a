//! That a variant is in force: an answer in which it differs from the usual server.

use std::time::Duration;

use badreq_proof::Variant;
use badreq_reference::{ServerRateLimits, TriggerMode};

use crate::green::{block_on, serve};
use crate::raw::{Answer, Ask, Token, ask};

/// So many that a slow machine does not matter: two seconds have to pass before the last is let in by the usual server.
const MANY: usize = 8;

/// What is asked, and how the last answer shows the variant.
struct Probe {
    asks: Vec<Ask>,
    shows: fn(&Answer) -> bool,
}

pub(crate) fn it_differs(variant: Variant) {
    let Shown::ByAnAnswer(probe) = shown(variant) else {
        return;
    };
    assert!(answered(Some(variant), &probe), "the variant shows");
    assert!(!answered(None, &probe), "the usual server does not show it");
}

fn answered(variant: Option<Variant>, probe: &Probe) -> bool {
    block_on(async {
        let server = serve(variant, ServerRateLimits::None, TriggerMode::On).await;
        let mut last = None;
        for one in &probe.asks {
            last = Some(ask(&server, one).await);
        }
        let shows = (probe.shows)(&last.expect("something is asked"));
        server.shutdown().await;
        shows
    })
}

/// How it is known that a variant shows.
enum Shown {
    ByAnAnswer(Probe),
    /// By the rows that `touched` counts.
    ByItsRows,
    /// In tests of the room, which need no clock.
    Elsewhere,
}

fn shown(variant: Variant) -> Shown {
    let probe = match variant {
        Variant::KeysReordered => unknown(|answer| answer.body.starts_with("{\"code\"")),
        Variant::Whitespace => unknown(|answer| answer.body.starts_with("\r\n  {\n\t\"message\"")),
        Variant::Escapes => unknown(|answer| answer.body.starts_with("{\"\\u006D\\u0065")),
        Variant::NumbersWithPoint => unknown(|answer| answer.body.contains("\"code\":20002.0")),
        Variant::ExtraKeys => unknown(|answer| answer.body.contains("x_extra")),
        Variant::Charset => unknown(|answer| answer.head.contains("application/json; charset=")),
        Variant::ContentTypeUpperCase => unknown(|answer| answer.head.contains("APPLICATION/JSON")),
        Variant::ExtraHeaders => unknown(|answer| answer.head.contains("\r\nx-request-id: ")),
        Variant::HeaderCase => unknown(|answer| answer.head.contains("\r\nContent-Type: ")),
        Variant::Chunked => unknown(|answer| {
            answer.head.contains("transfer-encoding: chunked") && answer.body.starts_with("7\r\n")
        }),
        Variant::ConnectionClose => unknown(|answer| answer.closed),
        Variant::Http10 => unknown(|answer| answer.head.starts_with("HTTP/1.0 404")),
        Variant::Messages => one("GET", "/messages/abc", Token::None, None, |answer| {
            answer
                .body
                .contains("Invalid JSON, or invalid request format")
        }),
        Variant::InnerMessages => change("{\"name\": \"\"}", |answer| {
            answer.body.contains("This value cannot be used here.")
        }),
        Variant::ShortIdsFive => made(|answer| id(answer).len() == 5),
        Variant::ShortIdsOfAnyLetter => {
            made(|answer| id(answer).contains(['d', 'i', 'l', 'm', 'q']))
        }
        Variant::Latency300 => unknown(|answer| answer.took >= Duration::from_millis(300)),
        Variant::SlidingWindow | Variant::RefusalsCount => refused(|answer| wait(answer) > 334),
        Variant::RetryAfterGenerous => refused(|answer| wait(answer) == 1000),
        Variant::CountedByAddress => after_many(Token::Owner, |answer| answer.status() == "429"),
        Variant::CountedByToken => after_many(Token::Nobodys, |answer| answer.status() == "401"),
        Variant::PrivacyKey => change("{\"privacy\": {\"visibility\": \"x\"}}", |answer| {
            answer.body.contains("\"errors\":{\"privacy\":[")
        }),
        Variant::DuplicatesRefused => one(
            "POST",
            "/groups/{group}/members/add",
            Token::Owner,
            Some("[\"{member}\", \"{member}\"]"),
            |answer| answer.body.contains("40003"),
        ),
        Variant::IdenticalInAnyOrder => turned_round(),
        Variant::DuplicateGroupsRefused => one(
            "POST",
            "/members/{member}/groups/add",
            Token::Owner,
            Some("[\"{group}\", \"{group}\"]"),
            |answer| answer.status() == "400",
        ),
        Variant::PrivacyValuesAreTexts => change("{\"privacy\": {\"visibility\": 1}}", |answer| {
            answer.body.contains("\"code\":0")
        }),
        Variant::NulIsInvalid => change("{\"name\": \"a\\u0000\"}", |answer| {
            answer.body.contains("40001")
        }),
        Variant::ByteOrderMarkSkipped => change("\u{feff}{\"name\": \"\"}", |answer| {
            answer.body.contains("40001")
        }),
        Variant::StatusesOfHttp => one("GET", "/badreq", Token::None, None, |answer| {
            answer.status() == "404"
        }),
        Variant::BodyFirst => one(
            "PATCH",
            "/members/{member}",
            Token::None,
            Some("{"),
            |answer| answer.status() == "400",
        ),
        Variant::QueryFirst => one(
            "GET",
            "/systems/@me/guilds/x",
            Token::None,
            None,
            |answer| answer.status() == "400",
        ),
        Variant::ExistenceFirst => one("DELETE", "/members/qqqqqq", Token::None, None, |answer| {
            answer.status() == "404"
        }),
        Variant::OwnerLast => one(
            "PATCH",
            "/members/{member}",
            Token::Stranger,
            Some("{"),
            |answer| answer.status() == "400",
        ),
        Variant::NullIsAWrongType
        | Variant::TypeIsAModelError
        | Variant::EntriesAsPaths
        | Variant::ForeignIsNotFound
        | Variant::ForeignGroupIsNotFound
        | Variant::GroupsOfAnUnknownReference
        | Variant::NamedSystemForbidden
        | Variant::InvalidTokenRefused
        | Variant::SwitchRowsExchanged
        | Variant::MalformedSwitchIsNotFound
        | Variant::SwitchAsAModel
        | Variant::AutoproxyAsAModel
        | Variant::AutoproxyAsAPath
        | Variant::AutoproxyAsAnEntry
        | Variant::AutoproxyForbidden
        | Variant::ForeignMemberIsNotFound
        | Variant::MembersOfAnUnknownReference
        | Variant::SwitchByItsSystem
        | Variant::PrivateSwitchForbidden
        | Variant::PrivateSwitchIsNotFound
        | Variant::ZeroIsNoId
        | Variant::NumbersInAnyNotation
        | Variant::EmptyListsServed
        | Variant::EmptyListIsAModelError
        | Variant::EntriesAsTexts
        | Variant::AutoproxyOfOwnMembers
        | Variant::ScalarsAsTexts
        | Variant::ScalarsAsBooleans
        | Variant::ScalarsAsNumbers
        | Variant::AnyNumberOfSeconds
        | Variant::SecondsOutOfRangeAreAWrongType
        | Variant::WordsInAnyCase
        | Variant::UrlsOfAnyScheme
        | Variant::EmptyTextIsNull
        | Variant::NullTextIsAWrongType
        | Variant::ProxyTagsOf100
        | Variant::NulIsNotRead
        | Variant::TimesInUtcOnly => return Shown::ByItsRows,
        Variant::Latency5 | Variant::Jitter | Variant::FixedWindow | Variant::TokenBucket => {
            return Shown::Elsewhere;
        }
    };
    Shown::ByAnAnswer(probe)
}

fn one(
    method: &'static str,
    path: &'static str,
    token: Token,
    body: Option<&'static str>,
    shows: fn(&Answer) -> bool,
) -> Probe {
    let ask = Ask {
        method,
        path,
        token,
        body,
    };
    Probe {
        asks: vec![ask],
        shows,
    }
}

/// Asks for a member that is not there.
fn unknown(shows: fn(&Answer) -> bool) -> Probe {
    one("GET", "/members/qqqqqq", Token::Owner, None, shows)
}

fn change(body: &'static str, shows: fn(&Answer) -> bool) -> Probe {
    one(
        "PATCH",
        "/members/{member}",
        Token::Owner,
        Some(body),
        shows,
    )
}

/// Makes a member.
fn made(shows: fn(&Answer) -> bool) -> Probe {
    let body = Some("{\"name\": \"badreq\"}");
    one("POST", "/members", Token::Owner, body, shows)
}

fn id(answer: &Answer) -> String {
    let body: serde_json::Value = serde_json::from_str(&answer.body).expect("it is JSON");
    body["id"].as_str().expect("it has an id").to_owned()
}

/// More updates than are let in within a second.
fn refused(shows: fn(&Answer) -> bool) -> Probe {
    after_many(Token::None, shows)
}

fn wait(answer: &Answer) -> u64 {
    let body: serde_json::Value = serde_json::from_str(&answer.body).expect("it is JSON");
    body["retry_after"].as_u64().expect("it says how long")
}

/// Far more updates without a token than are let in within a second, and one with this.
fn after_many(token: Token, shows: fn(&Answer) -> bool) -> Probe {
    let update = |token| Ask {
        method: "DELETE",
        path: "/members/qqqqqq",
        token,
        body: None,
    };
    let mut asks: Vec<Ask> = (0..MANY).map(|_| update(Token::None)).collect();
    asks.push(update(token));
    Probe { asks, shows }
}

/// A switch to two members, and one to the same in another order.
fn turned_round() -> Probe {
    let switch = |members| Ask {
        method: "POST",
        path: "/systems/@me/switches",
        token: Token::Owner,
        body: Some(members),
    };
    Probe {
        asks: vec![
            switch("{\"members\": [\"{member}\", \"{other_member}\"]}"),
            switch("{\"members\": [\"{other_member}\", \"{member}\"]}"),
        ],
        shows: |answer| answer.body.contains("40004"),
    }
}
