#!/bin/sh
# sh fetch.sh <folder>: brings the source of BearSSL 0.6 into <folder>/bearssl, once. Debian only; no privileges.
# It is the tarball of Debian 13's source package, verified by apt, from the mirror this machine's apt uses.
# Runs at the same time wait for each other. CMAKE: the cmake that unpacks.
set -u
cmake=${CMAKE:-cmake}

fail() {
    echo "fetch.sh: $*" >&2
    echo "Without it: set FLINTLS_BEARSSL_SOURCE (in CMake or the environment) to a source tree of BearSSL 0.6;" >&2
    echo "FLINTLS_BEARSSL=OFF leaves it out." >&2
    exit 1
}
. "$(dirname "$0")/../apt.sh"

mkdir -p "$1" && folder=$(cd "$1" && pwd) || fail "no folder $1"
tree=$folder/bearssl
[ -e "$tree/src/inner.h" ] && exit 0
lock_folder "$folder" bearssl
[ -e "$tree/src/inner.h" ] && exit 0

make_apt_root "$folder" bearssl
download deb-src trixie source --download-only --tar-only bearssl ||
    fail "apt brought no source of bearssl from trixie (a key that is missing is in debian-archive-keyring)"
set -- "$work"/bearssl_0.6*.orig.tar.*
[ -e "$1" ] || fail "apt brought no tarball of bearssl 0.6"

(cd "$work/unpacked" && "$cmake" -E tar xf "$1") || fail "$1 does not unpack"
set -- "$work"/unpacked/*
[ -e "$1/src/inner.h" ] && [ -e "$1/inc/bearssl.h" ] || fail "$1 is not BearSSL"
# Without flock another run may have been first; then there is a whole one already.
mv -T "$1" "$tree" 2>/dev/null || [ -e "$tree/src/inner.h" ] || fail "cannot write $tree"
