#!/bin/sh
# sh tests/run.sh [--verbose] [--long] [preset…]: configures, builds and tests the presets, all by default; one is tested while
# the next is built. Says first what will be downloaded and installed, then a line for each step. Installs what is missing where
# there is Debian's apt; elsewhere says what it needs.
#   --verbose   all that the tools say, when they say it; it is in build/<preset>.log in any case
#   --long      the longest test cases in full: README.md names them
set -u
cd "$(dirname "$0")/.." || exit 1

all="host clang sanitize cortex-m4 cortex-m33 cortex-m0plus cortex-m4-clang"
# usual PRESET: how long it usually takes, in seconds of two cores.
usual() {
    case $1 in
    host) echo 300 ;;
    clang) echo 240 ;;
    sanitize) echo 360 ;;
    cortex-m4) echo 300 ;;
    cortex-m0plus) echo 90 ;;
    *) echo 50 ;;
    esac
}

verbose=no long=OFF
while :; do
    case ${1-} in
    --verbose) verbose=yes ;;
    --long) long=ON ;;
    -*)
        sed -n '2,6s/^# //p' "$0"
        exit 2 ;;
    *) break ;;
    esac
    shift
done
[ $# -gt 0 ] || set -- $all

packages="git cmake ninja-build g++ clang libclang-rt-dev python3 doctest-dev nlohmann-json3-dev libhiredis-dev libssl-dev openssl
    valgrind spin libunicorn-dev gcc gcc-arm-none-eabi libnewlib-arm-none-eabi libstdc++-arm-none-eabi-newlib
    qemu-system-arm"
# Used where the distribution has them: the format and the lint are those of version 14; clients and an oracle; a
# compiler that is quick.
optional="clang-format-14 clang-tidy-14 gnutls-bin curl tshark redis-tools tcc"
tools="git cmake ninja g++ clang++ python3 arm-none-eabi-g++ qemu-system-arm"

requirements="CMake 3.25, Ninja, g++ 12, clang 14 with its sanitizers, Python 3, doctest, nlohmann/json, hiredis, openssl with libcrypto,
valgrind, Unicorn, spin, arm-none-eabi-g++ 12 with newlib and libstdc++, QEMU for Arm;
FLINTLS_MBEDTLS_SOURCE=<source of Mbed TLS 3.6> in the environment; for format and lint clang-format-14, clang-tidy-14;
as peers and for comparison, if you like, gnutls-cli, curl, tshark and Redis; tcc, for the model in a quarter of the time"

log=build/setup.log
. .ci/setup.sh
begin_steps

seconds=0
for preset; do seconds=$((seconds + $(usual "$preset"))); done
say "Tests of $*: usually $(((seconds + 59) / 60)) minutes on two cores, and what downloads take."
case " $* " in *" host "* | *" sanitize "* | *" cortex-m4 "* | *" cortex-m33 "* | *" cortex-m0plus "*) wanted=mbedtls ;; *) wanted= ;; esac
case " $* " in *" cortex-m4 "*) wanted="$wanted qemu_max78000" ;; esac
case " $* " in *" host "* | *" cortex-m4 "*) wanted="$wanted peers" ;; esac
say_downloads "$wanted"
watch_steps
set_up "$packages" "$optional" "$tools" "$requirements" || exit 1
bring_downloads "$wanted" "$requirements" || exit 1

# build PRESET…: writes of each whether it is built.
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

# test_as_built PRESET…: writes of each "passed or not, of its CTest" and what CTest counted.
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
    # "98% tests passed, 1 tests failed out of 50"; a preset that gets no tests run counts as one that failed.
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
