#!/usr/bin/env bash
# move-tags.sh vX.Y.Z [REMOTE]
#
# Points vX and vX.Y at the release vX.Y.Z, here and, when it is named, on the remote. The tag of the
# release itself is never touched, and no tag moves back to an older version: a fix for an older
# line, such as v1.2.4 after v1.3.0, moves v1.2 and leaves v1.
set -euo pipefail

if (($# < 1 || $# > 2)); then
  echo 'usage: move-tags.sh vX.Y.Z [REMOTE]' >&2
  exit 2
fi
release=$1 remote=${2-}

refuse() {
  echo "$1" >&2
  exit 1
}

number='(0|[1-9][0-9]*)'
[[ $release =~ ^v$number\.$number\.$number$ ]] || refuse "not of the form vX.Y.Z: $release"
major=v${BASH_REMATCH[1]} minor=v${BASH_REMATCH[1]}.${BASH_REMATCH[2]}
commit=$(git rev-parse --quiet --verify "refs/tags/$release^{commit}") || refuse "there is no tag $release"

# release_of TAG: the newest vX.Y.Z at the same commit.
release_of() {
  git tag --points-at "refs/tags/$1^{commit}" --sort=-version:refname \
    | grep -E '^v[0-9]+\.[0-9]+\.[0-9]+$' | head -n 1 || true
}

move=()
for tag in "$minor" "$major"; do
  if git rev-parse --quiet --verify "refs/tags/$tag" >/dev/null; then
    present=$(release_of "$tag")
    [[ -n $present ]] || refuse "$tag is at no release; look what happened to it before you move it"
    newest=$(printf '%s\n%s\n' "$present" "$release" | sort --version-sort | tail -n 1)
    if [[ $newest != "$release" ]]; then
      # The closer of the two tags must move; without it there is nothing right about this release.
      [[ $tag != "$minor" ]] || refuse "$tag is at $present and does not move back to $release"
      echo "$tag stays at $present"
      continue
    fi
  fi
  move+=("$tag")
done

for tag in "${move[@]}"; do
  git tag --no-sign --force "$tag" "$commit" >/dev/null
  echo "$tag is at $release"
done
if [[ -n $remote ]]; then
  # All or none.
  git push --atomic --force "$remote" "${move[@]/#/refs/tags/}"
fi
