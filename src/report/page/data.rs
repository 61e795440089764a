//! The cases of a page, in the form that the script reads.
//!
//! Texts are indexes into a table of strings, and the properties that every case has are a list in a fixed order. This keeps a page with
//! thousands of cases small.

use indexmap::IndexMap;
use serde::Serialize;

use super::pool::Pool;
use super::sections::title;
use crate::outcome::excerpt::{body_excerpt, excerpt, squeeze};
use crate::outcome::{
    CaseInfo, CaseOutcome, Exchange, ExpectedAnswer, HeaderValue, KnownBreach, Place,
    RecordedViolation, Role, RunOutcome,
};
use crate::report::sections::flaky;
use crate::report::shared::curl::curl_line;
use crate::report::shared::words;

/// The maximum number of characters shown of a body; a failing case shows more.
const BODY: usize = 600;
const BODY_AT_FAULT: usize = 4000;

/// The data that the script reads.
#[derive(Debug, Serialize)]
pub(super) struct Data {
    pool: Pool,
    /// For each run, its title and its id.
    runs: Vec<[usize; 2]>,
    /// For each requirement, its sentence and its source.
    requirements: IndexMap<String, [usize; 2]>,
    cases: Vec<Case>,
}

/// A case and its outcome in each run.
#[derive(Debug, Serialize)]
struct Case {
    /// Name, suite, expected row or other expectation, actor, operation, defect, sentence, file and line.
    is: [usize; 8],
    /// The full text of the expectation.
    wants: usize,
    /// The outcomes by index of the run; `null` if the case was not part of that run.
    came: Vec<Option<Came>>,
}

/// The outcome of a case in one run.
#[derive(Debug, Serialize)]
struct Came {
    /// The verdict in one word.
    verdict: usize,
    /// The reason of the verdict, if it needs one.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<usize>,
    /// The judged exchange, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    judged: Option<Judged>,
    /// Of each violation: requirement, level, description, and the highlighted parts of the response.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    breaches: Vec<(usize, usize, usize, Vec<String>)>,
    /// Of each known violation: requirement, line of the baseline, description.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    known: Vec<(usize, usize, usize)>,
    /// Of each other exchange: role, request, status code, microseconds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<(usize, usize, u16, u64)>,
}

#[derive(Debug, Serialize)]
struct Judged {
    curl: usize,
    /// The request line, the header fields, the body.
    request: (usize, Vec<usize>, Option<usize>),
    /// The status code, the header fields, the body.
    answer: (u16, Vec<usize>, usize),
    /// The response time in microseconds.
    took: u64,
}

impl Data {
    /// Collects the cases of these runs, each at the position at which it first occurs.
    pub(super) fn of(runs: &[&RunOutcome]) -> Self {
        let mut pool = Pool::default();
        let mut cases: IndexMap<&str, Case> = IndexMap::new();
        let mut requirements = IndexMap::new();
        for (number, run) in runs.iter().enumerate() {
            for requirement in &run.run.requirements {
                let told = [&requirement.sentence, &requirement.source];
                requirements.insert(requirement.id.to_string(), told.map(|text| pool.keep(text)));
            }
            for outcome in &run.cases {
                let case = cases
                    .entry(&outcome.case.name)
                    .or_insert_with(|| Case::of(&outcome.case, run, &mut pool));
                case.came.resize_with(number, || None);
                case.came.push(Some(Came::of(outcome, run, &mut pool)));
            }
        }
        let mut cases: Vec<Case> = cases.into_values().collect();
        for case in &mut cases {
            case.came.resize_with(runs.len(), || None);
        }
        Self {
            runs: runs
                .iter()
                .map(|run| [pool.keep(&title(&run.run, runs)), pool.keep(&run.run.id)])
                .collect(),
            requirements,
            cases,
            pool,
        }
    }
}

impl Case {
    fn of(info: &CaseInfo, run: &RunOutcome, pool: &mut Pool) -> Self {
        let (row, wants) = match &info.expected {
            ExpectedAnswer::Row { row, accepted } => {
                let rows: Vec<String> = std::iter::once(row)
                    .chain(accepted)
                    .filter_map(|name| run.run.row(*name))
                    .map(|row| {
                        format!(
                            "{} with code {}, “{}” ({}:{})",
                            row.status, row.code, row.meaning, row.page, row.line
                        )
                    })
                    .collect();
                (row.to_string(), rows.join("; or "))
            }
            ExpectedAnswer::Refusal => (
                "refusal".to_owned(),
                "any 4xx that follows the error model: no row is worded for this".to_owned(),
            ),
            ExpectedAnswer::AnyRow => (
                "any-row".to_owned(),
                "any row: two things are wrong at once".to_owned(),
            ),
        };
        let place = format!("{}:{}", info.file, info.line);
        let is = [
            &info.name,
            &info.suite,
            &row,
            info.actor.as_str(),
            info.operation.as_deref().unwrap_or_default(),
            info.way.as_deref().unwrap_or_default(),
            &info.about,
            &place,
        ];
        Self {
            is: is.map(|text| pool.keep(text)),
            wants: pool.keep(&wants),
            came: Vec::new(),
        }
    }
}

