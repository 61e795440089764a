//! The fault report: values, and its writers for people, pages and programs.

mod fault_report;
mod json;
mod style;
mod text;
mod words;

pub use fault_report::{
    DetectingCase, FalseAlarm, FaultObjection, FaultOutcome, FaultReport, InconclusiveCase,
};
pub use json::write_fault_report_json;
pub use text::{write_fault_objections, write_fault_report, write_fault_summary_markdown};
