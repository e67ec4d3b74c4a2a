# shellcheck shell=bash
# A change of a source file does not build the dependencies again. The change is one that does not compile,
# so the build ends where the sources come in: that is all that this wants to know, and it takes a second.
docker build -q "$ROOT" >/dev/null
mkdir copy
cp -a "$ROOT"/{Cargo.toml,Cargo.lock,Dockerfile,.dockerignore,src} copy/
mkdir copy/examples
cp -a "$ROOT/examples/Cargo.toml" copy/examples/
echo 'compile_error!("changed");' >>copy/src/lib.rs
rc=0
BUILDKIT_PROGRESS=plain docker build --force-rm copy >log 2>&1 || rc=$?
[[ $rc != 0 ]] || fail 'a source that does not compile was compiled: is it in the image at all?'
grep -q 'error.*: changed' log || fail 'the build failed elsewhere'
# The classic builder writes the first, BuildKit the second, older ones after a line with the step's digest.
grep -A 2 -F 'RUN mkdir src' log | grep -qx -e ' ---> Using cache' -e '#[0-9]* CACHED' ||
  fail 'the dependencies were built again'
