#!/usr/bin/env bash
# Holds a target to its contract in one or several processes of this machine, and ends with the exit status of one run.
#
#   ci/pipelines/shell.sh [--shards N] [--folder FOLDER] [PATTERN]… [-- OPTION of `badreq run`…]
#
# Writes FOLDER/result.json, FOLDER/junit.xml and FOLDER/summary.md; FOLDER is badreq-results unless given. Target and tokens come from the
# environment, as `badreq run --help` tells. Several processes share two systems and one pace: they help where the target is slow, and not where
# its limits are what takes time.
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
  # The report is printed once, by the merging.
  status=0
  "$here/shard.sh" 1/1 "$folder" "${patterns[@]}" "$@" >"$folder/shard-1.log" || status=$?
  if [ ! -s "$folder/shard-1-of-1.json" ]; then
    cat "$folder/shard-1.log" >&2
    exit "$status"
  fi
  exec "$here/merge.sh" "$folder"
fi

children=()
# Each part undoes what it made when it is told to end; what was provisioned for all is undone below.
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
export BADREQ_PROVISIONED=$folder/provisioned.json
"$badreq" provision --out "$BADREQ_PROVISIONED" "${patterns[@]}" || status=$?
# With 1 the rest was made and is handed over, and the parts tell which cases lack something.
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
  # A signal ends the waiting, not the part.
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
