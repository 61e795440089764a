#!/usr/bin/env bash
# Mutation testing: breaks src/contract and src/check in one place at a time, and checks that a test detects it.
#
#   ci/mutants.sh [--jobs N] [--file src/check/row_breach.rs]... [other options of cargo-mutants, such as --shard 1/4]
#
# Succeeds if ci/mutants.toml lists every mutant that no test detects, with a reason, and, after a full run, nothing else. Takes most of an
# hour, so it is not part of the gate.
set -euo pipefail
cd "$(dirname "$0")/.."

listed=ci/mutants.toml
work=$PWD/target/mutants
package=$work/package
found=$work/mutants.out

fail() {
  printf 'mutants: %s\n' "$*" >&2
  exit 1
}

# Prints a part of the manifest, with only those dependencies that the sources in a folder name.
manifest() {
  local section='' line name
  while IFS= read -r line; do
    [[ $line == \[*\] ]] && section=$line
    case $section in
      '[package]') printf '%s\n' "$line" ;;
      '[dependencies]' | '[dev-dependencies]')
        name=${line%% = *}
        if [[ $line == \[* ]] || { [ -n "$line" ] && grep -rqE "(^|[^a-z_])${name//-/_}::" "$1"; }; then
          printf '%s\n' "$line"
        fi
        ;;
    esac
  done <Cargo.toml
  # Examples in the documentation do not count: only tests run.
  printf '%s\n' '[lib]' 'doctest = false'
}

# Copies the two rooms to packages of their own, with only the rooms that they know: each mutant compiles only its own room, which takes
# a second.
lay_out() {
  local base=$package/base check=$package/check room
  rm -rf "$base" "$check"
  mkdir -p "$base/src" "$base/tests" "$check/src"
  for room in contract exchange outcome; do
    cp -R "src/$room" "$base/src/"
    printf 'pub mod %s;\n' "$room" >>"$base/src/lib.rs"
  done
  cp -R src/check "$check/src/"
  printf '%s\n' 'pub use badreq::{contract, exchange, outcome};' 'pub mod check;' >"$check/src/lib.rs"
  cp -R schemas "$base/"
  cp -R tests/contract tests/contract.rs "$base/tests/"
  manifest "$base" >"$base/Cargo.toml"
  manifest "$check" | sed 's/^name = .*/name = "badreq-check"/; s/^\[dependencies\]$/&\nbadreq = { path = "..\/base" }/' >"$check/Cargo.toml"
  printf '%s\n' '[workspace]' 'resolver = "3"' 'members = ["base", "check"]' \
    '[profile.dev]' 'debug = false' '[profile.dev.package."*"]' 'opt-level = 1' >"$package/Cargo.toml"
  cp Cargo.lock "$package/"
}

# Prints FILE, MUTATION and LINE of every mutant that survived, separated by tabs. Line numbers move with every edit; the text of the line stays.
survivors() {
  local mutation file line
  sort "$found/missed.txt" "$found/timeout.txt" | while IFS= read -r mutation; do
    IFS=: read -r file line _ <<<"$mutation"
    printf '%s\t%s\t%s\n' "${file#*/}" "${mutation#*: }" "$(sed -n "${line}{s/^ *//;s/ *\$//;p;}" "$package/$file")"
  done | sort
}

# Prints the same for every entry of the page.
entries() {
  awk '
    function text(value) { sub(/^[a-z]+ = "/, "", value); sub(/"$/, "", value); gsub(/\\"/, "\"", value); gsub(/\\\\/, "\\", value); return value }
    function bad(why) { print FILENAME ":" FNR ": " why > "/dev/stderr"; failed = 1; exit 1 }
    function end() {
      if (entry && !(file && mutation && line && reason)) bad("the entry before this has not all of file, mutation, line and reason")
      if (entry) print file "\t" mutation "\t" line
      file = mutation = line = reason = ""
    }
    /^ *(#|$)/ { next }
    /^\[\[survivor\]\]$/ { end(); entry = 1; next }
    /^file = ".+"$/ { file = text($0); next }
    /^mutation = ".+"$/ { mutation = text($0); next }
    /^line = ".+"$/ { line = text($0); next }
    /^reason = ".+"$/ { reason = text($0); next }
    { bad("neither an entry nor one of its keys") }
    END { if (!failed) end() }
  ' "$listed" | sort
}

show() {
  awk -F'\t' '{ print "  " $1 ": " $2 "\n    " $3 }' "$1"
}

jobs=1
files=(--file 'base/src/contract/**' --file 'check/src/check/**')
chosen=()
options=()
while [ $# -gt 0 ]; do
  case $1 in
    --jobs) jobs=${2:?--jobs needs a number} && shift 2 ;;
    --file) chosen+=(--file "*/${2:?--file needs a path}") && shift 2 ;;
    *) options+=("$1") && shift ;;
  esac
done
cargo mutants --version >/dev/null 2>&1 || fail "cargo-mutants is missing; install it: cargo install cargo-mutants --locked"
entries >/dev/null

lay_out
# One job mutates the copy in place and reuses its build; several jobs need a copy each.
how=(--in-place)
if [ "$jobs" -gt 1 ]; then
  how=(--jobs "$jobs" --gitignore false)
fi
if [ ${#chosen[@]} -gt 0 ]; then
  files=("${chosen[@]}")
fi
# A mutant that loops may allocate memory until there is none.
ulimit -v 16000000 2>/dev/null || true
began=$SECONDS
status=0
CARGO_INCREMENTAL=1 env -u CARGO_TARGET_DIR cargo mutants --dir "$package" --output "$work" --workspace --no-config --minimum-test-timeout 15 \
  "${how[@]}" "${files[@]}" "${options[@]}" || status=$?
case $status in
  0 | 2 | 3) ;; # all detected; some missed; some never ended
  *) fail "cargo-mutants did not finish (status $status); its logs are in $found/log" ;;
esac

survivors >"$work/survivors"
entries >"$work/listed"
comm -23 "$work/survivors" "$work/listed" >"$work/unexplained"
comm -13 "$work/survivors" "$work/listed" >"$work/stale"
caught=$(wc -l <"$found/caught.txt")
unviable=$(wc -l <"$found/unviable.txt")
survived=$(wc -l <"$work/survivors")
printf '\n%d mutants in %d s: %d noticed, %d that do not compile, %d survivors, %d of them without a reason\n' \
  $((caught + unviable + survived)) $((SECONDS - began)) "$caught" "$unviable" "$survived" "$(wc -l <"$work/unexplained")"
failed=0
if [ -s "$work/unexplained" ]; then
  printf '\nNo test notices these. Write one, or put them into %s with the reason:\n' "$listed"
  show "$work/unexplained"
  failed=1
fi
if [ ${#chosen[@]} -eq 0 ] && [ ${#options[@]} -eq 0 ] && [ -s "$work/stale" ]; then
  printf '\nThese stand in %s, and a test notices them or they are gone. Take them out:\n' "$listed"
  show "$work/stale"
  failed=1
fi
exit $failed
