#!/usr/bin/env bash
# The tests that take too long for the gate: those that are ignored, and the suite against every variant, many times. For a weekly job.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo test --locked --no-fail-fast -- --ignored
ci/variants.sh
