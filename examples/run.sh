#!/bin/sh
# sh examples/run.sh: a microcontroller does TLS with real servers on this machine. Builds the firmware, emulates a Cortex-M4,
#   connects its UART to the servers, and prints the handshakes and their cost.
# sh examples/run.sh bytes: the same, with every message byte by byte.
# sh examples/run.sh inspect [FILE...]: prints the hellos of real TLS clients, or of the files, byte by byte.
#   --verbose as the first argument: prints all output of the build tools, which build/examples.log keeps in any case.
# Announces downloads and installations first. Installs missing packages with Debian's apt; elsewhere prints the requirements.
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
    install_packages "g++ nlohmann-json3-dev libssl-dev openssl" "" "g++ openssl timeout" \
        "g++ 12 or clang++ 14 (as CXX), nlohmann/json, openssl with libcrypto, the timeout of GNU coreutils;
optional: curl" || exit 1
    . examples/support/inspect.sh
fi

requirements="CMake 3.25, Ninja, g++ 12, openssl with libssl, Python 3, arm-none-eabi-g++ 12 with newlib and libstdc++, QEMU for Arm,
the timeout of GNU coreutils; FLINTLS_MBEDTLS_SOURCE=<source of Mbed TLS 3.6> in the environment; optional: gnutls-serv"
[ -e build/cortex-m4/build.ninja ] || say "The firmware is built first. This usually takes two minutes. The handshakes follow."
say_downloads mbedtls
watch_steps
install_packages "cmake ninja-build g++ gcc libssl-dev openssl python3 gcc-arm-none-eabi libnewlib-arm-none-eabi
    libstdc++-arm-none-eabi-newlib qemu-system-arm" "gnutls-bin" \
    "cmake ninja g++ cc openssl python3 arm-none-eabi-g++ qemu-system-arm timeout" "$requirements" || exit 1

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

# dots PID: prints a dot every two seconds while the process runs.
dots() {
    while kill -0 "$1" 2>/dev/null; do
        sleep 2
        kill -0 "$1" 2>/dev/null && printf .
    done
}

# outdated FILE SOURCE...: succeeds if FILE is missing or older than a source.
outdated() {
    product=$1
    shift
    [ ! -e "$product" ] || [ -n "$(find "$@" -newer "$product" 2>/dev/null | head -n 1)" ]
}

build() {
    download_missing mbedtls "$requirements" || return
    # The emulator of the MAX78000, which this script does not use, is not downloaded here.
    [ -e $downloads/qemu-max78000 ] || export FLINTLS_QEMU_MAX78000="${FLINTLS_QEMU_MAX78000-OFF}"
    # Only tests need BearSSL; they fetch it.
    [ -e $downloads/bearssl ] || export FLINTLS_BEARSSL="${FLINTLS_BEARSSL-OFF}"
    [ -e build/cortex-m4/build.ninja ] ||
        step "configuring the firmware, with Mbed TLS's crypto" cmake --preset cortex-m4 || return
    step "building the firmware for a Cortex-M4" cmake --build build/cortex-m4 --target tls_client-$board \
        tls_client_12-$board tls_client_trace-$board tls_client_chain-$board tls_client_psk-$board tls_client_psk13-$board handshake_cost-$board || return
    mkdir -p $tools
    if outdated $tools/annotate include examples; then
        step "building annotate, which explains the output" ${CXX:-g++} -std=c++20 -Iinclude examples/firmware/annotate.cpp -o $tools/annotate ||
            return
    fi
    if outdated $tools/renewing_openssl tests/interop; then
        step "building a server that renews tickets" cc -o $tools/renewing_openssl tests/interop/renewing_openssl.c \
            -lssl -lcrypto || return
        step "building loopback.so, which binds servers to 127.0.0.1" cc -D_GNU_SOURCE -shared -fPIC -o $tools/loopback.so \
            tests/interop/loopback.c -ldl || return
    fi
}

# serve NAME PATTERN command...: starts a server in the background and sets port to the number that follows PATTERN in its output.
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

# QEMU reconnects after one second. QEMU 9.2 introduced the option in milliseconds; later versions dropped the one in seconds.
case $(qemu-system-arm --version) in
*"version "[0-8].* | *"version 9.[01]."*) again=reconnect=1 ;;
*) again=reconnect-ms=1000 ;;
esac

# device IMAGE [option of QEMU...]: runs the image with its UART connected to $port.
device() {
    image=$1
    shift
    timeout 120 qemu-system-arm -M $board -nographic -monitor none \
        -chardev "socket,id=line,host=127.0.0.1,port=$port,$again" -serial chardev:line \
        -semihosting-config enable=on,target=native "$@" -kernel "$image" 2>&1 </dev/null
}

