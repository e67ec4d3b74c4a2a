# The image behind action.yml and for every other CI system: one static binary and a small shell.
#
# Try it by hand, from the root of the repository:
#
#   docker build -t b24-ping .
#   docker run --rm b24-ping --version
#   read -rs B24_HOOK && export B24_HOOK     # paste the hook; nothing shows, nothing is kept in the history
#   docker run --rm -e B24_HOOK -v "$PWD:/repo" -w /repo b24-ping

FROM rust:1-slim AS build

# gcc and libc6-dev link, also the build scripts and macros, which run on this machine; musl-tools has the
# C compiler for ring's sources, busybox-static the shell of the final image. All else that is called below
# comes with the base: rustup with cargo and rustc, and Debian's coreutils and find.
# Versions are not pinned: Debian removes superseded ones, so a pin would break the build within weeks.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends busybox-static gcc libc6-dev musl-tools \
 && rm -rf /var/lib/apt/lists/*

# The final image's tree, made here because `FROM scratch` has no shell to make links with.
# Busybox comes with its licence.
RUN mkdir -p /image/bin /image/usr/bin /image/usr/share/doc/busybox-static \
 && cp /bin/busybox /image/bin/busybox \
 && for name in sh env tail grep cat; do ln -s busybox "/image/bin/$name"; done \
 && ln -s ../../bin/busybox /image/usr/bin/env \
 && cp /usr/share/doc/busybox-static/copyright /image/usr/share/doc/busybox-static/

WORKDIR /build

# The target follows the machine, so that the same file builds on x86-64 and on arm64. It is fetched
# only where it is missing, and written down for every cargo below. The remapped prefixes keep this
# stage's folders out of the binary; packed relocations take 0.2 MB off it, and what unwinding needs 0.6 MB.
COPY src/no-unwind.ld ./
ENV TARGET_CC=musl-gcc
RUN target="$(uname -m)-unknown-linux-musl" \
 && { test -d "$(rustc --print target-libdir --target "$target")" || rustup target add "$target"; } \
 && mkdir .cargo \
 && printf '[build]\ntarget = "%s"\nrustflags = ["--remap-path-prefix=%s=/cargo", "--remap-path-prefix=/build=/src", "-Clink-arg=-Wl,-z,pack-relative-relocs,--no-eh-frame-hdr,-T,/build/no-unwind.ld"]\n' \
      "$target" "${CARGO_HOME:-$HOME/.cargo}" > .cargo/config.toml

# The dependencies in a layer of their own: they are built again only when the lock file changes.
COPY Cargo.toml Cargo.lock ./
COPY examples/Cargo.toml examples/
RUN mkdir src \
 && echo '//! Stands in for the library.' > src/lib.rs \
 && printf '//! Stands in for the program.\nfn main() {}\n' > src/main.rs \
 && cargo build --release --locked \
 && rm -r src

# Whose the program is, as OWNER/NAME: the release says so, for the addresses in what the program writes.
ARG B24_PING_REPOSITORY=OWNER/b24-ping

# COPY keeps the files' dates, and cargo goes by dates: without the touch it would keep the stand-in.
COPY src src
RUN find src -name '*.rs' -exec touch {} + \
 && cargo build --release --locked \
 && cp "target/$(uname -m)-unknown-linux-musl/release/b24-ping" /image/b24-ping


FROM scratch

# `image.source` is added by the release, which knows the repository. The GPL is busybox's.
LABEL org.opencontainers.image.title="b24-ping" \
      org.opencontainers.image.description="Stops a deploy when a Bitrix24 webhook is dead, belongs to the wrong portal or user, or lacks a scope it needs" \
      org.opencontainers.image.licenses="(MIT OR Apache-2.0) AND GPL-2.0-only"

# b24-ping itself needs nothing but its binary. The shell is for those who start it in a roundabout way:
# Kubernetes runners for GitHub want sh, env and tail in the image, GitLab wants sh and grep,
# and Jenkins keeps a container alive with cat.
COPY --from=build /image/ /

# No USER: the files that the runner lends us (outputs, summary, workspace) belong to a user id that
# only the runner knows, and another one than root may not write to them. Where that does not
# matter, `docker run --user` works as well.
ENTRYPOINT ["/b24-ping"]
