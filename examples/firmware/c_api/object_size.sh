# sh object_size.sh <nm> <object> <header>: writes a header with a macro for each array of the object file: its name, its size.
"$1" -S -t d "$2" | {
    echo "/* Generated: what size.cc measured. */"
    while read -r _ size _ name; do
        [ -n "$name" ] && echo "#define $name $(echo "$size" | sed 's/^0*//')"
    done
} >"$3.new" && grep -q FLINTLS_CLIENT_ALIGNMENT "$3.new" && mv "$3.new" "$3"
