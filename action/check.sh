#!/usr/bin/env bash
# Runs the check of the current folder: annotations go to standard output, a summary of the job to
# $GITHUB_STEP_SUMMARY. $SINCE and $ARGS are the inputs of the action.
set -euo pipefail

arguments=(check --format github)
if [[ -n "${SINCE:-}" ]]; then
  arguments+=(--since "$SINCE")
fi
# Words are split at white space and nothing is expanded.
read -r -a more <<< "${ARGS:-}"
exec "$TABLETRACE" "${arguments[@]}" ${more[@]+"${more[@]}"}
