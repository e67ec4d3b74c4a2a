#!/usr/bin/env bash
# push-image.sh IMAGE TAG SOURCE
#
# Builds the image for this machine's architecture and pushes it by digest, without a name that could
# move. SOURCE is the address of the repository, for the image's label. Prints the digest. Needs
# docker with buildx, logged in.
set -euo pipefail

if (($# != 3)); then
  echo 'usage: push-image.sh IMAGE TAG SOURCE' >&2
  exit 2
fi
image=${1,,} tag=$2 source=$3
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The default builder cannot push by digest.
docker buildx inspect b24-ping-release >/dev/null 2>&1 \
  || docker buildx create --name b24-ping-release --driver docker-container >&2
# Without buildkit's own attestation, so that what comes out is one manifest; ours comes later, signed.
docker buildx build --builder b24-ping-release --pull --provenance=false \
  --build-arg "B24_PING_REPOSITORY=${source#*://*/}" \
  --label "org.opencontainers.image.source=$source" \
  --label "org.opencontainers.image.version=${tag#v}" \
  --label "org.opencontainers.image.revision=$(git rev-parse HEAD)" \
  --metadata-file "$scratch/metadata.json" \
  --output "type=image,name=$image,push-by-digest=true,name-canonical=true,push=true" \
  . >&2

digest=$(jq -er '."containerimage.digest"' "$scratch/metadata.json")
[[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "not a digest: $digest" >&2; exit 1; }
echo "$digest"
