#!/usr/bin/env bash
# The scripts of the release and of the native action, each with what it must do and what it must
# refuse, in scratch folders and repositories. No network, no compiler: `bash tests/scripts/run.sh`.
# Some strings here are meant for another shell, or to show that none expands them.
# shellcheck disable=SC2016
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scripts=$root/.github/scripts
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Nobody's own configuration of git, and no runner around us.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null HOME=$scratch
unset GITHUB_OUTPUT GITHUB_ACTION_REPOSITORY GITHUB_REPOSITORY RELEASE_REPOSITORY B24_PING_RELEASE_FOLDER
passed=0 failed=0 code=0 said=''

# run COMMAND ARG…: leaves its exit code and what it said.
run() {
  code=0
  said=$("$@" 2>&1) || code=$?
}

# case_ WORDS CONDITION…: one line, passed when the condition holds.
case_() {
  local words=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok      $words"
  else
    failed=$((failed + 1))
    echo "FAILED  $words"
    printf '%s\n' "exit code $code, said:" "$said" | sed 's/^/        /'
  fi
}

# ended CODE TEXT: the last run ended so and said that.
ended() { [[ $code == "$1" && $said == *"$2"* ]]; }
same() { cmp -s "$1" "$2"; }

d1=sha256:$(printf 'a%.0s' {1..64})
d2=sha256:$(printf 'b%.0s' {1..64})

### version-check.sh
mkdir "$scratch/version"
printf '[package]\nname = "x"\nversion = "1.2.3"\n[dependencies.y]\nversion = "9.9.9"\n' > "$scratch/version/Cargo.toml"
printf '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-01-02\n\n- Something.\n\n## [1.2.0]\n' > "$scratch/version/CHANGELOG.md"
run "$scripts/version-check.sh" v1.2.3 "$scratch/version"
case_ 'version-check: all three agree' ended 0 'agrees'
run "$scripts/version-check.sh" v1.2.4 "$scratch/version"
case_ 'version-check: Cargo.toml disagrees' ended 1 'Cargo.toml states 1.2.3'
case_ 'version-check: and the changelog, said in the same run' ended 1 'no heading "## [1.2.4]"'
run "$scripts/version-check.sh" v9.9.9 "$scratch/version"
case_ "version-check: a dependency's version does not count" ended 1 'states 1.2.3'
sed -i.bak 's/version = "1.2.3"/version = "1.2.0"/' "$scratch/version/Cargo.toml"
run "$scripts/version-check.sh" v1.2.0 "$scratch/version"
case_ 'version-check: a heading without a date' ended 0 'agrees'
for tag in 1.2.0 v1.2 v1.2.0-rc.1 v01.2.0 'v1.2.0;id' ''; do
  run "$scripts/version-check.sh" "$tag" "$scratch/version"
  case_ "version-check: refuses the tag '$tag'" ended 1 'vX.Y.Z'
done
run "$scripts/version-check.sh"
case_ 'version-check: no tag' ended 2 'usage'

### pins-check.sh
mkdir "$scratch/pins"
{
  echo '- uses: o/r@0123456789abcdef0123456789abcdef01234567 # v1'
  echo '  uses: "o/r/folder@0123456789abcdef0123456789abcdef01234567"'
  echo '- uses: ./native'
  echo "- uses: docker://image:v1@sha256:$(printf '0%.0s' {1..64})"
} > "$scratch/pins/a.yml"
run "$scripts/pins-check.sh" "$scratch/pins"
case_ 'pins-check: all are pinned' ended 0 ''
for used in o/r@v1 o/r@0123456 o/r "'o/r@main'" docker://image:v1; do
  echo "- uses: $used" > "$scratch/pins/b.yml"
  run "$scripts/pins-check.sh" "$scratch/pins"
  case_ "pins-check: refuses $used" ended 1 'not pinned'
done
case_ 'pins-check: and says where' ended 1 "$scratch/pins/b.yml:1:"
run "$scripts/pins-check.sh" "$scratch/nowhere"
case_ 'pins-check: refuses a missing folder' ended 1 'there is no folder'
case_ 'pins-check: the release asks for it' \
  grep -qxF '      - run: .github/scripts/pins-check.sh .github/workflows' "$root/.github/workflows/release.yml"

### pin-action.sh
pin() { run "$scripts/pin-action.sh" "$@"; }
cp "$root/action.yml" "$scratch/before.yml"
# Already pinned where these tests run on a release's own commit.
sed -i.bak 's/^  image: .*/  image: Dockerfile/' "$scratch/before.yml"
cp "$scratch/before.yml" "$scratch/action.yml"
pin "$scratch/action.yml" ghcr.io/Some-Owner/B24-Ping v1.2.3 "$d1"
case_ 'pin-action: pins' ended 0 'pinned to'
changed=$(diff "$scratch/before.yml" "$scratch/action.yml" | grep '^[<>]')
case_ 'pin-action: changes the one line, name in lower case' \
  test "$changed" = "<   image: Dockerfile"$'\n'">   image: docker://ghcr.io/some-owner/b24-ping:v1.2.3@$d1"
