# shellcheck shell=bash
# What the cases have in common; run.sh has bash read it before each of them. A case runs in an empty folder of
# its own, with the image's name in IMAGE, the portal's program in PORTAL and the repository in ROOT.
unset BASH_ENV
set -Eeuo pipefail
case_folder="$PWD"
containers=()
trap 'docker rm -f "${containers[@]}" >/dev/null 2>&1 || true' EXIT

# skip WHY: ends the case, which then neither passed nor failed; run.sh says why.
skip() {
  echo "$*"
  exit 77
}

# fail WHAT: ends the case with what is in log.
fail() {
  trap - ERR
  echo "FAILED: $*"
  if [[ -f $case_folder/log ]]; then
    echo '--- log'
    cat "$case_folder/log"
  fi
  exit 1
}

trap 'fail "line $LINENO of $0: $BASH_COMMAND"' ERR

# equal WHAT IS SHOULD
equal() {
  [[ $2 == "$3" ]] || fail "$1 is '$2', should be '$3'"
}

# says FILE TEXT: some line of the file holds the text.
says() {
  grep -qF -e "$2" "$1" || fail "$1 does not say '$2'"
}

# within SECONDS COMMAND ARG…: succeeds as soon as the command does.
within() {
  local tries=$(($1 * 20))
  until "${@:2}"; do
    ((--tries > 0)) || fail "not within $1 s: ${*:2}"
    sleep 0.05
  done
}

# portal SCENARIO [NAME]: opens a simulated portal, which goes when this shell goes, because it then loses its
# standard input. What it says goes to NAME.log (portal.log). Sets HOOK, TOKEN, which is the hook's secret, and
# CA, a file that everybody can read.
# shellcheck disable=SC2034  # for the cases
portal() {
  local name="${2:-portal}" fd
  mkfifo "$name.stdin"
  "$PORTAL" "$1" <"$name.stdin" >"$name.log" &
  exec {fd}>"$name.stdin"
  within 10 grep -q '^ca=' "$name.log"
  HOOK="$(sed -n 's/^hook=//p' "$name.log")"
  TOKEN="$(basename "$HOOK")"
  CA="$PWD/$name.pem"
  install -m 644 "$(sed -n 's/^ca=//p' "$name.log")" "$CA"
}

# input_names: every input of the action, one a line.
input_names() {
  awk '/^[^ #]/ { on = /^inputs:/ } on && /^  [a-z-]+:/ { sub(":", "", $1); print $1 }' "$ROOT/action.yml"
}

