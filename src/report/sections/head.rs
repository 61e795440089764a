//! The head of a report: the target, the contract, the version, the time and the command of the run.

use std::io::{self, Write};
use std::time::Duration;

use crate::outcome::excerpt::escape_control_chars;
use crate::outcome::{RunCommand, RunOutcome};
use crate::report::shared::run_command::format_original_command;
use crate::report::shared::style::{QUIET, format_styled};
use crate::report::shared::timestamp::format_timestamp;
use crate::report::shared::wrapping_writer::WrappingWriter;

/// Writes the head of a report, with an empty line behind it.
pub(in crate::report) fn write_head(
    out: &mut WrappingWriter<'_>,
    run: &RunOutcome,
) -> io::Result<()> {
    let head = format!(
        "{}  edition: {}, run {}",
        run.run.target, run.run.edition, run.run.id
    );
    writeln!(out, "{}", format_styled(QUIET, &head))?;
    if let Some(command) = &run.run.command {
        let line = describe_version_start_and_duration(command, run.receipt.elapsed_ms);
        writeln!(out, "{}", format_styled(QUIET, &line))?;
        let line = format_original_command(command);
        writeln!(
            out.verbatim_writer(),
            "{}",
            format_styled(QUIET, &escape_control_chars(&line))
        )?;
    }
    writeln!(out)
}

/// Describes the version, the start and the duration of a run: `badreq 0.1.0, 2026-12-01 02:39:09 UTC, 37.5 s`.
pub(in crate::report) fn describe_version_start_and_duration(
    command: &RunCommand,
    elapsed_ms: u64,
) -> String {
    let start = format_timestamp(command.started_unix_ms);
    let start = match start.split_once('.') {
        Some((seconds, _)) => format!("{} UTC", seconds.replace('T', " ")),
        None => start,
    };
    let elapsed = Duration::from_millis(elapsed_ms).as_secs_f64();
    format!("badreq {}, {start}, {elapsed:.1} s", command.version)
}

#[cfg(test)]
mod tests {
    use super::write_head;
    use crate::outcome::testing::run_outcome;
    use crate::outcome::{RunCommand, RunOutcome};
    use crate::report::shared::display_options::LineWidth;
    use crate::report::shared::style::strip_terminal_codes;
    use crate::report::shared::wrapping_writer::WrappingWriter;

    fn render_head(run: &RunOutcome) -> String {
        let mut text = Vec::new();
        let mut out = WrappingWriter::new(&mut text, LineWidth::Unbounded);
        write_head(&mut out, run).expect("a vector takes everything");
        strip_terminal_codes(&String::from_utf8_lossy(&text))
    }

    #[test]
    fn a_report_begins_with_what_it_is_about_and_how_it_came_about() {
        let mut run = run_outcome(Vec::new());
        run.run.command = Some(RunCommand {
            version: "9.9.9".to_owned(),
            started_unix_ms: 1_798_761_599_999,
            arguments: vec!["run".to_owned(), "a b".to_owned()],
            target: "http://127.0.0.1:1/v2".to_owned(),
        });
        assert_eq!(
            render_head(&run),
            "http://127.0.0.1:1/v2  edition: errata, run 0a1b2c3d\n\
             badreq 9.9.9, 2026-12-31 23:59:59 UTC, 1.5 s\n\
             badreq run 'a b'\n\n"
        );
    }

    #[test]
    fn a_run_of_another_program_has_no_command() {
        assert_eq!(
            render_head(&run_outcome(Vec::new())),
            "http://127.0.0.1:1/v2  edition: errata, run 0a1b2c3d\n\n"
        );
    }
}