cp "$scratch/action.yml" "$scratch/pinned.yml"
pin "$scratch/action.yml" ghcr.io/some-owner/b24-ping v1.2.3 "$d1"
case_ 'pin-action: twice is once' ended 0 'already'
case_ 'pin-action: and leaves the file' same "$scratch/action.yml" "$scratch/pinned.yml"
pin "$scratch/action.yml" ghcr.io/some-owner/b24-ping v1.2.3 "$d2"
case_ 'pin-action: refuses to pin to something else' ended 1 'something else'
case_ 'pin-action: and leaves the file' same "$scratch/action.yml" "$scratch/pinned.yml"
for digest in "${d1#sha256:}" "${d1}a" "${d1%a}" "${d1^^}" "sha256:${d1#sha256:a}g" "$d1"$'\nx' ''; do
  cp "$scratch/before.yml" "$scratch/action.yml"
  pin "$scratch/action.yml" ghcr.io/o/r v1.2.3 "$digest"
  case_ "pin-action: refuses the digest '${digest:0:12}…' of ${#digest} characters" ended 1 'the digest is not'
  case_ 'pin-action: and leaves the file' same "$scratch/action.yml" "$scratch/before.yml"
done
pin "$scratch/action.yml" 'ghcr.io/o/r & x' v1.2.3 "$d1"
case_ 'pin-action: refuses a bad name' ended 1 'not the name of an image'
pin "$scratch/action.yml" ghcr.io/o/r latest "$d1"
case_ 'pin-action: refuses a tag that is no version' ended 1 'vX.Y.Z'
printf 'runs:\n  image: Dockerfile\n  image: Dockerfile\n' > "$scratch/two.yml"
pin "$scratch/two.yml" ghcr.io/o/r v1.2.3 "$d1"
case_ 'pin-action: refuses two lines' ended 1 '2 lines'
pin "$scratch/none.yml" ghcr.io/o/r v1.2.3 "$d1"
case_ 'pin-action: refuses a missing file' ended 1 'there is no'

### checksums.sh
mkdir "$scratch/dist"
printf 'one' > "$scratch/dist/b-two"
printf 'abc' > "$scratch/dist/a.exe"
abc=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
run "$scripts/checksums.sh" "$scratch/dist"
case_ 'checksums: sorted, two spaces' test "$(cut -c 65- <<< "$said")" = "  a.exe"$'\n'"  b-two"
case_ 'checksums: the right sum' ended 0 "$abc  a.exe"
printf '%s\n' "$said" > "$scratch/SUMS"
case_ 'checksums: sha256sum accepts the list' bash -c 'cd "$1" && sha256sum --check --strict --quiet ../SUMS' - "$scratch/dist"
run "$scripts/checksums.sh" "$scratch/dist" v1.2.3 https://home.example/own/er
case_ 'checksums: with the version above' test "${said%%$'\n'*}" = '# v1.2.3'
for address in own/er https://home.example/own "https://home.example/own/er$'\n'# v9.9.9"; do
  run "$scripts/checksums.sh" "$scratch/dist" v1.2.3 "$address"
  case_ 'checksums: refuses a repository that is no address' ended 1 'https://host/owner/name'
done
run "$scripts/checksums.sh" "$scratch/dist" main https://home.example/own/er
case_ 'checksums: refuses a tag that is no version' ended 1 'vX.Y.Z'
touch "$scratch/dist/a name"
run "$scripts/checksums.sh" "$scratch/dist"
case_ 'checksums: refuses a name with a space' ended 1 'not a plain name'
rm "$scratch/dist/a name"
mkdir "$scratch/dist/folder"
run "$scripts/checksums.sh" "$scratch/dist"
case_ 'checksums: refuses a folder inside' ended 1 'not a plain file'
rmdir "$scratch/dist/folder"
mkdir "$scratch/empty"
run "$scripts/checksums.sh" "$scratch/empty"
case_ 'checksums: refuses an empty folder' ended 1 'is empty'
run "$scripts/checksums.sh" "$scratch/nowhere"
case_ 'checksums: refuses a missing folder' ended 1 'there is no folder'

### sbom.sh
# A cargo that knows a crate with a dependency and a development dependency.
mkdir "$scratch/cargo"
cat > "$scratch/cargo/cargo" <<'CARGO'
#!/bin/sh
cat <<'JSON'
{"packages": [{"id": "a", "name": "a", "version": "1.0.0", "license": "MIT/Apache-2.0"},
  {"id": "b", "name": "b", "version": "2.0.0", "license": "MIT"}, {"id": "c", "name": "c", "version": "3.0.0"}],
 "resolve": {"root": "a", "nodes": [
  {"id": "a", "deps": [{"pkg": "b", "dep_kinds": [{"kind": null}]}, {"pkg": "c", "dep_kinds": [{"kind": "dev"}]}]},
  {"id": "b", "deps": []}, {"id": "c", "deps": []}]}}
