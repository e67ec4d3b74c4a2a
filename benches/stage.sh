# shellcheck shell=bash
# What the benchmarks of whole programs share: the gate as it is released, portals to ask, and those whom it is
# measured beside. To be sourced. It leaves nothing behind but what cargo built; the SDK comes from npm into
# a folder that is thrown away, or is taken from SDK_BENCH, where a folder with node_modules is named.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C

stage="$(mktemp -d)"
hook='' # the first hook of the portals that are open, without a slash at the end
ca="$stage/ca.pem"
gate="$stage/b24-ping"
built='' # where the portals and the relay are
recipe='' # the SDK's
sdk_version=''
said=''
serving=()
pipes=()
# Portals that are asked by many have many connections open.
ulimit -S -n "$(ulimit -H -n)"

goodbye() {
  # What serves ends with its input, which ends with us.
  rm -rf "$stage"
}
trap goodbye EXIT

# need TOOL…: ends the benchmark where one is missing.
need() {
  local tool
  for tool; do
    command -v "$tool" >/dev/null || { echo "there is no $tool here" >&2; exit 2; }
  done
}

# build EXAMPLE…: the gate as it is released, static where the target is installed, and these examples.
build() {
  local example target folder="${CARGO_TARGET_DIR:-$PWD/target}" kind=native of_target=()
  target="$(uname -m)-unknown-linux-musl"
  if rustc --print target-libdir --target "$target" 2>"$stage/target" | xargs test -d; then
    of_target=(--target "$target")
    folder="$folder/$target"
    kind=static
  fi
  # Not with the examples: what those need of a crate would get into the gate as well.
  cargo build --quiet --release --locked --bin b24-ping "${of_target[@]}"
  cp "$folder/release/b24-ping" "$stage/b24-ping"
  for example; do
    cargo build --quiet --release --locked --example "$example" "${of_target[@]}"
  done
  built="$folder/release/examples"
  printf 'a %s gate of %s bytes, %s processors, load %s\n' "$kind" "$(stat -c %s "$gate")" "$(nproc)" \
    "$(cut -d ' ' -f 1-3 /proc/loadavg)"
}

# serve PROGRAM ARG…: starts what serves until its input ends; the first line that it says is in $said.
serve() {
  local pipe
  pipe="$(mktemp -u -p "$stage")"
  mkfifo "$pipe.in" "$pipe.out"
  "$@" <"$pipe.in" >"$pipe.out" &
  serving+=("$!")
  exec {keep}>"$pipe.in" {from}<"$pipe.out"
  pipes+=("$keep" "$from")
  said=''
  # shellcheck disable=SC2034 # it is for who called
  read -r said <&"$from" || { echo "$1 does not start" >&2; exit 2; }
}

# quit: ends what was started last.
quit() {
  local keep="${pipes[-2]}" from="${pipes[-1]}"
  exec {keep}>&- {from}<&-
  wait "${serving[-1]}"
  unset 'serving[-1]' 'pipes[-1]' 'pipes[-1]'
}

# open_portals PORTALS HOOKS MILLISECONDS [KIND]: their hooks are in $stage/hooks, and the first of them in $hook.
# The kinds are those of examples/many.rs.
open_portals() {
  serve "$built/many" "${@:1:3}" "$stage" "${@:4}"
  hook="$(sed -n '1 { s/^[^=]*=//; s:/$::; p }' "$stage/hooks")"
}

# ours ARG…: the gate on $stage/hooks with the policy of the benchmarks; of the surroundings nothing else counts.
surroundings=(B24_HOOK_FILE="$stage/hooks" B24_CA_FILE="$ca" B24_REQUIRED_SCOPES="crm,im" B24_EXTRA_SCOPES=ignore)
ours() { env -i "${surroundings[@]}" "$gate" "$@"; }

# The recipe with the official SDK, which `has_sdk` made ready.
sdk() { env B24_HOOK="$hook" NODE_EXTRA_CA_CERTS="$ca" node "$recipe"; }

# has_sdk: makes the official SDK ready for `sdk`; fails, aloud, where that cannot be.
has_sdk() {
  local home="${SDK_BENCH:-$stage/sdk}"
  if ! command -v node >/dev/null; then
    echo 'skipped: the SDK, since there is no node here'
    return 1
  fi
  if [[ ! -d $home/node_modules/@bitrix24/b24jssdk ]]; then
    mkdir -p "$home"
    if ! npm install --no-audit --no-fund --prefix "$home" @bitrix24/b24jssdk@2 >"$stage/npm.log" 2>&1; then
      echo "skipped: the SDK, since npm cannot install it here: $(tail -n 1 "$stage/npm.log")"
      return 1
    fi
  fi
  cp benches/sdk.mjs "$home/recipe.mjs"
  recipe="$home/recipe.mjs"
  # shellcheck disable=SC2034 # it is for who called
  sdk_version="$(sed -n 's/^ *"version": "\(.*\)".*/\1/p' "$home/node_modules/@bitrix24/b24jssdk/package.json")"
}

# median: of the numbers in the input, one a line.
median() {
  sort -n | awk '{ all[NR] = $1 } END { print (all[int((NR + 1) / 2)] + all[int(NR / 2) + 1]) / 2 }'
}
