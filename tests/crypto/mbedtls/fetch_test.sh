# sh fetch_test.sh <fetch.sh> <folder> <word>…: tests that the download script refuses an archive without a valid signature, that
# its error message names the alternatives (the words), and that the script leaves no files.
fetch=$1 folder=$2 bad=0
shift 2
rm -rf "$folder"
mkdir -p "$folder/debian/dists/trixie" || exit 1
export APT_CONFIG="$folder/apt.conf"
cat >"$APT_CONFIG" <<END
Dir::Etc::sourcelist "$folder/sources.list";
Dir::Etc::sourceparts "/dev/null";
END

# refuses "case" word…: runs the script and checks the refusal.
refuses() {
    case_name=$1
    shift
    if output=$(sh "$fetch" "$folder/got" 2>&1); then
        echo "$case_name: the download succeeded"
        bad=1
    fi
    for word; do
        case $output in *"$word"*) ;; *) echo "$case_name: the message does not name $word: $output"; bad=1 ;; esac
    done
    rest=$(ls "$folder/got" | grep -v '\.lock$')
    [ -z "$rest" ] || { echo "$case_name: the script left $rest"; bad=1; }
}

: >"$folder/sources.list"
refuses "no mirror" "$@"

echo "deb file:$folder/debian trixie main" >"$folder/sources.list"
printf 'Suite: trixie\nCodename: trixie\nComponents: main\nArchitectures: all\nDate: Sat, 01 Nov 2025 00:00:00 UTC\n' \
    >"$folder/debian/dists/trixie/Release"
refuses "a mirror without signatures" "$@"
if command -v apt-get >/dev/null; then
    case $output in *"not signed"*) ;; *) echo "the reason is not the missing signature: $output"; bad=1 ;; esac
fi
exit $bad
