# Functions for `sh tests/run.sh` and `sh examples/run.sh`: they run steps, print one line with the duration of each step, and
# install missing packages. The working directory is the top folder.
#
# A script that sources this file sets two variables and then calls begin_steps: `log`, a file that collects the output of all
# steps, and `verbose`, yes or no.

state= watcher= lanes= step_pid= quiet_failure= lane=main
downloads=build/downloads
if [ -t 1 ]; then clear_line=$(printf '\r\033[K'); else clear_line=; fi

begin_steps() {
    if ! mkdir -p "$(dirname "$log")" || ! true >"$log"; then
        echo "cannot write $log, the log of all steps"
        exit 1
    fi 2>/dev/null
    state=$(mktemp -d) || exit 1
    trap end_steps EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

end_steps() {
    stop_watching
    for process in $step_pid $lanes; do
        end_tree "$process"
        # SIGKILL for lanes: see stop_watching.
        [ "$process" = "$step_pid" ] || kill -KILL "$process" 2>/dev/null
        wait "$process" 2>/dev/null
    done
    rm -rf "$state"
}

# end_tree PID: ends the process and all its descendants.
end_tree() (
    children=$(cat /proc/[0-9]*/stat 2>/dev/null | sed -n "s/^\([0-9]*\) (.*) . $1 .*/\1/p")
    kill "$1" 2>/dev/null
    for child in $children; do end_tree "$child"; done
)

# in_lane NAME command…: runs the command in the background. Steps of different lanes run at the same time. Sets lane_pid.
in_lane() {
    lane_name=$1
    shift
    (
        lane=$lane_name
        trap 'exit 143' TERM
        "$@"
    ) &
    lane_pid=$!
    lanes="$lanes $lane_pid"
}

say() {
    printf '%s%s\n' "$clear_line" "$1"
}

# duration SECONDS: prints, for example, "40 s" or "2 min 05 s".
duration() {
    if [ "$1" -lt 60 ]; then echo "$1 s"; else printf '%d min %02d s\n' $(($1 / 60)) $(($1 % 60)); fi
}

# progress_in FILE: prints the progress that Ninja, CTest or apt last reported in a log, for example "12 of 98".
progress_in() {
    packages=$(cat "$state/packages" 2>/dev/null)
    tail -c 4000 "$1" 2>/dev/null | sed -n 's|^\[\([0-9]*\)/\([0-9]*\)\].*|\1 of \2|p
        s|^ *\([0-9]*\)/\([0-9]*\) Test .*|\1 of \2|p
        '"${packages:+s|^Get:\([0-9]*\) .*|\1 of $packages|p}" | tail -n 1
}

# now_running: prints the steps that run, for example "host: test 12 of 98, 40 s; clang: build 3 of 400, 5 s".
now_running() {
    shown=
    for running in "$state"/*.now; do
        { read -r step_name && read -r began; } 2>/dev/null <"$running" || continue
        progress=$(progress_in "${running%.now}.log")
        shown="$shown${shown:+; }$step_name${progress:+ $progress}, $(duration $(($(date +%s) - began)))"
    done
    echo "$shown"
}

# watch_steps: prints the progress of the running steps: on a terminal every second, in the last line; otherwise every minute.
watch_steps() {
    [ "$verbose" = yes ] && return
    (
        trap 'exit 0' TERM
        seconds=0
        while sleep 1; do
            seconds=$((seconds + 1))
            [ -n "$clear_line" ] || [ $((seconds % 60)) -eq 0 ] || continue
            shown=$(now_running)
            [ -n "$shown" ] || continue
            if [ -n "$clear_line" ]; then printf '%s%.100s' "$clear_line" "$shown"; else echo "    … $shown"; fi
        done
    ) &
    watcher=$!
}

stop_watching() {
    [ -n "$watcher" ] || return 0
    # A subshell that has just started can lose any signal but SIGKILL; `wait` would then never return.
    kill -KILL "$watcher" 2>/dev/null
    wait "$watcher" 2>/dev/null
    watcher=
    printf %s "$clear_line"
}

# failing_part FILE: prints the part of a log that explains the failure: Ninja's failed commands, CTest's failed tests, CMake's
# errors, or the last 40 lines of any other log.
failing_part() {
    if grep -q '^FAILED: ' "$1"; then
        awk '/^FAILED: / { shown = 1 } /^\[[0-9]+\/[0-9]+\]/ { shown = 0 } shown' "$1"
    elif grep -q ' tests failed out of ' "$1"; then
        awk '/^Test project / { next } /^ *Start +[0-9]+: / { next }
             / Test +#[0-9]+: .*(   Passed|\*\*\*Skipped) / { next } 1' "$1"
    elif grep -q '^CMake Error' "$1"; then
        awk '/^CMake Error/ { shown = 1 } shown' "$1"
    else
        tail -n 40 "$1"
    fi
}

# step "name" command…: runs the command, appends its output to the log, and prints one line with the duration. After a failure
# it also prints the failing part of the output.
step() {
    step_name=$1 step_log=$state/$lane.log step_began=$(date +%s)
    shift
    printf '%s\n' "$step_name" "$step_began" >"$state/$lane.now"
    : >"$step_log"
    if [ "$verbose" = yes ]; then
        say "=== $step_name"
        { "$@" 2>&1 </dev/null; echo $? >"$state/$lane.status"; } | tee "$step_log"
        read -r step_status <"$state/$lane.status"
    else
        "$@" >"$step_log" 2>&1 </dev/null &
        step_pid=$!
        wait "$step_pid"
        step_status=$?
        step_pid=
    fi
    rm -f "$state/$lane.now"
    { echo "=== $step_name"; cat "$step_log"; } >>"$log"
    took=$(duration $(($(date +%s) - step_began)))
    if [ "$step_status" -eq 0 ]; then
        say "$(printf '%-48s %s' "$step_name" "$took")"
        return 0
    fi
    say "$step_name: FAILED after $took"
    if [ "$verbose" != yes ] && [ -z "$quiet_failure" ]; then
        failing_part "$step_log"
        say "The whole output is in $log"
    fi
    return "$step_status"
}

# quietly_failing step …: does not print the output of a failed step. The caller explains the failure.
quietly_failing() {
    quiet_failure=yes
    "$@"
    set -- $?
    quiet_failure=
    return "$1"
}

# available_packages "packages": prints those of them that apt can install.
available_packages() {
    # shellcheck disable=SC2086
    apt-cache show --no-all-versions $1 2>/dev/null | sed -n 's/^Package: //p' | tr '\n' ' '
}

# not_installed "packages": prints those of them that are not installed.
not_installed() {
    # shellcheck disable=SC2016,SC2086
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $1 2>/dev/null | sed -n 's/^installed //p' | tr '\n' ' ')
    words_except "$1" "$installed"
}

# words_except "words" "others": prints the words that are not among the others.
words_except() {
    rest=
    for word in $1; do
        case " $2 " in *" $word "*) ;; *) rest="$rest${rest:+ }$word" ;; esac
    done
    echo "$rest"
}

# can_be_root: succeeds if as_root works. On a terminal, sudo asks for its password here.
can_be_root() {
    [ "$(id -u)" -eq 0 ] && return
    command -v sudo >/dev/null || return
    sudo -n true 2>/dev/null && return
    [ -t 0 ] && sudo -v
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# query_sizes package…: asks apt what the installation of these packages costs. Sets packages_in_all (with dependencies),
# to_download and on_disk.
query_sizes() {
    # shellcheck disable=SC2086
    LC_ALL=C apt-get -q --no-install-recommends --assume-no -o Debug::NoLocking=1 install "$@" >"$state/figures" 2>&1 </dev/null
    packages_in_all=$(sed -n 's/^\([0-9]*\) upgraded, \([0-9]*\) newly installed.*/\1 \2/p' "$state/figures")
    packages_in_all=${packages_in_all:-0 0}
    packages_in_all=$((${packages_in_all% *} + ${packages_in_all#* }))
    to_download=$(sed -n 's|^Need to get \([^/]*\)\(/.*\)\{0,1\} of archives\.$|\1|p' "$state/figures")
    on_disk=$(sed -n 's/^After this operation, \(.*\) of additional disk space will be used\.$/\1/p' "$state/figures")
    [ -n "$to_download" ]
}

# print_requirements "reason" "requirements": prints both, in place of another tool's error message, and fails.
print_requirements() {
    say ""
    say "$1"
    say "Required:"
    echo "$2" | sed 's/^/    /'
    return 1
}

# missing_tools "tools": prints those of them that are not on the PATH.
missing_tools() {
    rest=
    for tool in $1; do
        command -v "$tool" >/dev/null || rest="$rest${rest:+ }$tool"
    done
    echo "$rest"
}

# explain_missing_lists "packages" "requirements": explains why these packages cannot be installed.
explain_missing_lists() {
    print_requirements "apt cannot download its package lists: no network, or the mirror does not answer. Its messages are in $log.
Not installed: $1" "$2"
}

# install_packages "packages" "optional packages" "tools" "requirements": installs the packages that are missing, and those optional ones
# that the distribution has. Without apt it looks for the tools that the packages bring, and prints the requirements if a tool
# is missing.
install_packages() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        missing=$(missing_tools "$3")
        [ -z "$missing" ] || print_requirements "Not found, and this system has no apt to install it with: $missing" "$4"
        return
    fi
    missing=$(not_installed "$1")
    wanted="$missing $(not_installed "$(available_packages "$2")")"
    [ "$wanted" != " " ] || return 0
    if ! can_be_root; then
        [ -n "$missing" ] || return 0 # the tests also run without the optional packages
        print_requirements "Not installed: $missing. The installation needs root or sudo, and neither is available. As root:
    apt-get install --no-install-recommends $missing" "$4"
        return
    fi

    say "To install with apt: $wanted"
    # shellcheck disable=SC2086
    if query_sizes $wanted; then say_sizes; else say "The size is known when apt has its package lists."; fi
    announced=$to_download
    say "First step: download of apt's lists of packages, about 10 MB."
    if ! quietly_failing step "apt's lists" as_root env LC_ALL=C apt-get update -q; then
        [ -n "$missing" ] || return 0
        explain_missing_lists "$missing" "$4"
        return
    fi
    unknown=$(words_except "$missing" "$(available_packages "$missing")")
    if [ -n "$unknown" ]; then
        if grep -q 'Failed to fetch' "$step_log"; then
            explain_missing_lists "$missing" "$4"
        else
            print_requirements "This distribution has no package $unknown." "$4"
        fi
        return
    fi
    wanted="$missing $(not_installed "$(available_packages "$2")")"
    # shellcheck disable=SC2086
    query_sizes $wanted && [ "$announced" != "$to_download" ] && say_sizes
    echo "$packages_in_all" >"$state/packages"
    # shellcheck disable=SC2086
    if ! quietly_failing step "download of packages" as_root apt-get install -y -q --no-install-recommends \
        --download-only $wanted; then
        [ -n "$missing" ] || return 0
        print_requirements "apt cannot download the packages. Its messages are in $log.
Not installed: $missing" "$4"
        return
    fi
    # shellcheck disable=SC2086
    step "installation" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $wanted
}

say_sizes() {
    say "With their dependencies: $packages_in_all packages; $to_download to download, $on_disk on the disk."
}

# The downloads of ports/ and tests/: scripts put them into build/downloads with apt and install nothing. Each download has a
# key (mbedtls, qemu_max78000, peers), a name and a size.
# is_downloaded KEY: succeeds if the download is there, or if the environment names a replacement.
is_downloaded() {
    case $1 in
    mbedtls) [ -n "${FLINTLS_MBEDTLS_SOURCE-}" ] || [ -e $downloads/mbedtls/library/psa_crypto.c ] ;;
    bearssl) [ -n "${FLINTLS_BEARSSL_SOURCE-}" ] || [ -e $downloads/bearssl/src/inner.h ] ;;
    qemu_max78000) [ -n "${FLINTLS_QEMU_MAX78000-}" ] || [ -x $downloads/qemu-max78000/qemu-system-arm ] ;;
    peers) [ -x $downloads/peers/escript ] && [ -x $downloads/peers/apache2 ] ;;
    esac
}

