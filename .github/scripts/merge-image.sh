#!/usr/bin/env bash
# merge-image.sh IMAGE TAG DIGEST DIGEST
#
# Joins the images of both architectures under IMAGE:TAG and prints the digest of the whole. Refuses
# when the tag exists, since others may have pinned it. Needs docker with buildx, logged in.
set -euo pipefail

if (($# != 4)); then
  echo 'usage: merge-image.sh IMAGE TAG DIGEST DIGEST' >&2
  exit 2
fi
image=${1,,} tag=$2
shift 2
for digest in "$@"; do
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "not a digest: $digest" >&2; exit 1; }
done

if docker buildx imagetools inspect "$image:$tag" >/dev/null 2>&1; then
  echo "$image:$tag exists already" >&2
  exit 1
fi
docker buildx imagetools create --tag "$image:$tag" "${@/#/$image@}" >&2

# A registry may have answered with something else than what was sent: ask for both architectures.
manifest=$(docker buildx imagetools inspect "$image:$tag" --format '{{json .Manifest}}')
found=$(jq -r '[.manifests[].platform | "\(.os)/\(.architecture)"] | sort | join(" ")' <<< "$manifest")
[[ $found == 'linux/amd64 linux/arm64' ]] || { echo "the image is for: $found" >&2; exit 1; }
jq -er '.digest' <<< "$manifest"
