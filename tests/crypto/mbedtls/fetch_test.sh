# sh fetch_test.sh <fetch.sh> <folder> <word>…: brings nothing that apt cannot vouch for, says what else there is (the
# words), leaves no rest.
fetch=$1 folder=$2 bad=0
shift 2
rm -rf "$folder"
mkdir -p "$folder/debian/dists/trixie" || exit 1
export APT_CONFIG="$folder/apt.conf"
cat >"$APT_CONFIG" <<END
Dir::Etc::sourcelist "$folder/sources.list";
Dir::Etc::sourceparts "/dev/null";
END

refuses() { # what word…
    what=$1
    shift
    if output=$(sh "$fetch" "$folder/got" 2>&1); then
        echo "$what: fetched"
        bad=1
    fi
    for word; do
        case $output in *"$word"*) ;; *) echo "$what: does not say $word: $output"; bad=1 ;; esac
    done
    rest=$(ls "$folder/got" | grep -v '\.lock$')
    [ -z "$rest" ] || { echo "$what: left $rest"; bad=1; }
}

: >"$folder/sources.list"
refuses "no mirror" "$@"

echo "deb file:$folder/debian trixie main" >"$folder/sources.list"
printf 'Suite: trixie\nCodename: trixie\nComponents: main\nArchitectures: all\nDate: Sat, 01 Nov 2025 00:00:00 UTC\n' \
    >"$folder/debian/dists/trixie/Release"
refuses "a mirror that signs nothing" "$@"
if command -v apt-get >/dev/null; then
    case $output in *"not signed"*) ;; *) echo "not for its signature: $output"; bad=1 ;; esac
fi
exit $bad
