#!/usr/bin/env bash
# Checks the ready-made pipelines with external tools: shellcheck, and check-jsonschema with the schemas of GitHub and GitLab
# (`pip install check-jsonschema`). Not part of the gate, because it needs both.
set -euo pipefail
cd "$(dirname "$0")"

shellcheck ./*.sh github/*.sh
check-jsonschema --builtin-schema vendor.github-actions github/action.yml
check-jsonschema --builtin-schema vendor.github-workflows github/conformance.yml
check-jsonschema --builtin-schema vendor.gitlab-ci gitlab-ci.yml
