#!/usr/bin/env bash
# Undertone on a fresh Debian 12, from its packages:
#   installer/setup.sh demo    install, build, make the demo corpora, run the demo study, open the workbench on it
#   installer/setup.sh test    install, build, run every test
#   installer/setup.sh deps    install the packages alone
# Each can be run again and does only what is still to do. Root or sudo is needed for missing packages only.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/release

packages=(
    g++ cmake ninja-build pkg-config ca-certificates
    libtorch-dev libopenblas0-pthread libopenblas-pthread-dev
    libsndfile1-dev libmpg123-dev libsoxr-dev libfftw3-dev libespeak-ng-dev espeak-ng-data
    libboost-dev libboost-random-dev librandom123-dev
    libsqlitecpp-dev libsqlite3-dev libsodium-dev libcsv-dev libzip-dev libicu-dev
    nlohmann-json3-dev libcli11-dev libspdlog-dev libfmt-dev
    qt6-base-dev qt6-multimedia-dev qt6-svg-dev qt6-tools-dev qt6-l10n-tools qt6-translations-l10n libqcustomplot-dev libgl-dev fonts-dejavu-core
)

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "Packages are missing and neither root nor sudo is available. As root, run: apt-get install ${packages[*]}"
    fi
}

missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q 'install ok installed' || printf '%s\n' "$package"
    done
}

install_packages() {
    command -v apt-get >/dev/null || fail "This script installs Debian packages. Elsewhere, install what 'packages' lists in $0 and build with CMake."
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -eq 0 ] && return
    say "Installing ${#missing[@]} packages"
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

build_program() {
    say "Building (the first time takes several minutes)"
    local log
    log=$(mktemp)
    cmake -S "$root" --preset release "$@" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; exit 1; }
    rm -f "$log"
    cmake --build "$build"
}

run_tests() {
    say "Running every test"
    ctest --test-dir "$build" --output-on-failure -j "$(nproc)"
}

run_demo() {
    local cli=$build/bin/undertone-cli gui=$build/bin/undertone
    say "Running the demo study (synthetic speech, marked so wherever it shows)"
    "$cli" demo
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        say "Opening the workbench"
        exec "$gui" --workspace "${XDG_DATA_HOME:-$HOME/.local/share}/undertone"
    fi
    say "There is no display here. With one, open the workbench with: $gui"
}

cd "$root"
case "${1:-}" in
    deps) install_packages "${packages[@]}" ;;
    demo) install_packages "${packages[@]}"; build_program -DBUILD_TESTING=OFF; run_demo ;;
    test) install_packages "${packages[@]}"; build_program -DBUILD_TESTING=ON; run_tests ;;
    *) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
