# For scripts that fetch from Debian: `. apt.sh`. An apt root of our own, verified by the archive's keys, from the mirror this
# machine's apt uses; no privileges, and nothing of the machine's is touched. Whoever uses it defines `fail <why>`.
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# lock_folder <folder> <name>: runs at the same time wait for each other, where there is flock.
lock_folder() {
    command -v flock >/dev/null || return 0
    exec 9>"$1/$2.lock"
    flock -w 600 9 || fail "another run has kept $1/$2.lock for ten minutes"
}

# make_apt_root <folder> <name>: sets `work`, a new folder that goes when the script does. Of the machine's settings the
# ones for downloading stay (proxies), its hooks do not. No package counts as installed.
make_apt_root() {
    command -v apt-get >/dev/null || fail "it is brought by Debian's apt, and there is none here"
    work=$(mktemp -d "$1/$2.XXXXXX") || fail "cannot write into $1"
    trap 'rm -rf "$work"' EXIT
    trap 'exit 1' HUP INT TERM
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
}

# download <deb or deb-src> "<suites>" <argument of apt-get…>: into `work`, by the first mirror that has it. The log is
# in `work/log`.
download() {
    kind=$1 suites=$2
    shift 2
    # Where apt would update from, in whatever form its sources are written: the archives, Debian's own first.
    mirrors=$(apt-get update --print-uris 2>/dev/null | sed -n "s|^'\(.*\)/dists/.*|\1|p" | grep -v security |
        awk 'seen[$0]++ { next } /\/debian$/ { print; next } { rest = rest $0 "\n" } END { printf "%s", rest }' | head -n 3)
    [ -n "$mirrors" ] || fail "this machine's apt has no sources"
    [ -e "$keyring" ] && signed="[signed-by=$keyring] " || signed=
    for mirror in $mirrors; do
        for suite in $suites; do echo "$kind $signed$mirror $suite main"; done >"$work/sources.list"
        (
            cd "$work" && export APT_CONFIG="$work/apt.conf"
            timeout 180 apt-get -q --error-on=any update && timeout 180 apt-get -q -y "$@"
        ) >"$work/log" 2>&1 && return 0
    done
    cat "$work/log" >&2
    return 1
}
