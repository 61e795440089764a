#!/usr/bin/env bash
# Merges all parts into one report.
#
#   ci/pipelines/merge.sh FOLDER
#
# Reads every shard-*.json below FOLDER, writes FOLDER/result.json, FOLDER/junit.xml and FOLDER/summary.md, and exits with the status of
# one run. On GitHub the summary becomes that of the job.
set -euo pipefail
badreq=${BADREQ:-badreq}

if [ $# -ne 1 ]; then
  echo "usage: ci/pipelines/merge.sh FOLDER" >&2
  exit 2
fi
folder=$1
rm -f "$folder/result.json" "$folder/junit.xml" "$folder/summary.md"

# Prints the message to the log and, on GitHub, to the job summary.
give_up() {
  echo "merge: $1" >&2
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    printf '### badreq: no report\n\n%s\n' "$1" >>"$GITHUB_STEP_SUMMARY"
  fi
  exit "$2"
}

parts=()
if [ -d "$folder" ]; then
  while IFS= read -r -d '' file; do
    parts+=("$file")
  done < <(find "$folder" -name 'shard-*.json' -print0 | sort -z)
fi
if [ ${#parts[@]} -eq 0 ]; then
  give_up "there is no shard-*.json below $folder: no part came to its end; the logs of the parts say why" 2
fi

status=0
"$badreq" merge "${parts[@]}" \
  --report "json=$folder/result.json" --report "junit=$folder/junit.xml" --report "markdown=$folder/summary.md" || status=$?
if [ ! -s "$folder/summary.md" ]; then
  give_up "the parts could not be merged; the log of this step says why" "$status"
fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$folder/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$status"
