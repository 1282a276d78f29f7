# sh no_allocator.sh <nm> <image>: fails if the image contains an allocator of any kind.
nm=$1 image=$2
symbols=$("$nm" "$image") || exit 1
echo "$symbols" | grep -q ' T psa_crypto_init$' || { echo "no Mbed TLS in $image"; exit 1; }
! echo "$symbols" | grep -E ' (.*alloc.*|_sbrk(_r)?|_?free(_r)?|mbedtls_free|_Zn[wa]j|_Zd[la]Pv.*)$'
