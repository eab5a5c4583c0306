#!/usr/bin/env bash
# Finds the tabletrace that the next step runs: the one that $BINARY names, or one that is built
# from the checkout of this action in $SOURCE.
set -euo pipefail

if [[ -n "${BINARY:-}" ]]; then
  if ! tabletrace=$(type -P "$BINARY"); then
    echo "::error title=tabletrace::there is no program \`$BINARY\`"
    exit 2
  fi
  tabletrace=$(realpath "$tabletrace")
else
  root="${RUNNER_TEMP:?}/tabletrace"
  cargo install --quiet --locked --root "$root" --path "$SOURCE"
  tabletrace="$root/bin/tabletrace"
fi
echo "tabletrace=$tabletrace" >> "$GITHUB_OUTPUT"
