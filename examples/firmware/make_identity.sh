# sh make_identity.sh <openssl> <folder>: makes a P-256 key and a certificate (server.pem), and headers for the firmware: the pin
# of the key (server_pin.hpp; pin.h for C), and the key with the certificate (server_identity.hpp). Does nothing if the folder
# has them already.
openssl=$1 folder=$2
[ -f "$folder/server_identity.hpp" ] && exit
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
