#!/usr/bin/env bash
# How fast `b24-ping scan` is beside `rg -c -F -f names.txt`, which looks for the same names and judges
# nothing, and how much memory it takes. Both run on the same tree, one after the other, with a warm cache.
#
#   benches/scan.sh [PAIRS]      15 by default
#
# Needs ripgrep, GNU time and a registry folder of cargo's with sources in it (`cargo fetch`). The tree
# is built once, in SCAN_BENCH (a folder under the temporary one by default), and kept for the next run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

pairs="${1:-15}"
bench="${SCAN_BENCH:-${TMPDIR:-/tmp}/b24-ping-bench}"
sources="${CARGO_HOME:-$HOME/.cargo}/registry/src"
tree="$bench/tree"
names="$bench/names.txt"
export LC_ALL=C

for tool in rg /usr/bin/time; do
  command -v "$tool" >/dev/null || { echo "there is no $tool here" >&2; exit 2; }
done

# build: the registry's files, copied until there are enough, with a call in every tenth of Rust.
build() {
  local copy=0 files=0 bytes=0
  rm -rf "$tree"
  while ((files < 20000 || bytes < 300000000)); do
    copy=$((copy + 1))
    ((copy < 50)) || { echo "too little in $sources: run cargo fetch" >&2; exit 2; }
    mkdir -p "$tree/$copy"
    cp -r "$sources"/*/. "$tree/$copy/"
    files="$(find "$tree" -type f | wc -l)"
    bytes="$(find "$tree" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')"
  done
  # One method after the other, the whole table round and round. Each file has a sign of Bitrix24, so that
  # generic names count, and what is found can be compared with what was planted.
  find "$tree" -type f -name '*.rs' | sort |
    awk 'NR == FNR { name[NR] = $0; next } FNR % 10 == 0 { print $0 "\t" name[++n % length(name) + 1] }' "$names" - >"$bench/planting"
  while IFS=$'\t' read -r file method; do
    printf '\nfn planted() { b24.call("%s", 1); }\n' "$method" >>"$file"
  done <"$bench/planting"
  mv "$bench/planting" "$bench/planted.txt"
}

mkdir -p "$bench"
tail -n +2 src/knowledge/methods.tsv | cut -f 1 >"$names"
[[ -s $bench/planted.txt ]] || build
cargo build --release --locked
ours="${CARGO_TARGET_DIR:-$PWD/target}/release/b24-ping"
cd "$tree"
printf '%s files, %s MB, %s names, %s processors, %s\n' "$(find . -type f | wc -l)" \
  "$(find . -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%d", sum / 1e6 }')" \
  "$(wc -l <"$names")" "$(nproc)" "$(rg --version | head -n 1)"

# measure COMMAND…: seconds and KiB on one line.
measure() {
  /usr/bin/time -f '%e %M' -o "$bench/time" "$@" >"$bench/out" || true
  tail -n 1 "$bench/time"
}
# GNU time counts in hundredths, so both are told in milliseconds by the shell's clock instead.
clock() {
  local start end
  start="$(date +%s%N)"
  "$@" >"$bench/out" || true
  end="$(date +%s%N)"
  echo $(((end - start) / 100000))
}

rg -c -F -f "$names" . >/dev/null || true
"$ours" scan --format json . >"$bench/found.json"
found="$(grep -c '"column"' "$bench/found.json" || true)"
planted="$(wc -l <"$bench/planted.txt")"
printf '%s calls found, %s planted\n' "$found" "$planted"
((found == planted)) || { echo 'these should be the same' >&2; exit 1; }

printf '%4s %9s %9s %7s\n' pair rg ours rg/ours
for ((pair = 1; pair <= pairs; pair++)); do
  # Who begins takes turns.
  if ((pair % 2)); then
    theirs="$(clock rg -c -F -f "$names" .)"
    mine="$(clock "$ours" scan --format json .)"
  else
    mine="$(clock "$ours" scan --format json .)"
    theirs="$(clock rg -c -F -f "$names" .)"
  fi
  awk -v p="$pair" -v a="$theirs" -v b="$mine" \
    'BEGIN { printf "%4d %7.1fms %7.1fms %7.2f\n", p, a / 10, b / 10, a / b }' | tee -a "$bench/pairs.$$"
done
sort -k 4 -n "$bench/pairs.$$" | awk '{ ratio[NR] = $4 } END { print "median ratio", ratio[int((NR + 1) / 2)] }'
rm -f "$bench/pairs.$$"
read -r _ memory <<<"$(measure "$ours" scan --format json .)"
printf 'peak memory %s KiB\n' "$memory"
