#!/usr/bin/env bash
# merge-image.sh IMAGE NAME DIGEST DIGEST
#
# Joins the images of both architectures under IMAGE:NAME and prints the digest of the whole. The name
# is one that nobody follows, and may move: name-image.sh gives the other. Needs docker with buildx,
# logged in.
set -euo pipefail

if (($# != 4)); then
  echo 'usage: merge-image.sh IMAGE NAME DIGEST DIGEST' >&2
  exit 2
fi
image=${1,,} name=$2
shift 2
for digest in "$@"; do
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "not a digest: $digest" >&2; exit 1; }
done

docker buildx imagetools create --tag "$image:$name" "${@/#/$image@}" >&2

# A registry may have answered with something else than what was sent: ask for both architectures.
manifest=$(docker buildx imagetools inspect "$image:$name" --format '{{json .Manifest}}')
found=$(jq -r '[.manifests[].platform | "\(.os)/\(.architecture)"] | sort | join(" ")' <<< "$manifest")
[[ $found == 'linux/amd64 linux/arm64' ]] || { echo "the image is for: $found" >&2; exit 1; }
jq -er '.digest' <<< "$manifest"
