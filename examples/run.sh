#!/bin/sh
# sh examples/run.sh: a microcontroller does TLS with real servers of this machine: builds the firmware, emulates a Cortex-M4,
#   joins its UART to the servers, and shows the handshakes, and what all of that costs.
# sh examples/run.sh bytes: the same, every message byte by byte.
# sh examples/run.sh inspect [FILE...]: the hellos of real TLS clients byte by byte, or these files.
#   --verbose before that: all that the tools say when they build, which is in build/examples.log in any case.
# Says first what it downloads and installs. Installs what is missing where there is Debian's apt; elsewhere says what it needs.
set -u
cd "$(dirname "$0")/.." || exit 1

verbose=no
[ "${1-}" != --verbose ] || { verbose=yes; shift; }
case ${1-} in
"" | bytes | inspect) ;;
*)
    sed -n '2,7s/^# //p' "$0"
    exit 2 ;;
esac
log=build/examples.log
. .ci/setup.sh
begin_steps

if [ "${1-}" = inspect ]; then
    shift
    set_up "g++ nlohmann-json3-dev libssl-dev openssl" "" "g++ openssl timeout" \
        "g++ 12 or clang++ 14 (as CXX), nlohmann/json, openssl with libcrypto, the timeout of GNU coreutils;
curl if you like" || exit 1
    . examples/support/inspect.sh
fi

everything="CMake 3.25, Ninja, g++ 12, openssl with libssl, Python 3, arm-none-eabi-g++ 12 with newlib and libstdc++, QEMU for Arm,
the timeout of GNU coreutils; FLINTLS_MBEDTLS_SOURCE=<source of Mbed TLS 3.6> in the environment; gnutls-serv if you like"
[ -e build/cortex-m4/build.ninja ] || say "The firmware is built first, which usually takes two minutes; then there is something to see."
say_downloads mbedtls
watch_steps
set_up "cmake ninja-build g++ gcc libssl-dev openssl python3 gcc-arm-none-eabi libnewlib-arm-none-eabi
    libstdc++-arm-none-eabi-newlib qemu-system-arm" "gnutls-bin" \
    "cmake ninja g++ cc openssl python3 arm-none-eabi-g++ qemu-system-arm timeout" "$everything" || exit 1

board=mps2-an386
firmware=build/cortex-m4/examples/firmware
tools=build/examples
logs=$(mktemp -d) || exit 1
pids=
stop() {
    for pid in $pids; do kill "$pid" 2>/dev/null; done
    wait
    pids=
}
trap 'end_steps; stop; rm -rf "$logs"' EXIT

# A dot every two seconds while that process runs.
dots() {
    while kill -0 "$1" 2>/dev/null; do
        sleep 2
        kill -0 "$1" 2>/dev/null && printf .
    done
}

# outdated FILE SOURCE...: is FILE missing, or older than a source?
outdated() {
    made=$1
    shift
    [ ! -e "$made" ] || [ -n "$(find "$@" -newer "$made" 2>/dev/null | head -n 1)" ]
}

build() {
    bring_downloads mbedtls "$everything" || return
    # An emulator of a board that is not shown here; the tests fetch it when they configure.
    [ -e $downloads/qemu-max78000 ] || export FLINTLS_QEMU_MAX78000="${FLINTLS_QEMU_MAX78000-OFF}"
    [ -e build/cortex-m4/build.ninja ] ||
        step "configuring the firmware, with Mbed TLS's crypto" cmake --preset cortex-m4 || return
    step "building the firmware for a Cortex-M4" cmake --build build/cortex-m4 --target tls_client-$board \
        tls_client_12-$board tls_client_trace-$board tls_client_psk-$board tls_client_psk13-$board handshake_cost-$board || return
    mkdir -p $tools
    if outdated $tools/annotate include examples; then
        step "building what annotates" ${CXX:-g++} -std=c++20 -Iinclude examples/firmware/annotate.cpp -o $tools/annotate ||
            return
    fi
    if outdated $tools/renewing_openssl tests/interop; then
        step "building a server that renews tickets" cc -o $tools/renewing_openssl tests/interop/renewing_openssl.c \
            -lssl -lcrypto || return
        step "building what keeps servers to this machine" cc -D_GNU_SOURCE -shared -fPIC -o $tools/loopback.so \
            tests/interop/loopback.c -ldl || return
    fi
}

# serve NAME PATTERN command...: a server in the background; sets port to what follows PATTERN in what it says.
serve() {
    log=$logs/$1 pattern=$2
    shift 2
    : >"$log"
    "$@" >>"$log" 2>&1 </dev/null &
    pids="$pids $!"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
        port=$(sed -n "s/.*$pattern\([0-9]*\).*/\1/p" "$log" | head -n 1)
        [ -n "$port" ] && return
        sleep 0.2 2>/dev/null || sleep 1
    done
    cat "$log"
    return 1
}