JSON
CARGO
chmod +x "$scratch/cargo/cargo"
sbom() { run env PATH="$scratch/cargo:$PATH" "$scripts/sbom.sh" "$1"; }
# bom FILTER: what jq finds in the last one.
bom() { jq -er "$1" <<< "$said"; }
sbom x86_64-unknown-linux-musl
first=$said
# What actions/attest takes a CycloneDX list by.
case_ 'sbom: the three fields that make it CycloneDX' \
  test "$(bom '[.bomFormat, .specVersion, (.serialNumber | type)] | join(" ")')" = 'CycloneDX 1.5 string'
case_ 'sbom: its serial number is a UUID' \
  grep -Eqx 'urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}' <<< "$(bom .serialNumber)"
case_ 'sbom: what is needed for tests only is not in it' test "$(bom '[.components[].name] | join(" ")')" = b
sbom x86_64-unknown-linux-musl
case_ 'sbom: twice is the same bytes' test "$said" = "$first"
sbom aarch64-apple-darwin
case_ 'sbom: another list has another number' test "$(bom .serialNumber)" != "$(jq -r .serialNumber <<< "$first")"

### smoke.sh
stated=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml" | head -n 1)
# A program that passes always, so that the right version ends at the portal where a scope is missing.
printf '#!/bin/sh\necho "b24-ping $SAYS"\n' > "$scratch/program"
# A file of its own for `ca`, as the script removes it.
printf '#!/bin/sh\n: > "%s"\nprintf "hook=x\\nca=%%s\\n" "%s"\n' "$scratch/root.pem" "$scratch/root.pem" > "$scratch/portal"
chmod +x "$scratch/program" "$scratch/portal"
smoke() { run env PORTAL="$scratch/portal" "$@" "$scripts/smoke.sh" binary "$scratch/program"; }
for version in "$stated.1" "1$stated" '' x; do
  smoke SAYS="$version"
  case_ "smoke: refuses the version '$version'" ended 1 "it says \"b24-ping $version\", Cargo.toml $stated"
done
smoke SAYS="$stated"
case_ 'smoke: takes that of Cargo.toml' ended 1 "ok: b24-ping $stated"

### build-binary.sh
printf '#!/bin/sh\necho "flags $CARGO_ENCODED_RUSTFLAGS, kept $MSYS2_ENV_CONV_EXCL"; exit 9\n' > "$scratch/version/cargo"
chmod +x "$scratch/version/cargo"
run env PATH="$scratch/version:$PATH" "$scripts/build-binary.sh" x86_64-pc-windows-msvc "$scratch/built"
case_ 'build-binary: the paths are remapped, and no shell rewrites them' ended 9 "=/src, kept CARGO_ENCODED_RUSTFLAGS"

### tests/container/run.sh
# The runner with one case, which skips itself, and with programs that do nothing.
mkdir -p "$scratch/skipping/tests/container/cases" "$scratch/nothing"
cp "$root/tests/container/run.sh" "$scratch/skipping/tests/container/"
: > "$scratch/skipping/tests/container/lib.sh"
echo 'echo no reason; exit 77' > "$scratch/skipping/tests/container/cases/one.sh"
echo 'exit 0' > "$scratch/skipping/tests/container/cases/two.sh"
for program in docker cargo; do printf '#!/bin/sh\n' > "$scratch/nothing/$program"; done
chmod +x "$scratch"/nothing/*
containers() { run env PATH="$scratch/nothing:$PATH" ACT_RUN="$scratch/program" "$@" bash "$scratch/skipping/tests/container/run.sh"; }
containers CONTAINER_TESTS=
case_ 'container tests: a case may skip itself' ended 0 'skipped one: no reason'
containers CONTAINER_TESTS=required
case_ 'container tests: but not where they are required' ended 1 'not ok one, skipped: no reason'

### merge-image.sh and name-image.sh
# A docker whose registry is a folder: a file for each name, with the digest of what has it.
mkdir "$scratch/docker"
cat > "$scratch/docker/docker" <<'DOCKER'
#!/bin/sh
case "$3" in
  inspect)
    [ -z "$REGISTRY_SAYS" ] || { echo "ERROR: $REGISTRY_SAYS" >&2; exit 1; }
    name=$REGISTRY/${4##*/}
    [ -e "$name" ] || { echo "ERROR: $4: not found" >&2; exit 1; }
    echo '{"digest": "'"$(cat "$name")"'", "manifests": [{"platform": {"os": "linux", "architecture": "arm64"}},
      {"platform": {"os": "linux", "architecture": "amd64"}}]}'
    ;;
  create) echo "${6##*@}" > "$REGISTRY/${5##*/}" ;;
