#!/bin/sh
# Runs spin on renegotiation.pml, once for each case. The cases "attack" and "reached" pass if spin finds a counter-example;
# "safe" and "unreached" pass if spin finds none after a search of all states. README.md has the table.
# usage: run.sh [build directory]       environment: SPIN, HOSTCC, PANFLAGS, JOBS
# Exit status: 0 all cases passed, 1 a case failed, 77 spin or a C compiler is missing.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
SPIN=${SPIN:-spin}
# tcc compiles a verifier in 0.01 s, cc in 1 s: with tcc the 72 cases take 25 s of CPU time, with cc 97 s.
HOSTCC=${HOSTCC:-$(command -v tcc || echo cc)}
PANFLAGS=${PANFLAGS:--DSAFETY}                                 # -DNOREDUCE: without partial-order reduction
JOBS=${JOBS:-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)}
for tool in "$SPIN" "$HOSTCC"; do
    command -v "$tool" >/dev/null 2>&1 || { echo "SKIPPED: no $tool"; exit 77; }
done
if [ $# -gt 0 ]; then
    build=$1
    mkdir -p "$build" && build=$(cd "$build" && pwd) || exit 1
else
    build=$(mktemp -d) || exit 1
    trap 'rm -rf "$build"' EXIT
    trap 'exit 1' HUP INT TERM
fi
work=$build/cases
rm -rf "$work"
mkdir -p "$work" || exit 1

# verdict EXPECTED: compares the output of pan, in the files "log" and "out" of the current directory, with the expected result
verdict() {
    [ ! -s log ] || return 1                                   # an error or a warning of spin or of the compiler
    grep -q '^Full statespace search for:' out || return 1     # a full search, neither -bitstate nor hash-compact
    case $1 in
    attack | reached)
        grep -q '^pan:1: assertion violated' out && grep -q 'errors: 1$' out ;;
    safe | unreached)
        grep -q 'errors: 0$' out &&
            ! grep -q -e 'max search depth too small' -e 'Search not completed' -e 'assertion violated' out ;;
    esac
}

# one NUMBER EXPECTED TEXT -D...: runs spin for one case
one() {
    dir=$work/$1 want=$2 text="case $1: $3"
    shift 3
    mkdir "$dir" && cd "$dir" || return
    # shellcheck disable=SC2086  # the flags are words
    {
        "$SPIN" -a "$@" "$here/renegotiation.pml" &&
            "$HOSTCC" -w -O0 $PANFLAGS -o pan pan.c
    } >log 2>&1
    ./pan -E -m100000 -w20 >out 2>&1
    if verdict "$want"; then
        echo "ok $text" >result
    else
        echo "FAILED $text [$*]" >result
    fi
    rm -f pan pan.*
}

# try EXPECTED GOAL CLIENT SIGNAL SERVER [BREAK [TRIES]]: adds a case to the list. CLIENT and SERVER: a mode, "any" or "unpatched"
total=0
try() {
    client=$3 server=$5 cp=1 sp=1
    text="$1: $2, client $3"
    if [ "$client" = unpatched ]; then client=strict cp=0; else text="$text ($4)"; fi
    if [ "$server" = unpatched ]; then server=strict sp=0; fi
    text="$text, server $5"
    if [ "${6:-none}" != none ]; then text="$text, without rule $6"; fi
    if [ "${7:-2}" != 2 ]; then text="$text, $7 handshakes each"; fi
    total=$((total + 1))
    echo "$1|$text|-DCLIENT_MODE=$client -DCLIENT_PATCHED=$cp -DSIGNAL=$4 -DSERVER_MODE=$server -DSERVER_PATCHED=$sp \
-DGOAL=$2 -DBREAK=${6:-none} -DTRIES=${7:-2}" >>"$work/list"
}

# worker N: runs every JOBS-th case, beginning with case N
worker() {
    number=0
    while IFS='|' read -r want text defines; do
        number=$((number + 1))
        if [ $((number % JOBS)) -eq "$1" ]; then
            # shellcheck disable=SC2086  # the defines are words
            one "$number" "$want" "$text" $defines </dev/null
        fi
    done <"$work/list"
}

