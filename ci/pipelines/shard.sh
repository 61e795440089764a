#!/usr/bin/env bash
# Runs one part of the cases and writes its result to a file.
#
#   ci/pipelines/shard.sh N/OF FOLDER [PATTERN or OPTION of `badreq run`]…
#
# Writes FOLDER/shard-N-of-OF.json, and exits with the status of `badreq run`. `1/1` runs everything. Target and tokens come from the
# environment; `badreq run --help` lists the variables. Empty variables count as absent, because a pipeline cannot omit one. Parts that run at
# the same time on several machines need two accounts each: BADREQ_TOKEN_N and BADREQ_STRANGER_TOKEN_N, if set, are those of part N.
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
# This part does not need the tokens of the others.
unset "${!BADREQ_TOKEN_@}" "${!BADREQ_STRANGER_TOKEN_@}"
for name in "${!BADREQ_@}"; do
  if [ -z "${!name}" ]; then
    unset "$name"
  fi
done

mkdir -p "$folder"
result=$folder/shard-$number-of-$of.json
# The result of an earlier run must not pass for that of this one.
rm -f "$result"
part=()
if [ "$of" -gt 1 ]; then
  part=(--shard "$shard")
fi
exec "$badreq" run "${part[@]}" --report "json=$result" "$@"
