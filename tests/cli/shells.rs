//! What shells and `man` are given.

use std::process::{Command, Output};

use rstest::rstest;

use super::command::{call, folder};

const COMMANDS: [&str; 14] = [
    "run",
    "plan",
    "provision",
    "merge",
    "report",
    "compare",
    "baseline",
    "cleanup",
    "list",
    "explain",
    "serve",
    "init",
    "completions",
    "man",
];

/// The commands that the help and the page of the command leave out.
const HIDDEN: [&str; 3] = ["provision", "completions", "man"];

/// Runs a script in bash; `None` where there is no bash.
fn bash(args: &[&str]) -> Option<Output> {
    Command::new("bash").args(args).output().ok()
}

#[test]
fn bash_completes_commands_flags_and_values() {
    let file = folder("completions").join("badreq.bash");
    std::fs::write(&file, call(&["completions", "bash"]).out).expect("it can be written");
    let path = file.display().to_string();
    let Some(parsed) = bash(&["-n", &path]) else {
        return;
    };
    assert!(parsed.status.success(), "{parsed:?}");
    let offered = |words: &str, last: &str, before: &str| {
        let script = format!(
            "source '{path}'; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _badreq badreq '{last}' '{before}'; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let output = bash(&["-c", &script]).expect("bash was there before");
        String::from_utf8(output.stdout).expect("it is text")
    };
    assert_eq!(offered("badreq ru", "ru", "badreq"), "run\n");
    assert_eq!(offered("badreq run --sh", "--sh", "run"), "--shard\n");
    assert_eq!(offered("badreq run --format j", "j", "--format"), "json\n");
    assert_eq!(offered("badreq completions z", "z", "completions"), "zsh\n");
}

#[rstest]
#[case::bash("bash", "complete -F _badreq")]
#[case::zsh("zsh", "#compdef badreq")]
#[case::fish("fish", "complete -c badreq")]
fn every_shell_knows_every_command_in_its_own_way(#[case] shell: &str, #[case] way: &str) {
    let ended = call(&["completions", shell]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(ended.out.contains(way), "{}", ended.out);
    for command in COMMANDS {
        assert!(ended.out.contains(command), "{command}");
    }
    assert!(ended.out.contains("stranger-token"), "{}", ended.out);
}

#[test]
fn the_page_of_the_command_names_every_command_and_every_exit_status() {
    let ended = call(&["man"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(ended.out.contains(".TH badreq 1"), "{}", ended.out);
    for command in COMMANDS {
        let named = format!("badreq\\-{command}(1)");
        let is_named = ended.out.contains(&named);
        assert_eq!(
            is_named,
            !HIDDEN.contains(&command),
            "{command}: {}",
            ended.out
        );
    }
    assert!(ended.out.contains("EXIT STATUS"), "{}", ended.out);
    assert!(ended.out.contains("\n130\n"), "{}", ended.out);
}

#[rstest]
fn the_page_of_a_command_has_every_flag_of_its_help(
    #[values(
        "run",
        "plan",
        "provision",
        "merge",
        "cleanup",
        "list",
        "explain",
        "serve",
        "init"
    )]
    command: &str,
) {
    let page = call(&["man", command]).out;
    let help = call(&[command, "--help"]).out;
    let flags: Vec<&str> = help
        .lines()
        // Deeper is what is said of a flag.
        .filter_map(|line| line.strip_prefix("      ").or(line.strip_prefix("  -h, ")))
        .filter(|line| line.starts_with("--"))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(flags.contains(&"--help"), "{help}");
    for flag in flags {
        let written = format!("\\fB{}\\fR", flag.replace('-', "\\-"));
        let is_entry = page
            .lines()
            .zip(page.lines().skip(1))
            .any(|(above, line)| above == ".TP" && line.contains(&written));
        assert!(is_entry, "{flag}: {page}");
    }
}

#[rstest]
#[case::a_page(&["man", "rnu"], "did you mean `badreq man run`?")]
#[case::no_page(&["man", "everything"], "there are doctor, run, ")]
#[case::a_shell(&["completions", "bsh"], "'bash'")]
fn what_is_called_otherwise_is_refused_with_what_there_is(
    #[case] args: &[&str],
    #[case] hint: &str,
) {
    let ended = call(args);
    assert_eq!(ended.status, 2, "{}", ended.out);
    assert!(ended.err.contains(hint), "{}", ended.err);
}
