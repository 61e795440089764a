#!/usr/bin/env bash
# Opens every report of a run with external tools, and stops at the first objection.
# `ci/foreign.sh [FOLDER]` installs them into FOLDER, by default target/foreign. It needs Linux, Python 3 with venv, and npm.
#
#   JSON      check-jsonschema (PyPI), against schemas/report.schema.json
#   JUnit     xmlschema (PyPI), against junit-10.xsd of Jenkins' xUnit plugin, which the sources of pytest (PyPI) contain
#   HAR       har-schema (npm), read by jsonschema (PyPI); haralyzer (PyPI)
#   SARIF     @microsoft/sarif-multitool (npm), which has the schema and the rules of the standard
#   Markdown  markdown-it-py (PyPI)
set -euo pipefail
cd "$(dirname "$0")/.."
tools=${1:-target/foreign}
mkdir -p "$tools"
tools=$(cd "$tools" && pwd)

step() {
  printf '== %s\n' "$*"
}

step "tools"
[ -x "$tools/venv/bin/python" ] || python3 -m venv "$tools/venv"
PATH=$tools/venv/bin:$PATH
pip install --quiet check-jsonschema==0.39.0 haralyzer==2.4.0 markdown-it-py==4.3.0 xmlschema==4.3.2
npm install --silent --no-audit --no-fund --prefix "$tools" har-schema@2.0.0 @microsoft/sarif-multitool@5.7.0
sarif=$tools/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
chmod u+x "$sarif"
xsd=$tools/pytest-8.3.5/testing/example_scripts/junit-10.xsd
if [ ! -e "$xsd" ]; then
  pip download --quiet --no-deps --no-binary :all: --dest "$tools" pytest==8.3.5
  tar -xzf "$tools/pytest-8.3.5.tar.gz" -C "$tools" pytest-8.3.5/testing/example_scripts/junit-10.xsd
fi

step "a run that passes, fails, breaks a should and cannot try everything"
cargo build --locked --quiet -p badreq -p badreq-proof
unset "${!BADREQ_@}"
export BADREQ_JOURNAL_DIR=$tools/journals
coproc server {
  exec target/debug/badreq-proof serve --limits none --break 20006:status=400 --break 20003:code=20099 2>"$tools/serve.log"
}
# shellcheck disable=SC2154 # the name of the coprocess makes it
trap 'kill "$server_PID" 2>/dev/null || true' EXIT
read -r -u "${server[0]}" line
run=$(python -c 'import json, sys; print(json.loads(sys.argv[1])["run"])' "$line")
report=$tools/run
status=0
eval "target/debug/$run" --report "json=$report.json,junit=$report.xml,har=$report.har,sarif=$report.sarif,markdown=$report.md" \
  >"$report.txt" || status=$?
if [ "$status" -ne 1 ]; then
  echo "the server is broken, and the run ended with $status in place of 1: see $report.txt" >&2
  exit 1
fi

step "JSON: check-jsonschema"
check-jsonschema --schemafile schemas/report.schema.json "$report.json"

step "JUnit: xmlschema"
python - "$xsd" "$report.xml" <<'PYTHON'
import sys
import xmlschema

xmlschema.XMLSchema(sys.argv[1]).validate(sys.argv[2])
print("valid")
PYTHON

step "HAR: har-schema, haralyzer"
python ci/foreign_har.py "$tools/node_modules/har-schema/lib" "$report.har"

step "SARIF: sarif-multitool"
# It always exits with 0.
"$sarif" validate "$report.sarif" --level 'Error;Warning' --rule-kind 'Sarif;Ghas' | tee "$tools/sarif.log"
if grep -qE '(error|warning) [A-Z]+[0-9]+:' "$tools/sarif.log" || ! grep -q 'completed successfully' "$tools/sarif.log"; then
  exit 1
fi

step "Markdown: markdown-it-py"
python - "$report.md" <<'PYTHON'
import sys
from markdown_it import MarkdownIt

text = open(sys.argv[1], encoding="utf-8").read()
tokens = MarkdownIt("commonmark").enable("table").parse(text)
kinds = [token.type for token in tokens]
assert kinds[0] == "heading_open", kinds[:3]
assert kinds.count("table_open") == 1, "the rows that are not proven are a table"
fences = kinds.count("fence")
assert fences == text.count("<details>") > 0, f"{fences} fences"
raw = [token.content.strip() for token in tokens if token.type == "html_block"]
assert all(own.startswith(("<details><summary>", "</details>")) for own in raw), raw
print(f"{fences} findings, {len(text)} characters")
PYTHON
