#!/usr/bin/env bash
# Whether the pure functions that a run spends its time in are linear: what one item costs among ever more of them,
# each time ten or a hundred times as many. By the fastest of the runs, since what else the machine does only adds.
#
#   benches/hot.sh [FILTER]      of `cargo bench --bench hot`, such as `junit`
#
# Fails where an item costs more than six times as much as among a tenth of the items. What is quadratic costs
# ten times as much. What has to be sorted or no longer fits into the processor's cache may cost twice as much, and on a
# busy machine whatever takes longer than the kernel lets it run costs more still.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C

cargo bench --quiet --locked --bench hot -- "$@" |
  sed 's/│/|/g; s/├─/+-/; s/╰─/+-/; s/µs/us/g' |
  awk '
    function ns(text) {
      split(text, word, " ")
      return word[1] * (word[2] == "s" ? 1e9 : word[2] == "ms" ? 1e6 : word[2] == "us" ? 1e3 : 1)
    }
    function row() {
      if (sizes < 4) return
      grown = (time[4] / size[4]) / (time[3] / size[3])
      linear = grown > 6 ? "**no**" : "yes"
      bad += grown > 6
      printf "| %s | %d | %.1f µs | %.1f µs |", name, size[4], time[1] / 1e3, time[4] / 1e3
      for (i = 2; i <= 4; i++) printf " %.0f ns |", time[i] / size[i]
      printf " %.2f | %s |\n", grown, linear
    }
    BEGIN {
      print "| | the most | one | the most | an item of a hundredth | of a tenth | of the most | grown by | linear |"
      print "|---|---|---|---|---|---|---|---|---|"
    }
    # The tree of divan: groups, functions in them, and the sizes, each with the fastest run first.
    match($0, /^[| ]*[+]- /) {
      depth = RLENGTH / 3
      split(substr($0, RLENGTH + 1), cell, "|")
      split(cell[1], word, " ")
      label = word[1]
      if (depth == 1) { row(); sizes = 0; group = label }
      if (depth == 2) { row(); sizes = 0; name = group ": " label }
      if (depth == 3) { sub(/^[^ ]+ +/, "", cell[1]); sizes++; size[sizes] = label; time[sizes] = ns(cell[1]) }
    }
    END { row(); exit bad > 0 }'
