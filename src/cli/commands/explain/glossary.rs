//! The terms that have a meaning of their own in flags, files, reports and docs.

use std::io::{self, Write};

/// A term with its explanation: first its definition, then its use.
#[derive(Debug)]
pub(super) struct GlossaryTerm {
    pub(super) name: &'static str,
    meaning: &'static str,
}

/// Every term, ordered so that later ones build on earlier ones.
pub(super) const TERMS: &[GlossaryTerm] = &[
    GlossaryTerm {
        name: "contract",
        meaning: "What the documentation of an API promises: its error table, the model of its error bodies, its operations and rate limits, \
                  and the requirements that follow. Every response is judged by it, and by nothing else.",
    },
    GlossaryTerm {
        name: "row",
        meaning: "One line of the error table: a status code, an error code and a meaning, such as 404 with a code of its own. \
                  It is named by its error code, or by `0/STATUS` where the code is 0. A response is described the other way round, as `STATUS/CODE`: \
                  row `0/400` comes as `400/0`. `badreq list --coverage` lists them.",
    },
    GlossaryTerm {
        name: "requirement",
        meaning: "One thing that the documentation requires of a response, such as `body-code-integer`. It has a level and a sentence of the \
                  documentation. It holds for each case, or for every response of the target.",
    },
    GlossaryTerm {
        name: "level",
        meaning: "How binding a requirement is, in the sense of BCP 14: must, should or may. A broken must fails the run.",
    },
    GlossaryTerm {
        name: "edition",
        meaning: "A state of the error table: `document` is the page alone, `errata` adds what later editions list. Set with `--edition`.",
    },
    GlossaryTerm {
        name: "suite",
        meaning: "A TOML file of cases about one subject, such as `members`. Your own go into a folder given with `--suites`.",
    },
    GlossaryTerm {
        name: "case",
        meaning: "One bad request and the row that the contract documents for it, named `SUITE/CASE@ACTOR`. \
                  `badreq explain CASE` shows its request, its control and its expected response.",
    },
    GlossaryTerm {
        name: "defect",
        meaning: "The one thing that is wrong with the request of a case, such as a missing token or a text that is too long.",
    },
    GlossaryTerm {
        name: "control",
        meaning: "The same request with its defect fixed. It has to succeed: otherwise the target refuses it for another reason, \
                  and the case proves nothing.",
    },
    GlossaryTerm {
        name: "probe",
        meaning: "A read before and after a bad request, which shows whether the refused request changed anything.",
    },
    GlossaryTerm {
        name: "target",
        meaning: "The server under test: a URL, a name in the configuration, or `reference`, the embedded reference server.",
    },
    GlossaryTerm {
        name: "actor",
        meaning: "The sender of a request: the owner of the test data, a stranger (a second account), a sender with an invalid token, or an anonymous one (no token).",
    },
    GlossaryTerm {
        name: "fixture",
        meaning: "Something that the run creates on the target for its cases. \
                  A run deletes what it created and restores what it changed.",
    },
    GlossaryTerm {
        name: "value",
        meaning: "Something that cases need and only the server's operator can supply, such as the id of an existing message. \
                  Given with `--value NAME=VALUE`; `badreq list --needs` lists them.",
    },
    GlossaryTerm {
        name: "trigger",
        meaning: "A header or path that makes the target return an error no ordinary request brings about, such as an internal error. \
                  Given with `--trigger NAME=HEADER` or `--trigger NAME=/PATH`.",
    },
    GlossaryTerm {
        name: "exchange",
        meaning: "A request that was sent and the response that came, or the reason why none came. Results record every exchange of a case, \
                  with tokens removed.",
    },
    GlossaryTerm {
        name: "check",
        meaning: "The code that compares a response with one requirement. It reads what was recorded and sends nothing.",
    },
    GlossaryTerm {
        name: "violation",
        meaning: "One response that breaks one requirement at one place, with what was expected and what came.",
    },
    GlossaryTerm {
        name: "finding",
        meaning: "Violations with the same cause, reported once, with an example to repeat and the cases that show it. \
                  It is a warning if all of these cases pass.",
    },
    GlossaryTerm {
        name: "verdict",
        meaning: "The result of a case: pass, fail, known failure (the baseline has it), inconclusive (it cannot be judged), \
                  skipped (it was not run), or harness error (the suite itself failed).",
    },
    GlossaryTerm {
        name: "row coverage",
        meaning: "What the run shows about a row: proven, broken, replaced (the target returns another row), known to fail, or not observed.",
    },
    GlossaryTerm {
        name: "journal",
        meaning: "A file in which a run records every change to the target before it makes it. After a crash `badreq cleanup` undoes the changes with it.",
    },
    GlossaryTerm {
        name: "baseline",
        meaning: "A reviewed file of known failures, each with its reason. Known failures do not fail a run, new ones do. \
                  `badreq baseline write FILE --from RESULT` writes a first one, `badreq baseline update` follows a newer result.",
    },
    GlossaryTerm {
        name: "fingerprint",
        meaning: "What identifies a violation from run to run: requirement, place, expected and got, without ids and times. \
                  Baselines and SARIF match by it.",
    },
    GlossaryTerm {
        name: "snapshot",
        meaning: "The reviewed response to a case, kept in a file. A test compares new responses with it and shows what changed.",
    },
    GlossaryTerm {
        name: "drift",
        meaning: "A response that still conforms and differs from its snapshot. Accept it with `cargo insta review`, or fix the server.",
    },
    GlossaryTerm {
        name: "profile",
        meaning: "The set of snapshots of one target: the folder `snapshots/PROFILE`.",
    },
    GlossaryTerm {
        name: "shard",
        meaning: "One of N parts of the cases, run by one of N processes with `--shard K/N`. `badreq merge` merges their results.",
    },
    GlossaryTerm {
        name: "mutant",
        meaning: "A recorded run with one change that breaks the contract, wherever it would show. `badreq prove` reports the mutants that no case detects.",
    },
];

