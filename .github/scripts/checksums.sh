#!/usr/bin/env bash
# checksums.sh FOLDER [TAG REPOSITORY]
#
# Prints a line `sha256  name` for each file of the folder, sorted by name; with a tag and the address of the repository
# whose release it is, `# TAG` and `# REPOSITORY` come first.
set -euo pipefail

if (($# != 1 && $# != 3)); then
  echo 'usage: checksums.sh FOLDER [TAG REPOSITORY]' >&2
  exit 2
fi
folder=$1 tag=${2-} repository=${3-}
export LC_ALL=C # sorted alike everywhere

[[ -d $folder ]] || { echo "there is no folder $folder" >&2; exit 1; }
if [[ -n $tag && ! $tag =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
  echo "the tag is not of the form vX.Y.Z: $tag" >&2
  exit 1
fi
if [[ -n $tag && ! $repository =~ ^https://[A-Za-z0-9._:-]+/[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$ ]]; then
  echo "the repository is not of the form https://host/owner/name: $repository" >&2
  exit 1
fi

shopt -s nullglob dotglob
files=("$folder"/*)
((${#files[@]})) || { echo "the folder $folder is empty" >&2; exit 1; }
for file in "${files[@]}"; do
  name=${file##*/}
  [[ -f $file && ! -L $file ]] || { echo "not a plain file: $name" >&2; exit 1; }
  # Whoever reads the list splits it at spaces and line ends.
  [[ $name =~ ^[A-Za-z0-9_][A-Za-z0-9._-]*$ ]] || { echo "not a plain name: $name" >&2; exit 1; }
done

[[ -z $tag ]] || printf '# %s\n' "$tag" "$repository"
for file in "${files[@]}"; do
  sum=$(if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi < "$file")
  printf '%s  %s\n' "${sum%% *}" "${file##*/}"
done
