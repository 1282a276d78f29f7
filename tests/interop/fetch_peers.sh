#!/bin/sh
# sh fetch_peers.sh <folder>: brings Erlang/OTP's TLS, nginx, haproxy, Apache, and mosquitto with its clients into <folder>/peers, once:
# Debian's own for this machine, unpacked and not installed, as installing them would start servers. No privileges. Start
# peers/escript, peers/usr/sbin/nginx, peers/haproxy, peers/apache2, peers/mosquitto and peers/mosquitto_sub.
set -u

fail() {
    echo "fetch_peers.sh: $*" >&2
    exit 1
}
. "$(dirname "$0")/../../ports/apt.sh"

mkdir -p "$1" && folder=$(cd "$1" && pwd) || fail "no folder $1"
tree=$folder/peers
is_whole() { [ -x "$tree/escript" ] && [ -x "$tree/apache2" ]; }
is_whole && exit 0
lock_folder "$folder" peers
is_whole && exit 0

suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
make_apt_root "$folder" peers
download deb "$suite" download erlang-base erlang-crypto erlang-asn1 erlang-public-key erlang-ssl nginx \
    mosquitto mosquitto-clients libmosquitto1 libcjson1 libwebsockets17 libdlt2 libwrap0 \
    haproxy liblua5.3-0 libopentracing-c-wrapper0 libopentracing1 apache2-bin libapr1 libaprutil1 ||
    fail "apt brought no Erlang, nginx, haproxy, Apache and mosquitto from ${suite:-a suite without a name}"
for package in "$work"/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$work/unpacked" --exclude='./usr/share/[!n]*' || fail "no $package"
done

# By its place beside this script.
cat >"$work/unpacked/escript" <<'END'
#!/bin/sh
ROOTDIR=$(cd "$(dirname "$0")/usr/lib/erlang" && pwd)
BINDIR=$(echo "$ROOTDIR"/erts-*/bin) EMU=beam PROGNAME=erl HOME=${HOME:-/}
export ROOTDIR BINDIR EMU PROGNAME HOME
exec "$BINDIR/erlexec" +B -boot no_dot_erlang -noshell -run escript start -extra "$@"
END
for program in sbin/mosquitto bin/mosquitto_sub sbin/haproxy sbin/apache2; do
    cat >"$work/unpacked/${program#*/}" <<END
#!/bin/sh
here=\$(cd "\$(dirname "\$0")" && pwd)
LD_LIBRARY_PATH=\$(echo "\$here"/usr/lib/*-linux-gnu*) exec "\$here/usr/$program" "\$@"
END
done
for program in escript mosquitto mosquitto_sub haproxy apache2; do chmod +x "$work/unpacked/$program"; done
printf '#!escript\nmain(_) -> {ok, _} = application:ensure_all_started(ssl).\n' >"$work/try"
"$work/unpacked/escript" "$work/try" || fail "Erlang does not start"
"$work/unpacked/usr/sbin/nginx" -v || fail "nginx does not start"
"$work/unpacked/haproxy" -v || fail "haproxy does not start"
"$work/unpacked/apache2" -v || fail "Apache does not start"
"$work/unpacked/mosquitto_sub" --help >"$work/said" # its status is 1
grep -q "mosquitto_sub version" "$work/said" || fail "mosquitto's programs do not start"
# Without flock another run may have been first; then there is a whole one already.
[ ! -d "$tree" ] || is_whole || rm -rf "$tree" # of an earlier list of peers
mv -T "$work/unpacked" "$tree" 2>/dev/null || is_whole || fail "cannot write $tree"
