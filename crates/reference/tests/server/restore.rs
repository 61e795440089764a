//! The state: what is undone is as if it had never been, and a server starts and stops cleanly.

use badreq_reference::{ServerOptions, ServerRateLimits, start};

use crate::bench::{As, Bench, text};

#[tokio::test]
async fn deleting_what_was_made_and_putting_back_what_was_changed_restores_the_state() {
    let bench = Bench::new().await;
    let before = bench.server.dump_state();

    let made = bench
        .send(As::Owner, "POST /members", r#"{"name": "Made"}"#)
        .await;
    let member = text(&made.body["id"]);
    let made = bench
        .send(As::Owner, "POST /groups", r#"{"name": "Made"}"#)
        .await;
    let group = text(&made.body["id"]);
    bench
        .send(
            As::Owner,
            &format!("POST /groups/{group}/members/add"),
            r#"["{member}"]"#,
        )
        .await;
    bench
        .send(
            As::Owner,
            "POST /groups/{group}/members/add",
            &format!("[\"{member}\", \"{{member}}\"]"),
        )
        .await;
    let switch = format!("{{\"members\": [\"{member}\"]}}");
    let made = bench
        .send(As::Owner, "POST /systems/@me/switches", &switch)
        .await;
    let switch = text(&made.body["id"]);
    let autoproxy = "PATCH /systems/@me/autoproxy?guild_id=77";
    bench
        .send(As::Owner, autoproxy, r#"{"autoproxy_mode": "front"}"#)
        .await;
    let settings = "PATCH /systems/@me/settings";
    bench
        .send(
            As::Owner,
            settings,
            r#"{"timezone": "Europe/Berlin", "latch_timeout": 5}"#,
        )
        .await;
    let guild = "PATCH /systems/@me/guilds/{guild}";
    bench.send(As::Owner, guild, r#"{"tag": null}"#).await;
    bench
        .send(
            As::Owner,
            "PATCH /systems/@me",
            r#"{"privacy": {"front_privacy": "private"}}"#,
        )
        .await;
    assert_ne!(bench.server.dump_state(), before);

    for request in [
        format!("DELETE /systems/@me/switches/{switch}"),
        format!("DELETE /groups/{group}"),
        format!("DELETE /members/{member}"),
    ] {
        assert_eq!(bench.send(As::Owner, &request, "").await.status, 204);
    }
    bench
        .send(As::Owner, "POST /groups/{group}/members/overwrite", "[]")
        .await;
    bench
        .send(As::Owner, autoproxy, r#"{"autoproxy_mode": "off"}"#)
        .await;
    bench
        .send(
            As::Owner,
            settings,
            r#"{"timezone": "UTC", "latch_timeout": null}"#,
        )
        .await;
    bench.send(As::Owner, guild, r#"{"tag": "| seeded"}"#).await;
    bench
        .send(
            As::Owner,
            "PATCH /systems/@me",
            r#"{"privacy": {"front_privacy": "public"}}"#,
        )
        .await;
    assert_eq!(bench.server.dump_state(), before);
}

#[tokio::test]
async fn the_dump_sees_every_kind_of_change() {
    let bench = Bench::with_switches().await;
    for (request, body) in [
        ("PATCH /systems/@me", r#"{"pronouns": "they"}"#),
        ("PATCH /systems/@me/settings", r#"{"pings_enabled": false}"#),
        (
            "PATCH /systems/@me/guilds/{guild}",
            r#"{"tag_enabled": false}"#,
        ),
        (
            "PATCH /systems/@me/autoproxy?guild_id={guild}",
            r#"{"autoproxy_mode": "latch"}"#,
        ),
        (
            "PATCH /members/{member}",
            r#"{"privacy": {"visibility": "private"}}"#,
        ),
        (
            "PATCH /members/{member}/guilds/{guild}",
            r#"{"keep_proxy": true}"#,
        ),
        ("PATCH /groups/{group}", r#"{"color": "ff0000"}"#),
        ("POST /members/{member}/groups/add", r#"["{group}"]"#),
        (
            "PATCH /systems/@me/switches/{latest}/members",
            r#"["{member5}", "{member}"]"#,
        ),
        (
            "PATCH /systems/@me/switches/{latest}",
            r#"{"timestamp": "2022-01-01T00:00:00Z"}"#,
        ),
        ("DELETE /systems/@me/switches/{latest}", ""),
        ("DELETE /groups/{group}", ""),
        ("DELETE /members/{member}", ""),
    ] {
        let before = bench.server.dump_state();
        assert!(
            bench.send(As::Owner, request, body).await.status < 300,
            "{request}"
        );
        assert_ne!(bench.server.dump_state(), before, "{request}");
    }
}

#[tokio::test]
async fn a_taken_address_is_an_error_that_names_it() {
    let bench = Bench::new().await;
    let addr = bench.server.url().replace("http://", "").replace("/v2", "");
    let options = ServerOptions {
        addr: addr.parse().unwrap(),
        ..ServerOptions::default()
    };
    let error = start(options).await.unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("cannot listen on {addr}")),
        "{error}"
    );
}

#[tokio::test]
async fn after_a_shutdown_nobody_answers_even_on_an_open_connection() {
    let bench = Bench::with(ServerOptions {
        limits: ServerRateLimits::None,
        ..ServerOptions::default()
    })
    .await;
    assert_eq!(
        bench.get(As::Anonymous, "/members/{member}").await.status,
        200
    );
    let url = bench.server.url();
    bench.server.shutdown().await;
    assert!(bench.client.get(url).send().await.is_err());
}