# tell IMAGE NAME: runs the image, prints its output with annotations, and keeps the output in the log NAME.
tell() {
    device "$1" | tee "$logs/$2" | $tools/annotate ${annotated:-}
}

[ "${1-}" = bytes ] && annotated=--bytes
build || exit 1
stop_watching
pem=$firmware/identity/server.pem
failed=0

# The count of instructions runs in the background, with a server of its own.
serve counting 'ACCEPT .*:' openssl s_server -accept 127.0.0.1:0 -rev -tls1_2 -client_renegotiation -cert $pem -key $pem || exit 1
device "$(find build/cortex-m4 -name "handshake_cost-$board.elf")" -icount shift=7 >"$logs/cost" &
cost=$!
pids="$pids $cost"

echo
echo "=== $(openssl version | cut -d ' ' -f 1-2) with TLS 1.2 and 1.3. The device offers both, the server chooses TLS 1.3: full handshake and
    ticket; then resumption"
serve both 'ACCEPT .*:' openssl s_server -accept 127.0.0.1:0 -rev -cert $pem -key $pem || exit 1
modern=$port
tell $firmware/tls_client_trace-$board.elf modern
grep -q '^resumed, TLS 1.3' "$logs/modern" || failed=1

echo
echo "=== The same device and an OpenSSL with TLS 1.2 only: full handshake, ticket, secure renegotiation; then resumption and
    another renegotiation"
serve openssl 'ACCEPT .*:' openssl s_server -accept 127.0.0.1:0 -rev -tls1_2 -client_renegotiation -cert $pem -key $pem || exit 1
tell $firmware/tls_client_trace-$board.elf story
grep -q '^resumed, renegotiated, secure renegotiation' "$logs/story" || failed=1

echo
echo "=== The same with a new ticket key for every ticket: the abbreviated handshake renews the ticket"
serve renewing 'listening on ' $tools/renewing_openssl $pem $pem || exit 1
tell $firmware/tls_client_trace-$board.elf renewal
grep -q '^resumed, secure renegotiation, ticket stored' "$logs/renewal" || failed=1

echo
echo "=== The first server behind a man in the middle, who pretends that the client has only TLS 1.2. The server marks its hello as a
    downgrade, and the device refuses the hello"
serve middle 'listening on ' python3 tests/interop/strip_tls13.py "$modern" || exit 1
tell $firmware/tls_client_trace-$board.elf stripped
if grep -q '^stripped' "$logs/middle" && grep -q "^failed $((42 << 24))\$" "$logs/stripped"; then
    echo "  This is errc::downgrade_detected (RFC 8446 4.1.3). The device does not try again with a lower version."
else
    failed=1
fi

# judge NAME CODE MEANING: the device that judges chains, at a server with that one; CODE: of the error, or none.
judge() {
    own=$firmware/identity/$1
    serve "$1" 'ACCEPT .*:' openssl s_server -accept 127.0.0.1:0 -rev -cert "$own.pem" -key "$own.pem" \
        -cert_chain "${own}_issuer.pem" || exit 1
    tell $firmware/tls_client_chain-$board.elf "judged_$1"
    if [ -z "$2" ]; then
        grep -q '^resumed, TLS 1.3' "$logs/judged_$1" || failed=1
    elif grep -q "^failed $(($2 << 24))\$" "$logs/judged_$1"; then
        echo "  This is errc::$3."
    else
        failed=1
    fi
}
echo
echo "=== A device that knows no key but a root: a server with a chain of certificates to that root is accepted"
judge chain "" ""
echo
echo "=== The same device: a certificate that has expired"
judge expired 66 "certificate_expired (RFC 5280 4.1.2.5)"
echo
echo "=== The same device: a chain to a stranger's root"
judge stranger 69 "unknown_issuer: no path to the root that it knows"

if command -v gnutls-serv >/dev/null; then
    echo
    echo "=== GnuTLS without RFC 5746, an unpatched server. The device refuses the server, because its mode is strict"
    free=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
    serve unpatched 'IPv4 .* port ' env LD_PRELOAD="$PWD/$tools/loopback.so" gnutls-serv --port "$free" --echo --x509certfile $pem \
        --x509keyfile $pem --priority NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION || exit 1
    tell $firmware/tls_client_trace-$board.elf refusal
    if grep -q "^failed $((32 << 24))\$" "$logs/refusal"; then
        echo "  This is errc::insecure_peer: the server does not support RFC 5746."
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
echo "=== The cost on a Cortex-M4, GCC -Os, in bytes"
python3 tests/size/size.py qemu-system-arm $board $firmware $firmware/identity --table --log tls_client="$logs/story" \
    --log tls_client_12="$logs/cost" || failed=1
[ $failed -eq 0 ] || echo "FAILED: a step above did not end as expected"
exit $failed