/// Finds the term of this name, ignoring case.
pub(super) fn find_term(word: &str) -> Option<&'static GlossaryTerm> {
    TERMS
        .iter()
        .find(|term| term.name.eq_ignore_ascii_case(word))
}

/// Writes a term with its explanation.
pub(super) fn write_term(out: &mut dyn Write, term: &GlossaryTerm) -> io::Result<()> {
    writeln!(out, "{}: {}", term.name, term.meaning)
}

/// Writes every term with the first sentence of its explanation.
pub(super) fn write_terms(out: &mut dyn Write) -> io::Result<()> {
    let width = TERMS.iter().map(|term| term.name.len()).max();
    let width = width.unwrap_or_default();
    for term in TERMS {
        let end = term.meaning.find(". ").map(|at| at + 1);
        let first = end.and_then(|end| term.meaning.get(..end));
        let first = first.unwrap_or(term.meaning);
        writeln!(out, "{:width$}  {first}", term.name)?;
    }
    writeln!(
        out,
        "\n`badreq explain TERM` explains one; `badreq explain` takes rows, requirements and cases, too"
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{TERMS, find_term, write_terms};

    #[test]
    fn every_term_is_found_by_its_name_alone() {
        let names: BTreeSet<&str> = TERMS.iter().map(|term| term.name).collect();
        assert_eq!(names.len(), TERMS.len());
        for term in TERMS {
            let found = find_term(&term.name.to_uppercase()).expect("it is a term");
            assert_eq!(found.name, term.name);
        }
        assert!(find_term("thing").is_none());
    }

    #[test]
    fn the_list_has_a_line_with_one_sentence_for_every_term() {
        let mut text = Vec::new();
        write_terms(&mut text).expect("a vector takes everything");
        let text = String::from_utf8(text).expect("it is text");
        for term in TERMS {
            let mut lines = text.lines();
            let line = lines
                .find(|line| line.starts_with(term.name))
                .expect("it has a line");
            assert!(line.ends_with(['.', ')']), "{line}");
            assert!(!line.contains(". "), "{line}");
        }
    }
}
