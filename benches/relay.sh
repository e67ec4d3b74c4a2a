#!/usr/bin/env bash
# How many round trips to a portal far away a verdict takes, beside what one would use instead. A relay on
# loopback plays the way (see examples/relay.rs). TCP, TLS 1.3 and one exchange make three; what a program
# takes on top is its own time, which weighs less the longer the way is.
#
#   benches/relay.sh [MILLISECONDS [RUNS]]      a round trip of 100, and five runs, by default
#
# Needs curl; node and npm for the SDK, which is skipped, aloud, where they are not.
# shellcheck source=benches/stage.sh
source "$(dirname "${BASH_SOURCE[0]}")/stage.sh"

round_trip="${1:-100}"
runs="${2:-5}"
need curl
build many relay
open_portals 1 1 0
port="${hook#https://localhost:}"
port="${port%%/*}"
serve "$built/relay" "$port" "$round_trip"
far="${said#port=}"
sed -i "s/:$port/:$far/" "$stage/hooks"
hook="${hook/:$port/:$far}"

# row NAME COMMAND…: the median of the runs; a run that fails measures nothing.
row() {
  local name="$1" run start
  shift
  for ((run = 1; run <= runs; run++)); do
    start="${EPOCHREALTIME/./}"
    "$@" >"$stage/out" 2>&1 || { echo "$name failed:" >&2; tail -n 5 "$stage/out" >&2; exit 1; }
    echo "$((${EPOCHREALTIME/./} - start))"
  done | median | awk -v name="$name" -v trip="$round_trip" \
    '{ printf "| %s | %.0f ms | %.2f |\n", name, $1 / 1000, $1 / 1000 / trip }'
}

one_call() { curl -fsS --cacert "$ca" "$hook/scope.json"; }
two_calls() { curl -fsS --cacert "$ca" "$hook/profile.json" "$hook/scope.json"; }

printf '\n| at a round trip of %s ms, median of %s | time | round trips |\n|---|---|---|\n' "$round_trip" "$runs"
row b24-ping ours
row 'curl, one call' one_call
row 'curl, two calls' two_calls
if has_sdk; then
  row 'official SDK, two calls' sdk
fi
quit
quit
