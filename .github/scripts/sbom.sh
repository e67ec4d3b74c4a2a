#!/usr/bin/env bash
# sbom.sh TARGET
#
# Prints a CycloneDX list of the crates that the binary for this target is made of: those of the lock
# file that are reachable without development dependencies. Its serial number, without which nobody
# attests it, is taken from the rest, so that the same crates give the same bytes. Needs cargo and jq.
set -euo pipefail

if (($# != 1)); then
  echo 'usage: sbom.sh TARGET' >&2
  exit 2
fi
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bom=$(cargo metadata --locked --format-version 1 --filter-platform "$1" | jq --arg target "$1" '
  def purl: "pkg:cargo/\(.name)@\(.version)";
  # Crates that run on the building machine only do not stop the walk: their code may end up in ours.
  def next: [.deps[] | select(any(.dep_kinds[]; .kind != "dev")) | .pkg];
  (.packages | map({(.id): .}) | add) as $packages
  | (.resolve.nodes | map({(.id): next}) | add) as $next
  | .resolve.root as $root
  | {seen: [], edge: [$root]}
  | until(.edge == []; (.seen + .edge | unique) as $seen
      | {seen: $seen, edge: ([.edge[] | $next[.][]] | unique - $seen)})
  | (.seen | map($packages[.]) | sort_by(.name, .version)) as $crates
  | {
      bomFormat: "CycloneDX",
      specVersion: "1.5",
      version: 1,
      metadata: {
        component: ($packages[$root] | {type: "application", "bom-ref": purl, name, version, purl: purl}),
        properties: [{name: "target", value: $target}],
      },
      components: [$crates[] | select(.id != $root)
        | {type: "library", "bom-ref": purl, name, version, purl: purl}
          + (if .license then {licenses: [{expression: (.license | gsub(" */ *"; " OR "))}]} else {} end)],
      dependencies: [$crates[]
        | {ref: purl, dependsOn: [$next[.id][] | $packages[.] | purl] | sort}],
    }')

# A UUID of version 8, whose bits are one's own choice (RFC 9562), here those of a SHA-256.
sum=$(if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi <<< "$bom")
serial=urn:uuid:${sum:0:8}-${sum:8:4}-8${sum:12:3}-8${sum:15:3}-${sum:18:12}
jq --arg serial "$serial" '{bomFormat, serialNumber: $serial} + .' <<< "$bom"