esac
DOCKER
chmod +x "$scratch/docker/docker"
mkdir "$scratch/registry"
image() { run env PATH="$scratch/docker:$PATH" REGISTRY="$scratch/registry" "$@"; }
has() { [[ $(ls "$scratch/registry") == "$1" && $(cat "$scratch/registry/$1") == "$2" ]]; }
image "$scripts/merge-image.sh" ghcr.io/O/r build-7 "$d1" "$d2"
case_ 'merge-image: prints the digest' ended 0 "$d1"
case_ 'merge-image: the only name is the one that nobody follows' has r:build-7 "$d1"
image "$scripts/merge-image.sh" ghcr.io/O/r build-7 "$d2" "$d1"
case_ 'merge-image: a second attempt of the run moves it' has r:build-7 "$d2"
image "$scripts/merge-image.sh" ghcr.io/O/r build-7 "$d1" latest
case_ 'merge-image: refuses what is no digest' ended 1 'not a digest'
rm "$scratch"/registry/*
for words in 'unexpected status: 503 Service Unavailable' 'failed to authorize: 403 Forbidden' 'no such host'; do
  image REGISTRY_SAYS="$words" "$scripts/name-image.sh" ghcr.io/O/r v1.2.3 "$d1"
  case_ "name-image: '$words' does not mean that the name is free" ended 1 "cannot be told: ERROR: $words"
done
case_ 'name-image: and nothing was named' test -z "$(ls "$scratch/registry")"
image "$scripts/name-image.sh" ghcr.io/O/r v1.2.3 "$d1"
case_ 'name-image: names' ended 0 "ghcr.io/o/r:v1.2.3 is $d1"
case_ 'name-image: the digest' has r:v1.2.3 "$d1"
image "$scripts/name-image.sh" ghcr.io/O/r v1.2.3 "$d1"
case_ 'name-image: twice is once' ended 0 'already'
image "$scripts/name-image.sh" ghcr.io/O/r v1.2.3 "$d2"
case_ 'name-image: refuses a name that something else has' ended 1 'exists already'
case_ 'name-image: which keeps it' has r:v1.2.3 "$d1"

### release-commit.sh
# repository NAME: one with what a release touches; the tests go into it.
repository() {
  mkdir -p "$scratch/$1/native"
  cd "$scratch/$1" || exit 1
  git init --quiet --initial-branch main
  git config user.name tester
  git config user.email tester@localhost
  cp "$scratch/before.yml" action.yml
  echo '# No release yet.' > native/checksums.txt
  echo text > other.txt
  echo /ignored > .gitignore
  git add . && git commit --quiet --message first
}
# prepare TAG: the two changes of a release.
prepare() {
  "$scripts/pin-action.sh" action.yml ghcr.io/o/r "$1" "$d1" >/dev/null
  "$scripts/checksums.sh" "$scratch/dist" "$1" https://home.example/own/er > native/checksums.txt
}
repository commit
first=$(git rev-parse HEAD)
prepare v1.2.3
touch ignored
run "$scripts/release-commit.sh" v1.2.3
case_ 'release-commit: commits, prints the SHA' ended 0 "$(git rev-parse HEAD)"
case_ 'release-commit: on top of HEAD' test "$(git rev-parse HEAD^)" = "$first"
case_ 'release-commit: exactly the two files' \
  test "$(git diff --name-only HEAD^ HEAD | tr '\n' ' ')" = 'action.yml native/checksums.txt '
case_ "release-commit: the tag is the commit's own" test "$(git rev-parse v1.2.3)" = "$(git rev-parse HEAD)"
git checkout --quiet "$first"
prepare v1.2.3
run "$scripts/release-commit.sh" v1.2.3
case_ 'release-commit: the second attempt finds the commit of the first' ended 0 "$(git rev-parse v1.2.3)"
case_ 'release-commit: and commits nothing' test "$(git rev-parse HEAD)" = "$first"
git reset --quiet --hard && prepare v1.2.3 && sed -i.bak "s/$d1/$d2/" action.yml && rm action.yml.bak
run "$scripts/release-commit.sh" v1.2.3
case_ 'release-commit: refuses a tag that exists on something else' ended 1 'exists already'
git reset --quiet --hard && git commit --quiet --allow-empty --message between && prepare v1.2.3
run "$scripts/release-commit.sh" v1.2.3
case_ 'release-commit: refuses a tag that exists elsewhere' ended 1 'exists already'
git reset --quiet --hard "$first"
git reset --quiet --hard && prepare v1.2.4 && echo more >> other.txt
run "$scripts/release-commit.sh" v1.2.4
case_ 'release-commit: refuses another changed file' ended 1 'other.txt'
git add other.txt
run "$scripts/release-commit.sh" v1.2.4
case_ 'release-commit: also when it is staged' ended 1 'other.txt'
git reset --quiet --hard && prepare v1.2.4 && touch new.txt
run "$scripts/release-commit.sh" v1.2.4
case_ 'release-commit: refuses a new file' ended 1 'new.txt'
rm new.txt && git checkout --quiet native/checksums.txt
run "$scripts/release-commit.sh" v1.2.4
case_ 'release-commit: refuses when the checksums are missing' ended 1 'and nothing else'
git reset --quiet --hard && prepare v1.2.4
run "$scripts/release-commit.sh" v1.2.5
case_ "release-commit: refuses another version's pin" ended 1 'not pinned to a digest of v1.2.5'
"$scripts/checksums.sh" "$scratch/dist" v1.2.3 https://home.example/own/er > native/checksums.txt
run "$scripts/release-commit.sh" v1.2.4
case_ "release-commit: refuses another version's checksums" ended 1 'not that of v1.2.4'
git reset --quiet --hard
run "$scripts/release-commit.sh" v1.2.4
case_ 'release-commit: refuses when nothing changed' ended 1 'changed are:'
run "$scripts/release-commit.sh" latest
case_ 'release-commit: refuses a tag that is no version' ended 1 'vX.Y.Z'
case_ 'release-commit: no refusal left a tag' test "$(git tag)" = v1.2.3
git config --unset user.name && git config --unset user.email && prepare v1.2.4
run "$scripts/release-commit.sh" v1.2.4
case_ 'release-commit: without a configured name' test "$(git log -1 --format=%an)" = 'github-actions[bot]'

### move-tags.sh
repository tags
git init --quiet --bare "$scratch/remote.git"
git remote add origin "$scratch/remote.git"
for tag in v1.2.3 v1.2.4 v1.3.0 v1.10.0 v2.0.0; do
  git commit --quiet --allow-empty --message "$tag" && git tag "$tag"
done
git push --quiet --tags origin main
at() { [[ $(git rev-parse "$1^{commit}") == "$(git rev-parse "$2^{commit}")" ]]; }
on_remote() { [[ $(git ls-remote origin "refs/tags/$1" | cut -f 1) == "$(git rev-parse "$2")" ]]; }
releases=$(git show-ref --tags)
run "$scripts/move-tags.sh" v1.2.3
case_ 'move-tags: makes v1.2' at v1.2 v1.2.3
case_ 'move-tags: makes v1' at v1 v1.2.3
case_ 'move-tags: without a remote nothing is pushed' test -z "$(git ls-remote origin refs/tags/v1)"
run "$scripts/move-tags.sh" v1.3.0 origin
case_ 'move-tags: moves v1 forward' at v1 v1.3.0
case_ 'move-tags: leaves v1.2' at v1.2 v1.2.3
case_ 'move-tags: moves them on the remote' on_remote v1 v1.3.0
run "$scripts/move-tags.sh" v1.2.4 origin
case_ 'move-tags: a fix of an older line moves v1.2' at v1.2 v1.2.4
case_ 'move-tags: and leaves v1' at v1 v1.3.0
case_ 'move-tags: and says so' ended 0 'v1 stays at v1.3.0'
run "$scripts/move-tags.sh" v1.2.3 origin
case_ 'move-tags: refuses to move back' ended 1 'does not move back'
case_ 'move-tags: and moved nothing' at v1.2 v1.2.4
run "$scripts/move-tags.sh" v1.10.0 origin
case_ 'move-tags: 10 is newer than 3' at v1 v1.10.0
run "$scripts/move-tags.sh" v1.10.0 origin
case_ 'move-tags: twice is once' ended 0 'v1 is at v1.10.0'
run "$scripts/move-tags.sh" v2.0.0 origin
case_ 'move-tags: another major version leaves v1' at v1 v1.10.0
run "$scripts/move-tags.sh" v3.0.0
case_ 'move-tags: refuses a release that is not there' ended 1 'no tag v3.0.0'
run "$scripts/move-tags.sh" v1
case_ 'move-tags: refuses v1 as a release' ended 1 'vX.Y.Z'
git commit --quiet --allow-empty --message stray && git tag --force v2 >/dev/null && git tag v2.0.1
git commit --quiet --allow-empty --message later && git tag v2.0.2 && git tag --force v2.0 v2.0.1 >/dev/null
git tag --delete v2.0.1 >/dev/null
run "$scripts/move-tags.sh" v2.0.2
case_ 'move-tags: refuses where the tag is at no release' ended 1 'is at no release'
git tag --delete v2.0.2 >/dev/null
case_ 'move-tags: no release ever moved' \
  test "$(git show-ref --tags | grep -E 'v[0-9]+\.[0-9]+\.[0-9]+$')" = "$releases"
cd "$scratch" || exit 1

### workflows-check.sh
repository workflows
mkdir -p .github/workflows && echo one > .github/workflows/ci.yml
git add . && git commit --quiet --message workflows
git init --quiet --bare "$scratch/workflows.git"
git remote add origin "$scratch/workflows.git"
git commit --quiet --allow-empty --message later && git push --quiet origin main
git checkout --quiet HEAD^
run "$scripts/workflows-check.sh" main 'by hand'
case_ 'workflows-check: the same workflows at another commit' ended 0 ''
echo two > .github/workflows/ci.yml && git commit --quiet --all --message changed
run "$scripts/workflows-check.sh" main 'git push it'
case_ 'workflows-check: refuses others and names the command' ended 1 'by hand: git push it'
run "$scripts/workflows-check.sh" nowhere 'git push it'
case_ 'workflows-check: refuses without the branch' test "$code" != 0
cd "$scratch" || exit 1

### release-notes.sh
run "$scripts/release-notes.sh" v1.2.3 o/r "$(printf 'c%.0s' {1..40})" ghcr.io/O/r "$d1" "$scratch/version/CHANGELOG.md"
case_ 'release-notes: the changes of this version' ended 0 '- Something.'
case_ 'release-notes: nothing of the next one' test "${said#*1.2.0}" = "$said"
case_ 'release-notes: how to verify the image' ended 0 "gh attestation verify oci://ghcr.io/o/r@$d1 --repo o/r"
run "$scripts/release-notes.sh" v1.2.0 o/r x ghcr.io/o/r "$d1" "$scratch/version/CHANGELOG.md"
case_ 'release-notes: refuses where the changelog says nothing' ended 1 'says nothing'

### native/run.sh
mkdir -p "$scratch/native" "$scratch/release"
cp "$root/native/run.sh" "$scratch/native/"
mark=$scratch/executed
# The fake says that it ran and how it was called.
printf '#!/bin/sh\necho "$0" >> "%s"\necho "hook=$INPUT_HOOK file=$INPUT_SCOPES_FILE args=$#"\nexit "${FAKE_CODE-0}"\n' "$mark" \
  > "$scratch/release/fake"
assets=(b24-ping-x86_64-linux b24-ping-aarch64-linux b24-ping-x86_64-macos b24-ping-aarch64-macos b24-ping-x86_64-windows.exe)
for asset in "${assets[@]}"; do
  { cat "$scratch/release/fake"; echo "# $asset"; } > "$scratch/release/$asset"
done
rm "$scratch/release/fake"
"$scripts/checksums.sh" "$scratch/release" v1.2.3 https://home.example/own/er > "$scratch/native/checksums.txt"
cache=$scratch/tools
limit=()
# native VARIABLE=VALUE…: the script with nothing but these.
native() {
  rm -f "$mark"
  run ${limit[@]+"${limit[@]}"} env -i PATH="$PATH" TMPDIR="$scratch/empty" RUNNER_TOOL_CACHE="$cache" RUNNER_OS=Linux RUNNER_ARCH=X64 \
    B24_PING_RELEASE_FOLDER="$scratch/release" INPUT_HOOK='a b$(id)' INPUT_SCOPES_FILE=p.yml "$@" \
    bash "$scratch/native/run.sh"
}
ran() { [[ -e $mark ]]; }
unrun() { [[ ! -e $mark ]] && ended 2 '::error title=b24-ping::' && [[ $said != *$'\n'* ]]; }
native FAKE_CODE=3
case_ 'native: runs, hands on variables and the exit code' ended 3 'hook=a b$(id) file=p.yml args=0'
case_ 'native: and keeps the binary in the tool cache' test -x "$cache/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux"
case_ 'native: and leaves no temporary file behind' test -z "$(ls -A "$scratch/empty")"
case_ 'native: and nothing else' test "$(ls -A "$cache/b24-ping/v1.2.3/X64")" = b24-ping-x86_64-linux
native B24_PING_RELEASE_FOLDER="$scratch/nowhere"
case_ 'native: the second time from the cache' ran
case_ 'native: but what runs is a copy of its own' test -n "$(grep -x "$scratch/empty/b24-ping\.[^/]*/b24-ping-x86_64-linux" "$mark")"
mkdir "$scratch/runner"
native RUNNER_TEMP="$scratch/runner"
case_ "native: in the runner's folder, where it has one" test -n "$(grep -F "$scratch/runner/b24-ping." "$mark")"
chmod a-x "$cache/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux"
native FAKE_CODE=3
case_ 'native: a cached binary that is not executable runs' ended 3 'hook='
mv "$cache/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux" "$scratch/good"
mkdir "$cache/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux"
native
case_ 'native: a cached binary that is a folder stops' ended 2 'cannot be read: it is no regular file.'
rmdir "$cache/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux"
mkfifo "$cache/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux"
if command -v timeout >/dev/null; then limit=(timeout 20); fi
native
case_ 'native: a cached binary that is a pipe is not waited for' ended 2 'cannot be read: it is no regular file.'
for target in "$scratch/nowhere" /dev/zero; do
  ln -sf "$target" "$cache/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux"
  native
  case_ "native: nor read when it is a link to $target" ended 2 'cannot be read: it is no regular file.'
