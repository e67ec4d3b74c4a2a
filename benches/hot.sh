#!/usr/bin/env bash
# Whether the pure functions that a run spends its time in are linear: what one item costs among a hundred, and
# among the most that there may be. A sorted tree costs twice as much for each of 10,000 as for each of 100, and
# what no longer fits into the processor's cache costs more again; what is quadratic costs a hundred times as much.
#
#   benches/hot.sh [FILTER]      of `cargo bench --bench hot`, such as `junit`
#
# Fails where an item costs more than six times as much.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C

cargo bench --quiet --locked --bench hot -- "$@" |
  sed 's/│/|/g; s/├─/+-/; s/╰─/+-/; s/µs/us/g' |
  awk '
    function ns(text,  word) {
      split(text, word, " ")
      return word[1] * (word[2] == "s" ? 1e9 : word[2] == "ms" ? 1e6 : word[2] == "us" ? 1e3 : 1)
    }
    function row() {
      if (sizes < 3) return
      growth = (time[3] / size[3]) / (time[2] / size[2])
      mark = growth > 6 ? " **not linear**" : ""
      bad += growth > 6
      printf "| %s | %s | %.1f µs | %.1f µs | %.1f µs | %.0f ns | %.0f ns | %.2f%s |\n", \
        name, size[3], time[1] / 1e3, time[2] / 1e3, time[3] / 1e3, time[2] / size[2], time[3] / size[3], growth, mark
    }
    BEGIN {
      print "| | the most | 1 | 100 | the most | an item of 100 | an item of the most | grows by |"
      print "|---|---|---|---|---|---|---|---|"
    }
    # The tree of divan: groups, functions in them, and the sizes with fastest, slowest, median and mean.
    match($0, /^[| ]*[+]- /) {
      depth = RLENGTH / 3
      split(substr($0, RLENGTH + 1), cell, "|")
      split(cell[1], word, " ")
      if (depth == 1) { row(); sizes = 0; group = word[1] }
      if (depth == 2) { row(); sizes = 0; name = group ": " word[1] }
      if (depth == 3) { sizes++; size[sizes] = word[1]; time[sizes] = ns(cell[3]) }
    }
    END { row(); exit bad > 0 }'