# as_runner [NAME=VALUE…]: runs the image the way GitHub's runner does, with these inputs, and everything else
# that the action declares as an empty one. The event is in EVENT_NAME and event.json. Sets rc; leaves the log
# in log, and in workspace/, home/, temp/, workflow/ and commands/ what the mounts hold afterwards.
EVENT_NAME=push
as_runner() {
  mkdir -p workspace home temp workflow commands
  : >commands/set_output_1
  : >commands/step_summary_1
  : >commands/set_env_1
  : >commands/save_state_1
  : >commands/add_path_1
  [[ -f event.json ]] || echo '{"repository": {"full_name": "acme/deploy", "private": true}}' >event.json
  cp event.json workflow/event.json

  # Hyphens stay, which no shell's `export` would take; the values never stand on docker's command line.
  local -A inputs=()
  local name pair vars=() flags=()
  while read -r name; do inputs[$name]=''; done < <(input_names)
  ((${#inputs[@]} >= 19)) || fail "only ${#inputs[@]} inputs in action.yml"
  for pair in "$@"; do
    [[ -v inputs[${pair%%=*}] ]] || fail "action.yml has no input ${pair%%=*}"
    inputs[${pair%%=*}]="${pair#*=}"
  done
  for name in "${!inputs[@]}"; do
    vars+=("INPUT_${name^^}=${inputs[$name]}")
  done
  vars+=(
    HOME=/github/home CI=true GITHUB_ACTIONS=true
    GITHUB_WORKSPACE=/github/workspace GITHUB_EVENT_PATH=/github/workflow/event.json
    GITHUB_OUTPUT=/github/file_commands/set_output_1 GITHUB_STEP_SUMMARY=/github/file_commands/step_summary_1
    GITHUB_ENV=/github/file_commands/set_env_1 GITHUB_STATE=/github/file_commands/save_state_1
    GITHUB_PATH=/github/file_commands/add_path_1
    "GITHUB_EVENT_NAME=$EVENT_NAME" GITHUB_ACTION=b24 GITHUB_ACTOR=rita GITHUB_TRIGGERING_ACTOR=rita
    GITHUB_API_URL=https://api.github.com GITHUB_GRAPHQL_URL=https://api.github.com/graphql
    GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=acme/deploy GITHUB_REPOSITORY_OWNER=acme
    GITHUB_REF=refs/heads/main GITHUB_REF_NAME=main GITHUB_REF_TYPE=branch GITHUB_BASE_REF= GITHUB_HEAD_REF=
    GITHUB_SHA=0123456789abcdef0123456789abcdef01234567 GITHUB_JOB=deploy GITHUB_WORKFLOW=Deploy
    GITHUB_RUN_ID=7 GITHUB_RUN_NUMBER=7 GITHUB_RUN_ATTEMPT=1 GITHUB_RETENTION_DAYS=90
    RUNNER_OS=Linux RUNNER_ARCH=X64 RUNNER_TEMP=/github/runner_temp RUNNER_NAME=hosted
    RUNNER_ENVIRONMENT=github-hosted
  )
  for pair in "${vars[@]}"; do
    flags+=(-e "${pair%%=*}")
  done
  # The runner lends the engine's socket, too. An engine that is elsewhere has none here.
  local engine="${DOCKER_HOST:-unix:///var/run/docker.sock}" socket=()
  if [[ $engine == unix://* ]]; then socket=(-v "${engine#unix://}:/var/run/docker.sock"); fi
  rc=0
  # The runner uses the default bridge; here the portal is on this machine's loopback.
  env "${vars[@]}" docker run --rm --network host --workdir /github/workspace --entrypoint /b24-ping "${flags[@]}" \
    "${socket[@]}" -v "$PWD/temp:/github/runner_temp" -v "$PWD/home:/github/home" -v "$PWD/workflow:/github/workflow" \
    -v "$PWD/commands:/github/file_commands" -v "$PWD/workspace:/github/workspace" "$IMAGE" >printed 2>log || rc=$?
  # An engine hands both streams on by themselves, so their order is the program's own only within each.
  cat printed >>log
}

# output NAME: one output of the last as_runner.
output() {
  python3 "$ROOT/tests/container/output.py" commands/set_output_1 "$1"
}

# keeps TOKEN: the hook's secret stands in no file, and in the log only where it is masked, which is first.
keeps() {
  local masks
  masks="$(grep -c '^::add-mask::' log)" || fail 'nothing is masked'
  [[ $(head -n "$masks" log | grep -c '^::add-mask::') == "$masks" ]] || fail 'the masks are not the first lines'
  grep -qxF "::add-mask::$1" log || fail 'the secret is not masked'
  ! tail -n "+$((masks + 1))" log | grep -F -e "$1" || fail 'the secret is in the log'
  ! grep -rlF -e "$1" workspace home temp workflow commands || fail 'the secret is in a file'
}

# verdict STATUS REASON RC: of the last as_runner.
verdict() {
  equal 'exit code' "$rc" "$3"
  equal 'output status' "$(output status)" "$1"
  equal 'output reason' "$(output reason)" "$2"
  equal 'output exit-code' "$(output exit-code)" "$3"
  says commands/step_summary_1 "b24-ping: "
  local file
  for file in set_env_1 save_state_1 add_path_1; do
    [[ ! -s commands/$file ]] || fail "something was written to $file"
  done
}

# act_repository: copies the checkout, committed or not, into repository/, a repository of its own that a
# workflow may litter.
act_repository() {
  mkdir repository
  git -C "$ROOT" ls-files -coz --exclude-standard |
    tar -C "$ROOT" --null -T - --ignore-failed-read -c 2>/dev/null | tar -C repository -x
  git -C repository init -q -b main
  git -C repository add -A
  git -C repository -c user.name=test -c user.email=test@localhost -c commit.gpgsign=false commit -q -m 'For act'
  git -C repository remote add origin https://github.com/acme/deploy
}

# act WORKFLOW EVENT [ARG…]: runs tests/workflows/WORKFLOW.yml under act. Sets rc; leaves the log in log.
# act would build the image once more, as it packs the same files in another way, which misses the builder's cache.
# It uses ours when that bears the name of the folder that the action is in: `./` here, `./.b24-ping` in gate.yml.
act() {
  docker tag "$IMAGE" act-dockeraction:latest
  docker tag "$IMAGE" act-b24-ping-dockeraction:latest
  # GitHub's events say whether the repository is private; act's own do not, and hosts would be hidden.
  local event=()
  if [[ " $* " != *' -e '* ]]; then
    echo '{"repository": {"private": true}}' >private.json
    event=(-e "$PWD/private.json")
  fi
  rc=0
  ENGINE="${ENGINE:-docker}" "$ACT_RUN" repository "tests/workflows/$1.yml" "${@:2}" "${event[@]}" --rebuild=false >log 2>&1 || rc=$?
  if grep -F 'docker build' log; then fail 'act built an image of its own'; fi
}

# ended CODE: the exit code of the last act.
ended() {
  equal 'exit code of act' "$rc" "$1"
}
