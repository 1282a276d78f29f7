#!/bin/sh
# sh tests/fuzz/run.sh [seconds [name…]]: builds the fuzzers and runs each for this time, by default one hour. Then replaces the
# corpus by a minimal set of the old and the new inputs with the same coverage. An input that fails stays in build/fuzz/<name>.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-3600}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- drivers stream archive records chains inspect

cmake --preset sanitize >/dev/null
targets=
for name; do targets="$targets fuzz_$name"; done
# shellcheck disable=SC2086
cmake --build build/sanitize --target $targets

for name; do
    found=build/fuzz/$name corpus=tests/fuzz/corpus/$name program=build/sanitize/tests/fuzz/fuzz_$name
    mkdir -p "$found/inputs"
    "$program" -max_total_time="$seconds" -max_len=4096 -len_control=0 -timeout=20 -artifact_prefix="$found/" "$found/inputs" "$corpus"
    rm -rf "$found/merged"
    mkdir "$found/merged"
    "$program" -merge=1 "$found/merged" "$corpus" "$found/inputs"
    rm -rf "$corpus"
    mv "$found/merged" "$corpus"
done
