//! README and docs, held to the command: every command that they show runs, and every flag that they list exists.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use badreq::cli::args::Cli;
use clap::{CommandFactory, Parser};

use crate::cli::command::{badreq, folder};
use crate::cli::serving::Served;

/// The pages for users.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).expect("the folder is there");
    let mut paths: Vec<PathBuf> = docs
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.extend([root.join("README.md"), root.join("CONTRIBUTING.md")]);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.file_name().expect("it has a name").to_string_lossy();
            let text = std::fs::read_to_string(&path).expect("it can be read");
            (name.into_owned(), text)
        })
        .collect()
}

/// `cargo run` runs the command of the one package that says so; two of them, and it runs nothing.
#[test]
fn cargo_run_means_the_command() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = |folder: &str| -> toml::Table {
        let path = root.join(folder).join("Cargo.toml");
        let text = std::fs::read_to_string(path).expect("the package has a manifest");
        text.parse().expect("it is TOML")
    };
    let members = manifest(".")["workspace"]["default-members"].clone();
    let members = members.as_array().expect("they are a list");
    let default_runs: Vec<String> = members
        .iter()
        .filter_map(|member| {
            let manifest = manifest(member.as_str().expect("a member is a folder"));
            let default_run = manifest["package"].get("default-run")?;
            Some(default_run.as_str().expect("it is a name").to_owned())
        })
        .collect();
    assert_eq!(default_runs, ["badreq"]);
}

/// The blocks of commands of a page, each as the words after `badreq` of its lines.
fn blocks(page: &str) -> Vec<Vec<Vec<String>>> {
    page.split("```")
        .skip(1)
        .step_by(2)
        .map(|block| {
            let lines = block
                .lines()
                .filter_map(|line| line.strip_prefix("$ badreq"));
            lines.map(words).collect()
        })
        .filter(|block: &Vec<Vec<String>>| !block.is_empty())
        .collect()
}

