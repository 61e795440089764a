#!/usr/bin/env bash
# Holds every variant of the reference server to the suite, many times in a row: a conforming server is never accused, by chance neither.
#
#   ci/variants.sh [RUNS] [--busy] [--only NAME]…
#
# RUNS is how often, 20 unless given. --busy keeps as many loops running as there are cores. A variant whose answers take 300 ms is
# held to one case for each row, so that it ends. Prints a line for each variant; ends with 1 if any run was not green.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=20
busy=no
only=()
while [ $# -gt 0 ]; do
  case "$1" in
    --busy) busy=yes ;;
    --only) only+=("${2:?--only takes a name}"); shift ;;
    *[!0-9]* | '') echo "usage: ci/variants.sh [RUNS] [--busy] [--only NAME]…" >&2; exit 2 ;;
    *) runs=$1 ;;
  esac
  shift
done

cargo build --release --locked --quiet
badreq=target/release/badreq
work=$(mktemp -d)
loops=()
server=
clean_up() {
  for pid in "${loops[@]}" $server; do
    kill "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

if [ "$busy" = yes ]; then
  for _ in $(seq "$(nproc)"); do
    (while :; do :; done) &
    loops+=($!)
  done
fi

# The names stand in the page that the tests hold against the code.
names=$(sed -n '/^## Variants/,$s/^| `\([^`]*\)`.*/\1/p' docs/proof.md)
# One case for each row, and the first of it.
firsts=$("$badreq" list | awk '$2 ~ /^([0-9]+|0\/[0-9]+)$/ && !seen[$2]++ { print $1 }')

all_green=yes
for name in ${only[@]:-$names}; do
  "$badreq" serve --limits none --hooks --variant "$name" >"$work/ready" 2>"$work/served" &
  server=$!
  until [ -s "$work/ready" ]; do
    kill -0 "$server" 2>/dev/null || { cat "$work/served" >&2; exit 2; }
    sleep 0.05
  done
  run=$(sed 's/.*"run":"badreq \(.*\)"}$/\1/' "$work/ready")
  [ "$name" = latency-300ms ] && run="$run $(echo $firsts)"
  green=0
  began=$SECONDS
  for number in $(seq "$runs"); do
    if eval "'$badreq' $run" >"$work/report" 2>&1; then
      green=$((green + 1))
    else
      all_green=no
      sed "s/^/  run $number: /" "$work/report" | tail -40
    fi
  done
  printf '%-32s %3d of %3d runs green, %4d s\n' "$name" "$green" "$runs" $((SECONDS - began))
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=
done
[ "$all_green" = yes ]
