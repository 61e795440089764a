//! What must come of a run against a hostile server.

use serde_json::Value;

use crate::child::Ended;

/// The most memory that a run may use, in bytes.
const MEMORY: u64 = 200 * 1000 * 1000;

/// What must come of a run.
#[derive(Clone, Copy)]
pub(crate) struct Expectation {
    /// The exit status.
    pub(crate) exit: i32,
    /// The verdict on the case that meets the hostility; `-` where no case comes to a verdict.
    pub(crate) verdict: &'static str,
    /// Whose fault the report says it is; `-` where there is an answer to judge.
    pub(crate) blame: &'static str,
    /// What the report, or standard error where there is none, says of it.
    pub(crate) says: &'static str,
}

/// How the hostile case fared, for comparison and for the table.
pub(crate) struct Fared {
    pub(crate) verdict: String,
    pub(crate) blame: String,
}

/// The case that the hostility is aimed at, by the beginning of its name, and those that must go on.
pub(crate) struct Cases {
    pub(crate) victim: &'static str,
    pub(crate) others: &'static [&'static str],
    /// What else is tried, whatever comes of it.
    pub(crate) besides: &'static [&'static str],
}

pub(crate) fn fared(ended: &Ended, victim: &str) -> Fared {
    let report = ended.report();
    let of_case = case(&report, victim);
    let verdict = match of_case {
        Some(case) => case["verdict"]["is"].as_str().unwrap_or("-").to_owned(),
        None => "-".to_owned(),
    };
    let text = match of_case {
        Some(case) => case.to_string(),
        None => ended.err.clone(),
    };
    let blame = ["harness", "network", "target"]
        .into_iter()
        .find(|blame| text.contains(&format!("(a failure of the {blame})")))
        .or_else(|| {
            of_case?["verdict"]["because"]["detail"]["blame"]
                .as_str()
                .map(|blame| match blame {
                    "harness" => "harness",
                    "network" => "network",
                    _ => "target",
                })
        })
        .unwrap_or("-")
        .to_owned();
    Fared { verdict, blame }
}

fn case<'r>(report: &'r Value, name: &str) -> Option<&'r Value> {
    let cases = report["outcome"]["cases"].as_array()?;
    cases.iter().find(|case| case["case"]["name"] == name)
}

/// What is not as expected, in words.
pub(crate) fn findings(
    ended: &Ended,
    expected: &Expectation,
    cases: &Cases,
    secrets: &[&str],
) -> Vec<String> {
    let mut found = Vec::new();
    let mut differs = |what: &str, expected: &str, actual: &str| {
        if expected != actual {
            found.push(format!("{what}: expected {expected}, got {actual}"));
        }
    };
    let status = ended
        .status
        .map_or("none: it did not end".to_owned(), |status| {
            status.to_string()
        });
    let fared = fared(ended, cases.victim);
    differs("exit status", &expected.exit.to_string(), &status);
    differs("verdict", expected.verdict, &fared.verdict);
    differs("blame", expected.blame, &fared.blame);
    let report = ended.report();
    for other in cases.others {
        let verdict = case(&report, other).map(|case| case["verdict"]["is"].clone());
        differs(
            other,
            "pass",
            verdict.as_ref().and_then(Value::as_str).unwrap_or("-"),
        );
    }
    let told = case(&report, cases.victim).map_or(ended.err.clone(), Value::to_string);
    if !told.contains(expected.says) && !ended.err.contains(expected.says) {
        found.push(format!("nobody says `{}`", expected.says));
    }
    if let Some(peak) = ended.peak.filter(|peak| *peak > MEMORY) {
        found.push(format!("it used {} MB of memory", peak / 1_000_000));
    }
    for secret in secrets {
        // JSON may escape a character, and a piece of a token is a leak too.
        let pieces = secret.split(['+', '/', '=']);
        let piece = pieces.max_by_key(|part| part.len()).unwrap_or(secret);
        if ended.out.contains(piece) || ended.err.contains(piece) {
            found.push("a token is in what it wrote".to_owned());
        }
    }
    if !found.is_empty() {
        let beginning: String = told.chars().take(3000).collect();
        found.push(format!(
            "standard error: {}\nof the case: {beginning}",
            ended.err
        ));
    }
    found
}
