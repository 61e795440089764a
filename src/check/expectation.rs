//! What a case says must come back, every value filled in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::contract::{Level, RowName};

/// What must come back for one bad request.
///
/// Written down in a suite, never derived from the request or the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// Which answer is right.
    pub answer: Answer,
    /// How binding it is that the answer is this one: a *should* where the documentation leaves a doubt.
    pub level: Level,
    /// What stands for each placeholder of the row's meaning: `memberRef` is the reference as it was sent.
    pub fill: BTreeMap<String, String>,
    /// What `errors` must say, judged when the answer is a row that carries it; `None` where the case leaves it open.
    pub errors: Option<BTreeMap<String, KeyFaults>>,
}

/// Which answer is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The row that says what is wrong, or one of the named others that the documentation leaves room for.
    Row {
        /// The row that says what is wrong.
        expected: RowName,
        /// The rows that are accepted as well.
        accepted: Vec<RowName>,
    },
    /// No row is worded for this: any 4xx status whose body follows the error model.
    Refusal,
    /// Two things are wrong and the documentation does not say which wins: any row, judged only by what holds for every answer.
    AnyRow,
}

/// What is wrong with one key of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFaults {
    /// Another key under which the fault may be reported instead.
    pub alias: Option<String>,
    /// Every fault of the key, each an error object.
    pub faults: Vec<Fault>,
}

/// One fault of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The lengths that a value that is too long must be answered with.
    pub lengths: Option<Lengths>,
    /// The usual text of the error object.
    pub message: Option<String>,
}

/// The documented limit of a key and the length that was sent, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Lengths {
    /// The limit.
    pub max: u64,
    /// The length that was sent.
    pub actual: u64,
}
