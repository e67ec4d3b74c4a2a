#!/usr/bin/env bash
# What attackers and large inputs cost at most, each beside what is to hold: memory at its peak and time on the
# wall. Exits with 1 when one of them does not hold.
#
#   benches/limits.sh [NAME…]      every attack by default; `--list` says their names
#
# Needs GNU time. The portals run on the same machine and take about as much of it as the gate.
# Backticks in a heading are Markdown's.
# shellcheck disable=SC2016
# shellcheck source=benches/stage.sh
source "$(dirname "${BASH_SOURCE[0]}")/stage.sh"

# The attacks, in their order. Each is a function below.
attacks=(stalled stalled-wide stalled-head stalled-head-wide stalled-body fields scopes portals names known merge event event-open event-text event-keys near)
if [[ ${1-} == --list ]]; then
  printf '%s\n' "${attacks[@]}"
  exit
fi
wanted=("${@:-${attacks[@]}}")
for name in "${wanted[@]}"; do
  [[ " ${attacks[*]} " == *" $name "* ]] || { echo "there is no attack $name: see --list" >&2; exit 2; }
done
need /usr/bin/time awk
build many

failed=()

# holds ATTACK MIB SECONDS CODES COMMAND…: one row of the table. The codes are those of which one is expected,
# as a pattern; a limit may be `-`. What is to take less than a second is run five times, and the fastest counts.
holds() {
  local code=0 peak start took fastest='' run runs=1
  [[ $3 != 0.* ]] || runs=5
  for ((run = 0; run < runs; run++)); do
    code=0
    start="$(date +%s%N)"
    /usr/bin/time -q -f %M -o "$stage/peak" "${@:5}" >"$stage/out" 2>&1 </dev/null || code=$?
    took="$(($(date +%s%N) - start))"
    [[ -n $fastest ]] && ((fastest <= took)) || fastest="$took"
  done
  peak="$(tail -n 1 "$stage/peak")"
  awk -v attack="$1" -v mib="$2" -v most="$3" -v codes="$4" -v code="$code" -v peak="$peak" -v took="$fastest" 'BEGIN {
    peak /= 1024
    took /= 1e9
    ok = (mib == "-" || peak <= mib) && (most == "-" || took <= most) && code ~ "^(" codes ")$"
    gsub(/\|/, " or ", codes)
    limit = (mib == "-" ? "" : mib " MiB, ") (most == "-" ? "" : most " s, ") "exit " codes
    printf "| %s | %.1f MiB | %.2f s | %d | %s | %s |\n", attack, peak, took, code, limit, ok ? "yes" : "**no**"
    exit !ok
  }' || failed+=("$1")
}

