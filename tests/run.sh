#!/bin/sh
# sh tests/run.sh [--verbose] [--long] [--large-peers] [preset…]: configures, builds and tests the presets, by default all of
# them. One preset is tested while the next one is built. Announces downloads and installations first, then prints a line for each
# step. Installs missing packages with Debian's apt; elsewhere prints the requirements.
#   --verbose   prints all output of the tools at once; build/<preset>.log has the output in any case
#   --long      runs the longest test cases in full: README.md names them
#   --large-peers
#               also installs Go and Chromium, 180 MB to download: peers of tests/interop
set -u
cd "$(dirname "$0")/.." || exit 1

all="host clang sanitize cortex-m4 cortex-m33 cortex-m0plus cortex-m4-clang"
# usual PRESET: prints the usual duration in seconds, on two cores.
usual() {
    case $1 in
    host) echo 300 ;;
    clang) echo 240 ;;
    sanitize) echo 480 ;;
    cortex-m4) echo 390 ;;
    cortex-m0plus) echo 90 ;;
    *) echo 50 ;;
    esac
}

verbose=no long=OFF large=
while :; do
    case ${1-} in
    --verbose) verbose=yes ;;
    --long) long=ON ;;
    --large-peers) large="golang-go chromium-headless-shell" ;;
    -*)
        sed -n '2,8s/^# //p' "$0"
        exit 2 ;;
    *) break ;;
    esac
    shift
done
[ $# -gt 0 ] || set -- $all

packages="git cmake ninja-build g++ clang libclang-rt-dev python3 doctest-dev nlohmann-json3-dev libhiredis-dev libssl-dev openssl
    valgrind spin libunicorn-dev gcc gcc-arm-none-eabi libnewlib-arm-none-eabi libstdc++-arm-none-eabi-newlib
    qemu-system-arm"
# Installed if the distribution has them: clang-format and clang-tidy, of version 14 only; peers; tshark, which checks our
# decoder; redis-tools, in which Debian has the Redis server; tcc, a fast compiler.
optional="clang-format-14 clang-tidy-14 gnutls-bin libnss3-tools nodejs curl tshark redis-tools tcc $large"
tools="git cmake ninja g++ clang++ python3 arm-none-eabi-g++ qemu-system-arm"

requirements="CMake 3.25, Ninja, g++ 12, clang 14 with its sanitizers, Python 3, doctest, nlohmann/json, hiredis, openssl with libcrypto,
valgrind, Unicorn, spin, arm-none-eabi-g++ 12 with newlib and libstdc++, QEMU for Arm;
FLINTLS_MBEDTLS_SOURCE=<source of Mbed TLS 3.6> in the environment; for format and lint clang-format-14, clang-tidy-14;
optional: gnutls-cli, NSS's tstclnt, node, go, chromium-headless-shell, curl and Redis as peers; tshark for comparison; tcc, with which
the test of the model takes a quarter of the time"

log=build/setup.log
. .ci/setup.sh
begin_steps

seconds=0
for preset; do seconds=$((seconds + $(usual "$preset"))); done
say "Tests of $*: usually $(((seconds + 59) / 60)) minutes on two cores, plus the time of the downloads."
case " $* " in *" host "* | *" sanitize "* | *" cortex-m4 "* | *" cortex-m33 "* | *" cortex-m0plus "*) wanted="mbedtls bearssl" ;; *) wanted= ;; esac
case " $* " in *" cortex-m4 "*) wanted="$wanted qemu_max78000" ;; esac
case " $* " in *" host "* | *" cortex-m4 "*) wanted="$wanted peers" ;; esac
say_downloads "$wanted"
watch_steps
install_packages "$packages" "$optional" "$tools" "$requirements" || exit 1
download_missing "$wanted" "$requirements" || exit 1

# build PRESET…: builds each preset and writes the exit status into $state/PRESET.built.
build() {
    for preset; do
        log=build/$preset.log
        : >"$log"
        step "$preset: configure" cmake --preset "$preset" -DFLINTLS_LONG_TESTS=$long &&
            step "$preset: build" nice -n 5 cmake --build --preset "$preset" -j "$jobs"
        echo $? >"$state/$preset.new"
        mv "$state/$preset.new" "$state/$preset.built"
    done
}

# test_as_built PRESET…: tests each preset as soon as it is built, and writes the exit status into $state/PRESET.tested.
test_as_built() {
    for preset; do
        until [ -e "$state/$preset.built" ]; do sleep 1; done
        read -r status <"$state/$preset.built"
        log=build/$preset.log
        if [ "$status" -eq 0 ]; then
            step "$preset: test" ctest --preset "$preset" -j "$jobs"
            status=$?
        fi
        echo "$status" >"$state/$preset.tested"
    done
}

jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || jobs=2
began=$(date +%s)
in_lane build build "$@"
builder=$lane_pid
in_lane test test_as_built "$@"
wait "$builder" "$lane_pid"
lanes=
stop_watching

failed=0 total=0 summary=
for preset; do
    read -r status <"$state/$preset.tested" || status=1
    # CTest prints "98% tests passed, 1 tests failed out of 50". A preset without this line counts as one failed test.
    counts=$(sed -n 's/.*tests passed, \([0-9]*\) tests failed out of \([0-9]*\).*/\1 \2/p' "build/$preset.log" | tail -n 1)
    [ -n "$counts" ] || counts="1 1"
    bad=${counts% *} number=${counts#* }
    [ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || { bad=1 number=$((number + 1)); }
    failed=$((failed + bad)) total=$((total + number))
    [ "$bad" -eq 0 ] && verdict=passed || verdict=FAILED
    skipped=$(sed -n 's/.* Test *#[0-9]*: \([^ ]*\) .*\*\*\*Skipped .*/\1/p' "build/$preset.log" | tr '\n' ' ')
    summary="$summary$(printf '%-16s %s  %3d of %3d tests%s' "$preset" "$verdict" $((number - bad)) "$number" \
        "${skipped:+; skipped: $skipped}")
"
done

echo
printf %s "$summary"
echo
echo "$(((total - failed) * 100 / total))% tests passed, $failed tests failed out of $total"
echo
echo "Total Test time (real) = $(($(date +%s) - began)).00 sec"
[ "$failed" -eq 0 ]