done
rm "$cache/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux"
cp "$scratch/good" "$cache/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux"
truncate -s 8G "$cache/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux"
native
case_ 'native: nor to the end when it is huge' ended 2 'was not run'
limit=()
rm "$cache/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux"
mv "$scratch/good" "$cache/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux"
echo '# tampered' >> "$cache/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux"
native
case_ 'native: a cached binary that was changed is not run' unrun
case_ 'native: and the sentence says which' ended 2 'the cached '
rm -r "$cache"
for pair in Linux/ARM64 macOS/X64 macOS/ARM64 Windows/X64; do
  native RUNNER_OS="${pair%/*}" RUNNER_ARCH="${pair#*/}"
  case_ "native: $pair" ran
done
case_ 'native: and on Windows the copy has the ending that it runs by' test -n "$(grep '/b24-ping-x86_64-windows\.exe$' "$mark")"
case_ 'native: each its own binary' test "$(find "$cache" -type f | wc -l)" -eq 4
for pair in Linux/ARM Linux/X86 Windows/ARM64 FreeBSD/X64 /; do
  native RUNNER_OS="${pair%/*}" RUNNER_ARCH="${pair#*/}"
  case_ "native: refuses $pair" unrun
done
native RUNNER_OS=$'50%\r\n::error::x'
case_ 'native: what a command would end at is escaped' unrun
case_ 'native: as the runner reads it' ended 2 'for 50%25%0D%0A::error::x on X64'
# The fake that is signalled: ready when it says so, and gone with a code of its own.
mkfifo "$scratch/ready"
printf '#!/bin/sh\ntrap "kill \\$!; exit 77" HUP INT TERM\nsleep 60 &\necho >"%s"\nwait\n' "$scratch/ready" > "$scratch/release/slow"
mv "$scratch/release/b24-ping-x86_64-linux" "$scratch/good"
mv "$scratch/release/slow" "$scratch/release/b24-ping-x86_64-linux"
cp "$scratch/native/checksums.txt" "$scratch/checksums.txt"
"$scripts/checksums.sh" "$scratch/release" v1.2.3 https://home.example/own/er > "$scratch/native/checksums.txt"
rm -rf "$cache"
for signal in HUP INT TERM; do
  set -m
  # Who started this may ignore the signal.
  env -i --default-signal="$signal" PATH="$PATH" TMPDIR="$scratch/empty" RUNNER_OS=Linux RUNNER_ARCH=X64 RUNNER_TOOL_CACHE="$cache" \
    B24_PING_RELEASE_FOLDER="$scratch/release" bash "$scratch/native/run.sh" &
  set +m
  read -r < "$scratch/ready"
  kill -s "$signal" $!
  code=0 && wait $! || code=$?
  case_ "native: $signal is for the program, which says how it ends" ended 77 ''
  case_ 'native: and the temporary file is removed then, too' test -z "$(ls -A "$scratch/empty")"
