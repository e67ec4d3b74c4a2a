#!/usr/bin/env bash
# reproducible.sh [TARGET]
#
# Clones the last commit into two folders whose names differ in length, builds the static binary in
# each, and prints both SHA-256. Exits with 1 when they differ.
set -euo pipefail

if (($# > 1)); then
  echo 'usage: reproducible.sh [TARGET]' >&2
  exit 2
fi
target=${1:-$(uname -m)-unknown-linux-musl}
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$scripts/../.." && pwd)

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

sums=()
for folder in "$scratch/one" "$scratch/another folder, further down/two"; do
  mkdir -p "$(dirname "$folder")"
  git clone --quiet --no-hardlinks "$root" "$folder"
  # The scripts of this tree, so that a change to them can be tried before it is committed.
  mkdir -p "$folder/.github/scripts"
  cp "$scripts/build-binary.sh" "$folder/.github/scripts/"
  env -u RUSTFLAGS -u CARGO_BUILD_RUSTFLAGS -u CARGO_TARGET_DIR \
    bash "$folder/.github/scripts/build-binary.sh" "$target" "$folder/b24-ping" >&2
  sum=$(sha256sum < "$folder/b24-ping")
  sums+=("${sum%% *}")
  printf '%s  %s\n' "${sum%% *}" "${folder#"$scratch/"}"
  # What was built is not needed any more, and two target folders are large.
  rm -rf "$folder/target"
done

if [[ ${sums[0]} != "${sums[1]}" ]]; then
  echo 'the two builds differ' >&2
  exit 1
fi
echo 'the two builds are byte-identical'
