#!/usr/bin/env bash
# release-commit.sh TAG
#
# Makes, on top of HEAD, the commit that a release consists of, and tags it. Its only changes are
# action.yml, pinned to the image's digest, and native/checksums.txt. Pushes nothing. Where an earlier
# attempt has tagged the very same, that is the commit.
set -euo pipefail

if (($# != 1)); then
  echo 'usage: release-commit.sh TAG' >&2
  exit 2
fi
tag=$1
files=(action.yml native/checksums.txt)

refuse() {
  echo "$1" >&2
  exit 1
}

cd "$(git rev-parse --show-toplevel)"
[[ $tag =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]] || refuse "the tag is not of the form vX.Y.Z: $tag"

# Against HEAD, so that it makes no difference what is staged; and what git does not know of yet.
changed=$(git diff --name-only HEAD; git ls-files --others --exclude-standard)
changed=$(sort -u <<< "$changed")
expected=$(printf '%s\n' "${files[@]}" | sort)
[[ $changed == "$expected" ]] \
  || refuse "a release changes ${files[*]} and nothing else; changed are: ${changed//$'\n'/ }"
grep -Eq "^  image: docker://[a-z0-9./:_-]+:${tag//./\\.}@sha256:[0-9a-f]{64}\$" action.yml \
  || refuse "action.yml is not pinned to a digest of $tag"
[[ $(head -n 1 native/checksums.txt) == "# $tag" ]] \
  || refuse "native/checksums.txt is not that of $tag"

# Who commits: whoever is configured, else the runner's own account.
name=$(git config user.name || echo 'github-actions[bot]')
email=$(git config user.email || echo '41898282+github-actions[bot]@users.noreply.github.com')

before=$(git rev-parse HEAD)
git add -- "${files[@]}"
if git rev-parse --quiet --verify "refs/tags/$tag" >/dev/null; then
  [[ $(git rev-parse "refs/tags/$tag^@") == "$before" && $(git rev-parse "refs/tags/$tag^{tree}") == "$(git write-tree)" ]] \
    || refuse "the tag $tag exists already, and is not what would be released"
  git rev-parse "refs/tags/$tag^{commit}"
  exit
fi
git -c user.name="$name" -c user.email="$email" -c commit.gpgsign=false \
  commit --quiet --no-verify --message "Release $tag

The action is pinned to the image's digest, and the binaries to their checksums."
[[ $(git diff --name-only "$before" HEAD | sort) == "$expected" && $(git rev-parse HEAD^) == "$before" ]] \
  || refuse 'the commit is not what it should be'
# Not an annotated tag: then the tag's SHA is the commit's, which is what users pin.
git tag --no-sign "$tag" HEAD
git rev-parse HEAD