name_of() {
    case $1 in
    mbedtls) echo "the source of Mbed TLS 3.6" ;;
    bearssl) echo "the source of BearSSL 0.6" ;;
    qemu_max78000) echo "a QEMU that emulates the MAX78000" ;;
    peers) echo "Erlang/OTP, nginx, haproxy, Apache and mosquitto, peers of tests" ;;
    esac
}

size_of() {
    case $1 in
    mbedtls) echo "16 MB, 51 MB unpacked" ;;
    bearssl) echo "0.5 MB, 5 MB unpacked" ;;
    qemu_max78000) echo "48 MB, 148 MB unpacked" ;;
    peers) echo "28 MB, 34 MB unpacked" ;;
    esac
}

# say_downloads "keys": announces the downloads that are missing.
say_downloads() {
    for what in $1; do
        is_downloaded "$what" || say "To download into $downloads, without installation: $(name_of "$what"): $(size_of "$what")."
    done
}

# download_missing "keys" "requirements": downloads what is missing. Fails without Mbed TLS; without the others, their tests are
# skipped.
download_missing() {
    for what in $1; do
        is_downloaded "$what" && continue
        case $what in
        mbedtls) fetch=ports/mbedtls/fetch.sh ;;
        bearssl) fetch=ports/bearssl/fetch.sh ;;
        qemu_max78000) fetch=ports/max78000fthr/fetch_qemu.sh ;;
        peers) fetch=tests/interop/fetch_peers.sh ;;
        esac
        quietly_failing step "download of $(name_of "$what")" sh $fetch $downloads && continue
        if [ "$what" = mbedtls ]; then
            print_requirements "No source of Mbed TLS: Debian's apt did not bring it. Its messages are in $log." "$2"
            return
        fi
        say "    The tests that need it are skipped. The reason is in $log"
        [ "$what" != bearssl ] || export FLINTLS_BEARSSL=OFF
        [ "$what" != qemu_max78000 ] || export FLINTLS_QEMU_MAX78000=OFF
    done
    return 0
}
