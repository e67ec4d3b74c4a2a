#!/usr/bin/env bash
# release-notes.sh TAG REPOSITORY COMMIT IMAGE DIGEST [CHANGELOG]
#
# Prints the notes of a release: how to use and to verify it, then its section of the changelog.
set -euo pipefail

if (($# < 5 || $# > 6)); then
  echo 'usage: release-notes.sh TAG REPOSITORY COMMIT IMAGE DIGEST [CHANGELOG]' >&2
  exit 2
fi
tag=$1 repository=$2 commit=$3 image=${4,,} digest=$5 changelog=${6:-CHANGELOG.md}

changes=$(awk -v heading="## [${tag#v}]" '
  /^## / { inside = ($0 == heading || index($0, heading " ") == 1); next }
  inside { print }
' "$changelog")
[[ -n ${changes//[[:space:]]/} ]] || { echo "the changelog says nothing about $tag" >&2; exit 1; }

cat <<NOTES
\`\`\`yaml
- uses: $repository@$commit # $tag
\`\`\`

The commit fixes every byte that runs: \`action.yml\` names the image by its digest, and \`native/\` the binaries
by their checksums.

- Image: \`$image:$tag@$digest\`
- Without Docker, on macOS, Windows and Linux: \`$repository/native@$commit\`
- Verify the image: \`gh attestation verify oci://$image@$digest --repo $repository\`
- Verify a binary: \`gh attestation verify FILE --repo $repository\`, or \`sha256sum --check SHA256SUMS\`
$changes
NOTES
