# sh gates.sh <nm> <size> <image>…: fails if an image contains an allocator (a heap or Mbed TLS's), contains code that runs before
# main, or has no symbols.
nm=$1 size=$2 bad=0
shift 2
[ $# -gt 0 ] || exit 1
for image; do
    symbols=$("$nm" "$image") || exit 1
    echo "$symbols" | grep -q ' flintls_reset$' || { echo "$image: stripped"; bad=1; }
    if echo "$symbols" | grep -E ' (malloc|_malloc_r|_sbrk|_sbrk_r|free|_free_r|_Zn[wa]j|_Zd[la]Pv.*|mbedtls_calloc.*|mbedtls_free.*|buffer_alloc_.*|mbedtls_memory_buffer_alloc.*)$'; then
        echo "$image: an allocator"
        bad=1
    fi
    if "$size" -A "$image" | grep -E '^\.(pre)?init_array +[1-9]'; then
        echo "$image: runs before main"
        bad=1
    fi
done
echo "$# images checked"
exit $bad
