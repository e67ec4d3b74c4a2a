#!/usr/bin/env bash
# pins-check.sh FOLDER
#
# Succeeds when no workflow of the folder holds the mark of an action whose commit is still to be filled in.
set -euo pipefail

if (($# != 1)); then
  echo 'usage: pins-check.sh FOLDER' >&2
  exit 2
fi
[[ -d $1 ]] || { echo "there is no folder $1" >&2; exit 1; }

if grep -rn 'TODO(pin)' "$1"; then
  echo '::error::an action is not pinned to a full commit SHA; fill in the lines above before you release' >&2
  exit 1
fi
