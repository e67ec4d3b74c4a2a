#!/usr/bin/env bash
# The program for machines that are not this one, built and really started here: arm64 under qemu, Windows
# under wine. On each it must say its version, judge every policy in tests/policies in the same words as
# everywhere, and pass the release's own smoke test, in which it talks TLS with a simulated portal.
#
#   tests/cross/run.sh [arm64|windows]…
#
#   CROSS_TESTS=required   what is missing for a machine is a failure, not a reason to skip it
#
# Needs cargo, and on Debian:
#
#   apt-get install --no-install-recommends clang qemu-user-static        for arm64
#   apt-get install --no-install-recommends gcc-mingw-w64-x86-64 wine     for windows
#   rustup target add aarch64-unknown-linux-musl x86_64-pc-windows-gnu
#
# These are not the released bytes: those are linked on arm64 itself and by Microsoft's linker, which does not
# run here. Sources, crates and the script that builds them are the same.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
target="${CARGO_TARGET_DIR:-$root/target}"

(($#)) || set -- arm64 windows
for name in "$@"; do
  if [[ $name != arm64 && $name != windows ]]; then
    echo 'usage: run.sh [arm64|windows]…' >&2
    exit 2
  fi
done

scratch="$(mktemp -d)"
# No desktop, nothing in anybody's home, and nothing that wine would offer to download.
export WINEPREFIX="$scratch/wine" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe='
unset DISPLAY WAYLAND_DISPLAY

goodbye() {
  # Wine's server outlives the programs, and would write to what is being removed.
  if [[ -d $WINEPREFIX ]]; then
    wineserver --kill || true
    wineserver --wait || true
  fi
  rm -rf "$scratch"
}
trap goodbye EXIT

# attempt WHAT COMMAND ARG…: quiet unless it fails, which ends everything.
attempt() {
  if ! "${@:2}" >"$scratch/log" 2>&1; then
    cat "$scratch/log"
    echo "failed: $1"
    exit 1
  fi
}

passed=0 failed=0
# case_ WORDS COMMAND ARG…: one line, passed when the command succeeds.
case_() {
  local started=$SECONDS
  if "${@:2}" >"$scratch/log" 2>&1; then
    echo "ok $1, $((SECONDS - started))s"
    passed=$((passed + 1))
  else
    echo "not ok $1, $((SECONDS - started))s"
    sed 's/^/  | /' "$scratch/log"
    failed=$((failed + 1))
  fi
}

# ready NAME TARGET COMMAND=PACKAGE…: succeeds when all is here to build and to start it; else says what is not.
ready() {
  local pair list missing=()
  for pair in "${@:3}"; do
    command -v "${pair%=*}" >/dev/null || missing+=("${pair%=*} (Debian's ${pair#*=})")
  done
  [[ -d "$(rustc --print target-libdir --target "$2")" ]] || missing+=("Rust's target (rustup target add $2)")
  ((${#missing[@]})) || return 0
  printf -v list ', %s' "${missing[@]}"
  if [[ ${CROSS_TESTS:-} == required ]]; then
    echo "failed: $1 needs ${list:2}"
    exit 1
  fi
  echo "skipped $1: needs ${list:2}"
  return 1
}

# build NAME TARGET FILE [VARIABLE=VALUE…]
build() {
  local started=$SECONDS
  attempt "$1 cannot be built" env "${@:4}" "$root/.github/scripts/build-binary.sh" "$2" "$3"
  echo "built $1, $(stat -c %s "$3") bytes, $((SECONDS - started))s"
}

# versioned START: exactly this line, and so without Windows' line end.
versioned() {
  "$1" --version | tee /dev/stderr |
    cmp - <(sed -n '0,/^version = /s/^version = "\(.*\)"$/b24-ping \1/p' "$root/Cargo.toml")
}

# accepts START: no good policy is refused.
accepts() (
  cd "$root/tests/policies/good"
  wrong=0
  for file in *.yml; do
    "$1" lint "$file" || { echo "$file: $?"; wrong=1; }
  done
  ((wrong == 0))
)

# complaints: what a lint complains of, a line each, from its words on standard input.
complaints() {
  awk '
    /^MISCONFIGURED: [0-9]+ problems$/ { next }
    sub(/^(error|MISCONFIGURED): /, "") { if (line) print line; line = $0 }
    sub(/^  help: /, "") { line = line " – " $0 }
    END { if (line) print line }
  '
}

# refuses START: every bad policy is, in the words that stand beside it.
refuses() (
  cd "$root/tests/policies/bad"
  wrong=0
  for file in *.yml; do
    code=0
    "$1" lint "$file" >"$scratch/said" || code=$?
    if [[ $code != 2 || $(complaints <"$scratch/said") != "$(cat "${file%.yml}.expected")" ]]; then
      echo "--- $file: $code"
      cat "$scratch/said"
      wrong=1
    fi
  done
  ((wrong == 0))
)

# examine NAME FILE STARTER: all cases, with the program in FILE, which STARTER starts.
examine() {
  local start="$scratch/start-$1"
  # As one command, which is what the smoke test takes; and nothing may hang for ever.
  printf '#!/bin/sh\nexec timeout 60 %s "%s" "$@"\n' "$3" "$2" >"$start"
  chmod +x "$start"
  attempt 'the portal cannot be built' \
    env CARGO_TARGET_DIR="$target" cargo build --locked --manifest-path "$root/Cargo.toml" --example portal
  case_ "$1: states the version" versioned "$start"
  case_ "$1: accepts good policies" accepts "$start"
  case_ "$1: refuses bad policies, in the same words" refuses "$start"
  case_ "$1: passes the release's smoke test" \
    env PORTAL="$target/debug/examples/portal" "$root/.github/scripts/smoke.sh" binary "$start"
}

arm64() {
  ready arm64 aarch64-unknown-linux-musl clang=clang qemu-aarch64-static=qemu-user-static || return 0
  # Clang compiles for every machine, and a linker for every machine comes with Rust.
  build arm64 aarch64-unknown-linux-musl "$scratch/arm64/b24-ping" MUSL_CC=clang \
    AR_aarch64_unknown_linux_musl=ar CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER=rust-lld
  examine arm64 "$scratch/arm64/b24-ping" qemu-aarch64-static
}

windows() {
  ready windows x86_64-pc-windows-gnu x86_64-w64-mingw32-gcc=gcc-mingw-w64-x86-64 wine=wine || return 0
  build windows x86_64-pc-windows-gnu "$scratch/windows/b24-ping.exe"
  # The server stays from the first program to the last: one that is about to go resets the next one's connection.
  mkdir "$WINEPREFIX"
  attempt "wine's server does not start" timeout 60 wineserver --persistent
  attempt 'wine does not start' timeout 300 wine wineboot --init
  if [[ ! -e $WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll ]]; then
    attempt 'the stand-in for bcryptprimitives.dll cannot be built' \
      x86_64-w64-mingw32-gcc -shared -o "$scratch/windows/bcryptprimitives.dll" "$here/bcryptprimitives.c"
  fi
  examine windows "$scratch/windows/b24-ping.exe" wine
}

for name in "$@"; do
  "$name"
done
if ((passed + failed)); then
  echo "$passed passed, $failed failed"
fi
((failed == 0))
