#!/usr/bin/env bash
# Runs every fuzz target for so many seconds, 60 unless told, and prints what came of it. Needs a nightly
# compiler, a C++ compiler and cargo-fuzz: cargo install cargo-fuzz --locked
#
#   fuzz/run.sh [SECONDS [TARGET…]]
#   RUNS=10000000 fuzz/run.sh [0 TARGET…]
#
# With RUNS it takes so many inputs, however long that lasts. What it finds on the way stays in fuzz/work/, which git
# ignores. SANITIZER=address looks into the parsers' unsafe code as well, at half the speed. A find lies in
# fuzz/artifacts/TARGET/: make it small with `SINKS=all cargo fuzz tmin`, name it after what is wrong, move it to
# fuzz/crashes/TARGET/, and `cargo test --test corpus` fails until it is mended.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

runs="${RUNS:--1}"
seconds="${1:-$((runs < 0 ? 60 : 0))}"
shift || true
targets=("$@")
((${#targets[@]})) || targets=(answer commands hook policy report retry_after scan)
# Both cost more time than they find: what is compared with constants stands in words.dict, and to weigh rare features
# takes longer than these targets.
build=(--fuzz-dir . --sanitizer "${SANITIZER:-none}" --no-trace-compares)
quick=(-entropic=0)

cargo +nightly fuzz build "${build[@]}"

status=0
printf '%-12s %10s %8s %9s %8s %7s\n' target executions 'a second' coverage features inputs
for target in "${targets[@]}"; do
  mkdir -p "work/$target" "artifacts/$target"
  log="work/$target.log"
  if ! cargo +nightly fuzz run "${build[@]}" "$target" "work/$target" "corpus/$target" -- "${quick[@]}" \
    -dict=words.dict -max_len=4096 -timeout=20 -runs="$runs" -max_total_time="$seconds" >"$log" 2>&1; then
    status=1
    printf '%-12s FAILED: %s\n' "$target" "$(grep -m 1 -a -A 1 'panicked at' "$log" | tr '\n' ' ' || echo "see fuzz/$log")"
    continue
  fi
  # #27011 DONE cov: 10212 ft: 30910 corp: 1795/763Kb lim: 3773 exec/s: 900 rss: 53Mb
  awk -v target="$target" '$2 == "DONE" {
    split($8, inputs, "/")
    printf "%-12s %10s %8s %9s %8s %7s\n", target, substr($1, 2), $12, $4, $6, inputs[1]
  }' "$log"
done
exit "$status"
