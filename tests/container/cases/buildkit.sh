# shellcheck shell=bash
# The image as BuildKit builds it, and layers.sh with it. Not every client has BuildKit, and of several on this
# machine one may: Debian's has it built in, newer ones need the plugin buildx.
printf 'FROM scratch\nLABEL a=b\n' >Dockerfile
client=''
while read -r candidate; do
  if DOCKER_BUILDKIT=1 "$candidate" build . >>probe 2>&1; then client="$candidate"; fi
done < <(type -ap docker)
[[ -n $client ]] || skip 'no docker here builds with BuildKit'
docker() { DOCKER_BUILDKIT=1 BUILDKIT_PROGRESS=plain "$client" "$@"; }

docker build -t b24-ping:buildkit "$ROOT" >log 2>&1 || fail 'the image cannot be built'
grep -q '^#[0-9]' log || fail 'that was not BuildKit'
version="$(sed -n 's/^version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml" | head -n 1)"
equal '--version' "$(docker run --rm b24-ping:buildkit --version)" "b24-ping $version"
. "$ROOT/tests/container/cases/layers.sh"
