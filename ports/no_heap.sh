# sh no_heap.sh <nm> <image>…: fails if a built image has a symbol of a heap, or if there is none to look at.
nm=$1 seen=0 bad=0
shift
for image; do
    [ -e "$image" ] || continue
    seen=$((seen + 1))
    symbols=$("$nm" "$image") || exit 1
    if echo "$symbols" | grep -E ' (malloc|_malloc_r|_sbrk|_sbrk_r|free|_free_r|_Znwj|_Znaj|_ZdlPv)$'; then
        echo "in $image"
        bad=1
    fi
done
echo "$seen images"
[ "$seen" -gt 0 ] && [ "$bad" -eq 0 ]
