//! Flags over environment over file over defaults, item by item.

use std::collections::BTreeSet;
use std::path::Path;

use rstest::rstest;

use super::command::{Ended, badreq, folder};
use super::stand_ins::{Keeper, that_answers_with};

/// One item, and how each layer gives it.
struct Item {
    /// Lines of the file before its target.
    root: &'static str,
    /// Lines of the target.
    target: &'static str,
    env: (&'static str, &'static str),
    flag: [&'static str; 2],
    seen: fn(&Keeper, &Ended) -> String,
    /// What is seen by default, with the file, with the environment besides, and with the flag besides.
    expected: [&'static str; 4],
}

fn header(keeper: &Keeper, name: &str) -> String {
    let values: Vec<String> = keeper.values(name).into_iter().collect();
    values.join(" and ")
}

fn contact(keeper: &Keeper, _: &Ended) -> String {
    let agent = header(keeper, "User-Agent");
    let contact = agent.split_once("(+").map_or("", |(_, contact)| contact);
    contact.trim_end_matches(')').to_owned()
}

/// The message that the control asks for.
/// The message that was asked for, if it was always the same one.
fn message(keeper: &Keeper, _: &Ended) -> String {
    let heads = keeper.heads();
    let asked = heads
        .iter()
        .filter_map(|head| head.strip_prefix("GET /v2/messages/"))
        .filter_map(|rest| rest.split(' ').next());
    let asked: BTreeSet<&str> = asked.filter(|id| *id != "0").collect();
    asked.into_iter().collect()
}

fn paced(_: &Keeper, ended: &Ended) -> String {
    let scopes = ended.json()["outcome"]["receipt"]["scopes"].clone();
    let is_paced = scopes.as_array().is_some_and(|scopes| !scopes.is_empty());
    if is_paced { "paced" } else { "at once" }.to_owned()
}

#[rstest]
#[case::token(Item {
    root: "",
    target: "token = 'the-files'",
    env: ("BADREQ_TOKEN", "the-environments"),
    flag: ["--token", "the-flags"],
    seen: |keeper, _| header(keeper, "Authorization"),
    expected: ["", "the-files", "the-environments", "the-flags"],
})]
#[case::contact(Item {
    root: "contact = 'https://file.example'",
    target: "",
    env: ("BADREQ_CONTACT", "https://environment.example"),
    flag: ["--contact", "https://flag.example"],
    seen: contact,
    expected: [
        "",
        "https://file.example",
        "https://environment.example",
        "https://flag.example",
    ],
})]
#[case::case_header(Item {
    root: "",
    target: "case_header = 'X-File'",
    env: ("BADREQ_CASE_HEADER", "X-Environment"),
    flag: ["--case-header", "X-Flag"],
    seen: |keeper, _| {
        let names = ["X-File", "X-Environment", "X-Flag"];
        let sent = names.map(|name| header(keeper, name));
        sent.into_iter().zip(names).filter(|(value, _)| value == "messages/zero").map(|(_, name)| name).collect()
    },
    expected: ["", "X-File", "X-Environment", "X-Flag"],
})]
#[case::limits(Item {
    root: "",
    target: "limits = 'none'",
    env: ("BADREQ_LIMITS", "documented"),
    flag: ["--limits", "none"],
    seen: paced,
    expected: ["paced", "at once", "paced", "at once"],
})]
#[case::known(Item {
    root: "",
    target: "values = { message_id = '11' }",
    env: ("BADREQ_VALUES", "message_id=22"),
    flag: ["--value", "message_id=33"],
    seen: message,
    expected: ["", "11", "22", "33"],
})]
fn a_flag_is_stronger_than_the_environment_and_that_than_the_file(#[case] item: Item) {
    let folder = folder(&format!("precedence-{}", item.env.0.to_lowercase()));
    let with_file = format!("{}\n[targets.a]\n{}", item.root, item.target);
    for (layers, expected) in item.expected.iter().enumerate() {
        let keeper = Keeper::start();
        let text = if layers > 0 {
            format!("{with_file}\nurl = '{}'\n", keeper.url)
        } else {
            format!("[targets.a]\nurl = '{}'\n", keeper.url)
        };
        let file = written(&folder, &text);
        let mut args = vec!["run", "messages/zero", "--config", &file, "--target", "a"];
        args.extend(["--format", "json"]);
        let needs_more = item.env.0 == "BADREQ_VALUES";
        if !needs_more {
            args.extend(["--value", "message_id=77"]);
        }
        if item.env.0 != "BADREQ_TOKEN" {
            args.extend(["--token", "the-owners"]);
        }
        if layers > 2 {
            args.extend(item.flag);
        }
        let mut command = badreq(&args);
        if layers > 1 {
            command.env(item.env.0, item.env.1);
        }
        let ended = Ended::of(command.output().expect("the command starts"));
        assert_eq!(&(item.seen)(&keeper, &ended), expected, "{}", ended.err);
    }
}

fn written(folder: &Path, text: &str) -> String {
    let path = folder.join("badreq.toml");
    std::fs::write(&path, text).expect("the file can be written");
    path.display().to_string()
}

