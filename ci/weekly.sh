#!/usr/bin/env bash
# The checks that take too long for every change: the lints of the library alone, all tests, also those that the gate ignores, then ci/variants.sh.
# Runs each even if one before it fails; exits with 1 if any does.
set -euo pipefail
cd "$(dirname "$0")/.."

export INSTA_OUTPUT=${INSTA_OUTPUT:-diff}

status=0
cargo clippy --locked -p badreq --no-default-features --lib -- -D warnings || status=1
cargo test --locked --no-fail-fast -- --include-ignored || status=1
ci/variants.sh || status=1
exit "$status"