impl Came {
    fn of(outcome: &CaseOutcome, run: &RunOutcome, pool: &mut Pool) -> Self {
        let why = outcome.verdict.reason();
        let attempts = outcome
            .repeats
            .as_ref()
            .map(|own| format!("attempts: {}", flaky::ways(own)));
        let why: Vec<String> = why.into_iter().chain(attempts).collect();
        let why = (!why.is_empty()).then(|| why.join("; "));
        let is_at_fault = !outcome.verdict.is_green();
        let steps = outcome
            .steps
            .iter()
            .filter(|step| step.role != Role::Bad)
            .map(|step| {
                let Exchange {
                    request,
                    response,
                    timing,
                } = &step.exchange;
                let line = format!("{} {}", request.method, squeeze(&request.target));
                (
                    pool.keep(&words::step(outcome, step)),
                    pool.keep(&excerpt(&line, 300)),
                    response.status,
                    timing.elapsed_us,
                )
            })
            .collect();
        Self {
            verdict: pool.keep(if outcome.is_alternative() {
                "pass with another row"
            } else {
                outcome.verdict.word()
            }),
            why: why.map(|why| pool.keep(&why)),
            judged: outcome
                .judged()
                .map(|exchange| Judged::of(exchange, &run.run.target, is_at_fault, pool)),
            breaches: outcome
                .violations
                .iter()
                .map(|violation| breach(violation, pool))
                .collect(),
            known: outcome.known.iter().map(|own| known(own, pool)).collect(),
            steps,
        }
    }
}

impl Judged {
    fn of(exchange: &Exchange, base: &str, is_at_fault: bool, pool: &mut Pool) -> Self {
        let Exchange {
            request,
            response,
            timing,
        } = exchange;
        let most = if is_at_fault { BODY_AT_FAULT } else { BODY };
        let headers = request
            .headers
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    HeaderValue::Token(actor) => format!("[token of the {actor}]"),
                    HeaderValue::Secret(_) => "[secret]".to_owned(),
                    HeaderValue::Plain(bytes) => excerpt(&bytes.lossy(), 200),
                };
                pool.keep(&format!("{name}: {value}"))
            })
            .collect();
        let line = format!("{} {}", request.method, squeeze(&request.target));
        let body = request
            .body
            .as_ref()
            .map(|body| match std::str::from_utf8(&body.0) {
                Ok(text) => excerpt(text, most),
                Err(_) => excerpt(&body.0.escape_ascii().to_string(), most),
            });
        let answered = response
            .headers
            .iter()
            .map(|(name, value)| pool.keep(&format!("{name}: {}", excerpt(&value.lossy(), 200))))
            .collect();
        Self {
            curl: pool.keep(&curl_line(base, request)),
            request: (
                pool.keep(&excerpt(&line, 1000)),
                headers,
                body.map(|text| pool.keep(&text)),
            ),
            answer: (
                response.status,
                answered,
                pool.keep(&body_excerpt(response, &response.body.lossy(), most)),
            ),
            took: timing.elapsed_us,
        }
    }
}

fn breach(violation: &RecordedViolation, pool: &mut Pool) -> (usize, usize, usize, Vec<String>) {
    (
        pool.keep(violation.requirement.as_str()),
        pool.keep(&violation.level.to_string()),
        pool.keep(&words::breach(violation)),
        mark(&violation.place()),
    )
}

fn known(known: &KnownBreach, pool: &mut Pool) -> (usize, usize, usize) {
    (
        pool.keep(known.violation.requirement.as_str()),
        known.line,
        pool.keep(&words::breach(&known.violation)),
    )
}

/// Returns the parts of a response to highlight: the status code, the body, a header by name, or a value of the body by JSON pointer.
fn mark(place: &Place) -> Vec<String> {
    match place {
        Place::Status => vec!["status".to_owned()],
        Place::Row => vec!["status".to_owned(), "/code".to_owned()],
        Place::Header(name) => vec![format!("header:{name}")],
        Place::Body => vec!["body".to_owned()],
        Place::BodyAt(pointer) => vec![pointer.to_string()],
        Place::Time | Place::Effect(_) | Place::Control(_) | Place::Burst => Vec::new(),
    }
}
