#!/usr/bin/env bash
# Reports how the responses of a target drifted from the reviewed snapshots.
#
#   ci/pipelines/snapshots.sh PROFILE FOLDER [FILTER of `cargo test`]…
#
# Runs every case as a test in this working copy, with the snapshots of snapshots/PROFILE, which are overwritten, and writes the changes
# to FOLDER/drift.diff; on GitHub also to the job summary. Exits with 0 if nothing drifted and nothing failed, else with 1. Target and tokens
# come from the environment. To accept the drift, run `git apply drift.diff` and commit.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

if [ $# -lt 2 ] || [ -z "$1" ]; then
  echo "usage: ci/pipelines/snapshots.sh PROFILE FOLDER [FILTER of cargo test]…" >&2
  exit 2
fi
profile=$1
mkdir -p "$2"
drift=$(cd "$2" && pwd)/drift.diff
shift 2
cd "$here/../.."
for name in "${!BADREQ_@}"; do
  if [ -z "${!name}" ]; then
    unset "$name"
  fi
done

# The log shows text from the target, which could otherwise give commands to GitHub's runner.
if [ "${GITHUB_ACTIONS:-}" = true ]; then
  echo "::stop-commands::$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
fi
failed=no
BADREQ_PROFILE=$profile INSTA_UPDATE=always INSTA_FORCE_PASS=1 cargo test --locked --test conformance -- "$@" || failed=yes

# A new snapshot is drift as well.
git add --intent-to-add -- "snapshots/$profile" 2>/dev/null || true
git diff -- "snapshots/$profile" >"$drift"
changed=$(git diff --name-only -- "snapshots/$profile" | wc -l)

say() {
  echo "$1"
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    printf '%s\n\n' "$1" >>"$GITHUB_STEP_SUMMARY"
  fi
}
if [ "$failed" = yes ]; then
  say "Some cases failed: that is a breach or something missing, not drift; the log has the cases."
fi
if [ "$changed" -eq 0 ]; then
  say "No answer drifted from snapshots/$profile."
  [ "$failed" = no ]
  exit
fi
say "$changed answers drifted from snapshots/$profile:"
cat "$drift"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  # Indented, so that no fence in a response can end the block; cut, because a summary has at most one megabyte.
  head -c 200000 "$drift" | sed 's/^/    /' >>"$GITHUB_STEP_SUMMARY"
fi
exit 1
