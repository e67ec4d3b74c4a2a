#!/usr/bin/env bash
# smoke.sh image IMAGE | smoke.sh binary FILE
#
# Starts what is to be released, against a simulated portal on this machine: it must say Cargo.toml's
# version, pass where all is well, and fail where a scope is missing. An image must hold the shell that
# other CI systems look for, too. Needs cargo; set PORTAL to a built portal to do without.
set -euo pipefail

if (($# != 2)) || [[ $1 != image && $1 != binary ]]; then
  echo 'usage: smoke.sh image IMAGE | smoke.sh binary FILE' >&2
  exit 2
fi
kind=$1 what=$2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
chmod a+rx "$scratch"

if [[ -z ${PORTAL-} ]]; then
  cargo build --quiet --locked --example portal
  PORTAL=target/debug/examples/portal
fi

# start ARG…: the program, with B24_HOOK handed on and the scratch folder visible where it is here.
start() {
  if [[ $kind == image ]]; then
    # The portal is on this machine's loopback.
    docker run --rm --network host -e B24_HOOK -v "$scratch:$scratch:ro" "$what" "$@"
  else
    "$what" "$@"
  fi
}

# try SCRIPT CODE: the gate against the portal with this script must end with the code.
try() {
  local portal ca code=0 lines
  # Here and not by the portal, which may come to it later than we look, and find the one before.
  : > "$scratch/portal"
  # The portal serves until its standard input ends; the sleep is the longest that it may.
  sleep 60 2>/dev/null | "$PORTAL" "$1" > "$scratch/portal" &
  portal=$!
  for _ in {1..100}; do
    lines=$(wc -l < "$scratch/portal")
    ((lines < 2)) || break
    sleep 0.1
  done
  B24_HOOK=$(sed -n 's/^hook=//p' "$scratch/portal")
  export B24_HOOK
  ca=$(sed -n 's/^ca=//p' "$scratch/portal")
  cat "$ca" > "$scratch/ca.pem"
  start --ca-file "$scratch/ca.pem" --required-scopes crm,im --extra-scopes ignore || code=$?
  kill "$portal" 2>/dev/null || true
  rm -f "$ca"
  unset B24_HOOK
  if [[ $code != "$2" ]]; then
    echo "against the portal \"$1\" the exit code is $code, not $2" >&2
    exit 1
  fi
  echo "ok: against the portal \"$1\" the exit code is $2"
}

stated=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
version=$(start --version)
[[ $version == "b24-ping $stated" ]] || { echo "it says \"$version\", Cargo.toml $stated" >&2; exit 1; }
echo "ok: $version"
if [[ $kind == image ]]; then
  # What other CI systems and the Kubernetes runners look for in an image.
  docker run --rm --entrypoint sh "$what" -c '/usr/bin/env | grep PATH | tail -n 1' >/dev/null
  echo 'ok: the shell is there'
fi
try alive 0
try missing-scope 1
