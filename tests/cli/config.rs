//! Runs against targets that a configuration names.

use std::path::Path;

use rstest::rstest;

use super::command::{Ended, badreq, folder};
use super::serving::Served;
use super::stand_ins::{Keeper, that_answers};

const OWNER: &str = "Own3rs+Secret/0123456789";
const STRANGER: &str = "Str4ngers+Secret/9876543210";
const GATE: &str = "Gates Secret/13579";

fn run(file: &Path, args: &[&str], env: &[(&str, &str)]) -> Ended {
    let file = file.display().to_string();
    let args = [&["run", "--config", &file], args].concat();
    let mut command = badreq(&args);
    command.envs(env.iter().copied());
    Ended::of(command.output().expect("the command starts"))
}

/// The tokens that reached a server.
fn sent_tokens(keeper: &Keeper) -> Vec<String> {
    keeper.values("Authorization").into_iter().collect()
}

fn private(path: &Path, text: &str) {
    std::fs::write(path, text).expect("the file can be written");
    set_mode(path, 0o600);
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    let permissions = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, permissions).expect("the file is ours");
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) {}

/// A configuration whose tokens stand in a file and in a variable.
fn staging(test: &str, url: &str, more: &str) -> std::path::PathBuf {
    let folder = folder(test);
    std::fs::create_dir(folder.join("secrets")).expect("the folder can be made");
    private(&folder.join("secrets/owner"), &format!("{OWNER}\n"));
    let file = folder.join("own.toml");
    let text = format!(
        "target = 'staging'\n[targets.staging]\nurl = '{url}'\ntoken = {{ file = 'secrets/owner' }}\n\
         stranger_token = {{ env = 'STAGING_STRANGER' }}\nlimits = 'none'\n{more}\n\
         [targets.other]\nurl = 'https://other.invalid'\ntoken = {{ env = 'THAT_IS_NOT_SET' }}\n"
    );
    std::fs::write(&file, text).expect("the file can be written");
    file
}

#[test]
fn a_target_is_tested_with_what_the_file_says_of_it_and_nothing_else() {
    let keeper = Keeper::start();
    let file = staging(
        "config-by-name",
        &keeper.url,
        "headers = { X-Gate = { env = 'GATE' }, X-Plain = 'yes' }\nvalues = { message_id = '7' }",
    );
    let env = [("STAGING_STRANGER", STRANGER), ("GATE", GATE)];
    let ended = run(&file, &["messages/zero"], &env);
    assert_eq!(ended.status, 1, "{}", ended.err);
    let heads = keeper.heads();
    assert!(heads.len() > 2, "{heads:?}");
    for head in &heads {
        assert!(
            head.contains(&format!("X-Gate: {GATE}\r\n"))
                || head.contains(&format!("x-gate: {GATE}\r\n")),
            "{head}"
        );
    }
    assert_eq!(
        keeper.values("X-Plain").into_iter().collect::<Vec<_>>(),
        ["yes"]
    );
    assert_eq!(
        sent_tokens(&keeper),
        // The stranger's once, to learn whose it is.
        [OWNER, STRANGER]
    );
    assert!(
        ended.out.contains("-H \"X-Gate: $GATE\" -H 'X-Plain: yes'"),
        "{}",
        ended.out
    );
}

#[test]
fn a_run_by_a_configuration_is_green_and_prints_no_secret() {
    let served = Served::start(&["--limits", "none", "--triggers", "--seed", "23"]);
    let folder = folder("config-everything");
    private(&folder.join("owner"), served.say("token"));
    private(&folder.join("gate"), GATE);
    let known: Vec<String> = served
        .say("run")
        .split(" --")
        .filter_map(|word| word.strip_prefix("value "))
        .map(|pair| pair.trim().replacen('=', " = '", 1) + "'")
        .collect();
    let file = folder.join("badreq.toml");
    let text = format!(
        "[targets.staging]\nurl = '{}'\ntoken = {{ file = 'owner' }}\nstranger_token = {{ env = 'STRANGER' }}\nlimits = 'none'\n\
         headers = {{ X-Gate = {{ file = 'gate' }} }}\nvalues = {{ {} }}\n\
         triggers = {{ internal-error = 'X-Reference-Hook: internal-error', rate-limit = 'X-Reference-Hook: rate-limit' }}\n",
        served.say("url"),
        known.join(", ")
    );
    std::fs::write(&file, text).expect("the file can be written");
    let cases = ["authorization", "messages", "probes", "rate_limits"];
    let args = [&cases[..], &["--target", "staging", "--format", "json"]].concat();
    let ended = run(&file, &args, &[("STRANGER", served.say("stranger_token"))]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert_eq!(ended.json()["counts"]["inconclusive"], 0);
    for secret in [served.say("token"), served.say("stranger_token"), GATE] {
        assert!(!ended.out.contains(secret) && !ended.err.contains(secret));
    }
    assert!(ended.out.contains("\"X_GATE\""), "the header is named");
}

#[rstest]
fn a_target_that_repeats_a_secret_header_cannot_bring_it_into_the_report(
    #[values("text", "json")] format: &str,
) {
    let url = that_answers(|head| {
        let gate = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("x-gate").then_some(value)
        });
        serde_json::json!({ "code": 0, "message": gate, "id": gate }).to_string()
    });
    let gate = "headers = { X-Gate = { env = 'GATE' } }";
    let file = staging(&format!("config-repeated-{format}"), &url, gate);
    let env = [("STAGING_STRANGER", STRANGER), ("GATE", GATE)];
    let ended = run(&file, &["members", "--format", format], &env);
    assert_eq!(ended.status, 1, "{}", ended.err);
    assert!(ended.out.contains("[X-Gate]"), "it came back");
    for piece in ["13579", "Secret/", "0123456789", "9876543210"] {
        assert!(!ended.out.contains(piece), "{piece} is in the report");
        assert!(!ended.err.contains(piece), "{piece} is on standard error");
    }
}

