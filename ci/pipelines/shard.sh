#!/usr/bin/env bash
# Runs one part of the cases and keeps its result as a file.
#
#   ci/pipelines/shard.sh N/OF FOLDER [PATTERN or OPTION of `badreq run`]…
#
# Writes FOLDER/shard-N-of-OF.json, and ends with the exit status of `badreq run`. `1/1` runs everything. Target and tokens come from the
# environment, as `badreq run --help` tells; empty variables count as absent, for pipelines cannot leave one out. Parts that run at the same
# time on several machines need two systems each: BADREQ_TOKEN_N and BADREQ_STRANGER_TOKEN_N, where they are set, are those of part N.
set -euo pipefail
badreq=${BADREQ:-badreq}

usage() {
  echo "usage: ci/pipelines/shard.sh N/OF FOLDER [PATTERN or OPTION of badreq run]…" >&2
  exit 2
}
[ $# -ge 2 ] || usage
shard=$1
folder=$2
shift 2
[[ $shard =~ ^([1-9][0-9]*)/([1-9][0-9]*)$ ]] || usage
number=${BASH_REMATCH[1]}
of=${BASH_REMATCH[2]}

for kind in BADREQ_TOKEN BADREQ_STRANGER_TOKEN; do
  own=${kind}_$number
  if [ -n "${!own:-}" ]; then
    export "$kind=${!own}"
  fi
done
# The tokens of other parts are none of this one's business.
unset "${!BADREQ_TOKEN_@}" "${!BADREQ_STRANGER_TOKEN_@}"
for name in "${!BADREQ_@}"; do
  if [ -z "${!name}" ]; then
    unset "$name"
  fi
done

mkdir -p "$folder"
result=$folder/shard-$number-of-$of.json
# What an earlier run left must not be taken for this one's.
rm -f "$result"
part=()
if [ "$of" -gt 1 ]; then
  part=(--shard "$shard")
fi
exec "$badreq" run "${part[@]}" --report "json=$result" "$@"
