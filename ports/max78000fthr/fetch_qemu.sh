#!/bin/sh
# sh fetch_qemu.sh <folder>: brings a QEMU that knows max78000fthr into <folder>/qemu-max78000, once. Debian only; no
# privileges. It is Debian's own of trixie-backports with all that it links to, its C library included, unpacked and not
# installed; start <folder>/qemu-max78000/qemu-system-arm.
set -u

fail() {
    echo "fetch_qemu.sh: $*" >&2
    echo "Without it: set FLINTLS_QEMU_MAX78000 (in CMake or the environment) to a qemu-system-arm of 10.1 or later;" >&2
    echo "FLINTLS_QEMU_MAX78000=OFF leaves it out." >&2
    exit 1
}
. "$(dirname "$0")/../apt.sh"

mkdir -p "$1" && folder=$(cd "$1" && pwd) || fail "no folder $1"
tree=$folder/qemu-max78000
[ -x "$tree/qemu-system-arm" ] && exit 0
lock_folder "$folder" qemu-max78000
[ -x "$tree/qemu-system-arm" ] && exit 0

make_apt_root "$folder" qemu-max78000
download deb "trixie trixie-backports" install --download-only --no-install-recommends -t trixie-backports \
    qemu-system-arm || fail "apt brought no qemu-system-arm from trixie-backports"
rm -rf "$work/lists"
for package in "$work"/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$work/unpacked" --exclude='./usr/share/[!q]*' || fail "no $package"
    rm "$package"
done

# Everything by its place beside this script: neither its libraries nor its loader are the machine's.
cat >"$work/unpacked/qemu-system-arm" <<'END'
#!/bin/sh
here=$(dirname "$0")/usr
loader=$(echo "$here"/lib*/ld-linux*.so.*)
libraries=$(dirname "$(echo "$here"/lib/*/libc.so.6)")
exec "$loader" --library-path "$libraries" "$here/bin/qemu-system-arm" -L "$here/share/qemu" "$@"
END
chmod +x "$work/unpacked/qemu-system-arm"
"$work/unpacked/qemu-system-arm" -M help 2>&1 | grep -q '^max78000fthr ' || fail "that one does not know max78000fthr"
# Without flock another run may have been first; then there is a whole one already.
mv -T "$work/unpacked" "$tree" 2>/dev/null || [ -x "$tree/qemu-system-arm" ] || fail "cannot write $tree"
