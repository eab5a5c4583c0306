#!/usr/bin/env bash
# On a pull request, adds what it does to the map to the summary of the job, and leaves it in a file
# that the action's output `diff` names. It is a report: nothing fails because of it.
#
# $SINCE is the input of the action; without it the pull request's base is compared with.
set -euo pipefail

if [[ -z "${GITHUB_BASE_REF:-}" ]]; then
  exit 0
fi
base="${SINCE:-origin/$GITHUB_BASE_REF}"
file="${RUNNER_TEMP:?}/tabletrace-diff.md"
if ! "$TABLETRACE" diff "$base" --format "markdown=$file"; then
  echo "::warning title=tabletrace::the map could not be compared with \`$base\`; does the checkout have \`fetch-depth: 0\`?"
  exit 0
fi
if [[ -n "${GITHUB_STEP_SUMMARY:-}" ]]; then
  { cat "$file"; echo; } >> "$GITHUB_STEP_SUMMARY"
fi
echo "file=$file" >> "$GITHUB_OUTPUT"
