//! The fault report for programs.

use std::io::{self, Write};

use indexmap::IndexMap;
use serde::Serialize;

use super::fault_report::FaultReport;

/// The version of the format.
const FORMAT_VERSION: u32 = 2;

#[derive(Serialize)]
struct FaultReportDocument<'a> {
    format: &'static str,
    version: u32,
    passing: bool,
    detected: usize,
    undetected: usize,
    /// The faults that only one case detects, each with that case.
    detected_by_one_case: IndexMap<&'a str, &'a str>,
    report: &'a FaultReport,
}

/// Writes the whole fault report as JSON: every fault with the cases that detected it.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_fault_report_json(out: &mut dyn Write, report: &FaultReport) -> io::Result<()> {
    let single = report.faults_detected_by_one_case();
    let document = FaultReportDocument {
        format: "badreq-fault-report",
        version: FORMAT_VERSION,
        passing: report.is_passing(),
        detected: report.count_detected(),
        undetected: report.count_undetected(),
        detected_by_one_case: single
            .map(|(fault, case)| (fault.fault.as_str(), case))
            .collect(),
        report,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
