//! Mutation of recorded exchanges: whether the checks and the cases would notice a server that breaks the contract.
//!
//! A [`Mutant`] is a rule over a whole recording: a cell of the contract, such as an operation and a defect, and a mutation of the responses that
//! belong to it. [`judge_mutants()`] applies each mutant to the recording of a green run and judges it anew, as a live run is
//! judged. It uses no network.
//!
//! The cells come from the contract, not from the cases. A cell without an exchange is an undetected mutant, so the score measures the cases and
//! the checks alike.

mod body_edit;
mod case_mutation;
mod constraint_mutation;
mod control_mutation;
mod error_details_mutation;
mod green_recording;
mod judge_mutants;
mod list_mutants;
mod mutant;
mod rate_limit_mutation;
mod recorded_bindings;
mod recorded_case;
mod refusal_mutation;
mod response_mutation;
mod retry_after_mutation;
mod served_response;

pub use green_recording::{GreenRecording, GreenRecordingError, RecordedBreach};
pub use judge_mutants::judge_mutants;
pub use list_mutants::list_mutants;
pub use mutant::Mutant;
