#!/usr/bin/env bash
# What .github/scripts/packages.sh makes, tried as its users meet it: installed by pip and npm without an index, run by
# pre-commit and by a job of GitLab's, read by ruby. Only this machine's program is a real one.
#
#   tests/packages/run.sh [PROGRAM]      default: target/debug/b24-ping
#
# A tool that is missing, or cannot be fetched, is a part skipped, aloud; with CI=true it is a failure.
# Some strings here are meant for another shell, and some functions are called by name.
# shellcheck disable=SC2016,SC2317,SC2329
set -uo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
program="$(realpath "${1:-${CARGO_TARGET_DIR:-$root/target}/debug/b24-ping}")"
cd "$root" || exit 1
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export PRE_COMMIT_HOME="$scratch/pre-commit" GIT_CONFIG_GLOBAL="$scratch/gitconfig" GIT_CONFIG_SYSTEM=/dev/null
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_RETRIES=1 PIP_TIMEOUT=20 NO_COLOR=1
git config --global --add safe.directory '*'
git config --global user.name tester
git config --global user.email tester@localhost
git config --global init.defaultBranch main
passed=0 failed=0

# case_ WORDS CODE TEXT COMMAND ARG…: passed when the command ends so and says that.
case_() {
  local code=0 said
  said="$("${@:4}" 2>&1)" || code=$?
  if [[ $code == "$2" && $said == *"$3"* ]]; then
    passed=$((passed + 1))
    echo "ok      $1"
  else
    failed=$((failed + 1))
    echo "FAILED  $1"
    printf '%s\n' "exit code $code, said:" "$said" | tail -n 40 | sed 's/^/        /'
  fi
}

# missing WORDS: a part that cannot be tried here.
missing() {
  if [[ ${CI:-} == true ]]; then
    failed=$((failed + 1))
    echo "FAILED  $1"
  else
    echo "==> SKIPPED $1"
  fi
}

# fetch LOG COMMAND ARG…: for what comes over the network.
fetch() {
  "${@:2}" >"$scratch/$1.log" 2>&1 || { missing "$1: it cannot be installed here: $(tail -n 1 "$scratch/$1.log")"; false; }
}

finish() {
  echo "$passed passed, $failed failed, after ${SECONDS}s"
  exit $((failed > 0))
}

[[ -x $program ]] || { echo "there is no program $program" >&2; exit 2; }
for tool in python3 node npm jq cargo git; do
  command -v "$tool" >/dev/null || { missing "packages: there is no $tool"; finish; }
done
if ! python3 -m venv "$scratch/tools" >"$scratch/venv.log" 2>&1; then
  missing 'packages: no virtual environment here (python3 -m venv)'
  finish
fi
fetch wheel "$scratch/tools/bin/pip" install --quiet --require-hashes --requirement packages/requirements.txt || finish
PATH="$scratch/tools/bin:$PATH"

### packages.sh
version="$(cargo metadata --locked --no-deps --format-version 1 | jq -er '.packages[] | select(.name == "b24-ping").version')"
repository="$(sed -n 's|^repository = "https://github.com/\(.*\)"$|\1|p' Cargo.toml)"
image="ghcr.io/acme/b24-ping:v$version@sha256:$(printf 'a%.0s' {1..64})"
platform="$(node -p '`${process.platform}-${process.arch}`')"
mkdir "$scratch/dist"
while IFS=$'\t' read -r asset _ _ of; do
  [[ $asset == '#'* ]] && continue
  if [[ $of == "$platform" ]]; then cp "$program" "$scratch/dist/$asset"; else echo "$asset" >"$scratch/dist/$asset"; fi
