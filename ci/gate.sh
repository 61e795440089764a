#!/usr/bin/env bash
# The gate: the checks that a change must pass, here and in a pipeline alike. Prints each step before running it; stops at the first failure.
# `ci/gate.sh fast` omits the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

# A pipeline has no `cargo insta review`: differences from a snapshot are printed.
export INSTA_OUTPUT=${INSTA_OUTPUT:-diff}

step() {
  printf '\n== %s\n   %s\n' "$1" "${*:2}"
  local began=$SECONDS
  "${@:2}"
  printf '   done in %d s\n' $((SECONDS - began))
}

step "the lock file is up to date" cargo tree --locked --quiet --depth 0
step "formatting" cargo fmt --all --check
step "lints" cargo clippy --locked --all-targets --quiet -- -D warnings
step "lints of the library as a project has it for its tests" cargo clippy --locked -p badreq --no-default-features --features axum,libtest-mimic --lib --quiet -- -D warnings
step "documentation" env RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items --quiet
if [ "${1:-}" = fast ]; then
  exit 0
fi
step "tests" cargo test --locked --no-fail-fast
