#!/usr/bin/env bash
# Checks the ready-made pipelines with tools that are not ours: shellcheck, and the schemas of GitHub and GitLab by check-jsonschema
# (`pip install check-jsonschema`). No part of the gate, since it needs both.
set -euo pipefail
cd "$(dirname "$0")"

shellcheck ./*.sh github/*.sh
check-jsonschema --builtin-schema vendor.github-actions github/action.yml
check-jsonschema --builtin-schema vendor.github-workflows github/conformance.yml
check-jsonschema --builtin-schema vendor.gitlab-ci gitlab-ci.yml
