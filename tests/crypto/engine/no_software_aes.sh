#!/bin/sh
# no_software_aes.sh <nm> <program>: fails if the program contains a part of Mbed TLS's AES, and prints the symbols. Fails also if
# the program does not contain Mbed TLS's SHA-256: a program without Mbed TLS or without symbols proves nothing.
set -u
symbols=$("$1" "$2") || exit 2
modes='gcm|ccm|block_cipher|psa_aead|psa_cipher'
aes=$(echo "$symbols" | grep -iE " [tTrRdDbBwW] .*(mbedtls_(aes|aesni|aesce|$modes)|rijndael|_sbox)")
if [ -n "$aes" ]; then
    echo "the program contains a software AES:"
    echo "$aes"
    exit 1
fi
echo "$symbols" | grep -qE ' [tTrRdD] mbedtls_(internal_)?sha256' || { echo "the program contains no Mbed TLS"; exit 2; }
