#!/usr/bin/env bash
# packages.sh DIST TAG REPOSITORY IMAGE OUT
#
# Makes, from the binaries of a release in DIST, what other installers take, and puts it into the new folder OUT: a
# wheel a platform for pip; for npm a package a platform and the one that picks it; the formula for Homebrew; and
# GitLab's component with the image IMAGE (name:tag@digest). Version, description and licence are Cargo.toml's, the
# page is the README. The same commit and binaries give the same bytes. Publishes nothing. Needs cargo, jq, npm and
# the program `wheel` of packages/requirements.txt.
set -euo pipefail

if (($# != 5)); then
  echo 'usage: packages.sh DIST TAG REPOSITORY IMAGE OUT' >&2
  exit 2
fi
tag=$2 repository=$3 image=${4,,}

refuse() {
  echo "$1" >&2
  exit 1
}

[[ -d $1 ]] || refuse "there is no folder $1"
[[ ! -e $5 ]] || refuse "$5 is there already"
[[ $repository =~ ^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$ ]] || refuse "not OWNER/NAME: $repository"
[[ $image =~ ^[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+:$tag@sha256:[0-9a-f]{64}$ ]] \
  || refuse "not an image of $tag by its digest: $image"
dist=$(cd "$1" && pwd)
[[ $5 == /* ]] && goal=$5 || goal=$PWD/$5
umask 022
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

crate=$(cargo metadata --locked --no-deps --format-version 1 | jq -e '.packages[] | select(.name == "b24-ping")')
# fact FILTER: of the crate.
fact() { jq -er "$1" <<< "$crate"; }
version=$(fact .version)
[[ $tag == "v$version" ]] || refuse "Cargo.toml states $version, the tag is $tag"
home=https://github.com/$repository
# It is where binstall looks, too.
[[ $(fact .repository) == "$home" ]] || refuse "Cargo.toml says that the repository is $(fact .repository), not $home"

SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Put at its place as a whole, so that a second try finds nothing half made.
out=$scratch/out
mkdir "$out"

# Without the repository around it, a link to a file of it leads nowhere.
sed -E "s#\]\(([A-Za-z0-9._/-]+)(\#[^)]*)?\)#]($home/blob/$tag/\1\2)#g" README.md > "$scratch/README.md"

# make_wheel ASSET TAGS: the binary as a script of the wheel, which pip puts among the programs.
make_wheel() {
  local tree=$scratch/wheel-$1
  local info=$tree/b24_ping-$version.dist-info scripts=$tree/b24_ping-$version.data/scripts
  mkdir -p "$info/licenses" "$scripts"
  install -m 755 "$dist/$1" "$scripts/b24-ping${windows:+.exe}"
  install -m 644 LICENSE-APACHE LICENSE-MIT "$info/licenses"
  {
    printf '%s: %s\n' Metadata-Version 2.4 Name b24-ping Version "$version" Summary "$(fact .description)" \
      License-Expression "$(fact .license)" License-File LICENSE-APACHE License-File LICENSE-MIT \
      Keywords "$(fact '.keywords | join(",")')" Project-URL "Source, $home" \
      Project-URL "Changelog, $home/blob/$tag/CHANGELOG.md" Description-Content-Type text/markdown
    echo
    cat "$scratch/README.md"
  } > "$info/METADATA"
  {
    printf '%s: %s\n' Wheel-Version 1.0 Generator packages.sh Root-Is-Purelib false
    # Several tags stand beside one another.
    # shellcheck disable=SC2086
    printf 'Tag: py3-none-%s\n' $2
  } > "$info/WHEEL"
  wheel pack --dest-dir "$out" "$tree" >&2
}

# pack FOLDER: what npm publishes of it, with the fields of package.json that all have, beside those on standard input.
pack() {
  install -m 644 LICENSE-APACHE LICENSE-MIT "$1"
  jq --argjson crate "$crate" --arg home "$home" '{
    name, version: $crate.version, description: $crate.description, license: $crate.license,
    repository: {type: "git", url: "git+\($home).git"},
  } + .' > "$1/package.json"
  npm pack --silent --ignore-scripts --pack-destination "$out" "$1" >&2
}

# make_npm ASSET PLATFORM: such as linux-x64.
make_npm() {
  local folder=$scratch/npm-$2
  mkdir "$folder"
  install -m 755 "$dist/$1" "$folder/b24-ping${windows:+.exe}"
  jq -n --arg platform "$2" '($platform | split("-")) as [$os, $cpu]
    | {name: "@b24-ping/\($platform)", os: [$os], cpu: [$cpu], preferUnplugged: true}' | pack "$folder"
}

declare -A sources=() # of the formula, by platform
platforms=()
while IFS=$'\t' read -r asset _ tags platform; do
  [[ $asset != '#'* ]] || continue
  [[ -f $dist/$asset ]] || refuse "there is no $dist/$asset"
  windows=$([[ $asset != *.exe ]] || echo yes)
  make_wheel "$asset" "$tags"
  make_npm "$asset" "$platform"
  platforms+=("$platform")
  sum=$(sha256sum < "$dist/$asset")
  sources[$platform]="url \"$home/releases/download/$tag/$asset\"
      sha256 \"${sum%% *}\""
done < packages/platforms.tsv

mkdir "$scratch/npm"
cp "$scratch/README.md" "$scratch/npm"
install -m 755 packages/b24-ping.js "$scratch/npm"
# The exact version, so that a shim never starts another program than its own.
jq -n --argjson crate "$crate" '{
  name: "b24-ping", keywords: $crate.keywords, bin: {"b24-ping": "b24-ping.js"}, engines: {node: ">=16"},
  optionalDependencies: ($ARGS.positional | map({("@b24-ping/\(.)"): $crate.version}) | add),
}' --args "${platforms[@]}" | pack "$scratch/npm"

# Where the component itself names no image, since the release is made after it.
awk -v image="$image" '{ print } /^    image:$/ { print "      default: " image }' templates/b24-ping.yml \
  | sed -e "1,/^spec:/s|OWNER/b24-ping/releases|$repository/releases|" -e "1,/^spec:/s|vX.Y.Z/|$tag/|" \
  > "$out/b24-ping.gitlab-ci.yml"
grep -qxF "      default: $image" "$out/b24-ping.gitlab-ci.yml" || refuse 'templates/b24-ping.yml has no input "image"'

cat > "$out/b24-ping.rb" <<RUBY
# Made by the release of $tag.
class B24Ping < Formula
  desc $(fact '.description | tojson')
  homepage "$home"
  version "$version"
  license any_of: [$(fact '.license | split(" OR ") | map("\"\(.)\"") | join(", ")')]

  on_macos do
    on_arm do
      ${sources[darwin-arm64]}
    end
    on_intel do
      ${sources[darwin-x64]}
    end
  end

  on_linux do
    on_arm do
      ${sources[linux-arm64]}
    end
    on_intel do
      ${sources[linux-x64]}
    end
  end

  def install
    bin.install Dir["b24-ping-*"].first => "b24-ping"
    chmod 0755, bin/"b24-ping"
    generate_completions_from_executable(bin/"b24-ping", "completions")
    (man1/"b24-ping.1").write Utils.safe_popen_read(bin/"b24-ping", "man")
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/b24-ping --version")
  end
end
RUBY

mkdir -p "$(dirname "$goal")"
mv "$out" "$goal"