done
mv "$scratch/good" "$scratch/release/b24-ping-x86_64-linux"
mv "$scratch/checksums.txt" "$scratch/native/"
rm -r "$cache"
mkdir "$scratch/bare"
for tool in bash dirname; do ln -s "$(command -v "$tool")" "$scratch/bare/"; done
native PATH="$scratch/bare"
case_ 'native: without a tool for checksums' unrun
case_ 'native: and the sentence says so' ended 2 'neither sha256sum nor shasum'
rm -rf "$cache"
printf '#!/nowhere/sh\n' > "$scratch/broken"
mv "$scratch/release/b24-ping-x86_64-linux" "$scratch/good"
mv "$scratch/broken" "$scratch/release/b24-ping-x86_64-linux"
cp "$scratch/native/checksums.txt" "$scratch/checksums.txt"
"$scripts/checksums.sh" "$scratch/release" v1.2.3 https://home.example/own/er > "$scratch/native/checksums.txt"
native
case_ 'native: a binary that cannot be started stops' ended 2 'cannot be started.'
mv "$scratch/checksums.txt" "$scratch/native/"
rm -r "$cache"
{ cat "$scratch/good"; echo; } > "$scratch/release/b24-ping-x86_64-linux"
native GITHUB_OUTPUT="$scratch/output"
case_ 'native: a wrong checksum stops' unrun
case_ 'native: and says both sums' ended 2 "not $(sha256sum < "$scratch/good" | cut -c 1-64), and was not run."
case_ 'native: and leaves no file behind' test -z "$(find "$cache" -type f)"
case_ 'native: and sets the outputs' grep -qx 'status=misconfigured' "$scratch/output"
rm "$scratch/release/b24-ping-x86_64-linux"
native
case_ 'native: a release without the binary stops' test "$code" = 2
mv "$scratch/good" "$scratch/release/b24-ping-x86_64-linux"
native RUNNER_TOOL_CACHE=/proc/nowhere RUNNER_TEMP="$scratch/temp"
case_ 'native: without a tool cache, the temporary folder' test -x "$scratch/temp/b24-ping/v1.2.3/X64/b24-ping-x86_64-linux"
sed -i.bak 's/$/\r/' "$scratch/native/checksums.txt"
native
case_ 'native: a list with line ends of Windows' ran
grep -v 'x86_64-linux' "$scratch/native/checksums.txt.bak" > "$scratch/native/checksums.txt"
native
case_ 'native: no checksum for this binary' unrun
cat "$scratch/native/checksums.txt.bak" <(tail -n +2 "$scratch/native/checksums.txt.bak") > "$scratch/native/checksums.txt"
native
case_ 'native: a binary that is named twice' unrun
printf '# No release yet.\n' > "$scratch/native/checksums.txt"
native
case_ 'native: no release yet' unrun
case_ 'native: and the sentence says so' ended 2 'belongs to no release'
: > "$scratch/native/checksums.txt"
native
case_ 'native: an empty list' test "$code" = 2
# The download, without a network: a curl that writes down what it was asked for.
mkdir "$scratch/bin"
cat > "$scratch/bin/curl" <<'CURL'
#!/bin/sh
for last; do :; done
echo "$last" >> "$ASKED"
case $last in "$ONLY"*) ;; *) exit 22 ;; esac
while [ "$1" != --output ]; do shift; done
cp "$SERVED" "$2"
CURL
chmod +x "$scratch/bin/curl"
cp "$scratch/native/checksums.txt.bak" "$scratch/native/checksums.txt"
# download VARIABLE=VALUE…: from whichever address begins with ONLY.
download() {
  rm -rf "$cache" "$scratch/asked"
  native PATH="$scratch/bin:$PATH" B24_PING_RELEASE_FOLDER='' GITHUB_SERVER_URL=https://git.example ONLY=https:// \
    ASKED="$scratch/asked" SERVED="$scratch/release/b24-ping-x86_64-linux" "$@"
}
asset=releases/download/v1.2.3/b24-ping-x86_64-linux
# asked ADDRESS…: these repositories, in this order.
asked() { test "$(cat "$scratch/asked")" = "$(printf "%s/$asset\n" "$@")"; }
download RELEASE_REPOSITORY=Own/er GITHUB_REPOSITORY=other/one
case_ 'native: downloads and runs' ran
case_ "native: from the release of the action's repository" asked https://git.example/Own/er
download GITHUB_ACTION_REPOSITORY=own/er SERVED="$scratch/release/b24-ping-aarch64-linux"
case_ 'native: what was downloaded is verified' unrun
download RELEASE_REPOSITORY=Own/er ONLY=https://home.example
case_ "native: where the caller's server has no such release, from the one that made it" ran
case_ 'native: and only then' asked https://git.example/Own/er https://home.example/own/er
download RELEASE_REPOSITORY=Own/er ONLY=https://github.com
case_ 'native: then from github.com' ran
case_ 'native: in this order' asked https://git.example/Own/er https://home.example/own/er https://github.com/Own/er
download GITHUB_REPOSITORY=other/one
case_ 'native: a copy in another repository runs' ran
case_ 'native: from the release that it is a copy of' asked https://home.example/own/er
download SERVED="$scratch/nowhere" RELEASE_REPOSITORY=own/er GITHUB_SERVER_URL=https://github.com
case_ 'native: a failed download stops, and says where it was looked for' ended 2 \
  "cannot be downloaded from https://github.com/own/er/$asset, nor from https://home.example/own/er/$asset."
