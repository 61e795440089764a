//! `badreq init`.

use super::command::{Ended, badreq, folder};
use super::stand_ins::Keeper;

fn call(folder: &std::path::Path, args: &[&str]) -> Ended {
    let mut command = badreq(args);
    command.current_dir(folder);
    command.env("STAGING_TOKEN", "the-owners");
    command.env("STAGING_STRANGER_TOKEN", "the-strangers");
    command.env("GATE_SECRET", "open sesame");
    Ended::of(command.output().expect("the command starts"))
}

#[test]
fn what_is_written_loads_once_the_url_is_filled_in() {
    let folder = folder("init-load");
    let ended = call(&folder, &["init"]);
    assert_eq!((ended.status, ended.out.as_str()), (0, ""));
    assert!(ended.err.contains("`badreq run CASE`"), "{}", ended.err);
    let keeper = Keeper::start();
    let path = folder.join("badreq.toml");
    let text = std::fs::read_to_string(&path).expect("it was written");
    assert!(text.starts_with("#:schema ./badreq.schema.json\n"));
    let text = text.replace("https://staging.example/v2", &keeper.url);
    std::fs::write(&path, text).expect("it can be written");
    let ended = call(
        &folder,
        &["run", "messages/zero", "--value", "message_id=1"],
    );
    assert_eq!(ended.status, 1, "{}", ended.err);
    assert!(keeper.values("Authorization").contains("the-owners"));
}

/// Whoever takes a comment sign away has a line that works.
#[test]
fn every_line_that_is_commented_out_loads_as_well() {
    let folder = folder("init-comments");
    call(&folder, &["init"]);
    let keeper = Keeper::start();
    let path = folder.join("badreq.toml");
    let text = std::fs::read_to_string(&path).expect("it was written");
    let lines: Vec<&str> = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(setting) if setting.contains(" = ") && !setting.contains('`') => setting,
            Some(_) | None => line,
        })
        .collect();
    let text = lines
        .join("\n")
        .replace("https://staging.example/v2", &keeper.url)
        .replace(
            "http://proxy.example:3128",
            keeper.url.trim_end_matches("/v2"),
        )
        // The project's root has the shape of a contract folder.
        .replace(
            "contract = \"contract\"",
            concat!("contract = '", env!("CARGO_MANIFEST_DIR"), "'"),
        );
    for key in [
        "contract",
        "production_hosts",
        "contact",
        "limits",
        "headers",
        "case_header",
        "ca_certs",
        "cert",
        "key",
        "proxy",
        "timeouts",
        "max_body",
        "baseline",
        "skip",
        "profile",
        "values",
        "triggers",
    ] {
        assert!(text.contains(&format!("\n{key} = ")), "no line for `{key}`");
    }
    let baselines = folder.join("baselines");
    std::fs::create_dir(&baselines).expect("it can be made");
    std::fs::write(baselines.join("staging.toml"), "").expect("it can be written");
    let pem = include_str!("../target/tls/issuer.pem");
    std::fs::write(folder.join("ca.pem"), pem).expect("it can be written");
    let pem = include_str!("../target/tls/self-signed.pem");
    std::fs::write(folder.join("client.pem"), pem).expect("it can be written");
    let pem = include_str!("../target/tls/self-signed-key.pem");
    std::fs::write(folder.join("client-key.pem"), pem).expect("it can be written");
    std::fs::write(&path, text).expect("it can be written");
    let ended = call(&folder, &["run", "messages/zero"]);
    // Of the values that it needs, not all are in the example.
    assert!(
        ended.status != 2 && !keeper.heads().is_empty(),
        "{}",
        ended.err
    );
}

#[test]
fn a_file_that_is_there_is_kept_unless_it_is_said() {
    let folder = folder("init-twice");
    let path = folder.join("sub.toml");
    std::fs::write(&path, "# mine\n").expect("it can be written");
    let ended = call(&folder, &["init", "--path", "sub.toml"]);
    assert_eq!(ended.status, 2);
    assert!(
        ended
            .err
            .contains("`sub.toml` already exists: give `--force`"),
        "{}",
        ended.err
    );
    assert!(!folder.join("badreq.schema.json").exists());
    let read = || std::fs::read_to_string(&path).expect("it is there");
    assert_eq!(read(), "# mine\n");
    let ended = call(&folder, &["init", "--path", "sub.toml", "--force"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(ended.err.contains("badreq run --config sub.toml"));
    assert!(read().contains("[targets.staging]"));
    assert!(folder.join("badreq.schema.json").exists());
}
