//! The cases of a page, in the form that the script reads.
//!
//! Texts are indexes into a table of strings, and the properties that every case has are a list in a fixed order. This keeps a page with
//! thousands of cases small.

use indexmap::IndexMap;
use serde::Serialize;

use super::sections::run_title;
use super::string_table::StringTable;
use crate::outcome::excerpt::{collapse_repeated_chars, excerpt_body, excerpt_text};
use crate::outcome::{
    AlternativeOutcome, BreachPlace, CaseInfo, CaseOutcome, Exchange, ExchangeRole,
    ExpectedErrorResponse, KnownViolation, RecordedViolation, RequestHeaderValue, RunOutcome,
};
use crate::report::sections::flaky;
use crate::report::shared::curl::{
    describe_curl_variables, format_curl_command, has_complete_curl_command,
};
use crate::report::shared::words;

/// The maximum number of characters shown of a body; a failing case shows more.
const MAX_BODY_CHARS: usize = 600;
const MAX_FAILING_BODY_CHARS: usize = 4000;

/// The data of the page, which its script reads.
#[derive(Debug, Serialize)]
pub(super) struct PageData {
    pool: StringTable,
    /// For each run, its title and its id.
    runs: Vec<[usize; 2]>,
    /// For each requirement, its sentence and its source.
    requirements: IndexMap<String, [usize; 2]>,
    cases: Vec<PageCase>,
}

/// A case and its outcome in each run.
#[derive(Debug, Serialize)]
struct PageCase {
    /// Name, suite, expected row or other expectation, actor, operation, defect, sentence, file and line.
    is: [usize; 8],
    /// The full text of the expectation.
    wants: usize,
    /// The outcomes by index of the run; `null` if the case was not part of that run.
    came: Vec<Option<PageOutcome>>,
}

