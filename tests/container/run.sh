#!/usr/bin/env bash
# The image in the hands of those who run it. Builds it from this checkout and runs every case in cases/.
#
#   tests/container/run.sh [CASE…]
#
#   CONTAINER_TESTS=required   no container engine, or no ACT_RUN, is a failure, not a reason to skip;
#                              and so is a case that skips itself
#   IMAGE=NAME                 tests this image instead of building one
#   ACT_RUN=SCRIPT             runs the workflows in tests/workflows under act, by way of this script:
#                              SCRIPT REPOSITORY WORKFLOW EVENT [ACT-OPTION…]; without it they are skipped
#
# Needs docker (DOCKER_HOST, or its usual socket), cargo and python3.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"

if ! docker info >/dev/null 2>&1; then
  if [[ ${CONTAINER_TESTS:-} == required ]]; then
    echo 'failed: no container engine answers'
    exit 1
  fi
  echo 'skipped: no container engine answers'
  exit 0
fi

if [[ ${CONTAINER_TESTS:-} == required && -z ${ACT_RUN:-} ]]; then
  echo 'failed: ACT_RUN names no script that runs act'
  exit 1
fi

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

# attempt WHAT COMMAND ARG…: quiet unless it fails, which ends everything.
attempt() {
  if ! "${@:2}" >"$scratch/log" 2>&1; then
    cat "$scratch/log"
    echo "failed: $1"
    exit 1
  fi
}

if [[ -z ${IMAGE:-} ]]; then
  IMAGE=b24-ping:test
  attempt 'the image cannot be built' docker build -t "$IMAGE" "$root"
  echo "built $IMAGE, ${SECONDS}s"
fi
if [[ -n ${ACT_RUN:-} ]]; then
  ACT_RUN="$(realpath -e "$ACT_RUN")"
  export ACT_RUN
fi
target="${CARGO_TARGET_DIR:-$root/target}"
attempt 'the portal cannot be built' \
  env CARGO_TARGET_DIR="$target" cargo build --locked --manifest-path "$root/Cargo.toml" --example portal
echo "built the portal, ${SECONDS}s"

cases=("$@")
if ((${#cases[@]} == 0)); then
  for file in "$here"/cases/*.sh; do
    name="$(basename "$file" .sh)"
    if [[ $name == act-* && -z ${ACT_RUN:-} ]]; then
      echo "skipped $name: ACT_RUN names no script that runs act"
    else
      cases+=("$name")
    fi
  done
fi

passed=0 failed=0
for name in "${cases[@]}"; do
  started=$SECONDS
  folder="$scratch/$name"
  mkdir "$folder"
  rc=0
  (cd "$folder" && IMAGE="$IMAGE" PORTAL="$target/debug/examples/portal" ROOT="$root" \
    BASH_ENV="$here/lib.sh" timeout 600 bash "$here/cases/$name.sh") >"$folder.log" 2>&1 || rc=$?
  case $rc in
    0)
      echo "ok $name, $((SECONDS - started))s"
      passed=$((passed + 1))
      ;;
    77)
      if [[ ${CONTAINER_TESTS:-} == required ]]; then
        echo "not ok $name, skipped: $(tail -n 1 "$folder.log")"
        failed=$((failed + 1))
      else
        echo "skipped $name: $(tail -n 1 "$folder.log")"
      fi
      ;;
    *)
      echo "not ok $name, $((SECONDS - started))s"
      sed 's/^/  | /' "$folder.log"
      failed=$((failed + 1))
      ;;
  esac
done
echo "$passed passed, $failed failed"
((failed == 0 && passed > 0))
