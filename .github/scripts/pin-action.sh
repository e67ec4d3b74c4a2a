#!/usr/bin/env bash
# pin-action.sh ACTION_YML IMAGE TAG DIGEST
#
# Rewrites the one line `  image: …` of the action to docker://IMAGE:TAG@DIGEST and nothing else.
# Once pinned to something else, it stays: a release commit grows on main, where nothing is pinned.
set -euo pipefail

if (($# != 4)); then
  echo 'usage: pin-action.sh ACTION_YML IMAGE TAG DIGEST' >&2
  exit 2
fi
# Registries accept no capitals, and an account's name may have some.
file=$1 image=${2,,} tag=$3 digest=$4

refuse() {
  echo "$1" >&2
  exit 1
}

[[ -f $file ]] || refuse "there is no $file"
[[ $image =~ ^[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+$ ]] || refuse "not the name of an image: $image"
[[ $tag =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]] || refuse "the tag is not of the form vX.Y.Z: $tag"
[[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || refuse "the digest is not sha256: and 64 hexadecimal digits: $digest"

lines=$(grep -c '^  image: ' "$file" || true)
[[ $lines == 1 ]] || refuse "$file has $lines lines that begin with \"  image: \", not 1"

line="  image: docker://$image:$tag@$digest"
present=$(grep '^  image: ' "$file")
if [[ $present == "$line" ]]; then
  echo "already pinned to $tag@$digest"
  exit 0
fi
[[ $present == '  image: Dockerfile' ]] || refuse "already pinned to something else:${present#  image:}"

scratch=$(mktemp "$file.XXXXXX")
trap 'rm -f "$scratch"' EXIT
awk -v line="$line" '/^  image: / { print line; next } { print }' "$file" > "$scratch"
# Not by renaming, which would lose the file's mode.
cat "$scratch" > "$file"
echo "pinned to $image:$tag@$digest"
