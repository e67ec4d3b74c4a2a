#!/usr/bin/env bash
# How many round trips to a portal far away a verdict takes, beside what one would use instead. A relay on
# loopback plays the way (see examples/relay.rs). TCP, TLS 1.3 and one exchange make three; what a program
# takes on top is its own time, which is told as well: the same without a way.
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
portal="$hook"

# by PORT: from now on the portal is asked at this port.
by() {
  hook="${portal/:$port/:$1}"
  printf '%s/\n' "$hook" >"$stage/hooks"
}

# timed COMMAND…: median and fastest of the runs in microseconds; a run that fails measures nothing.
timed() {
  local run start
  for ((run = 1; run <= runs; run++)); do
    start="${EPOCHREALTIME/./}"
    "$@" >"$stage/out" 2>&1 || { echo "this failed: $*" >&2; tail -n 5 "$stage/out" >&2; exit 1; }
    echo "$((${EPOCHREALTIME/./} - start))"
  done >"$stage/timed"
  echo "$(median <"$stage/timed") $(sort -n "$stage/timed" | head -n 1)"
}

# row NAME COMMAND…
row() {
  local near_times far_times
  by "$near"
  near_times="$(timed "${@:2}")"
  by "$far"
  far_times="$(timed "${@:2}")"
  awk -v name="$1" -v trip="$round_trip" '{ printf "| %s | %.0f ms | %.2f | %.2f | %.0f ms |\n",
    name, $1 / 1000, $1 / 1000 / trip, $2 / 1000 / trip, $3 / 1000 }' <<<"$far_times $near_times"
}

one_call() { curl -fsS --cacert "$ca" "$hook/scope.json"; }
two_calls() { curl -fsS --cacert "$ca" "$hook/profile.json" "$hook/scope.json"; }

serve "$built/relay" "$port" 0
near="${said#port=}"
serve "$built/relay" "$port" "$round_trip"
far="${said#port=}"
printf '\nA round trip of %s ms, medians of %s runs.\n\n' "$round_trip" "$runs"
echo '| | time | in round trips | the fastest of them | time without a way |'
echo '|---|---|---|---|---|'
row b24-ping ours
row 'curl, one call' one_call
row 'curl, two calls' two_calls
if has_sdk; then
  row "official SDK $sdk_version, two calls" sdk
fi
quit
quit
quit