sed -i '/^# https:/d' "$scratch/native/checksums.txt"
download GITHUB_REPOSITORY=other/one
case_ 'native: refuses without a repository' unrun

### gate.yml, where the runner does not tell which commit it is from
sed -n '/That is b24-ping/,/      - name: Can/p' "$root/.github/workflows/gate.yml" | sed -n '/run: |/,/      - name/p' \
  | sed '1d;$d' > "$scratch/gate.sh"
mkdir -p "$scratch/caller/.b24-ping"
gate() { run env GITHUB_REPOSITORY=own/er OURS="$1" sh -ec 'cd "$1" && . "$2"' - "$scratch/caller" "$scratch/gate.sh"; }
gate ''
case_ 'gate: refuses a repository without an action' ended 1 '::error::this runner does not tell'
echo 'name: deploy' > "$scratch/caller/.b24-ping/action.yml"
gate ''
case_ "gate: refuses the caller's own action" ended 1 '::error::this runner does not tell'
cp "$root/action.yml" "$scratch/caller/.b24-ping/"
gate ''
case_ 'gate: takes b24-ping' ended 0 ''
gate own/er
case_ 'gate: in its own repository' ended 0 ''
gate other/one
case_ "gate: but not in another one than the workflow's" ended 1 '::error::this runner does not tell'

