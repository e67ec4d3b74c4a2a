#!/usr/bin/env bash
# sbom.sh TARGET
#
# Prints a CycloneDX list of the crates that the binary for this target is made of: those of the lock
# file that are reachable without development dependencies. Needs cargo and jq.
set -euo pipefail

if (($# != 1)); then
  echo 'usage: sbom.sh TARGET' >&2
  exit 2
fi
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

cargo metadata --locked --format-version 1 --filter-platform "$1" | jq --arg target "$1" '
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
    }'
