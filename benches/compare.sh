#!/usr/bin/env bash
# What a verdict costs this machine, beside what one would use instead: time, processor and memory, against the
# same portal on loopback, which is no way off. For the way see relay.sh. The programs take turns in rounds, so
# that a machine that is busy for a while is busy for all of them.
#
#   benches/compare.sh [ROUNDS [RUNS]]      five rounds of ten runs each by default
#
# Needs curl, hyperfine and GNU time; node and npm for the SDK, which is skipped, aloud, where they are not.
# shellcheck source=benches/stage.sh
source "$(dirname "${BASH_SOURCE[0]}")/stage.sh"

rounds="${1:-5}"
runs="${2:-10}"
need curl hyperfine /usr/bin/time
build many
open_portals 1 1 0

# Each of them with hyperfine or GNU time in front; without a shell, which would be measured too.
ours_by() { env -i PATH="$PATH" "${surroundings[@]}" "${@/RUN/$gate}"; }
curl_by() { "${@/RUN/curl -fsS --cacert $ca $hook/profile.json $hook/scope.json}"; }
sdk_by() { env B24_HOOK="$hook" NODE_EXTRA_CA_CERTS="$ca" "${@/RUN/node $recipe}"; }

who=(ours curl)
declare -A name=([ours]=b24-ping [curl]='curl, two calls')
if has_sdk; then
  who+=(sdk)
  name[sdk]="official SDK $sdk_version, two calls"
fi

for ((round = 1; round <= rounds; round++)); do
  for one in "${who[@]}"; do
    "${one}_by" hyperfine -N --style none --warmup 2 --runs "$runs" --export-csv "$stage/round.csv" RUN >"$stage/out" 2>&1 ||
      { tail -n 5 "$stage/out" >&2; exit 1; }
    # command, mean, stddev, median, user, system, min, max; the command holds no comma
    awk -F , 'NR == 2 { print $4 * 1000 }' "$stage/round.csv" >>"$stage/$one.wall"
    awk -F , 'NR == 2 { print ($5 + $6) * 1000 }' "$stage/round.csv" >>"$stage/$one.cpu"
    # shellcheck disable=SC2016 # the words go to a shell of their own
    "${one}_by" /usr/bin/time -f %M -o "$stage/peak" sh -c 'exec $0' RUN >"$stage/out"
    tail -n 1 "$stage/peak" >>"$stage/$one.peak"
  done
done

printf '\n%s, %s; medians of %s rounds of %s runs\n\n' "$(hyperfine --version)" "$(curl --version | cut -d ' ' -f 1-2 | head -n 1)" \
  "$rounds" "$runs"
printf '| | wall | user + sys | peak memory | wall / curl | processor / curl |\n|---|---|---|---|---|---|\n'
wall_of_curl="$(median <"$stage/curl.wall")"
cpu_of_curl="$(median <"$stage/curl.cpu")"
for one in "${who[@]}"; do
  printf '%s %s %s\n' "$(median <"$stage/$one.wall")" "$(median <"$stage/$one.cpu")" "$(median <"$stage/$one.peak")" |
    awk -v name="${name[$one]}" -v wall="$wall_of_curl" -v cpu="$cpu_of_curl" \
      '{ printf "| %s | %.1f ms | %.1f ms | %.1f MiB | %.2f | %.2f |\n", name, $1, $2, $3 / 1024, $1 / wall, $2 / cpu }'
done
quit
