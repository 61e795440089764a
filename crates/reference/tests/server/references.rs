//! References: every form in which something may be named, and those in which nothing is.

use rstest::rstest;

use crate::bench::{As, Bench, text};

/// `abc-def`, in the way in which the bot shows ids.
fn dashed(id: &str) -> String {
    let (head, tail) = id.split_at(3);
    format!("{head}-{tail}")
}

#[rstest]
#[case::system("/systems/{system}", "system")]
#[case::member("/members/{member}", "member")]
#[tokio::test]
async fn six_letters_are_read_in_every_displayed_form(#[case] path: &str, #[case] name: &str) {
    let bench = Bench::new().await;
    let id = bench.fill(&format!("{{{name}}}"));
    let uuid = text(&bench.get(As::Anonymous, path).await.body["uuid"]);
    let forms = [
        id.to_uppercase(),
        dashed(&id),
        dashed(&id).to_uppercase(),
        uuid.clone(),
        uuid.to_uppercase(),
    ];
    for form in forms {
        let answer = bench
            .get(As::Anonymous, &path.replace(&format!("{{{name}}}"), &form))
            .await;
        assert_eq!(answer.body["id"], id.as_str(), "{form}");
    }
}

#[tokio::test]
async fn five_letters_are_read_in_either_case_and_shown_in_lower_case() {
    let bench = Bench::new().await;
    for name in ["{member5}", "{group}"] {
        let kind = if name == "{group}" {
            "groups"
        } else {
            "members"
        };
        let upper = bench.fill(name).to_uppercase();
        let answer = bench.get(As::Anonymous, &format!("/{kind}/{upper}")).await;
        assert_eq!(answer.body["id"], bench.fill(name));
    }
}

#[tokio::test]
async fn lists_in_bodies_take_the_same_forms() {
    let bench = Bench::new().await;
    let form = dashed(&bench.fill("{member}")).to_uppercase();
    let added = bench
        .send(
            As::Owner,
            "POST /groups/{group}/members/add",
            &format!("[\"{form}\"]"),
        )
        .await;
    assert_eq!(added.status, 204);
}

#[rstest]
#[case::digits("123")]
#[case::me("@me")]
#[case::seven_letters("abcdefg")]
#[case::encoded_slash("a%2Fb")]
#[case::dots("%2e%2e")]
#[case::nul("%00")]
#[case::no_utf8("%ff%fe")]
#[case::broken_escape("%zz")]
#[case::half_escape("abcde%4")]
#[case::encoded_twice("%2561bcde")]
#[case::long(&"a".repeat(5000))]
#[case::unicode("%E2%98%83")]
#[case::semicolon("abcdef;x=1")]
#[tokio::test]
async fn what_is_no_reference_names_nothing(#[case] reference: &str) {
    let bench = Bench::new().await;
    let raw = |path: String| {
        format!("GET {path} HTTP/1.1\r\nHost: x\r\nUser-Agent: x\r\nConnection: close\r\n\r\n")
    };
    let expected = [("members", 20002), ("groups", 20004)];
    for (kind, code) in expected {
        let answer = bench
            .send_raw(raw(format!("/v2/{kind}/{reference}")).as_bytes())
            .await;
        assert_eq!(answer.row(), (404, code));
    }
    if !reference.starts_with('@') {
        let answer = bench
            .send_raw(raw(format!("/v2/systems/{reference}")).as_bytes())
            .await;
        assert_eq!(answer.row(), (404, 20001));
    }
    if reference.bytes().any(|byte| !byte.is_ascii_digit()) {
        let answer = bench
            .send_raw(raw(format!("/v2/messages/{reference}")).as_bytes())
            .await;
        assert_eq!(answer.row(), (400, 0));
    }
    let switch = format!(
        "/v2/systems/{}/switches/{reference}",
        bench.fill("{system}")
    );
    assert_eq!(
        bench.send_raw(raw(switch).as_bytes()).await.row(),
        (400, 40006)
    );
}

#[tokio::test]
async fn an_encoded_reference_is_decoded_once() {
    let bench = Bench::new().await;
    let id = bench.fill("{member}");
    let encoded = format!("%{:02X}{}", id.as_bytes()[0], &id[1..]);
    assert_eq!(
        bench
            .get(As::Anonymous, &format!("/members/{encoded}"))
            .await
            .body["id"],
        id
    );
    assert_eq!(
        bench.get(As::Owner, "/systems/%40me").await.body["id"],
        bench.fill("{system}")
    );
}

#[tokio::test]
async fn a_reference_to_another_kind_names_nothing() {
    let bench = Bench::new().await;
    let system = bench.get(As::Owner, "/systems/@me").await;
    let uuid = text(&system.body["uuid"]);
    assert_eq!(
        bench
            .get(As::Owner, &format!("/members/{uuid}"))
            .await
            .row(),
        (404, 20002)
    );
    assert_eq!(
        bench.get(As::Owner, &format!("/groups/{uuid}")).await.row(),
        (404, 20004)
    );
    assert_eq!(
        bench.get(As::Owner, "/systems/1234567890").await.row(),
        (404, 20001)
    );
}