/// The outcome of a case in one run.
#[derive(Debug, Serialize)]
struct PageOutcome {
    /// The verdict in one word.
    verdict: usize,
    /// The reason of the verdict, if it needs one.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<usize>,
    /// The judged exchange, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    judged: Option<PageExchange>,
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
struct PageExchange {
    /// The curl command that sends the whole request; absent if it would be too long to paste.
    #[serde(skip_serializing_if = "Option::is_none")]
    curl: Option<usize>,
    /// The variables that the command needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    variables: Option<usize>,
    /// The request line, the header fields, the body.
    request: (usize, Vec<usize>, Option<usize>),
    /// The status code, the header fields, the body.
    answer: (u16, Vec<usize>, usize),
    /// The response time in microseconds.
    took: u64,
}

impl PageData {
    /// Collects the cases of these runs, each at the position at which it first occurs.
    pub(super) fn from_runs(runs: &[&RunOutcome]) -> Self {
        let mut pool = StringTable::default();
        let mut cases: IndexMap<&str, PageCase> = IndexMap::new();
        let mut requirements = IndexMap::new();
        for (number, run) in runs.iter().enumerate() {
            for requirement in &run.run.requirements {
                let told = [&requirement.sentence, &requirement.source];
                requirements.insert(
                    requirement.id.to_string(),
                    told.map(|text| pool.intern(text)),
                );
            }
            for outcome in &run.cases {
                let case = cases
                    .entry(&outcome.case.name)
                    .or_insert_with(|| PageCase::from_case_info(&outcome.case, run, &mut pool));
                case.came.resize_with(number, || None);
                case.came
                    .push(Some(PageOutcome::from_outcome(outcome, run, &mut pool)));
            }
        }
        let mut cases: Vec<PageCase> = cases.into_values().collect();
        for case in &mut cases {
            case.came.resize_with(runs.len(), || None);
        }
        Self {
            runs: runs
                .iter()
                .map(|run| {
                    [
                        pool.intern(&run_title(&run.run, runs)),
                        pool.intern(&run.run.id),
                    ]
                })
                .collect(),
            requirements,
            cases,
            pool,
        }
    }
}

impl PageCase {
    fn from_case_info(info: &CaseInfo, run: &RunOutcome, pool: &mut StringTable) -> Self {
        let (row, wants) = match &info.expected {
            ExpectedErrorResponse::Row { row, .. } => {
                let outcomes: Vec<String> = info
                    .expected
                    .expected_and_accepted_outcomes()
                    .filter_map(|outcome| match outcome {
                        AlternativeOutcome::Row(name) => run.run.find_row_by_id(name).map(|row| {
                            format!(
                                "{} with code {}, “{}” ({}:{})",
                                row.status, row.code, row.meaning, row.page, row.line
                            )
                        }),
                        AlternativeOutcome::Served => Some(words::SERVED.to_owned()),
                    })
                    .collect();
                (row.to_string(), outcomes.join("; or "))
            }
            ExpectedErrorResponse::Refusal => (
                "refusal".to_owned(),
                "any 4xx that follows the error model: no row describes this error".to_owned(),
            ),
            ExpectedErrorResponse::AnyRow => (
                "any-row".to_owned(),
                "any row: the request has two defects".to_owned(),
            ),
        };
        let place = format!("{}:{}", info.file, info.line);
        let is = [
            &info.name,
            &info.suite,
            &row,
            info.actor.as_str(),
            info.operation.as_deref().unwrap_or_default(),
            info.defect.as_deref().unwrap_or_default(),
            &info.about,
            &place,
        ];
        Self {
            is: is.map(|text| pool.intern(text)),
            wants: pool.intern(&wants),
            came: Vec::new(),
        }
    }
}

impl PageOutcome {
    fn from_outcome(outcome: &CaseOutcome, run: &RunOutcome, pool: &mut StringTable) -> Self {
        let why = outcome.verdict.reason_text();
        let attempts = outcome
            .repeats
            .as_ref()
            .map(|own| format!("attempts: {}", flaky::describe_attempts(own)));
        let why: Vec<String> = why.into_iter().chain(attempts).collect();
        let why = (!why.is_empty()).then(|| why.join("; "));
        let is_at_fault = !outcome.verdict.is_green();
        let steps = outcome
            .steps
            .iter()
            .filter(|step| step.role != ExchangeRole::BadRequest)
            .map(|step| {
                let Exchange {
                    request,
                    response,
                    timing,
                } = &step.exchange;
                let line = format!(
                    "{} {}",
                    request.method,
                    collapse_repeated_chars(&request.target)
                );
                (
                    pool.intern(&words::describe_exchange_role(outcome, step)),
                    pool.intern(&excerpt_text(&line, 300)),
                    response.status,
                    timing.elapsed_us,
                )
            })
            .collect();
        Self {
            verdict: pool.intern(if outcome.passed_with_alternative() {
                "pass with an alternative"
            } else {
                outcome.verdict.report_label()
            }),
            why: why.map(|why| pool.intern(&why)),
            judged: outcome.judged_exchange().map(|exchange| {
                PageExchange::from_exchange(exchange, &run.run.target, is_at_fault, pool)
            }),
            breaches: outcome
                .violations
                .iter()
                .map(|violation| intern_violation(outcome, violation, pool))
                .collect(),
            known: outcome
                .known
                .iter()
                .map(|own| intern_known_violation(own, pool))
                .collect(),
            steps,
        }
    }
}

impl PageExchange {
    fn from_exchange(
        exchange: &Exchange,
        base: &str,
        is_at_fault: bool,
        pool: &mut StringTable,
    ) -> Self {
        let Exchange {
            request,
            response,
            timing,
        } = exchange;
        let most = if is_at_fault {
            MAX_FAILING_BODY_CHARS
        } else {
            MAX_BODY_CHARS
        };
        let headers = request
            .headers
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    RequestHeaderValue::Token(token) => {
                        token.format_with_token(&format!("[token of the {}]", token.actor))
                    }
                    RequestHeaderValue::Secret(_) => "[secret]".to_owned(),
                    RequestHeaderValue::Plain(bytes) => excerpt_text(&bytes.to_string_lossy(), 200),
                };
                pool.intern(&format!("{name}: {value}"))
            })
            .collect();
        let line = format!(
            "{} {}",
            request.method,
            collapse_repeated_chars(&request.target)
        );
        let body = request
            .body
            .as_ref()
            .map(|body| match std::str::from_utf8(&body.0) {
                Ok(text) => excerpt_text(text, most),
                Err(_) => excerpt_text(&body.0.escape_ascii().to_string(), most),
            });
        let answered = response
            .headers
            .iter()
            .map(|(name, value)| {
                pool.intern(&format!(
                    "{name}: {}",
                    excerpt_text(&value.to_string_lossy(), 200)
                ))
            })
            .collect();
        Self {
            curl: has_complete_curl_command(request)
                .then(|| pool.intern(&format_curl_command(base, request))),
            variables: describe_curl_variables(&[request]).map(|own| pool.intern(&own)),
            request: (
                pool.intern(&excerpt_text(&line, 1000)),
                headers,
                body.map(|text| pool.intern(&text)),
            ),
            answer: (
                response.status,
                answered,
                pool.intern(&excerpt_body(
                    response,
                    &response.body.to_string_lossy(),
                    most,
                )),
            ),
            took: timing.elapsed_us,
        }
    }
}

fn intern_violation(
    outcome: &CaseOutcome,
    violation: &RecordedViolation,
    pool: &mut StringTable,
) -> (usize, usize, usize, Vec<String>) {
    // The page shows the judged response; what another one breaks is not in it.
    let is_judged = violation.step.is_some() && violation.step == outcome.judged_step_index();
    let parts = if is_judged {
        response_parts_to_highlight(&violation.place())
    } else {
        Vec::new()
    };
    (
        pool.intern(violation.requirement.as_str()),
        pool.intern(&violation.level.to_string()),
        pool.intern(&words::describe_violation(violation)),
        parts,
    )
}

fn intern_known_violation(known: &KnownViolation, pool: &mut StringTable) -> (usize, usize, usize) {
    (
        pool.intern(known.violation.requirement.as_str()),
        known.line,
        pool.intern(&words::describe_violation(&known.violation)),
    )
}

/// Returns the parts of a response to highlight: the status code, the body, a header by name, or a value of the body by JSON pointer.
fn response_parts_to_highlight(place: &BreachPlace) -> Vec<String> {
    match place {
        BreachPlace::Status => vec!["status".to_owned()],
        BreachPlace::Row => vec!["status".to_owned(), "/code".to_owned()],
        BreachPlace::Header(name) => vec![format!("header:{name}")],
        BreachPlace::Body => vec!["body".to_owned()],
        BreachPlace::BodyAt(pointer) => vec![pointer.to_string()],
        BreachPlace::Time
        | BreachPlace::Effect(_)
        | BreachPlace::Control(_)
        | BreachPlace::Burst => Vec::new(),
    }
}
