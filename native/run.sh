#!/usr/bin/env bash
# Starts the release's binary for this machine. Which bytes may run is said by checksums.txt beside
# this script, and so by the commit that the action is pinned to: nothing is executed, nor made
# executable, before its SHA-256 is the one that stands there.
#
#   RELEASE_REPOSITORY       whose release it is; set by action.yml
#   B24_PING_RELEASE_FOLDER  a local folder to take the binary from instead, for tests
set -euo pipefail

# In bytes; a binary has some four million.
largest=67108864

# stop SENTENCE: the end of a run that cannot begin. The outputs are set as on every other path.
stop() {
  # What a workflow command would end at is written as the runner reads it.
  local sentence=${1//'%'/%25}
  sentence=${sentence//$'\r'/%0D}
  printf '::error title=b24-ping::%s\n' "${sentence//$'\n'/%0A}"
  if [[ -n ${GITHUB_OUTPUT-} ]]; then
    printf '%s\n' status=misconfigured reason=config exit-code=2 granted-scopes='[]' missing-scopes='[]' \
      forbidden-scopes='[]' extra-scopes='[]' portals='[]' >> "$GITHUB_OUTPUT"
  fi
  exit 2
}

# sha256_of FILE. Read from standard input, since a name with a backslash changes the tool's output.
sha256_of() {
  local sum
  sum=$("${sha256[@]}" < "$1")
  printf '%s\n' "${sum%% *}"
}

# homes: the repositories that may have the release, the likeliest first. On a GitHub server of one's own an action may
# come from github.com, by GitHub Connect, or be a copy that has no releases; and one that was copied into a repository
# has no repository of its own. The checksum makes any of them safe.
homes() {
  local repository=${RELEASE_REPOSITORY:-${GITHUB_ACTION_REPOSITORY-}}
  [[ -z $repository ]] || printf '%s\n' "${GITHUB_SERVER_URL:-https://github.com}/$repository"
  [[ -z $home ]] || printf '%s\n' "$home"
  [[ -z $repository ]] || printf '%s\n' "https://github.com/$repository"
}

# fetch NAME TO: the release's file, unverified.
fetch() {
  if [[ -n ${B24_PING_RELEASE_FOLDER-} ]]; then
    cp "$B24_PING_RELEASE_FOLDER/$1" "$2" || stop "there is no $1 in the folder $B24_PING_RELEASE_FOLDER."
    return
  fi
  local address tried=''
  while read -r address; do
    address=$address/releases/download/$version/$1
    [[ " $tried " != *" $address "* ]] || continue
    tried+="${tried:+ }$address"
    if curl --proto =https --proto-redir =https --tlsv1.2 --fail --location --silent --show-error \
      --retry 3 --retry-connrefused --connect-timeout 10 --max-time 120 --max-filesize "$largest" \
      --output "$2" "$address"; then
      return
    fi
  done < <(homes)
  [[ -n $tried ]] || stop 'the repository of the release is not known, as GITHUB_ACTION_REPOSITORY is empty.'
  stop "the binary cannot be downloaded from ${tried// /, nor from }."
}

# Here, since `stop` inside of a substitution would be heard by nobody.
if command -v sha256sum >/dev/null; then
  sha256=(sha256sum)
elif command -v shasum >/dev/null; then
  sha256=(shasum -a 256)
else
  stop 'neither sha256sum nor shasum is on this runner, so the binary cannot be verified.'
fi

case ${RUNNER_OS-}/${RUNNER_ARCH-} in
  Linux/X64) asset=b24-ping-x86_64-linux ;;
  Linux/ARM64) asset=b24-ping-aarch64-linux ;;
  macOS/X64) asset=b24-ping-x86_64-macos ;;
  macOS/ARM64) asset=b24-ping-aarch64-macos ;;
  Windows/X64) asset=b24-ping-x86_64-windows.exe ;;
  *) stop "there is no binary for ${RUNNER_OS:-an unnamed system} on ${RUNNER_ARCH:-an unnamed processor}." ;;