done <packages/platforms.tsv
make() { .github/scripts/packages.sh "$scratch/dist" "v$version" "$repository" "$image" "$scratch/$1"; }
case_ 'packages: they are made' 0 '' make out
# Other dates, another mask of permissions and another time zone.
again() { touch "$scratch"/dist/* && umask 077 && TZ=Asia/Tokyo make again && diff -r "$scratch/out" "$scratch/again"; }
case_ 'packages: twice is the same bytes' 0 '' again
out="$scratch/out"

### pip
if fetch twine "$scratch/tools/bin/pip" install --quiet twine==7.0.0 check-wheel-contents==0.6.3; then
  case_ 'wheel: the index would take it' 0 PASSED twine check --strict "$out"/*.whl
  # There is no library in it, only a program.
  case_ 'wheel: it holds what a wheel should' 0 OK check-wheel-contents --ignore W007 "$out"/*.whl
fi
for of in musllinux_1_1_aarch64 macosx_14_0_arm64 macosx_13_0_x86_64 win_amd64; do
  case_ "pip: finds the wheel for $of" 0 '' "$scratch/tools/bin/pip" download --quiet --no-index --find-links "$out" \
    --only-binary :all: --platform "$of" --dest "$scratch/wheels" b24-ping
done
python3 -m venv --without-pip "$scratch/pip"
# in_pip ARG…: pip for this fresh environment.
in_pip() { "$scratch/tools/bin/pip" --python "$scratch/pip" "$@"; }
case_ 'pip: installs without an index' 0 '' in_pip install --no-index --find-links "$out" b24-ping
case_ 'pip: the program runs' 0 "b24-ping $version" "$scratch/pip/bin/b24-ping" --version
case_ 'pip: it knows the licence' 0 'MIT OR Apache-2.0' "$scratch/pip/bin/python" -c \
  'from importlib.metadata import metadata; print(metadata("b24-ping")["License-Expression"])'
case_ 'pip: removes all of it' 0 '' in_pip uninstall --yes b24-ping
case_ 'pip: and nothing is left' 1 '' test -e "$scratch/pip/bin/b24-ping"

### npm
mkdir "$scratch/npm" && cd "$scratch/npm" || exit 1
echo '{"private": true}' >package.json
shim=node_modules/.bin/b24-ping
case_ 'npm: installs the one package offline' 0 '' npm install --offline "$out/b24-ping-$version.tgz"
case_ 'npm: without its platform it says what to do' 2 "npm install @b24-ping/$platform@$version" "$shim" --version
case_ 'npm: installs both offline' 0 '' \
  npm install --offline "$out/b24-ping-$version.tgz" "$out/b24-ping-$platform-$version.tgz"
case_ 'npm: the program runs' 0 "b24-ping $version" "$shim" --version
case_ 'npm: also by npx' 0 "b24-ping $version" npx --offline b24-ping --version
case_ 'npm: arguments and the exit code are handed on' 2 'nowhere.yml' "$shim" lint 'nowhere.yml'
case_ 'npm: an unknown machine is told so' 2 'there is no program for plan9-' \
  node -e 'Object.defineProperty(process, "platform", {value: "plan9"}); require("b24-ping/b24-ping.js")'
other=$([[ $platform == win32-x64 ]] && echo linux-x64 || echo win32-x64)
case_ "npm: refuses another platform's package" 1 EBADPLATFORM \
  npm install --offline "$out/b24-ping-$other-$version.tgz"
# A program in the place of ours, which says what reaches it.
cat >"node_modules/@b24-ping/$platform/b24-ping" <<'NODE'
#!/usr/bin/env node
for (const [signal, code] of [['SIGINT', 41], ['SIGTERM', 42], ['SIGHUP', 43]]) process.on(signal, () => process.exit(code));
if (process.argv[2] === 'die') process.kill(process.pid, 'SIGKILL');
if (process.argv[2] === 'echo') process.stdin.pipe(process.stdout);
if (process.argv[2] === 'wait') setInterval(() => {}, 1000), console.log('ready');
NODE
mkfifo "$scratch/ready"
# signalled SIGNAL: what the shim ends with when it gets one.
signalled() {
  local ready
  "$shim" wait >"$scratch/ready" &
  read -r -t 30 ready <"$scratch/ready"
  [[ $ready == ready ]] && kill -s "$1" $! && wait $!
}
# A shell starts what runs behind it with SIGINT ignored, unless it has job control.
set -m
case_ 'npm: SIGINT is handed on' 41 '' signalled INT
case_ 'npm: SIGTERM is handed on' 42 '' signalled TERM
case_ 'npm: SIGHUP is handed on' 43 '' signalled HUP
set +m
case_ "npm: a program's death by a signal is told on" 137 '' "$shim" die
case_ 'npm: standard input is handed on' 0 'a line' bash -c 'echo a line | "$1" echo' - "$shim"
cd "$root" || exit 1

### pre-commit
# A cargo that has built our program before: what is tried is the hooks, and the build takes minutes.
mkdir "$scratch/cargo"
cat >"$scratch/cargo/cargo" <<'SH'
#!/bin/sh
[ "$1" != --version ] || exit 0
[ "$1 $2 $3 $5 $6" = 'install --bins --root --path .' ] && grep -q '^name = "b24-ping"$' Cargo.toml || exit 9
mkdir -p "$4/bin" && cp "$PROGRAM" "$4/bin/b24-ping"
SH
chmod +x "$scratch/cargo/cargo"
# hook ID FILE…: in the small repository.
hook() { (cd "$scratch/shop" && PATH="$scratch/cargo:$PATH" PROGRAM="$program" pre-commit try-repo "$root" "$1" --files "${@:2}"); }
if fetch pre-commit "$scratch/tools/bin/pip" install --quiet pre-commit==4.7.0; then
  case_ 'pre-commit: the hooks are well written' 0 '' pre-commit validate-manifest .pre-commit-hooks.yaml
  mkdir -p "$scratch/shop/.github" && git init --quiet "$scratch/shop"
  (
    cd "$scratch/shop" || exit 1
    echo 'required: [crm]' >.github/b24-scopes.yml
    echo 'required: [crm' >b24-scopes.yaml
    echo '<?php CRest::call("crm.item.list", []);' >good.php
    # Put together here, so that nobody finds a webhook in this file.
    echo "<?php \$hook = 'https://acme.bitrix24.com/rest/1/$(printf %s x8k2p0vq 7m4zt1wc)/';" >bad.php
    git add .
  )
  case_ 'pre-commit: lint passes a policy' 0 Passed hook b24-ping-lint .github/b24-scopes.yml
  case_ 'pre-commit: lint finds a mistake' 1 'b24-scopes.yaml:1' hook b24-ping-lint b24-scopes.yaml
  case_ 'pre-commit: lint looks at policies only' 0 '(no files to check)Skipped' hook b24-ping-lint good.php
  case_ 'pre-commit: scan passes a call' 0 Passed hook b24-ping-scan good.php
  case_ 'pre-commit: scan finds a webhook' 1 'bad.php:1' hook b24-ping-scan good.php bad.php
fi

### GitLab's component
# job INPUT: what the job says with this line among the inputs.
job() {
  printf '%s\n' 'include:' '  - local: component.yml' '    inputs:' "      $1" >"$scratch/gitlab/.gitlab-ci.yml"
  (cd "$scratch/gitlab" && PATH="$scratch/gitlab-tools:$PATH" "$scratch/gitlab-tools/node_modules/.bin/gitlab-ci-local" "${@:2}")
}
mkdir -p "$scratch/gitlab-tools" "$scratch/gitlab/.github"
if fetch gitlab-ci-local npm install --prefix "$scratch/gitlab-tools" --no-audit --no-fund gitlab-ci-local@4.62.0; then
  # It copies the tree for jobs in containers, and this one runs in the shell.
  printf '#!/bin/sh\n' >"$scratch/gitlab-tools/rsync" && chmod +x "$scratch/gitlab-tools/rsync"
  git init --quiet "$scratch/gitlab"
  git -C "$scratch/gitlab" remote add origin https://gitlab.com/acme/shop.git
  sed "s|- /b24-ping|- $program|" "$out/b24-ping.gitlab-ci.yml" >"$scratch/gitlab/component.yml"
  echo 'required: [crm]' >"$scratch/gitlab/.github/b24-scopes.yml"
  (cd "$scratch/gitlab" && git add . && git commit --quiet --message first)
  case_ 'gitlab: the job has the image of the release' 0 "$image" job 'stage: deploy' --preview
  case_ 'gitlab: the job runs, and the program reads its inputs' 1 'acme.example' \
    job 'expect-portal: "acme.example:x"' --force-shell-executor b24-ping
  case_ 'gitlab: an input that is none is refused' 1 'list of allowed options' job 'extra-scopes: perhaps' --list
fi

### Homebrew's formula
if command -v ruby >/dev/null; then
  case_ 'homebrew: the formula is Ruby' 0 'Syntax OK' ruby -c "$out/b24-ping.rb"
else
  missing 'homebrew: there is no ruby'
fi

finish