#[test]
fn a_token_in_the_file_itself_is_warned_about_by_its_line_alone() {
    let keeper = Keeper::start();
    let folder = folder("config-inline");
    let file = folder.join("badreq.toml");
    let text = format!("[targets.a]\nurl = '{}'\ntoken = '{OWNER}'\n", keeper.url);
    std::fs::write(&file, text).expect("the file can be written");
    let ended = run(&file, &["messages/zero", "--target", "a"], &[]);
    let warning = format!(
        "warning: {}:3: the token is in the file itself",
        file.display()
    );
    assert!(ended.err.contains(&warning), "{}", ended.err);
    assert!(!ended.err.contains("0123456789"), "{}", ended.err);
    assert!(!keeper.heads().is_empty(), "the run goes on");
}

#[test]
fn tokens_that_commands_print_are_sent_and_shown_nowhere() {
    let keeper = Keeper::start();
    let folder = folder("config-commands");
    private(&folder.join("owner"), &format!("{OWNER}\n"));
    let file = folder.join("badreq.toml");
    let text = format!(
        "[targets.a]\nurl = '{}'\ntoken = {{ command = 'cat owner' }}\nstranger_token = {{ command = 'echo \"$STRANGER\"' }}\nlimits = 'none'\n",
        keeper.url
    );
    std::fs::write(&file, text).expect("the file can be written");
    let args = ["messages/zero", "--target", "a", "--value", "message_id=7"];
    let ended = run(&file, &args, &[("STRANGER", STRANGER)]);
    assert_eq!(ended.status, 1, "{}", ended.err);
    assert_eq!(sent_tokens(&keeper), [OWNER, STRANGER]);
    for piece in ["0123456789", "9876543210"] {
        assert!(!ended.out.contains(piece), "{piece} is in the report");
        assert!(!ended.err.contains(piece), "{piece} is on standard error");
    }
}

#[cfg(unix)]
#[test]
fn a_file_with_a_token_that_others_may_read_is_warned_about() {
    let keeper = Keeper::start();
    let file = staging("config-mode", &keeper.url, "");
    let env = [("STAGING_STRANGER", STRANGER)];
    let ended = run(&file, &["messages/zero"], &env);
    assert!(!ended.err.contains("warning"), "{}", ended.err);
    set_mode(&file.with_file_name("secrets").join("owner"), 0o640);
    let ended = run(&file, &["messages/zero"], &env);
    assert!(ended.err.contains("own.toml:4: "), "{}", ended.err);
    assert!(
        ended
            .err
            .contains("secrets/owner` holds a secret and may be read by others")
    );
    assert!(ended.err.contains("chmod 600"), "{}", ended.err);
}

#[rstest]
#[case::as_it_is("http://api.example.org/v2")]
#[case::capitals("http://API.Example.org/v2")]
#[case::final_dot("https://api.example.org./v2")]
#[case::port("http://api.example.org:8080/v2")]
fn a_production_host_of_the_file_is_refused(
    #[case] url: &str,
    #[values("api.example.org", "API.example.ORG.", "api.example.org:443")] host: &str,
) {
    let words = format!("config-production-{url}-{host}");
    let file = folder(&words.replace([':', '/'], "-")).join("own.toml");
    std::fs::write(&file, format!("production_hosts = ['{host}']\n")).expect("it can be written");
    let ended = run(&file, &["--target", url, "messages/zero"], &[]);
    assert_eq!(ended.status, 2, "{}", ended.err);
    assert!(ended.err.contains("api.example.org serves real users"));
    assert!(ended.err.contains("--allow-production"));
}

#[test]
fn a_time_to_wait_is_kept() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let addr = silent.local_addr().expect("it has an address");
    let file = staging(
        "config-timeouts",
        &format!("http://{addr}/v2"),
        "timeouts = { response = '150ms' }",
    );
    let ended = run(&file, &["messages/zero"], &[("STAGING_STRANGER", STRANGER)]);
    assert_eq!(ended.status, 4);
    assert!(ended.err.contains("longer than 150ms"), "{}", ended.err);
}

#[test]
fn a_name_without_a_configuration_is_answered_with_how_to_make_one() {
    let output = badreq(&["run", "--target", "staging"])
        .current_dir(folder("config-none"))
        .output()
        .expect("the command starts");
    let ended = Ended::of(output);
    assert_eq!(ended.status, 2);
    assert!(ended.err.contains("`badreq init`"), "{}", ended.err);
}
