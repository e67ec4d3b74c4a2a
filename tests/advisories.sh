#!/usr/bin/env bash
# Whether an advisory stands against a crate of the program or of the fuzz targets, by a copy of RustSec's database
# and without the network.
#
#   ADVISORY_DB=FOLDER tests/advisories.sh      the copy: a git repository, bare or not, or only its files
#
# Needs cargo-deny (cargo install cargo-deny --locked) and git. What counts as one stands in deny.toml. How old the
# copy may be is for those to say who keep it; its date is printed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

skip() {
  echo "==> SKIPPED advisories: $1"
  exit
}
[[ -n ${ADVISORY_DB:-} ]] || skip 'ADVISORY_DB names no copy of their database'
command -v cargo-deny >/dev/null || skip 'cargo-deny is not installed'

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
sed "s|^\[advisories\]$|&\ndb-path = \"$scratch/copies\"|" deny.toml >"$scratch/deny.toml"

check() {
  cargo deny --manifest-path "$1" --locked --offline --config "$scratch/deny.toml" check advisories
}

# A copy goes by a name that cargo-deny makes of the place where it would fetch one; it tells it where none is.
name="$({ check Cargo.toml 2>&1 || true; } | grep -om 1 'advisory-db-[0-9a-f]\+')"
copy="$scratch/copies/$name"
if git ls-remote "$ADVISORY_DB" HEAD >/dev/null 2>&1; then
  git clone --quiet "$ADVISORY_DB" "$copy"
  echo "==> the copy is of $(git -C "$copy" log -1 --format=%cs)"
else
  # It has to be a repository, though nothing of it is read.
  cp -R "$ADVISORY_DB" "$copy"
  git -C "$copy" init --quiet
  git -C "$copy" -c user.name=ci -c user.email=ci@localhost commit --quiet --allow-empty --message 'a copy'
  echo '==> nobody knows how old the copy is'
fi
echo "==> $(find "$copy/crates" -name '*.md' | wc -l) advisories"

for manifest in Cargo.toml fuzz/Cargo.toml; do
  echo "==> $manifest"
  check "$manifest"
done