/// The words of a line, as a shell splits them, up to a comment or a redirection.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_quoted = false;
    for c in line.chars() {
        match c {
            '\'' => is_quoted = !is_quoted,
            '#' | '>' | '|' if !is_quoted && word.is_empty() => break,
            ' ' if !is_quoted => words.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn every_command_shown_is_one_that_the_command_line_takes() {
    let mut shown = 0;
    for (name, page) in pages() {
        for line in blocks(&page).into_iter().flatten() {
            let all = std::iter::once("badreq").chain(line.iter().map(String::as_str));
            if let Err(error) = Cli::try_parse_from(all) {
                panic!("{name} shows `badreq {}`: {error}", line.join(" "));
            }
            shown += 1;
        }
    }
    assert!(shown > 50, "{shown} commands were found");
}

/// What keeps a command from being run here.
fn is_run(line: &[String]) -> bool {
    let is = |name: &str| line.first().is_some_and(|first| first == name);
    // A server does not end by itself, `prove` is a test of its own, and a page of one's own is not there.
    !is("serve") && !is("prove") && !is("init") && !line.iter().any(|word| word == "--table")
}

#[test]
fn every_block_of_commands_of_the_readme_runs_as_it_stands() {
    let served = Served::start(&["--limits", "none"]);
    let readme = pages().into_iter().find(|(name, _)| name == "README.md");
    let (_, readme) = readme.expect("it is there");
    let mut ran = 0;
    for (number, block) in blocks(&readme).into_iter().enumerate() {
        let folder = folder(&format!("readme-{number}"));
        for line in block.iter().filter(|line| is_run(line)) {
            let mut args: Vec<&str> = line.iter().map(String::as_str).collect();
            for word in &mut args {
                if word.starts_with("https://") {
                    *word = served.say("url");
                }
            }
            if args.contains(&"--contract") {
                // No server of another contract runs here: its plan shows that the folder is loaded.
                args = args
                    .into_iter()
                    .map(|word| if word == "run" { "plan" } else { word })
                    .collect();
            }
            // A few cases stand for all.
            if args.first() == Some(&"run") && !line.iter().any(|word| word == "40002") {
                args.push("members");
            }
            let output = badreq(&args)
                .current_dir(&folder)
                .env("BADREQ_TARGET", served.say("url"))
                .env("BADREQ_TOKEN", served.say("token"))
                .env("BADREQ_STRANGER_TOKEN", served.say("stranger_token"))
                .env("BADREQ_LIMITS", "none")
                .output()
                .expect("the command starts");
            assert!(
                output.status.success(),
                "badreq {}: {}",
                args.join(" "),
                String::from_utf8_lossy(&output.stderr)
            );
            ran += 1;
        }
    }
    assert!(ran >= 15, "{ran} commands ran");
}

/// The page about the configuration.
fn configuration() -> String {
    let mut pages = pages().into_iter();
    let page = pages.find(|(name, _)| name == "configuration.md");
    page.expect("it is there").1
}

/// The rows of the table under a heading, by cells.
fn table(page: &str, heading: &str) -> Vec<Vec<String>> {
    let (_, section) = page.split_once(heading).expect("the heading is there");
    section
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| {
            let cells = line.replace("\\|", "/");
            let cells = cells.trim_matches('|').split('|');
            cells.map(|cell| cell.trim().to_owned()).collect()
        })
        .collect()
}

#[test]
fn the_page_about_the_configuration_lists_every_flag_and_variable_of_a_run_and_no_other() {
    let rows = table(&configuration(), "## Flags of `run` and `plan`");
    let listed: BTreeSet<String> = rows
        .iter()
        .flat_map(|row| row[0].split([' ', '`']))
        .filter(|word| word.starts_with("--"))
        .map(|word| word.trim_matches([',', ';']).to_owned())
        .collect();
    let command = Cli::command();
    let run = command.find_subcommand("run").expect("there is `run`");
    let flags: BTreeSet<String> = run
        .get_arguments()
        .filter_map(|own| own.get_long())
        .filter(|name| *name != "help")
        .map(|name| format!("--{name}"))
        .collect();
    assert_eq!(listed, flags);
    for own in run.get_arguments() {
        let (Some(long), variable) = (own.get_long(), own.get_env()) else {
            continue;
        };
        let flag = format!("`--{long}");
        let row = rows.iter().find(|row| {
            let mut words = row[0].split([' ', ',']);
            words.any(|word| word.trim_matches('`') == flag.trim_matches('`'))
        });
        let Some(row) = row else { continue };
        let listed = row[1]
            .split(['`', ' '])
            .find(|word| word.starts_with("BADREQ_"));
        assert_eq!(listed, variable.and_then(|name| name.to_str()), "{flag}`");
    }
}

#[test]
fn the_page_about_ci_lists_the_exit_statuses_of_the_help() {
    let mut pages = pages().into_iter();
    let (_, page) = pages
        .find(|(name, _)| name == "ci.md")
        .expect("it is there");
    let listed: Vec<String> = table(&page, "## Exit statuses")
        .into_iter()
        .map(|row| row[0].clone())
        .collect();
    let mut command = Cli::command();
    let help = command.render_long_help().to_string();
    let (_, statuses) = help.split_once("Exit status").expect("they are there");
    let shown: Vec<String> = statuses
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
        .collect();
    assert_eq!(listed, shown);
}

#[test]
fn the_short_help_fits_one_screen() {
    let help = Cli::command().render_help().to_string();
    let lines = help.lines().count();
    assert!(lines <= 40, "{lines} lines:\n{help}");
    let widest = help.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(110), "{help}");
}

#[test]
fn the_readme_is_short() {
    let readme = pages().into_iter().find(|(name, _)| name == "README.md");
    let words = readme.expect("it is there").1.split_whitespace().count();
    assert!(words <= 1500, "{words} words");
}
