#!/usr/bin/env bash
# The steps of the action, controlled by the variables that it sets: STEP, SHARD, FOLDER, PATTERNS.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)

# An input that is not given is an empty variable.
for name in "${!BADREQ_@}"; do
  if [ -z "${!name}" ]; then
    unset "$name"
  fi
done

patterns=()
# shellcheck disable=SC2153 # the action sets it
read -r -d '' -a patterns <<<"$PATTERNS" || true

# The log shows text from the target, which could otherwise give commands to the runner.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$token"
status=0
case $STEP in
  shard) "$here/shard.sh" "$SHARD" "$FOLDER" "${patterns[@]}" || status=$? ;;
  merge) "$here/merge.sh" "$FOLDER" || status=$? ;;
  all)
    "$here/shard.sh" "$SHARD" "$FOLDER" "${patterns[@]}" >/dev/null || status=$?
    # A run without a report has printed the reason, and there is nothing to merge.
    if compgen -G "$FOLDER/shard-*.json" >/dev/null; then
      status=0
      "$here/merge.sh" "$FOLDER" || status=$?
    fi
    ;;
  *)
    echo "the action's input \`step\` is \`all\`, \`shard\` or \`merge\`, not \`$STEP\`" >&2
    status=2
    ;;
esac
echo "::$token::"
if [ "$STEP" != shard ] && [ -s "$FOLDER/result.json" ]; then
  "$here/annotate.sh" "$FOLDER/result.json"
fi
printf 'status=%d\n' "$status" >>"$GITHUB_OUTPUT"
exit "$status"
