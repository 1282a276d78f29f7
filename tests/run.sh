#!/bin/sh
# sh tests/run.sh [preset…]: configures, builds and tests the presets, all by default. Installs what is missing where
# there is apt; elsewhere says what it needs. Logs are in build/<preset>.log.
set -u
cd "$(dirname "$0")/.." || exit 1

all="host clang sanitize cortex-m0plus cortex-m4 cortex-m33 cortex-m4-clang"
[ $# -gt 0 ] || set -- $all

packages="git cmake ninja-build g++ clang libclang-rt-dev python3 doctest-dev nlohmann-json3-dev libssl-dev openssl
    valgrind spin libunicorn-dev gcc gcc-arm-none-eabi libnewlib-arm-none-eabi libstdc++-arm-none-eabi-newlib
    qemu-system-arm"
# Used where the distribution has them: the format and the lint are those of version 14; clients and an oracle.
optional="clang-format-14 clang-tidy-14 gnutls-bin curl tshark"
tools="git cmake ninja g++ clang++ python3 arm-none-eabi-g++ qemu-system-arm"

everything="CMake 3.25, Ninja, g++ 12, clang 14 with its sanitizers, Python 3, doctest, nlohmann/json, openssl with libcrypto,
valgrind, Unicorn, spin, arm-none-eabi-g++ 12 with newlib and libstdc++, QEMU for Arm;
FLINTLS_MBEDTLS_SOURCE=<source of Mbed TLS 3.6> in the environment; for format and lint clang-format-14, clang-tidy-14;
as peers and for comparison, if you like, gnutls-cli, curl and tshark"

. .ci/setup.sh
set_up "$packages" "$optional" "$tools" "$everything" || exit 1

mkdir -p build
began=$(date +%s) failed=0 total=0 summary=
for preset; do
    echo "=== $preset"
    start=$(date +%s)
    { cmake --workflow --preset "$preset" 2>&1; echo $? >"build/$preset.status"; } | tee "build/$preset.log"
    read -r status <"build/$preset.status"
    rm "build/$preset.status"

    # "98% tests passed, 1 tests failed out of 50"; a preset that gets no tests run counts as one that failed.
    counts=$(sed -n 's/.*tests passed, \([0-9]*\) tests failed out of \([0-9]*\).*/\1 \2/p' "build/$preset.log" | tail -n 1)
    [ -n "$counts" ] || counts="1 1"
    bad=${counts% *} number=${counts#* }
    [ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || { bad=1 number=$((number + 1)); }
    failed=$((failed + bad)) total=$((total + number))
    [ "$bad" -eq 0 ] && verdict=passed || verdict=FAILED
    summary="$summary$(printf '%-16s %s  %3d of %3d tests, %3d s' "$preset" $verdict $((number - bad)) "$number" \
        $(($(date +%s) - start)))
"
done

echo
printf %s "$summary"
echo
echo "$(((total - failed) * 100 / total))% tests passed, $failed tests failed out of $total"
echo
echo "Total Test time (real) = $(($(date +%s) - began)).00 sec"
[ "$failed" -eq 0 ]
