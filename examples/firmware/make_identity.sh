# sh make_identity.sh <openssl> <folder>: makes a P-256 key and a certificate (server.pem), and headers for the firmware: the pin
# of the key (server_pin.hpp; pin.h for C), and the key with the certificate (server_identity.hpp).
# The script also makes a root, whose name and key are an anchor (anchors.hpp, with the time of the script), and servers with chains:
# of that root (chain.pem), one that has expired (expired.pem), and one of another root (stranger.pem); the issuer of each is in
# …_issuer.pem. Does nothing if the folder has them already.
openssl=$1 folder=$2
[ -f "$folder/anchors.hpp" ] && exit
mkdir -p "$folder" && cd "$folder" || exit 1
# The length of an ECDSA signature in DER varies (70 to 72 bytes as a rule). A certificate of always 376 bytes makes the size of
# the images reproducible.
tries=0 size=0
while [ "$size" -ne 376 ] && [ $tries -lt 40 ]; do
    tries=$((tries + 1))
    "$openssl" req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -set_serial 1 \
        -subj /CN=sensor.example -keyout key.pem -out certificate.pem 2>openssl.log || { cat openssl.log; exit 1; }
    size=$("$openssl" x509 -in certificate.pem -outform DER | wc -c)
done
cat key.pem certificate.pem >server.pem

# bytes NAME: prints standard input as a constexpr array of that name.
bytes() {
    printf '#include <array>\n#include <cstdint>\n\nnamespace firmware {\ninline constexpr std::uint8_t %s[]{' "$1"
    od -An -v -tx1 | sed 's/ \(..\)/0x\1, /g'
    printf '};\n}\n'
}
# The pin: SHA-256 of the SubjectPublicKeyInfo.
pin() {
    "$openssl" x509 -in certificate.pem -noout -pubkey | "$openssl" pkey -pubin -outform DER |
        "$openssl" dgst -sha256 -binary
}
# The private key. In an ECPrivateKey (RFC 5915 3) its 32 bytes follow 7 bytes of DER.
key() { "$openssl" ec -in key.pem -outform DER 2>/dev/null | tail -c +8 | head -c 32; }
{
    echo "#pragma once"
    pin | bytes server_pin
} >server_pin.hpp
{
    echo '#include <stdint.h>'
    printf 'static uint8_t const server_pin[32] = {'
    pin | od -An -v -tx1 | sed 's/ \(..\)/0x\1, /g'
    echo '};'
} >pin.h
{
    echo "#pragma once"
    key | bytes server_key
    "$openssl" x509 -in certificate.pem -outform DER | bytes server_certificate
} >server_identity.hpp

# certify NAME SUBJECT EXTENSIONS DAYS [ISSUER]: NAME.crt, of a new key in NAME.key.
certify() {
    "$openssl" req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" -keyout "$1.key" -out "$1.csr" \
        2>openssl.log || { cat openssl.log; exit 1; }
    printf '%b' "$3" >"$1.ext"
    if [ $# -eq 5 ]; then set -- "$1" "$2" "$3" "$4" -CA "$5.crt" -CAkey "$5.key"; else set -- "$1" "$2" "$3" "$4" -signkey "$1.key"; fi
    name=$1 days=$4
    shift 4
    "$openssl" x509 -req -in "$name.csr" -days "$days" -extfile "$name.ext" "$@" -out "$name.crt" 2>openssl.log ||
        { cat openssl.log; exit 1; }
}
authority='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n'
server='subjectAltName=DNS:sensor.example\nextendedKeyUsage=serverAuth\n'
certify root 'a root' "$authority" 3650
certify issuer 'an issuer' "$authority" 3650 root
certify leaf sensor.example "$server" 3650 issuer
certify expired_leaf sensor.example "$server" -1 issuer
certify other_root 'another root' "$authority" 3650
certify other_leaf sensor.example "$server" 3650 other_root
# with_chain NAME LEAF ISSUER: key and certificate in NAME.pem, what is above it in NAME_issuer.pem.
with_chain() {
    cat "$2.key" "$2.crt" >"$1.pem"
    cp "$3.crt" "$1_issuer.pem"
}
with_chain chain leaf issuer
with_chain expired expired_leaf issuer
with_chain stranger other_leaf other_root

# As examples/make_anchor does it, which is a program for the computer: the subject is the fourth SEQUENCE of TBSCertificate.
subject() {
    at=$("$openssl" asn1parse -in root.crt | sed -n 's/^ *\([0-9]*\):d=2 .*SEQUENCE.*/\1/p' | sed -n 4p)
    "$openssl" asn1parse -in root.crt -strparse "$at" -noout -out subject.der && cat subject.der
}
{
    echo "#pragma once"
    echo '#include "flintls/trust/anchor.hpp"'
    subject | "$openssl" dgst -sha256 -binary | bytes anchor_subject
    "$openssl" x509 -in root.crt -noout -pubkey | "$openssl" pkey -pubin -outform DER | tail -c 65 | bytes anchor_key
    printf 'namespace firmware {\ninline constexpr std::array<flintls::anchor, 1> anchors{\n'
    printf '    {{std::to_array(anchor_subject), {flintls::issuer_key::sort::p256, anchor_key}}}};\n'
    printf 'inline constexpr std::uint32_t build_seconds = %sU; // since 1970\n}\n' "$(date +%s)"
} >anchors.hpp
