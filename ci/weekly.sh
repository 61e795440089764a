#!/usr/bin/env bash
# The checks that take too long for every change: all tests, also those that the gate ignores, then ci/variants.sh. Runs both even if the first fails;
# exits with 1 if either does.
set -euo pipefail
cd "$(dirname "$0")/.."

export INSTA_OUTPUT=${INSTA_OUTPUT:-diff}

status=0
cargo test --locked --no-fail-fast -- --include-ignored || status=1
ci/variants.sh || status=1
exit "$status"