/// The target that a run in this folder has by its report.
fn target(folder: &Path, env: Option<&str>, flag: Option<&str>) -> String {
    let mut args = vec!["run", "messages/zero", "--format", "json"];
    if let Some(flag) = flag {
        args.extend(["--target", flag]);
    }
    let mut command = badreq(&args);
    command.current_dir(folder);
    if let Some(env) = env {
        command.env("BADREQ_TARGET", env);
    }
    let ended = Ended::of(command.output().expect("the command starts"));
    let report = ended.json();
    let target = report["outcome"]["run"]["target"].as_str();
    target.expect("the report names the target").to_owned()
}

#[test]
fn a_target_is_named_by_flag_environment_or_file_and_else_it_is_the_reference() {
    let folder = folder("precedence-target");
    let url = Keeper::start().url;
    let a = format!("{url}/a");
    written(
        &folder,
        &format!("target = 'a'\n[targets.a]\nurl = '{url}/a'\n[targets.b]\nurl = '{url}/b'\n"),
    );
    let c = format!("{url}/c");
    assert_eq!(target(&folder, None, None), a);
    assert_eq!(target(&folder, Some("b"), None), format!("{url}/b"));
    assert_eq!(target(&folder, Some("b"), Some(&c)), c);
    assert_eq!(target(&folder, Some("b"), Some("a")), a);
    let embedded = target(&folder, None, Some("reference"));
    assert!(!embedded.starts_with(&url), "{embedded}");
    written(&folder, &format!("[targets.a]\nurl = '{url}/a'\n"));
    let embedded = target(&folder, None, None);
    assert!(!embedded.starts_with(&url), "{embedded}");
}

/// A URL is somebody else's server: no token of the file goes there.
#[test]
fn a_url_takes_nothing_from_the_targets_of_the_file() {
    let folder = folder("precedence-url");
    let keeper = Keeper::start();
    let file = written(
        &folder,
        &format!(
            "target = 'a'\n[targets.a]\nurl = '{}'\ntoken = 'the-files'\nheaders = {{ X-Gate = 'shut' }}\n",
            keeper.url
        ),
    );
    let other = Keeper::start();
    let output = badreq(&["run", "messages", "--config", &file, "--target", &other.url])
        .output()
        .expect("the command starts");
    assert!(!other.heads().is_empty(), "{output:?}");
    assert_eq!(header(&other, "Authorization"), "");
    assert_eq!(header(&other, "X-Gate"), "");
}

#[test]
fn a_proxy_that_wants_another_password_ends_the_run_and_is_told_without_it() {
    let proxy = that_answers_with("407 Proxy Authentication Required", |_| String::new());
    let proxy = proxy.trim_end_matches("/v2").replace("//", "//me:hunter2@");
    let folder = folder("precedence-closed-proxy");
    let file = written(
        &folder,
        "target = 'a'\n[targets.a]\nurl = 'http://staging.invalid/v2'\nproxy = { env = 'WAY_OUT' }\n",
    );
    let run = |flags: &[&str], variable: &str| {
        let args = [&["run", "messages/zero", "--config", &file], flags].concat();
        let output = badreq(&args).env(variable, &proxy).output();
        Ended::of(output.expect("the command starts"))
    };
    for ended in [
        run(&[], "WAY_OUT"),
        run(&["--proxy", &proxy], "WAY_OUT"),
        run(&[], "BADREQ_PROXY"),
    ] {
        assert_eq!(ended.status, 4, "{}", ended.err);
        assert!(ended.err.contains("demands a user name"), "{}", ended.err);
        let told = ended.out + &ended.err;
        assert!(!told.contains("hunter2"), "{told}");
    }
}

#[test]
fn a_proxy_of_the_file_is_used_unless_the_flag_says_that_there_is_none() {
    let folder = folder("precedence-proxy");
    let proxy = Keeper::start();
    let file = written(
        &folder,
        &format!(
            "target = 'a'\n[targets.a]\nurl = 'http://staging.invalid/v2'\nproxy = '{}'\n",
            proxy.url.trim_end_matches("/v2")
        ),
    );
    let run = |more: &[&str]| {
        let args = [&["run", "messages/zero", "--config", &file], more].concat();
        Ended::of(badreq(&args).output().expect("the command starts"))
    };
    assert_eq!(run(&["--proxy", "none"]).status, 4);
    assert!(proxy.heads().is_empty());
    run(&[]);
    let first = proxy.heads()[0].clone();
    assert!(
        first.starts_with("GET http://staging.invalid/v2/ HTTP/1.1"),
        "{first}"
    );
}

#[test]
fn a_value_of_the_environment_stays_beside_another_of_a_flag() {
    let keeper = Keeper::start();
    let args = ["run", "messages/zero", "--target", &keeper.url];
    let flags = ["--token", "the-owners", "--value", "guild_id=1"];
    let output = badreq(&[&args[..], &flags].concat())
        .env("BADREQ_VALUES", "message_id=22,guild_id=2")
        .output()
        .expect("the command starts");
    let ended = Ended::of(output);
    assert_eq!(message(&keeper, &ended), "22", "{}", ended.err);
}
