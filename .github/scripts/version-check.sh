#!/usr/bin/env bash
# version-check.sh TAG [ROOT]
#
# Succeeds when the tag is vX.Y.Z, Cargo.toml states that version and CHANGELOG.md has its heading.
# Says everything that disagrees, not only the first.
set -euo pipefail

if (($# < 1 || $# > 2)); then
  echo 'usage: version-check.sh TAG [ROOT]' >&2
  exit 2
fi
tag=$1 root=${2:-.}

number='(0|[1-9][0-9]*)'
if [[ ! $tag =~ ^v$number\.$number\.$number$ ]]; then
  echo "the tag is not of the form vX.Y.Z: $tag" >&2
  exit 1
fi
version=${tag#v}
status=0

# The first `version` of the section [package]; those of dependencies stand in other sections.
stated=$(awk '
  /^\[/ { inside = ($0 == "[package]") }
  inside && /^version *=/ { split($0, part, "\""); print part[2]; exit }
' "$root/Cargo.toml")
if [[ $stated != "$version" ]]; then
  echo "Cargo.toml states ${stated:-no version}, the tag $version" >&2
  status=1
fi

# The heading is `## [X.Y.Z]`, and a date may follow.
if ! awk -v heading="## [$version]" '
  $0 == heading || index($0, heading " ") == 1 { found = 1 }
  END { exit !found }
' "$root/CHANGELOG.md"; then
  echo "CHANGELOG.md has no heading \"## [$version]\"" >&2
  status=1
fi

((status == 0)) && echo "$tag agrees with Cargo.toml and CHANGELOG.md"
exit "$status"
