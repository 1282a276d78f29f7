#!/bin/sh
# sh fetch.sh <folder>: brings the source of Mbed TLS 3.6 into <folder>/mbedtls, once. Debian only; no privileges.
# It is the upstream tarball of Debian 13's source package, verified by apt, from the mirror this machine's apt uses.
# Runs at the same time wait for each other. CMAKE: the cmake that unpacks.
set -u
cmake=${CMAKE:-cmake}

fail() {
    echo "fetch.sh: $*" >&2
    echo "Without it: set FLINTLS_MBEDTLS_SOURCE (in CMake or the environment) to a source tree of Mbed TLS 3.6," >&2
    echo "or FLINTLS_MBEDTLS=package where find_package(MbedTLS) finds one; FLINTLS_MBEDTLS=OFF leaves it out." >&2
    exit 1
}
. "$(dirname "$0")/../apt.sh"

mkdir -p "$1" && folder=$(cd "$1" && pwd) || fail "no folder $1"
tree=$folder/mbedtls
[ -e "$tree/library/psa_crypto.c" ] && exit 0
lock_folder "$folder" mbedtls
[ -e "$tree/library/psa_crypto.c" ] && exit 0

make_apt_root "$folder" mbedtls
download deb-src trixie source --download-only --tar-only mbedtls ||
    fail "apt brought no source of mbedtls from trixie (a key that is missing is in debian-archive-keyring)"
set -- "$work"/mbedtls_*.orig.tar.*
[ -e "$1" ] || fail "apt brought no tarball of mbedtls"

(cd "$work/unpacked" && "$cmake" -E tar xf "$1") || fail "$1 does not unpack"
set -- "$work"/unpacked/*
grep -q '^#define MBEDTLS_VERSION_STRING  *"3\.6\.' "$1/include/mbedtls/build_info.h" || fail "$1 is not Mbed TLS 3.6"
# Without flock another run may have been first; then there is a whole one already.
mv -T "$1" "$tree" 2>/dev/null || [ -e "$tree/library/psa_crypto.c" ] || fail "cannot write $tree"
