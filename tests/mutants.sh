#!/usr/bin/env bash
# Changes one small thing after the other in the code that decides, and in that which makes foreign text safe, and
# tells which changes no test of the library notices. None should be left.
#
#   tests/mutants.sh [ARG…]      further arguments of cargo-mutants, such as --file src/hook.rs or --iterate
#
# Needs cargo-mutants (cargo install cargo-mutants --locked). .cargo/mutants.toml names the files; the result lies
# in mutants.out/, which git ignores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# These look into files that are not changed, and take most of the time.
exec cargo mutants --jobs 2 "$@" -- -- --skip scan:: --skip a_thousand_rules --skip broken_policies_neither