# RFC 5746 1: the server takes the attacker's data and the victim's data for one stream
try attack server_splice unpatched  extension unpatched
try attack server_splice unpatched  extension compatible       # (a)
try safe   server_splice unpatched  extension secure_only
try safe   server_splice unpatched  extension strict
try safe   server_splice unpatched  extension never
for signal in extension scsv; do                               # (b), RFC 5746 4.1: only "strict" protects a client
    try safe   server_splice strict      $signal unpatched
    try attack server_splice secure_only $signal unpatched
    try attack server_splice compatible  $signal unpatched
    try attack server_splice never       $signal unpatched
done

# RFC 5746 4.3: only the client sees a renegotiation
try attack client_splice unpatched  extension unpatched
try attack client_splice unpatched  extension compatible
try attack client_splice unpatched  extension secure_only      # (c)
try attack client_splice unpatched  extension never
try safe   client_splice unpatched  extension strict
for signal in extension scsv; do
    try safe   client_splice strict      $signal unpatched
    try safe   client_splice secure_only $signal unpatched
    try attack client_splice compatible  $signal unpatched     # (a), on the side of the client
    try safe   client_splice never       $signal unpatched
done

# two patched peers
try safe any_splice any         extension any                  # all sixteen pairs of modes
try safe any_splice any         scsv      any
try safe any_splice secure_only extension secure_only none 3
try safe any_splice compatible  scsv      compatible  none 3

# honest runs
for signal in extension scsv; do
    try reached secure_reneg strict      $signal strict
    try reached secure_reneg compatible  $signal compatible
    try reached secure_twice secure_only $signal secure_only none 3
done
try reached   connected      never       extension never
try reached   refused        secure_only extension never
try reached   refused        never       extension secure_only
try unreached secure_reneg   never       extension secure_only
try unreached secure_reneg   secure_only extension never
try reached   insecure_reneg unpatched   extension unpatched
try reached   insecure_reneg unpatched   extension compatible
try reached   insecure_reneg compatible  extension unpatched
try reached   insecure_reneg compatible  scsv      unpatched
try reached   refused        unpatched   extension secure_only
try reached   refused        secure_only extension unpatched
try unreached insecure_reneg unpatched   extension secure_only
try unreached insecure_reneg secure_only extension unpatched
try unreached insecure_reneg compatible  extension compatible
try unreached connected      unpatched   extension strict
try unreached connected      strict      extension unpatched

# without one rule the attack is possible again
try attack server_splice unpatched   extension secure_only S3  # the server does not demand renegotiation_info
try attack server_splice unpatched   extension strict      S3
try attack server_splice secure_only extension compatible  S5
try attack server_splice secure_only scsv      compatible  S5
try attack server_splice secure_only extension compatible  C1
try attack client_splice unpatched   extension strict      S2
try attack server_splice strict      extension unpatched   C3
try attack client_splice strict      extension unpatched   C5
try attack client_splice compatible  extension compatible  C6
try attack client_splice compatible  scsv      strict      C7  # RFC 5746 4.2: with the SCSV only the client can notice the attack
try attack server_splice strict      extension strict      B9  # triple handshake, RFC 7627 1
try attack client_splice strict      extension strict      B9

# without one rule another rule still stops the attack, or the handshake of two honest peers fails
try safe      any_splice   compatible  extension compatible  C7  # S1
try safe      any_splice   compatible  extension compatible  S1  # C5, C7
try safe      any_splice   compatible  extension compatible  C2
try safe      any_splice   strict      extension compatible  S5  # C3
try unreached secure_reneg secure_only extension secure_only C4
try unreached secure_reneg secure_only extension secure_only S4
try reached   secure_reneg secure_only extension secure_only B1
try unreached secure_twice secure_only extension secure_only B1  3

n=0
while [ "$n" -lt "$JOBS" ]; do
    worker "$n" &
    n=$((n + 1))
done
wait
n=0 failed=0
while [ "$n" -lt "$total" ]; do
    n=$((n + 1))
    result=$(cat "$work/$n/result" 2>/dev/null) || result="FAILED case $n: no result"
    echo "$result"
    case $result in ok*) ;; *) failed=$((failed + 1)) ;; esac
done
echo "$total cases, $failed failed"
[ "$failed" -eq 0 ]