### native/action.yml against action.yml
# part FILE KEY: one of the mappings at the top, without `value:` and comments.
part() { awk -v key="$2:" '/^[^ #]/ { inside = ($0 == key) } inside && !/^    value: / && !/^ *#/ && NF' "$1" | sed '/^[^ ]/d'; }
for key in inputs outputs; do
  part "$root/action.yml" "$key" > "$scratch/root.txt"
  part "$root/native/action.yml" "$key" > "$scratch/native.txt"
  run diff "$scratch/root.txt" "$scratch/native.txt"
  case_ "native: the $key are word for word those of action.yml" test "$code" = 0 -a -s "$scratch/root.txt"
done
while read -r name; do
  variable=INPUT_$(tr 'a-z-' 'A-Z_' <<< "$name")
  grep -qxF "        $variable: \${{ inputs.$name }}" "$root/native/action.yml" || echo "$name"
done < <(sed -n '/^inputs:/,/^outputs:/s/^  \([a-z-]*\):$/\1/p' "$root/action.yml") > "$scratch/lost.txt"
said=$(cat "$scratch/lost.txt")
case_ 'native: hands on every input' test -z "$said"
while read -r name; do
  grep -qxF "    value: \${{ steps.gate.outputs.$name }}" "$root/native/action.yml" || echo "$name"
done < <(sed -n '/^outputs:/,/^runs:/s/^  \([a-z-]*\):$/\1/p' "$root/action.yml") > "$scratch/lost.txt"
said=$(cat "$scratch/lost.txt")
case_ 'native: hands on every output' test -z "$said"

echo "$passed passed, $failed failed"
((failed == 0))
