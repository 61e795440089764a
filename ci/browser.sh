#!/usr/bin/env bash
# Tests the HTML page in a real browser: it loads without an error or a request, filters, follows links and prints, on a desktop and a phone.
# `ci/browser.sh [FOLDER]` writes its screenshots to FOLDER, by default target/browser. Installs Debian's Chromium and playwright-core if missing.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-target/browser}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

if ! [ -x /usr/bin/chromium ]; then
  echo "== installing chromium from the distribution's packages"
  as_root=$([ "$(id -u)" = 0 ] || echo sudo)
  $as_root apt-get install -y --no-install-recommends chromium >/dev/null
fi
modules=target/browser-modules
if ! [ -d "$modules/node_modules/playwright-core" ]; then
  echo "== installing playwright-core"
  mkdir -p "$modules"
  npm install --silent --no-fund --no-audit --prefix "$modules" playwright-core@1.65.1
fi

echo "== building badreq"
cargo build --locked --quiet -p badreq -p badreq-proof
badreq=target/debug/badreq
export BADREQ_JOURNAL_DIR="$folder/journals"

echo "== running it against a server with five defects, and against one without"
"$badreq" run --target reference --report "json=$folder/full.json" >/dev/null 2>&1
target/debug/badreq-proof serve --limits none \
  --break '0/400:message=   at App.Members.Get(String id) in /app/Members.cs:line 42' --break '40001:errors={}' \
  --break 20006:code=null --break 30005:status=404 --break 40005:message=No. >"$folder/serve.json" 2>/dev/null &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
until [ -s "$folder/serve.json" ]; do sleep 0.1; done
# The command that the server prints, with this program; it must exit with 1.
run=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).run' "$folder/serve.json")
status=0
bash -c "$badreq ${run#badreq } --report 'json=$folder/five.json,har=$folder/five.har'" >/dev/null 2>&1 || status=$?
[ "$status" = 1 ]

echo "== making the pages"
node ci/browser/results.mjs "$folder"
for page in full five three-hundred none hostile; do
  "$badreq" report "$folder/$page.json" --report "html=$folder/$page.html" >/dev/null 2>&1 || true
  [ -s "$folder/$page.html" ]
done
"$badreq" report "$folder/full.json" "$folder/five.json" --report "html=$folder/both.html" >/dev/null 2>&1 || true

echo "== looking at them"
node ci/browser/look.mjs "$folder" "$PWD/$modules/node_modules/playwright-core/index.mjs"
