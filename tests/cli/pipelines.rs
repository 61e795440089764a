//! The ready-made pipelines under `ci/pipelines/`: their shell parts against a served reference server.

use std::path::{Path, PathBuf};
use std::process::Command;

use rstest::rstest;
use serde_json::Value;
use yaml_rust2::{Yaml, YamlLoader};

use super::command::{Ended, badreq, folder};
use super::serving::Served;

/// Calls a script with nothing from the environment of whoever runs the tests, and this target and its tokens.
fn script(name: &str, served: &Served, args: &[&str], variables: &[(&str, &str)]) -> Ended {
    // Which variables a call is freed of is said in one place.
    let clean = badreq(&[]);
    let mut command = Command::new(format!("ci/pipelines/{name}"));
    command.args(args);
    for (name, value) in clean.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    for name in ["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"] {
        command.env_remove(name);
    }
    command
        .env("BADREQ", env!("CARGO_BIN_EXE_badreq"))
        .env("BADREQ_TARGET", served.say("url"))
        .env("BADREQ_LIMITS", "none")
        .env("BADREQ_TOKEN", served.say("token"))
        .env("BADREQ_STRANGER_TOKEN", served.say("stranger_token"))
        .envs(variables.iter().copied());
    Ended::of(command.output().expect("there is a bash"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&read(path)).expect("it is JSON")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// No token stands in what was printed or in any file.
fn keeps_secrets(served: &Served, ended: &Ended, folder: &Path) {
    let tokens = [served.say("token"), served.say("stranger_token")];
    let mut texts = vec![ended.out.clone(), ended.err.clone()];
    for file in files(folder).iter().filter(|path| path.is_file()) {
        texts.push(String::from_utf8_lossy(&std::fs::read(file).expect("it can be read")).into());
    }
    for text in texts {
        assert!(tokens.iter().all(|token| !text.contains(token)), "{text}");
    }
}

/// Whether no journal tells of anything that is still to be undone.
fn nothing_is_left(journals: &str) -> bool {
    !files(Path::new(journals))
        .iter()
        .any(|path| path.extension().is_some_and(|own| own == "jsonl"))
}

#[test]
fn two_parts_on_one_machine_make_one_green_report_and_leave_nothing_behind() {
    let served = Served::start(&["--limits", "none"]);
    let folder = folder("pipelines-green");
    let journals = folder.join("journals").display().to_string();
    let path = folder.display().to_string();
    let ended = script(
        "shell.sh",
        &served,
        &["--shards", "2", "--folder", &path, "references"],
        // A pipeline cannot leave a variable out, only leave it empty.
        &[("BADREQ_JOURNAL_DIR", &journals), ("BADREQ_VALUES", "")],
    );
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("the target conforms"), "{}", ended.out);
    let whole = json(&folder.join("result.json"));
    let parts: usize = (1..=2)
        .map(|part| {
            let part = json(&folder.join(format!("shard-{part}-of-2.json")));
            part["outcome"]["cases"].as_array().map_or(0, Vec::len)
        })
        .sum();
    let cases = whole["outcome"]["cases"].as_array().map_or(0, Vec::len);
    assert!(cases > 20, "{cases}");
    assert_eq!(parts, cases, "each case is in one part");
    roxmltree::Document::parse(&read(&folder.join("junit.xml"))).expect("roxmltree reads it");
    assert!(
        read(&folder.join("summary.md")).starts_with("### badreq: the target conforms"),
        "the summary begins with the conclusion"
    );
    keeps_secrets(&served, &ended, &folder);
    assert!(nothing_is_left(&journals), "what was provisioned is undone");
}

#[test]
fn what_the_parts_on_several_machines_found_keeps_its_status_and_becomes_a_summary_and_annotations()
{
    let served = Served::broken(&["20006:status=400"]);
    let folder = folder("pipelines-red");
    let path = folder.display().to_string();
    let github = folder.join("github");
    std::fs::create_dir(&github).expect("the folder can be made");
    let (summary, output) = (github.join("summary.md"), github.join("output"));
    let (summary_path, output_path) = (summary.display().to_string(), output.display().to_string());
    let action = |step: &str, shard: &str| {
        script(
            "github/run.sh",
            &served,
            &[],
            &[
                ("GITHUB_ACTIONS", "true"),
                ("GITHUB_STEP_SUMMARY", &summary_path),
                ("GITHUB_OUTPUT", &output_path),
                // The tokens of each part come under its number.
                ("BADREQ_TOKEN", "not-the-token-of-any-part"),
                ("BADREQ_TOKEN_1", served.say("token")),
                ("BADREQ_TOKEN_2", served.say("token")),
                (
                    "BADREQ_VALUES",
                    &format!("message_id={}", served.say("message_id")),
                ),
                // An input that is not given is an empty variable.
                ("BADREQ_TRIGGERS", ""),
                ("STEP", step),
                ("SHARD", shard),
                ("FOLDER", &path),
                ("PATTERNS", "messages"),
                ("BADREQ_FAIL_ON", ""),
                ("BADREQ_PARTIAL", "true"),
            ],
        )
    };
    let parts = [action("shard", "1/2"), action("shard", "2/2")];
    let merged = action("merge", "1/1");
    assert_eq!(merged.status, 1, "{}{}", merged.out, merged.err);
    let statuses = parts.each_ref().map(|part| part.status);
    assert!(statuses.contains(&1), "{statuses:?}");
    assert!(!statuses.contains(&2), "{}{}", parts[0].err, parts[1].err);
    assert_eq!(
        read(&output).lines().last(),
        Some("status=1"),
        "the status is an output of the step"
    );
    let told = read(&summary);
    assert!(
        told.starts_with("### badreq: the target does not conform"),
        "{told}"
    );
    assert_eq!(told, read(&folder.join("summary.md")));
    // The runner heeds no line between the first and the one that repeats its token.
    let (token, rest) = merged
        .out
        .strip_prefix("::stop-commands::")
        .and_then(|rest| rest.split_once('\n'))
        .expect("commands are stopped first");
    let (stopped, heeded) = rest
        .split_once(&format!("\n::{token}::\n"))
        .expect("commands are heeded again");
    assert!(stopped.contains("received: "), "{stopped}");
    if Command::new("jq").arg("--version").output().is_ok() {
        assert!(
            heeded
                .starts_with("::error title=badreq%3A pair-documented%2C row-expected broken::in "),
            "{heeded}"
        );
        assert!(heeded.contains("messages/unknown@anonymous"), "{heeded}");
    }
    for ended in parts.iter().chain([&merged]) {
        keeps_secrets(&served, ended, &folder);
    }
    let output = script("merge.sh", &served, &[&github.display().to_string()], &[]);
    assert_eq!(output.status, 2, "{}", output.err);
    assert!(
        output.err.contains("no part came to its end"),
        "{}",
        output.err
    );
}

#[test]
fn a_target_that_is_not_there_ends_the_parts_and_the_whole_with_4() {
    let served = Served::start(&[]);
    let folder = folder("pipelines-gone");
    let path = folder.display().to_string();
    for shards in ["1", "2"] {
        let ended = script(
            "shell.sh",
            &served,
            &["--shards", shards, "--folder", &path, "messages"],
            // Nothing listens on the port that is set aside for discarding.
            &[("BADREQ_TARGET", "http://127.0.0.1:9/v2")],
        );
        assert_eq!(ended.status, 4, "{}{}", ended.out, ended.err);
        assert!(ended.err.contains("127.0.0.1:9"), "{}", ended.err);
        keeps_secrets(&served, &ended, &folder);
    }
}

#[test]
fn parts_that_come_to_no_report_end_the_whole_with_their_status_and_their_words_and_leave_nothing_behind()
 {
    let served = Served::start(&["--limits", "none"]);
    let folder = folder("pipelines-no-report");
    let journals = folder.join("journals").display().to_string();
    let ended = script(
        "shell.sh",
        &served,
        &[
            "--shards",
            "2",
            "--folder",
            &folder.display().to_string(),
            "references",
            "--",
            "--fromat",
            "json",
        ],
        &[("BADREQ_JOURNAL_DIR", &journals)],
    );
    assert_eq!(ended.status, 2, "{}{}", ended.out, ended.err);
    for told in [
        "part 1 of 2 came to no report:\n",
        "part 2 of 2 came to no report:\n",
        "'--format'",
    ] {
        assert!(ended.err.contains(told), "{told}: {}", ended.err);
    }
    assert!(nothing_is_left(&journals), "what was provisioned is undone");
}

/// Every text under this key, wherever it stands.
fn under(key: &str, node: &Yaml, found: &mut Vec<String>) {
    match node {
        Yaml::Hash(entries) => {
            for (name, value) in entries {
                if name.as_str() == Some(key) {
                    let items = value.as_vec().cloned().unwrap_or(vec![value.clone()]);
                    found.extend(items.iter().filter_map(Yaml::as_str).map(str::to_owned));
                }
                under(key, value, found);
            }
        }
        Yaml::Array(items) => items.iter().for_each(|item| under(key, item, found)),
        _ => {}
    }
}

#[rstest]
#[case::action("github/action.yml", "run", &["run.sh"])]
#[case::workflow("github/conformance.yml", "run", &["snapshots.sh"])]
#[case::gitlab("gitlab-ci.yml", "script", &["shard.sh", "merge.sh", "snapshots.sh"])]
fn a_pipeline_calls_scripts_that_are_there_and_makes_no_input_a_part_of_a_command(
    #[case] file: &str,
    #[case] key: &str,
    #[case] scripts: &[&str],
) {
    let folder = Path::new("ci/pipelines");
    let text = read(&folder.join(file));
    let documents = YamlLoader::load_from_str(&text).expect("yaml-rust2 reads it");
    let mut commands = Vec::new();
    under(key, &documents[0], &mut commands);
    for script in scripts {
        let place = Path::new(file).parent().unwrap_or(Path::new(""));
        let is_there = [folder.to_owned(), folder.join(place)]
            .iter()
            .any(|folder| folder.join(script).is_file());
        assert!(is_there, "{script}");
        assert!(
            commands.iter().any(|command| command.contains(script)),
            "{script}: {commands:?}"
        );
    }
    for command in commands {
        assert!(!command.contains("${{"), "{command}");
        assert!(!command.contains("--token"), "{command}");
    }
}
