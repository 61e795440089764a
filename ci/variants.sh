#!/usr/bin/env bash
# Runs the suite against every variant of the reference server, many times in a row: a conforming server never fails, not even by chance.
#
#   ci/variants.sh [RUNS] [--busy] [--jobs N] [--only NAME]…
#
# RUNS is the number of runs, by default 20. --busy keeps as many loops running as there are cores. --jobs is the number of variants tested
# at the same time, by default 4: a run waits more than it computes. A variant whose responses take 300 ms gets one case for each row, so
# that it ends. Prints a line for each variant; exits with 1 if any run was not green.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  echo "usage: ci/variants.sh [RUNS] [--busy] [--jobs N] [--only NAME]…" >&2
  exit 2
}
runs=20
busy=no
jobs=4
only=()
while [ $# -gt 0 ]; do
  case "$1" in
    --busy) busy=yes ;;
    --jobs) jobs=${2:?--jobs takes a number}; shift ;;
    --only) only+=("${2:?--only takes a name}"); shift ;;
    '' | *[!0-9]*) usage ;;
    *) runs=$1 ;;
  esac
  shift
done

cargo build --release --locked --quiet -p badreq -p badreq-proof
folder=${CARGO_TARGET_DIR:-target}/release
badreq=$folder/badreq
# The names come from a page that the tests compare with the code.
names=$(sed -n '/^## Variants/,$s/^| `\([^`]*\)`.*/\1/p' docs/proof.md)
[ ${#only[@]} -eq 0 ] || names="${only[*]}"
firsts=$("$badreq" list | awk '$2 ~ /^([0-9]+|0\/[0-9]+)$/ && !seen[$2]++ { printf "%s ", $1 }')

work=$(mktemp -d)
children=()
clean_up() {
  for pid in "${children[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# Serves one variant and runs against it; leaves a file of its name if a run was not green.
hold() {
  local name=$1 began=$SECONDS green=0 run number
  # Not local: the trap reads it after the function has ended.
  server=
  trap 'kill "$server" 2>/dev/null || true' EXIT
  trap 'exit 130' TERM
  "$folder/badreq-proof" serve --limits none --triggers --variant "$name" >"$work/$name.ready" 2>"$work/$name.log" &
  server=$!
  until [ -s "$work/$name.ready" ]; do
    if ! kill -0 "$server" 2>/dev/null; then
      cat "$work/$name.log"
      touch "$work/$name.red"
      return
    fi
    sleep 0.05
  done
  run=$(sed 's/.*"run":"badreq \(.*\)"}$/\1/' "$work/$name.ready")
  [ "$name" != latency-300ms ] || run="$run $firsts"
  for number in $(seq "$runs"); do
    # The printed command quotes its arguments for a shell.
    if eval "'$badreq' $run" >"$work/$name.report" 2>&1; then
      green=$((green + 1))
    else
      touch "$work/$name.red"
      tail -60 "$work/$name.report" | sed "s/^/$name, run $number: /"
    fi
  done
  printf '%-32s %3d of %3d runs green, %4d s\n' "$name" "$green" "$runs" $((SECONDS - began))
}

if [ "$busy" = yes ]; then
  for _ in $(seq "$(nproc)"); do
    (while :; do :; done) &
    children+=($!)
  done
fi
busy_loops=${#children[@]}
for name in $names; do
  while [ "$(jobs -rp | wc -l)" -ge $((jobs + busy_loops)) ]; do
    sleep 0.1
  done
  (hold "$name") &
  children+=($!)
done
for pid in "${children[@]:busy_loops}"; do
  wait "$pid" || true
done
# shellcheck disable=SC2144 # one pattern, and any match counts
! ls "$work"/*.red >/dev/null 2>&1
