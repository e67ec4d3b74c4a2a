#!/usr/bin/env bash
# workflows-check.sh BRANCH COMMAND
#
# Succeeds when .github/workflows is the same at HEAD and at the remote's branch. Where it is not, GitHub
# refuses a workflow's token a tag there ("without `workflows` permission"), in words that do not help.
# COMMAND is what a maintainer then runs instead.
set -euo pipefail

if (($# != 2)); then
  echo 'usage: workflows-check.sh BRANCH COMMAND' >&2
  exit 2
fi
branch=$1 command=$2

git fetch --quiet origin "$branch"
if ! git diff --quiet HEAD FETCH_HEAD -- .github/workflows; then
  echo "::error::.github/workflows has changed on $branch since this release was started, so its token cannot push the tag; run by hand: $command" >&2
  exit 1
fi
