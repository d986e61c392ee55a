#!/usr/bin/env bash
# Sees to what the build needs on Debian and Ubuntu: Rust, and what PROJ is built with (cmake, a C++ compiler, the sqlite3
# program and library). Installs missing packages where it may; else says what is missing and how to get it.
# Words: what must be there too: components of Rust (rustfmt, clippy), valgrind; `node` alone checks what builds the map page.
set -euo pipefail

repository=$(cd "$(dirname "$0")/.." && pwd)
wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$repository/Cargo.toml")
rustup="rustup (https://rustup.rs)"

fail() {
    echo "setup: $*" >&2
    exit 2
}

older() { # older A B: whether version A is older than B
    [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

if [ "$*" = node ]; then # for the map page alone
    how="from https://nodejs.org or this system's packages"
    command -v node >/dev/null || fail "node 20 or newer is missing, which builds the map page; get it $how"
    found=$(node --version | tr -d v)
    ! older "$found" 20 || fail "node 20 or newer is wanted to build the map page, found $found; get it $how"
    command -v npm >/dev/null || fail "npm is missing, which comes with node and builds the map page; get it $how"
    exit 0
fi

# A fresh rustup is on the path only of the next shell.
if ! command -v cargo >/dev/null && [ -x "$HOME/.cargo/bin/cargo" ]; then
    fail "cargo is installed but not on the path; run: . \"\$HOME/.cargo/env\""
fi
if ! command -v cargo >/dev/null || ! command -v rustc >/dev/null; then
    fail "Rust $wanted or newer is missing; get it with $rustup"
fi
found=$(rustc --version | cut -d ' ' -f 2 | cut -d - -f 1)
if older "$found" "$wanted"; then
    if command -v rustup >/dev/null; then how="rustup update stable"; else how=$rustup; fi
    fail "Rust $wanted or newer is wanted, found $found; get it with: $how"
fi
missing=()
for component in "$@"; do # rustfmt, clippy, valgrind
    if [ "$component" = valgrind ]; then
        command -v valgrind >/dev/null || missing+=(valgrind)
        continue
    fi
    cargo "${component#rust}" --version >/dev/null 2>&1 ||
        fail "$component is missing; get it with: rustup component add $component"
done

command -v cmake >/dev/null || missing+=(cmake)
command -v c++ >/dev/null || missing+=(g++)
command -v sqlite3 >/dev/null || missing+=(sqlite3)
if ! command -v pkg-config >/dev/null; then
    missing+=(pkg-config libsqlite3-dev)
elif ! pkg-config --exists sqlite3; then
    missing+=(libsqlite3-dev)
fi
[ ${#missing[@]} -gt 0 ] || exit 0

install="apt-get install -y --no-install-recommends ${missing[*]}"
command -v apt-get >/dev/null ||
    fail "missing: ${missing[*]} (Debian's names); install them with this system's package manager"
if [ "$(id -u)" -eq 0 ]; then
    as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo)
else
    fail "missing: ${missing[*]}; install them with: sudo apt-get update && sudo $install"
fi
echo "setup: installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq || fail "apt-get update failed, and these are missing: ${missing[*]}"
# shellcheck disable=SC2086 # words of a command
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" $install || fail "could not install: ${missing[*]}"
