#!/usr/bin/env bash
# What one run costs with 1, 10, 100 and 1,000 hooks on portals that answer after 100 ms: time, processor and
# memory, in all and for each hook. Every hook on a portal of its own, then all of them on 20 portals, then on
# their own again where only 256 files may be open.
#
#   benches/scale.sh [MOST [RUNS [FLAG…]]]      1000 hooks and three runs by default; the flags are the gate's
#
# Needs GNU time. The portals run on the same machine and take about as much of it as the gate.
# shellcheck source=benches/stage.sh
source "$(dirname "${BASH_SOURCE[0]}")/stage.sh"

most="${1:-1000}"
runs="${2:-3}"
flags=("${@:3}")
need /usr/bin/time
build many

# once FILES: one run; seconds, seconds of processor, KiB and exit code on one line.
once() {
  local code=0 TIMEFORMAT='%3R %3U %3S'
  {
    time (
      ulimit -n "$1"
      env -i "${surroundings[@]}" /usr/bin/time -q -f %M -o "$stage/peak" "$gate" "${flags[@]}" >"$stage/out" 2>&1
    )
  } 2>"$stage/times" || code=$?
  printf '%s %s %s\n' "$(awk '{ print $1, $2 + $3 }' "$stage/times")" "$(tail -n 1 "$stage/peak")" "$code"
}

# row FILES HOOKS: the median of the runs.
row() {
  local run column
  for ((run = 1; run <= runs; run++)); do
    once "$1"
  done >"$stage/runs"
  for column in 1 2 3; do
    cut -d ' ' -f "$column" "$stage/runs" | median
  done | paste -s -d ' ' |
    awk -v hooks="$2" -v codes="$(cut -d ' ' -f 4 "$stage/runs" | sort -u | paste -s -d ' ')" '{
      printf "| %d | %.2f s | %.3f s | %.1f MiB | %.1f ms | %.2f ms | %.1f KiB | %s |\n",
        hooks, $1, $2, $3 / 1024, $1 * 1000 / hooks, $2 * 1000 / hooks, $3 / hooks, codes }'
  [[ "$(cut -d ' ' -f 4 "$stage/runs" | sort -u)" == 0 ]] || grep -m 3 -E '^(FAILED|UNREACHABLE|error)' "$stage/out" || true
}

# table TITLE PORTALS FILES: of so many portals at most.
table() {
  local hooks portals
  printf '\n%s, median of %s\n\n' "$1" "$runs"
  echo '| hooks | wall | user + sys | peak memory | wall a hook | processor a hook | memory a hook | exit code |'
  echo '|---|---|---|---|---|---|---|---|'
  for hooks in 1 10 100 1000; do
    ((hooks <= most)) || continue
    portals=$((hooks < $2 ? hooks : $2))
    open_portals "$portals" "$hooks" 100
    row "$3" "$hooks"
    quit
  done
}

many_files="$(ulimit -H -n)"
table 'each hook on a portal of its own' "$most" "$many_files"
table 'all hooks on 20 portals' 20 "$many_files"
table 'each on its own, 256 open files' "$most" 256