# gate SETTING… [-- FLAG…]: the gate on $stage/hooks, in $stage/work, with these variables besides.
gate() {
  local settings=()
  while (($#)) && [[ $1 != -- ]]; do
    settings+=("$1")
    shift
  done
  asked=(env -i -C "$stage/work" B24_HOOK_FILE="$stage/hooks" B24_CA_FILE="$ca" B24_MAX_ATTEMPTS=1
    "${settings[@]}" "$gate" "${@:2}")
}

# code EXPRESSION: 200 files of 30 KB in $stage/work/src; awk says what is on the line n.
code() {
  local file
  mkdir -p "$stage/work/src"
  for ((file = 0; file < 200; file++)); do
    awk -v file="$file" '{ known[NR - 1] = $1 }
      END {
        while (bytes < 30000) {
          n = file * 10000 + line++
          text = '"$1"'
          print text
          bytes += length(text) + 1
        }
      }' "$stage/short" >"$stage/work/src/$file.js"
  done
  printf 'required: [im]\nscan:\n  paths: [src]\n' >"$stage/work/policy.yml"
}

# An answer whose end does not come: 380 KB of headers and 256 KB of body, and a connection that stays open.
stalled() {
  open_portals 64 64 0 stalled=380000x262144
  gate B24_REQUEST_TIMEOUT=10s B24_TIMEOUT=15s
  holds '64 portals, 380 KB of headers and 256 KB of body each, stalled' 64 20 '1|3' "${asked[@]}"
  quit
}
stalled-wide() {
  open_portals 256 256 0 stalled=380000x262144
  gate B24_REQUEST_TIMEOUT=15s B24_TIMEOUT=20s B24_JOBS=256
  holds '256 portals, the same, with `jobs: 256`' 128 25 '1|3' "${asked[@]}"
  quit
}
# A head that has no end, almost as long as any that is read.
stalled-head() {
  open_portals 64 64 0 stalled=400000x0
  gate B24_REQUEST_TIMEOUT=10s B24_TIMEOUT=15s
  holds '64 portals, 400 KB of headers each, stalled' 64 20 3 "${asked[@]}"
  quit
}
stalled-head-wide() {
  open_portals 256 256 0 stalled=400000x0
  gate B24_REQUEST_TIMEOUT=15s B24_TIMEOUT=20s B24_JOBS=256
  holds '256 portals, the same, with `jobs: 256`' 128 25 3 "${asked[@]}"
  quit
}
# As much as is read of each.
stalled-body() {
  open_portals 256 256 0 stalled=15000x262144
  gate B24_REQUEST_TIMEOUT=15s B24_TIMEOUT=20s B24_JOBS=256
  holds '256 portals, 15 KB of headers and 256 KB of body each, stalled, with `jobs: 256`' 128 25 '1|3' "${asked[@]}"
  quit
}
# Of which nothing is kept.
fields() {
  open_portals 64 64 0 fields=200x3
  printf 'rights: [crm.type.7, crm.type.31, crm.type.1032]\n' >"$stage/work/policy.yml"
  gate B24_SCOPES_FILE=policy.yml
  holds '64 portals, 480 KB of fields each, by three rights' 24 30 '0|3' "${asked[@]}"
  quit
}
scopes() {
  open_portals 1 40 0 scopes=990x30
  printf 'required: [crm]\nextra: fail\n' >"$stage/work/policy.yml"
  gate B24_SCOPES_FILE=policy.yml B24_JSON_FILE=report.json
  holds '40 hooks of one portal, 990 scopes of 30 characters each, JSON file' 64 - 1 "${asked[@]}"
  quit
}
portals() {
  open_portals 500 500 0 scopes=990x59
  printf 'required: [crm]\nextra: fail\n' >"$stage/work/policy.yml"
  gate B24_SCOPES_FILE=policy.yml B24_TIMEOUT=60s B24_JSON_FILE=report.json B24_JUNIT_FILE=report.xml B24_SARIF_FILE=report.sarif
  holds '500 portals, 62 KB of scopes each, three report files, `timeout: 60s`' 96 65 '1|3' "${asked[@]}"
  quit
}
names() {
  open_portals 1 1 0
  code '"b24.call(\"im.a.b" n "\")"'
  gate B24_SCOPES_FILE=policy.yml B24_JSON_FILE=report.json
  holds '200 files, 6 MB, unknown method names, JSON file' 96 2 '0|1' "${asked[@]}"
  quit
}
known() {
  open_portals 1 1 0
  code '"\"" known[n % 100] "\""'
  gate B24_SCOPES_FILE=policy.yml B24_JSON_FILE=report.json
  holds '200 files, 6 MB, known, undeclared methods, JSON file' 96 2 1 "${asked[@]}"
  quit
}
merge() {
  open_portals 1 1 0
  gate B24_JSON_FILE=share.json
  "${asked[@]}" >"$stage/out" 2>&1
  quit
  heading 60 <"$stage/work/share.json" >"$stage/work/large.json"
  holds '`merge` of one share with a 60 MiB heading' 96 2 2 env -i -C "$stage/work" "$gate" merge large.json
}
# An event that says something of each kind 16 MiB long, with what we look for before and behind it.
event() { of_event '16 MiB of zeros' '"zeros":[0' ',0' ']'; }
event-open() { of_event '16 MiB of lists in lists' '"lists":' '[' ''; }
event-text() { of_event 'one text of 16 MiB' '"text":"' 'x' '"'; }
event-keys() { of_event '16 MiB of keys' '"keys":{"k":0' ',"k":0' '}'; }
near() {
  mkdir -p "$stage/work/near"
  awk '/list$/ && n < 100 { n++; printf "b24.call(\"%s\")\n", $1 "x" n }' "$stage/known" >"$stage/work/near/a.js"
  holds '100 unknown names in one repository' - 0.05 0 env -i -C "$stage/work/near" "$gate" scan .
}

# of_event WHAT START AGAIN END: START, then AGAIN until there are 16 MiB of it, then END.
of_event() {
  open_portals 1 1 0
  {
    printf '{"repository":{"private":false},%s' "$2"
    awk -v again="$3" 'BEGIN { while (length(text) < 65536) text = text again
      for (left = 16 * 1024 * 1024; left > 0; left -= length(text)) printf "%s", text }'
    printf '%s}' "$4"
  } >"$stage/event.json"
  gate GITHUB_EVENT_NAME=push GITHUB_EVENT_PATH="$stage/event.json" B24_EXTRA_SCOPES=ignore
  holds "an event payload: $1" 32 5 0 "${asked[@]}"
  quit
}

# heading MIB: the report in the input with so long a heading.
heading() {
  awk -v mib="$1" 'BEGIN { while (length(text) < 1048576) text = text "heading " }
    !done && match($0, /"headline": *"/) {
      printf "%s", substr($0, 1, RSTART + RLENGTH - 1)
      for (n = 0; n < mib; n++) printf "%s", text
      $0 = substr($0, RSTART + RLENGTH)
      done = 1
    }
    { print }'
}

# Of three words and more: shorter names count only beside a sign of Bitrix24.
tail -n +2 src/knowledge/methods.tsv | cut -f 1 >"$stage/known"
awk -F . 'NF > 2 { print length, $0 }' "$stage/known" | sort -n | awk 'NR <= 100 { print $2 }' >"$stage/short"
mkdir -p "$stage/work"
printf '\n| attack | memory at its peak | wall | exit code | to hold | holds |\n|---|---|---|---|---|---|\n'
for name in "${wanted[@]}"; do
  rm -rf "$stage/work"
  mkdir -p "$stage/work"
  "$name"
done
if ((${#failed[@]})); then
  printf '\n'
  printf 'does not hold: %s\n' "${failed[@]}"
  exit 1
fi
