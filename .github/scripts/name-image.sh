#!/usr/bin/env bash
# name-image.sh IMAGE TAG DIGEST
#
# Gives the image of this digest the name IMAGE:TAG. Refuses when something else has it, since others
# may have pinned it; when the image has it already, that is well. Needs docker with buildx, logged in.
set -euo pipefail

if (($# != 3)); then
  echo 'usage: name-image.sh IMAGE TAG DIGEST' >&2
  exit 2
fi
image=${1,,} tag=$2 digest=$3

refuse() {
  echo "$1" >&2
  exit 1
}

[[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || refuse "not a digest: $digest"
complaint=$(mktemp)
trap 'rm -f "$complaint"' EXIT

# named: the digest of what has the name.
named() {
  docker buildx imagetools inspect "$image:$tag" --format '{{json .Manifest}}' 2>"$complaint" | jq -er '.digest'
}

if present=$(named); then
  [[ $present == "$digest" ]] || refuse "$image:$tag exists already, as $present and not as $digest"
  echo "$image:$tag is $digest already"
  exit 0
fi
# Any other failure says nothing about the name, which may well be taken.
grep -Eiq ': not found|manifest unknown' "$complaint" \
  || refuse "whether $image:$tag exists cannot be told: $(cat "$complaint")"
docker buildx imagetools create --tag "$image:$tag" "$image@$digest"

# A registry may have answered with something else than what was sent.
present=$(named) || refuse "$image:$tag cannot be read: $(cat "$complaint")"
[[ $present == "$digest" ]] || refuse "$image:$tag became $present, not $digest"
echo "$image:$tag is $digest"
