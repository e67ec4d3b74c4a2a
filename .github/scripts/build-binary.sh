#!/usr/bin/env bash
# build-binary.sh TARGET FILE
#
# Builds the release binary for one target from the work tree and puts it at FILE. The bytes depend on
# the sources and the toolchain, and neither on the folder nor on the day: paths are remapped, and
# the date is that of the commit.
set -euo pipefail

if (($# != 2)); then
  echo 'usage: build-binary.sh TARGET FILE' >&2
  exit 2
fi
target=$1 file=$2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

here=$PWD
cargo_home=${CARGO_HOME:-$HOME/.cargo}
suffix=
flags=()
case $target in
  *-linux-musl)
    # The C compiler for ring's sources, linked against musl.
    export "CC_${target//-/_}=${MUSL_CC:-musl-gcc}"
    # Without them it would not fit into its 5 MiB: packed relocations, of which a binary that can be loaded anywhere
    # holds many, save 0.2 MB, and what unwinding needs 0.6. The Dockerfile has them, too.
    if [[ $target == x86_64-* ]]; then
      flags+=(-C "link-arg=-Wl,-z,pack-relative-relocs,--no-eh-frame-hdr,-T,$here/src/no-unwind.ld")
    fi
    ;;
  *-windows-*)
    # What rustc sees there is D:\…, not the /d/… of this shell.
    if command -v cygpath >/dev/null; then
      here=$(cygpath --windows "$here")
      cargo_home=$(cygpath --windows "$cargo_home")
    fi
    suffix=.exe
    # Without it the binary wants a runtime library that a bare Windows does not have.
    flags+=(-C target-feature=+crt-static)
    ;;
esac
flags+=("--remap-path-prefix=$cargo_home=/cargo" "--remap-path-prefix=$here=/src")

# A path may hold a space, which RUSTFLAGS would break at; this form is separated by 0x1f.
CARGO_ENCODED_RUSTFLAGS=$(printf '%s\x1f' "${flags[@]}")
export CARGO_ENCODED_RUSTFLAGS="${CARGO_ENCODED_RUSTFLAGS%$'\x1f'}"
# The shell on Windows, MSYS, rewrites what looks like a path in the variables of a program that it starts:
# /cargo and /src would become folders of its own installation.
export MSYS2_ENV_CONV_EXCL=CARGO_ENCODED_RUSTFLAGS
# Whose the program is, for the addresses in what it writes.
export B24_PING_REPOSITORY=${GITHUB_REPOSITORY:-OWNER/b24-ping}
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}" CARGO_INCREMENTAL=0

cargo build --release --locked --target "$target"
mkdir -p "$(dirname "$file")"
cp "$CARGO_TARGET_DIR/$target/release/b24-ping$suffix" "$file"
