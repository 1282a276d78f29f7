#!/bin/sh
# sh fetch.sh <folder>: brings the source of Mbed TLS 3.6 into <folder>/mbedtls, once. Debian only; no privileges.
# It is the upstream tarball of Debian 13's source package, verified by apt, from the mirror this machine's apt uses.
# Runs at the same time wait for each other. CMAKE: the cmake that unpacks.
set -u
suite=trixie
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
cmake=${CMAKE:-cmake}

fail() {
    echo "fetch.sh: $*" >&2
    echo "Without it: set FLINTLS_MBEDTLS_SOURCE (in CMake or the environment) to a source tree of Mbed TLS 3.6," >&2
    echo "or FLINTLS_MBEDTLS=package where find_package(MbedTLS) finds one; FLINTLS_MBEDTLS=OFF leaves it out." >&2
    exit 1
}

mkdir -p "$1" && folder=$(cd "$1" && pwd) || fail "no folder $1"
tree=$folder/mbedtls
[ -e "$tree/library/psa_crypto.c" ] && exit 0

command -v apt-get >/dev/null || fail "the source is brought by Debian's apt, and there is none here"
if command -v flock >/dev/null; then
    exec 9>"$folder/mbedtls.lock"
    flock -w 600 9 || fail "another run has kept $folder/mbedtls.lock for ten minutes"
    [ -e "$tree/library/psa_crypto.c" ] && exit 0
fi

work=$(mktemp -d "$folder/mbedtls.XXXXXX") || fail "cannot write into $folder"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# A root of our own. Of the machine's settings the ones for downloading stay (proxies), its hooks do not.
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/unpacked" || fail "cannot write into $work"
: >"$work/status"
{
    apt-config dump | grep '^Acquire::'
    cat <<END
Acquire::Retries "2";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
Acquire::Languages "none";
APT::Sandbox::User "root";
Dir::Etc::main "/dev/null";
Dir::Etc::parts "/dev/null";
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State "$work";
Dir::State::lists "$work/lists";
Dir::State::status "$work/status";
Dir::Cache "$work/cache";
END
} >"$work/apt.conf"

# Where apt would update from, in whatever form its sources are written: the archives, Debian's own first.
mirrors=$(apt-get update --print-uris 2>/dev/null | sed -n "s|^'\(.*\)/dists/.*|\1|p" | grep -v security |
    awk 'seen[$0]++ { next } /\/debian$/ { print; next } { rest = rest $0 "\n" } END { printf "%s", rest }' | head -n 3)
[ -n "$mirrors" ] || fail "this machine's apt has no sources"
[ -e "$keyring" ] && signed="[signed-by=$keyring] " || signed=

for mirror in $mirrors; do
    echo "deb-src $signed$mirror $suite main" >"$work/sources.list"
    (
        cd "$work" && export APT_CONFIG="$work/apt.conf"
        timeout 180 apt-get -q --error-on=any update &&
            timeout 180 apt-get -q source --download-only --tar-only mbedtls
    ) >"$work/log" 2>&1 && break
done
set -- "$work"/mbedtls_*.orig.tar.*
[ -e "$1" ] || {
    cat "$work/log" >&2
    fail "apt brought no source of mbedtls from $suite (a key that is missing is in debian-archive-keyring)"
}

(cd "$work/unpacked" && "$cmake" -E tar xf "$1") || fail "$1 does not unpack"
set -- "$work"/unpacked/*
grep -q '^#define MBEDTLS_VERSION_STRING  *"3\.6\.' "$1/include/mbedtls/build_info.h" || fail "$1 is not Mbed TLS 3.6"
# Without flock another run may have been first; then there is a whole one already.
mv -T "$1" "$tree" 2>/dev/null || [ -e "$tree/library/psa_crypto.c" ] || fail "cannot write $tree"
