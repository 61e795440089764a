//! A small latency plot, from the median (p50) to the 95th percentile (p95).

use crate::outcome::{LatencyStats, RunOutcome};
use crate::report::shared::words::format_micros_as_millis;

/// The width of a plot, in units of its view box.
const WIDTH: u64 = 120;

/// Returns the longest p95 of all rows in microseconds, at least 1: the common scale of all plots.
pub(super) fn longest_p95_us(runs: &[&RunOutcome]) -> u64 {
    let rows = runs.iter().flat_map(|run| &run.rows);
    let ends = rows.filter_map(|row| row.latency.map(|latency| latency.p95_us));
    ends.max().unwrap_or_default().max(1)
}

/// Draws a line from p50 to p95 with a tick at each, and adds the numbers as text for screen readers.
pub(super) fn render_latency_plot(latency: LatencyStats, scale: u64) -> String {
    let at = |us: u64| us.min(scale) * (WIDTH - 8) / scale + 4;
    let (from, to) = (at(latency.p50_us), at(latency.p95_us));
    let words = format!(
        "half within {}, 95 of 100 within {}",
        format_micros_as_millis(latency.p50_us),
        format_micros_as_millis(latency.p95_us)
    );
    format!(
        "<svg class=\"plot\" role=\"img\" width=\"{WIDTH}\" height=\"14\" viewBox=\"0 0 {WIDTH} 14\"><title>{words}</title>\
         <line class=\"axis\" x1=\"4\" y1=\"7\" x2=\"{}\" y2=\"7\"/><line class=\"span\" x1=\"{from}\" y1=\"7\" x2=\"{to}\" y2=\"7\"/>\
         <circle class=\"half\" cx=\"{from}\" cy=\"7\" r=\"3\"/><line class=\"end\" x1=\"{to}\" y1=\"3\" x2=\"{to}\" y2=\"11\"/></svg>",
        WIDTH - 4
    )
}

#[cfg(test)]
mod tests {
    use super::render_latency_plot;
    use crate::outcome::LatencyStats;

    #[test]
    fn a_plot_stays_within_its_width_and_says_its_numbers() {
        let latency = LatencyStats {
            p50_us: 500,
            p95_us: 2_000,
            p99_us: 9_000,
            max_us: 9_000,
        };
        let text = render_latency_plot(latency, 2_000);
        assert!(
            text.contains("half within 0.5 ms, 95 of 100 within 2.0 ms"),
            "{text}"
        );
        assert!(
            text.contains("cx=\"32\"") && text.contains("x1=\"116\""),
            "{text}"
        );
    }
}
