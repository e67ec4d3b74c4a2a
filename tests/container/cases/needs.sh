# shellcheck shell=bash
# The Dockerfile brings what it needs. The base here may hold more than the real one does; so what the Dockerfile
# brings is first taken away, and afterwards the compilers must work all the same.
mkdir lean cut
cat >lean/Dockerfile <<'LEAN'
FROM rust:1-slim
RUN for package in busybox-static gcc libc6-dev musl-tools musl-dev; do \
      ! dpkg -s "$package" >/dev/null 2>&1 || apt-get purge -qq --autoremove "$package" || exit; \
    done \
 && ! command -v busybox cc gcc musl-gcc
# The real base leaves documentation out.
RUN printf 'path-exclude /usr/share/doc/*\npath-include /usr/share/doc/*/copyright\n' >/etc/dpkg/dpkg.cfg.d/slim
# rustup moves what it removes, which the engine's file system refuses for a folder of an earlier layer: hence the copy.
RUN target="$(uname -m)-unknown-linux-musl" \
 && folder="$(rustc --print sysroot)/lib/rustlib/$target" \
 && { ! test -d "$folder" || { cp -a "$folder" /copy && rm -r "$folder" && mv /copy "$folder"; }; } \
 && rustup target remove "$target" \
 && ! test -d "$folder"
LEAN
docker build -t b24-ping:lean lean >log 2>&1 || fail 'the lean base cannot be built'

# Up to the dependencies, which would take a minute.
mkdir cut/src
cp "$ROOT/src/no-unwind.ld" cut/src/
sed -e 's/^FROM rust:.* AS build$/FROM b24-ping:lean/' -e '/^COPY Cargo/,$d' "$ROOT/Dockerfile" >cut/Dockerfile
grep -qx 'FROM b24-ping:lean' cut/Dockerfile || fail 'the Dockerfile has another base'
cat >>cut/Dockerfile <<'PROOF'
RUN cargo init --quiet --vcs none --name needs \
 && echo 'fn main() {}' >build.rs \
 && cargo build --release \
 && echo 'int main(void) { return 0; }' | "$TARGET_CC" -x c -static -o /program - \
 && /program \
 && grep -q GPL /image/usr/share/doc/busybox-static/copyright \
 && /image/bin/sh -c '/image/usr/bin/env'
PROOF
docker build -t b24-ping:cut cut >log 2>&1 || fail 'the Dockerfile lacks something on a lean base'
