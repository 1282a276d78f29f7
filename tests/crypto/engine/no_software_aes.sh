#!/bin/sh
# no_software_aes.sh <nm> <program>: nothing of Mbed TLS's AES is in it, but its SHA-256 is.
# Prints what there is of AES.
set -u
symbols=$("$1" "$2") || exit 2
modes='gcm|ccm|block_cipher|psa_aead|psa_cipher'
aes=$(echo "$symbols" | grep -iE " [tTrRdDbBwW] .*(mbedtls_(aes|aesni|aesce|$modes)|rijndael|_sbox)")
if [ -n "$aes" ]; then
    echo "software AES is linked:"
    echo "$aes"
    exit 1
fi
echo "$symbols" | grep -qE ' [tTrRdD] mbedtls_(internal_)?sha256' || { echo "no Mbed TLS in it"; exit 2; }
