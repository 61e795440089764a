//! File paths of the server.

use std::ops::Range;

use super::text_search::{SOURCE_EXTENSIONS, split_words};

/// The directories in which operating systems keep homes, programs and data.
const SYSTEM_DIRS: &[&str] = &[
    "home", "root", "usr", "var", "opt", "srv", "tmp", "mnt", "Users", "nix", "rustc",
];

/// The directories in which images and builds keep an application. A web page may load scripts from paths like these.
const BUILD_DIRS: &[&str] = &["app", "src", "build", "workspace", "code", "go"];

/// The extensions of files that hold settings, data or secrets.
const DATA_EXTENSIONS: &[&str] = &[
    "conf",
    "config",
    "cfg",
    "ini",
    "toml",
    "yml",
    "yaml",
    "env",
    "properties",
    "db",
    "sqlite",
    "log",
    "sock",
    "pem",
    "key",
    "csproj",
    "lock",
];

/// The extensions that the links of a web page have as well.
const SCRIPT_EXTENSIONS: &[&str] = &["js", "mjs", "ts", "php", "py", "so"];

/// Finds the paths of source and data files in a text, and all Windows paths.
pub(super) fn find_file_paths(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<_> = split_words(text, |letter| "/._-+@".contains(letter))
        .filter(|(range, word)| {
            is_unix_source_or_data_file(word) && !text[..range.start].ends_with(':')
        })
        .map(|(range, _)| range)
        .collect();
    found.extend(find_windows_paths(text));
    found
}

fn is_unix_source_or_data_file(word: &str) -> bool {
    let path = word.trim_end_matches('.');
    let Some((root, rest)) = path.strip_prefix('/').and_then(|path| path.split_once('/')) else {
        return false;
    };
    let Some((name, ending)) = rest.rsplit_once('.') else {
        return false;
    };
    let is_source = !name.is_empty() && SOURCE_EXTENSIONS.contains(&ending);
    let is_script = SCRIPT_EXTENSIONS.contains(&ending);
    let is_data = !name.is_empty() && DATA_EXTENSIONS.contains(&ending);
    (is_source || is_data) && SYSTEM_DIRS.contains(&root)
        || is_source && BUILD_DIRS.contains(&root) && !is_script
}

/// Finds Windows paths such as `C:\app\Members.cs`, also with doubled separators.
fn find_windows_paths(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(":\\").filter_map(move |(colon, _)| {
        let mut before = text[..colon].chars().rev();
        let drive = before.next().filter(char::is_ascii_alphabetic)?;
        let start = colon - drive.len_utf8();
        let apart = before.next().is_none_or(|letter| !letter.is_alphanumeric());
        let in_path = |letter: char| letter.is_alphanumeric() || "\\._-".contains(letter);
        let path = &text[colon + 1..];
        let end = path.find(|letter| !in_path(letter)).unwrap_or(path.len());
        let parts = path[..end]
            .split('\\')
            .filter(|part| !part.is_empty())
            .count();
        (apart && parts > 1).then(|| start..colon + 1 + end)
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::rust("could not read /home/api/src/main.rs")]
    #[case::built("/app/Things.Api/Members.cs")]
    #[case::library("/usr/lib/x/libpq.so")]
    #[case::script("(/home/node/index.js)")]
    #[case::end_of_a_sentence("See /srv/api/schema.sql.")]
    #[case::settings("cannot open /opt/api/config/database.yml")]
    #[case::a_log("/var/log/api/errors.log: no space left")]
    #[case::windows("C:\\app\\Members.cs")]
    #[case::windows_doubled("C:\\\\app\\\\Members.cs")]
    #[case::windows_quoted("'d:\\build\\api'")]
    fn a_file_path_is_found(#[case] text: &str) {
        assert!(!find_file_paths(text).is_empty());
    }

    #[rstest]
    #[case::unix("see /srv/api/schema.sql.", "/srv/api/schema.sql.")]
    #[case::windows("see C:\\app\\Members.cs now", "C:\\app\\Members.cs")]
    #[case::windows_at_the_end("'d:\\build\\api", "d:\\build\\api")]
    fn the_whole_path_is_told(#[case] text: &str, #[case] path: &str) {
        let shown: Vec<_> = find_file_paths(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(shown, [path]);
    }

    #[rstest]
    #[case::an_endpoint("POST /members/abcdef/groups/add")]
    #[case::climbing("Member '../../etc/passwd' not found.")]
    #[case::absolute("Member '/etc/passwd' not found.")]
    #[case::a_page("<script src=\"/app/main.js\"></script>")]
    #[case::a_link("https://example.com/home/x/main.rs")]
    #[case::a_local_link("https://home/x/main.rs")]
    #[case::a_directory("/home/api")]
    #[case::a_type("application/json")]
    #[case::settings_of_a_page("/app/site.config")]
    #[case::a_report("/reports/2026.log")]
    #[case::a_smile("a:\\ b")]
    #[case::an_escape("name:\\n")]
    #[case::one_escape("a:\\n")]
    #[case::escapes_behind_a_name("name:\\d\\w")]
    #[case::a_reference_like_a_file("Member '/members/main.rs' not found.")]
    #[case::a_zone("Europe/Berlin")]
    #[case::a_page_of_docs("/usr/share/doc/errors.html")]
    fn an_honest_text_is_no_file_path(#[case] text: &str) {
        assert!(
            find_file_paths(text).is_empty(),
            "{:?}",
            find_file_paths(text)
        );
    }
}
