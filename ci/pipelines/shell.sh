#!/usr/bin/env bash
# Tests a target against its contract in one or several processes on this machine, and exits with the status of one run.
#
#   ci/pipelines/shell.sh [--shards N] [--folder FOLDER] [PATTERN]… [-- OPTION of `badreq run`…]
#
# Writes FOLDER/result.json, FOLDER/junit.xml and FOLDER/summary.md; FOLDER is badreq-results by default. Target and tokens come from the
# environment; `badreq run --help` lists the variables. Several processes share two accounts and one throttle: they save time if the target is
# slow, and none if its limits take the time.
set -euo pipefail
badreq=${BADREQ:-badreq}
here=$(cd "$(dirname "$0")" && pwd)

usage() {
  echo "usage: ci/pipelines/shell.sh [--shards N] [--folder FOLDER] [PATTERN]… [-- OPTION of badreq run…]" >&2
  exit 2
}
shards=1
folder='badreq-results'
patterns=()
while [ $# -gt 0 ]; do
  case $1 in
    --shards) shards=${2:-} && shift $(($# > 1 ? 2 : 1)) ;;
    --folder) folder=${2:-} && shift $(($# > 1 ? 2 : 1)) ;;
    --) shift && break ;;
    -*) usage ;;
    *) patterns+=("$1") && shift ;;
  esac
done
if [[ ! $shards =~ ^[1-9][0-9]*$ ]] || [ -z "$folder" ]; then
  usage
fi
for name in "${!BADREQ_@}"; do
  if [ -z "${!name}" ]; then
    unset "$name"
  fi
done

mkdir -p "$folder"
rm -f "$folder"/shard-*
if [ "$shards" -eq 1 ]; then
  # The merge prints the report, once.
  status=0
  "$here/shard.sh" 1/1 "$folder" "${patterns[@]}" "$@" >"$folder/shard-1.log" || status=$?
  if [ ! -s "$folder/shard-1-of-1.json" ]; then
    cat "$folder/shard-1.log" >&2
    exit "$status"
  fi
  exec "$here/merge.sh" "$folder"
fi

children=()
# Each part removes its own fixtures when it gets a signal; the shared fixtures are removed below.
# shellcheck disable=SC2317 # the trap calls it
pass_on() {
  interrupted=130
  if [ ${#children[@]} -gt 0 ]; then
    kill -TERM "${children[@]}" 2>/dev/null || true
  fi
}
interrupted=0
trap pass_on INT TERM HUP

status=0
export BADREQ_FIXTURES_FILE=$folder/fixtures.json
"$badreq" provision --out "$BADREQ_FIXTURES_FILE" "${patterns[@]}" || status=$?
# With 1, the other fixtures were created and are shared, and the parts report the cases that lack one.
if [ "$status" -gt 1 ] || [ "$interrupted" -ne 0 ]; then
  exit $((interrupted != 0 ? interrupted : status))
fi

for number in $(seq "$shards"); do
  "$here/shard.sh" "$number/$shards" "$folder" "${patterns[@]}" "$@" >"$folder/shard-$number.log" 2>&1 &
  children+=($!)
done
worst=0
for pid in "${children[@]}"; do
  status=0
  wait "$pid" || status=$?
  # A signal ends the wait, not the part.
  while kill -0 "$pid" 2>/dev/null; do
    status=0
    wait "$pid" || status=$?
  done
  [ "$status" -le "$worst" ] || worst=$status
done
children=()

undone=0
"$badreq" cleanup || undone=$?

status=$worst
whole=yes
for number in $(seq "$shards"); do
  if [ ! -s "$folder/shard-$number-of-$shards.json" ]; then
    whole=no
    printf 'part %d of %d came to no report:\n' "$number" "$shards" >&2
    cat "$folder/shard-$number.log" >&2
  fi
done
if [ "$whole" = yes ]; then
  status=0
  "$here/merge.sh" "$folder" || status=$?
fi
if [ "$interrupted" -ne 0 ]; then
  status=$interrupted
elif [ "$status" -eq 0 ]; then
  status=$undone
fi
exit "$status"