esac

checksums=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/checksums.txt
version='' home='' expected=''
while IFS= read -r line || [[ -n $line ]]; do
  line=${line%$'\r'}
  if [[ -z $version ]]; then
    [[ $line =~ ^'# '(v[0-9]+\.[0-9]+\.[0-9]+)$ ]] \
      || stop 'this commit belongs to no release, so there is no binary; pin the action to the commit of a version.'
    version=${BASH_REMATCH[1]}
  elif [[ $line =~ ^'# '(https://[A-Za-z0-9._:-]+/[A-Za-z0-9._-]+/[A-Za-z0-9._-]+)$ ]]; then
    home=${BASH_REMATCH[1]}
  elif [[ $line =~ ^([0-9a-f]{64})'  '(.+)$ && ${BASH_REMATCH[2]} == "$asset" ]]; then
    [[ -z $expected ]] || stop "native/checksums.txt names $asset twice."
    expected=${BASH_REMATCH[1]}
  fi
done < "$checksums"
[[ -n $expected ]] || stop "native/checksums.txt has no checksum for $asset."

# The tool cache may not be there or not be ours, such as in a job with a container of its own.
folder=''
for place in "${RUNNER_TOOL_CACHE-}" "${RUNNER_TEMP-}" "${TMPDIR:-/tmp}"; do
  [[ -n $place ]] || continue
  folder=$place/b24-ping/$version/$RUNNER_ARCH
  if mkdir -p "$folder" 2>/dev/null && [[ -w $folder ]]; then break; fi
  folder=''
done
[[ -n $folder ]] || stop 'neither the tool cache nor a temporary folder can be written to.'
cached=$folder/$asset

# What is verified and run is a copy that only this run can write to: on a runner of your own, others
# may write to the cache, also between the one and the other.
private=''
for place in "${RUNNER_TEMP-}" "${TMPDIR:-/tmp}"; do
  [[ -n $place ]] || continue
  if private=$(mktemp -d "$place/b24-ping.XXXXXX" 2>/dev/null); then break; fi
done
[[ -n $private ]] || stop 'no temporary folder can be written to.'
trap 'rm -rf "$private"' EXIT
# Under its own name, as Windows runs nothing without the ending.
binary=$private/$asset

if [[ -e $cached || -L $cached ]]; then
  # A pipe or a device would have no end, and neither may a file while somebody writes to it.
  [[ -f $cached ]] || stop "the cached $cached cannot be read: it is no regular file."
  head -c "$largest" "$cached" > "$binary" || stop "the cached $cached cannot be read."
  actual=$(sha256_of "$binary")
  [[ $actual == "$expected" ]] \
    || stop "the cached $cached has the SHA-256 $actual, not $expected, and was not run; delete it and find out who changed it."
else
  fetch "$asset" "$binary"
  actual=$(sha256_of "$binary")
  [[ $actual == "$expected" ]] \
    || stop "$asset of $version has the SHA-256 $actual, not $expected, and was not run."
  # A name of its own, then a rename: two jobs may do this at once, and one may be cut off.
  # A cache that is full is no reason not to run.
  if kept=$(mktemp "$folder/download.XXXXXX"); then
    { cp "$binary" "$kept" && chmod 755 "$kept" && mv -f "$kept" "$cached"; } || rm -f "$kept"
  fi
fi

chmod 755 "$binary"

# Not in the place of this script, which removes the copy afterwards; and beside it, as bash hears no signal while it
# waits for a program in front. A signal is for the program, which reports what it has learnt. With job control it
# ignores none from the start.
set -m
"$binary" <&0 &
child=$!
set +m
for signal in HUP INT TERM; do
  # shellcheck disable=SC2064
  trap "heard=1; kill -s $signal $child 2>/dev/null || :" "$signal"
done
while
  heard='' code=0
  wait "$child" || code=$?
  [[ -n $heard ]]
do :; done
[[ $code != 126 && $code != 127 ]] || stop "$binary cannot be started."
exit "$code"
