# For `sh tests/run.sh` and `sh examples/run.sh`: installs what is missing where there is apt.

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# not_installed "packages" "packages, where the distribution has them"
not_installed() {
    for package in $1; do
        is_installed "$package" || printf '%s ' "$package"
    done
    for package in $2; do
        is_installed "$package" || { apt-cache show "$package" >/dev/null 2>&1 && printf '%s ' "$package"; }
    done
}

# set_up "packages" "packages, where the distribution has them" "tools that they bring" "what it takes elsewhere"
set_up() {
    if command -v apt-get >/dev/null; then
        [ -n "$(not_installed "$1" "$2")" ] || return 0
        as_root apt-get update -q || return
        missing=$(not_installed "$1" "$2")
        echo "installing: $missing"
        # shellcheck disable=SC2086
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
        return
    fi
    missing=
    for tool in $3; do
        command -v "$tool" >/dev/null || missing="$missing $tool"
    done
    [ -z "$missing" ] && return
    echo "needed and not found:$missing"
    echo "in all: $4"
    return 1
}