# QEMU connects again after a second; it takes that in milliseconds from 9.2 on, and later in nothing else.
case $(qemu-system-arm --version) in
*"version "[0-8].* | *"version 9.[01]."*) again=reconnect=1 ;;
*) again=reconnect-ms=1000 ;;
esac

# device IMAGE [option of QEMU...]: its UART goes to $port.
device() {
    image=$1
    shift
    timeout 120 qemu-system-arm -M $board -nographic -monitor none \
        -chardev "socket,id=line,host=127.0.0.1,port=$port,$again" -serial chardev:line \
        -semihosting-config enable=on,target=native "$@" -kernel "$image" 2>&1 </dev/null
}

# tell IMAGE NAME: runs it, annotated as it goes; keeps what it says in a log.
tell() {
    device "$1" | tee "$logs/$2" | $tools/annotate ${annotated:-}
}

[ "${1-}" = bytes ] && annotated=--bytes
build || exit 1
stop_watching
pem=$firmware/identity/server.pem
failed=0

# Counts in the background, with a server of its own.
serve counting 'ACCEPT .*:' openssl s_server -accept 127.0.0.1:0 -rev -tls1_2 -client_renegotiation -cert $pem -key $pem || exit 1
device "$(find build/cortex-m4 -name "handshake_cost-$board.elf")" -icount shift=7 >"$logs/cost" &
cost=$!
pids="$pids $cost"

echo
echo "=== $(openssl version | cut -d ' ' -f 1-2) with TLS 1.2 and 1.3: the device offers both, TLS 1.3 is chosen; full handshake, ticket; then resumed"
serve both 'ACCEPT .*:' openssl s_server -accept 127.0.0.1:0 -rev -cert $pem -key $pem || exit 1
modern=$port
tell $firmware/tls_client_trace-$board.elf modern
grep -q '^resumed, TLS 1.3' "$logs/modern" || failed=1

echo
echo "=== The same device at an OpenSSL that has only TLS 1.2: full handshake, ticket, secure renegotiation; then resumed, and
    renegotiated again"
serve openssl 'ACCEPT .*:' openssl s_server -accept 127.0.0.1:0 -rev -tls1_2 -client_renegotiation -cert $pem -key $pem || exit 1
tell $firmware/tls_client_trace-$board.elf story
grep -q '^resumed, renegotiated, secure renegotiation' "$logs/story" || failed=1

echo
echo "=== The same with a new ticket key for every ticket: the ticket is renewed inside the abbreviated handshake"
serve renewing 'listening on ' $tools/renewing_openssl $pem $pem || exit 1
tell $firmware/tls_client_trace-$board.elf renewal
grep -q '^resumed, secure renegotiation, ticket stored' "$logs/renewal" || failed=1

echo
echo "=== The first server, behind a man in the middle who pretends that it has only TLS 1.2: it marks its hello, and the device refuses"
serve middle 'listening on ' python3 tests/interop/strip_tls13.py "$modern" || exit 1
tell $firmware/tls_client_trace-$board.elf stripped
if grep -q '^stripped' "$logs/middle" && grep -q "^failed $((42 << 24))\$" "$logs/stripped"; then
    echo "  which is errc::downgrade_detected (RFC 8446 4.1.3); it does not try again with less"
else
    failed=1
fi

if command -v gnutls-serv >/dev/null; then
    echo
    echo "=== GnuTLS without RFC 5746, an unpatched server: refused, as this device is strict"
    free=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
    serve unpatched 'IPv4 .* port ' env LD_PRELOAD="$PWD/$tools/loopback.so" gnutls-serv --port "$free" --echo --x509certfile $pem \
        --x509keyfile $pem --priority NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION || exit 1
    tell $firmware/tls_client_trace-$board.elf refusal
    if grep -q "^failed $((32 << 24))\$" "$logs/refusal"; then
        echo "  which is errc::insecure_peer: it does not speak RFC 5746"
    else
        failed=1
    fi
fi

if kill -0 $cost 2>/dev/null; then
    printf '\ncounting instructions '
    dots $cost &
    pids="$pids $!"
fi
wait $cost || failed=1
echo
echo "=== what it costs: a Cortex-M4, GCC -Os, in bytes"
python3 tests/size/size.py qemu-system-arm $board $firmware $firmware/identity --table --log tls_client="$logs/story" \
    --log tls_client_12="$logs/cost" || failed=1
[ $failed -eq 0 ] || echo "something went wrong: see above"
exit $failed
