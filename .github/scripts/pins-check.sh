#!/usr/bin/env bash
# pins-check.sh FOLDER
#
# Succeeds when every action that a workflow of the folder uses is pinned: by a full commit SHA, an image by its
# digest. Those of this repository (`./…`) need no pin.
set -euo pipefail

if (($# != 1)); then
  echo 'usage: pins-check.sh FOLDER' >&2
  exit 2
fi
[[ -d $1 ]] || { echo "there is no folder $1" >&2; exit 1; }

used='^[[:space:]]*(-[[:space:]]+)?uses:[[:space:]]*'
pinned="${used}[\"']?(\./[^\"'[:space:]]*|[^\"'[:space:]#]+@[0-9a-f]{40}|docker://[^\"'[:space:]#]+@sha256:[0-9a-f]{64})[\"']?([[:space:]]|\$)"
if grep -rnE --include='*.yml' --include='*.yaml' "$used" "$1" | grep -vE "^[^:]*:[0-9]+:${pinned#^}"; then
  echo '::error::an action is not pinned to a full commit SHA; fill in the lines above before you release' >&2
  exit 1
fi
