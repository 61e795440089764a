#!/usr/bin/env bash
# Prints the failures as annotations of GitHub Actions, one for all cases that violate the same requirements.
#
#   ci/pipelines/annotate.sh RESULT.json
#
# Prints only text from the suites and the contract, none from the target. GitHub shows ten annotations of a kind, so no more are printed.
set -euo pipefail

if [ $# -ne 1 ]; then
  echo "usage: ci/pipelines/annotate.sh RESULT.json" >&2
  exit 2
fi
if ! command -v jq >/dev/null; then
  echo "annotate: no annotations are written: jq is missing" >&2
  exit 0
fi
jq -r '
  def text: gsub("%"; "%25") | gsub("\r"; "%0D") | gsub("\n"; "%0A");
  def property: text | gsub(":"; "%3A") | gsub(","; "%2C");
  def cases: if length == 1 then "1 case" else "\(length) cases" end;
  def names: ([.[:5][].name] | join(", ")) + (if length > 5 then ", …" else "" end);
  def annotation(kind; title): "::\(kind) title=\("badreq: \(title)" | property)::\("in \(cases): \(names)" | text)";

  [.outcome.cases[] | {name: .case.name, verdict: .verdict.is, broken: .violations}] as $cases
  | ( [ $cases[] | select(.verdict == "fail")
        | (.broken | map(select(.level == "must"))) as $must
        # Under --fail-on should a case can fail for a violated should alone.
        | .broken = ((if $must == [] then .broken else $must end) | map(.requirement) | unique | join(", ")) ]
      | group_by(.broken) | sort_by(-length) | .[:10][]
      | annotation("error"; if .[0].broken == "" then "not as expected" else "\(.[0].broken) broken" end) ),
    ( [ $cases[] | select(.verdict == "harness-error") ]
      | select(length > 0) | annotation("error"; "the harness failed") ),
    ( [ $cases[] | select(.verdict == "inconclusive") ]
      | select(length > 0) | annotation("warning"; "could not be judged") )
' "$1"
