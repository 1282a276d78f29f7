# Part of examples/run.sh, in the top folder: real TLS clients of this machine send their hellos, and inspect prints the hellos
# byte by byte. With arguments, inspect prints these files.
inspect=build/examples/inspect
if [ ! -x $inspect ] || [ -n "$(find include examples -newer $inspect)" ]; then
    mkdir -p build/examples
    watch_steps
    step "building inspect" ${CXX:-g++} -std=c++20 -O1 -Iinclude examples/inspect.cpp -o $inspect -lcrypto || exit 1
    stop_watching
fi

if [ $# -gt 0 ]; then
    status=0
    for file; do
        $inspect "$file" || status=1
    done
    exit $status
fi

server=
log=$(mktemp) || exit 1
trap 'end_steps; [ -z "$server" ] || kill "$server" 2>/dev/null; rm -f "$log"' EXIT

# await_port: waits until the server has printed its port, and sets port.
await_port() {
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        port=$(sed -n 's/^listening on //p' "$log")
        [ -n "$port" ] && return
        sleep 0.2 2>/dev/null || sleep 1
    done
    return 1
}

# The exit status of a client does not matter: inspect refuses each connection after the hello.
openssl_client() {
    timeout 15 openssl s_client -connect "127.0.0.1:$port" -servername sensor.example -alpn h2,http/1.1
}
curl_client() {
    timeout 15 curl --insecure --noproxy '*' --resolve "sensor.example:$port:127.0.0.1" "https://sensor.example:$port/"
}

# show_hello CLIENT "NAME": runs the function CLIENT against inspect, which prints the hello.
show_hello() {
    echo
    echo "=== The hello of $2"
    timeout 30 $inspect --listen 0 2>"$log" &
    server=$!
    if await_port; then
        "$1" </dev/null >/dev/null 2>&1
    else
        kill "$server" 2>/dev/null
    fi
    wait "$server"
    status=$?
    server=
    [ $status -eq 0 ] && return
    cat "$log"
    echo "no hello from $2: inspect ended with exit status $status"
    failed=1
}

failed=0
show_hello openssl_client "$(openssl version | cut -d ' ' -f 1-2)"
if command -v curl >/dev/null; then
    show_hello curl_client "$(curl --version | head -n 1 | cut -d ' ' -f 1-2)"
fi
exit $failed
