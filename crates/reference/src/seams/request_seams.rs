//! The seams that a request passes while it is judged.

use std::sync::Arc;

use super::early_check::EarlyCheck;
use super::row_choice::{RowChoice, UsualRowChoice};
use super::row_doubt::{OptionalRefusal, RowAmbiguity};
use super::value_acceptance::{StrictValueAcceptance, ValueAcceptance};
use crate::api_error::DocumentedError;
use crate::refusal::Refusal;

/// The seams that a request passes while it is judged.
#[derive(Clone, Debug)]
pub(crate) struct RequestSeams {
    pub(crate) early_checks: Vec<EarlyCheck>,
    pub(crate) rows: Arc<dyn RowChoice>,
    pub(crate) values: Arc<dyn ValueAcceptance>,
}

/// The part of a request that a refusal repeats: the key in `errors`, or the reference in the message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EchoedInput<'a> {
    pub(crate) key: &'a str,
    pub(crate) reference: &'a str,
}

impl<'a> From<&'a str> for EchoedInput<'a> {
    /// Creates an input that has one name, whichever place it is repeated in.
    fn from(name: &'a str) -> Self {
        Self {
            key: name,
            reference: name,
        }
    }
}

impl Default for RequestSeams {
    fn default() -> Self {
        Self {
            early_checks: Vec::new(),
            rows: Arc::new(UsualRowChoice),
            values: Arc::new(StrictValueAcceptance),
        }
    }
}

impl RequestSeams {
    /// Returns the refusal by the chosen row: the usual refusal where it has this row.
    pub(crate) fn choose_refusal(
        &self,
        doubt: RowAmbiguity,
        usual: impl Into<Refusal>,
        input: EchoedInput<'_>,
    ) -> Refusal {
        let usual = usual.into();
        let row = self.rows.choose_row(doubt, usual.documented_error());
        if row == usual.documented_error() {
            usual
        } else {
            Refusal::from_row(row, input)
        }
    }

    /// Refuses a request that need not be served, if it is not.
    ///
    /// # Errors
    ///
    /// Returns the chosen row.
    pub(crate) fn refuse_unless_served(
        &self,
        doubt: OptionalRefusal,
        usual: Option<DocumentedError>,
        input: EchoedInput<'_>,
    ) -> Result<(), Refusal> {
        match self.rows.choose_row_or_serve(doubt, usual) {
            None => Ok(()),
            Some(row) => Err(Refusal::from_row(row, input)),
        }
    }
}
